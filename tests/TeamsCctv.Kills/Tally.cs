namespace TeamsCctv.Kills;

/// <summary>What was done to the program.</summary>
public sealed class Tally
{
    public int Kills { get; set; }

    public int BeforeTheFirstAnswer { get; set; }

    /// <summary>Kills at which somebody waited for an answer.</summary>
    public int WithRequestsInFlight { get; set; }

    /// <summary>Requests that a kill left without an answer.</summary>
    public int InFlight { get; set; }

    public long SentAgain { get; set; }

    public long Busy { get; set; }

    public TimeSpan SlowestStart { get; set; }
}
