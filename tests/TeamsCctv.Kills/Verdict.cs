using System.Collections.Concurrent;
using System.Globalization;

namespace TeamsCctv.Kills;

/// <summary>What a check can find.</summary>
public enum Fault
{
    /// <summary>Acknowledged, and not there.</summary>
    Lost,

    /// <summary>Took effect twice.</summary>
    Doubled,

    /// <summary>A card that somebody is owed did not go out.</summary>
    CardMissing,

    /// <summary>A card went out twice in one life of the program, where no kill excuses it.</summary>
    CardDoubled,

    /// <summary>A card does not show how its case stands.</summary>
    CardStale,

    /// <summary>A view differs from one made anew from the records.</summary>
    ViewDiffers,

    /// <summary>The record log does not verify, or contradicts a checkpoint it once served.</summary>
    LogUnsound,

    /// <summary>A record of something that nobody asked for.</summary>
    FromNowhere,
}

/// <summary>What the checks found, and the answer of the campaign.</summary>
public sealed class Verdict(Tally tally, Ledger ledger)
{
    private const int Shown = 15;

    private int _copiesChecked;
    private readonly ConcurrentQueue<(Fault Fault, string What)> _found = new();

    public bool Good => _found.IsEmpty;

    /// <summary>Copies of cards that went out once more after a kill between the send and its note.</summary>
    public int CopiesAcrossAKill { get; set; }

    public int CopiesChecked => _copiesChecked;

    /// <summary>Of those, the ones whose button was pressed when their case had been decided.</summary>
    public int OldCopiesPressed { get; set; }

    public int CheckpointsHeld { get; set; }

    /// <summary>Mails that are on the record once.</summary>
    public int Mails { get; set; }

    public long Records { get; set; }

    public int Refusals { get; set; }

    public void CountCopy() => Interlocked.Increment(ref _copiesChecked);

    public void Find(Fault fault, string what) => _found.Enqueue((fault, what));

    public void Print(TextWriter output, Arguments arguments, TimeSpan took)
    {
        foreach (var group in _found.GroupBy(found => found.Fault))
        {
            output.WriteLine($"{group.Key}:");
            foreach (var (_, what) in group.Take(Shown))
                output.WriteLine($"  {what}");
            if (group.Count() > Shown)
                output.WriteLine($"  and {group.Count() - Shown} more");
        }

        output.WriteLine($"acknowledged: {ledger.Acts.Count} acts of people, {ledger.Events.Count(sent => sent.Value)} recorder events; {Mails} of {ledger.Mails.Count} mails are cases; {Records} records ({Refusals} refusals)");
        output.WriteLine($"{tally.WithRequestsInFlight} kills left {tally.InFlight} requests without an answer, {tally.BeforeTheFirstAnswer} fell before the first answer; {tally.SentAgain} requests sent again, {tally.Busy} answered 503; slowest start {tally.SlowestStart.TotalMilliseconds:0} ms");
        output.WriteLine($"cards: {CopiesChecked} copies show how their case stands, {CopiesAcrossAKill} went out once more across a kill, of which {OldCopiesPressed} were pressed when all was decided; {CheckpointsHeld} earlier checkpoints held");
        output.WriteLine($"took {took.TotalSeconds:0} s, seed {arguments.Seed}");
        if (Count(Fault.Lost, Fault.Doubled) == 0)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"With none in {tally.Kills} kills, fewer than {3.0 / tally.Kills:P1} of such kills lose or double anything, at 95 % confidence (3/N)."));
        output.WriteLine(
            $"kills: {tally.Kills}, lost: {Count(Fault.Lost)}, doubled: {Count(Fault.Doubled)}, from nowhere: {Count(Fault.FromNowhere)}, "
            + $"cards missing: {Count(Fault.CardMissing)}, cards doubled: {Count(Fault.CardDoubled)}, cards stale: {Count(Fault.CardStale)}, "
            + $"views: {(Count(Fault.ViewDiffers) == 0 ? "equal" : "different")}, log: {(Count(Fault.LogUnsound) == 0 ? "sound" : "NOT SOUND")}");
    }

    private int Count(params Fault[] faults) => _found.Count(found => faults.Contains(found.Fault));
}
