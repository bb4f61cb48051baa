using NodaTime;
using TeamsCctv.Domain;

namespace TeamsCctv.Storage;

/// <summary>Why nothing of a school can be recorded now.</summary>
public abstract record RecordingStopped(string School)
{
    /// <summary>For whoever acted and for whoever runs the machine.</summary>
    public abstract string Says { get; }
}

/// <summary>
/// The school's library holds other records than this store under the same numbers: one of the two was restored or copied.
/// Whichever went on would be a second log under one name.
/// </summary>
/// <param name="From">The first number from which they differ, or from which the library's file begins.</param>
public sealed record LogHasParted(string School, long From) : RecordingStopped(School)
{
    public override string Says =>
        $"Nothing can be recorded for {School}: its library in SharePoint holds other records from number {From} on than this program. Change nothing in the library, and ask whoever runs TeamsCctv to look.";

    internal static LogHasParted? Of(Session session, string school) => session.First(
        "SELECT first FROM library_fork WHERE school = $1", row => new LogHasParted(school, row.GetInt64(0)), school);

    internal static void Keep(Session session, string school, long from) =>
        session.Execute("INSERT OR IGNORE INTO library_fork (school, first) VALUES ($1, $2)", school, from);
}

/// <summary>
/// The machine's clock is further behind a school's last record than clocks drift: it was set ahead then, or back now. A
/// record would go back in time or carry a time that is still to come, so none is appended.
/// </summary>
/// <param name="Last">The moment of the school's last record.</param>
/// <param name="Clock">What the machine says it is.</param>
public sealed record ClockIsBehind(string School, Instant Last, Instant Clock) : RecordingStopped(School)
{
    /// <summary>How far the last record may be ahead of the clock: what time services correct now and then.</summary>
    private static readonly Duration Drift = Duration.FromMinutes(5);

    /// <summary>Null where the clock is right, as far as the school's last record can tell.</summary>
    public static ClockIsBehind? Of(string school, Instant last, Instant clock) =>
        last - clock > Drift ? new(school, last, clock) : null;

    public override string Says =>
        $"Nothing can be recorded now: the last record is of {London.Say(Last)}, and the machine's clock says {London.Say(Clock)}. Recording goes on once the clock has passed the last record. Ask whoever runs TeamsCctv to look at the clock.";
}
