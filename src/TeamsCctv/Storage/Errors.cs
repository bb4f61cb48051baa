using NodaTime;
using TeamsCctv.Domain;

namespace TeamsCctv.Storage;

/// <summary>
/// The machine's clock is further behind a school's last record than clocks drift: it was set ahead then, or back now. A
/// record would go back in time or carry a time that is still to come, so none is appended.
/// </summary>
/// <param name="Last">The moment of the school's last record.</param>
/// <param name="Clock">What the machine says it is.</param>
public sealed record ClockIsBehind(string School, Instant Last, Instant Clock)
{
    /// <summary>How far the last record may be ahead of the clock: what time services correct now and then.</summary>
    private static readonly Duration Drift = Duration.FromMinutes(5);

    /// <summary>Null where the clock is right, as far as the school's last record can tell.</summary>
    public static ClockIsBehind? Of(string school, Instant last, Instant clock) =>
        last - clock > Drift ? new(school, last, clock) : null;

    /// <summary>For whoever acted and for whoever runs the machine.</summary>
    public string Says =>
        $"Nothing can be recorded now: the last record is of {London.Say(Last)}, and the machine's clock says {London.Say(Clock)}. Recording goes on once the clock has passed the last record. Ask whoever runs TeamsCctv to look at the clock.";
}
