using NodaTime;

namespace TeamsCctv.Domain.Clocks;

/// <summary>
/// A due date and how it came about. A value: with new facts or other holidays it is computed again, never changed.
/// Exactly one of <paramref name="Day"/>, <paramref name="At"/> and <paramref name="Paused"/> is there.
/// </summary>
/// <param name="Rule">What must happen within which period, in words.</param>
/// <param name="Source">The policy's clause or the statute.</param>
/// <param name="Start">The day of the event that started it; not counted.</param>
/// <param name="Day">The last day; it ends with London's last hour of it.</param>
/// <param name="At">The last instant, where the period is in hours.</param>
/// <param name="Safe">An earlier day that is right on every reading, where the law is not settled or says less than the policy.</param>
/// <param name="Lines">How it came about, in order; the last one says the date.</param>
/// <param name="LeftOut">The days that were not counted, in order.</param>
/// <param name="HolidayVersion">Null where bank holidays do not matter.</param>
/// <param name="NoticeBy">The last day for telling that it takes longer, where the rule knows an extension.</param>
/// <param name="IsLawEarlier">The safe day is that of today's law, which gives less than the policy and counts before it.</param>
public sealed record Due(
    string Rule,
    string Source,
    LocalDate Start,
    LocalDate? Day,
    Instant? At,
    LocalDate? Safe,
    Paused? Paused,
    IReadOnlyList<string> Lines,
    IReadOnlyList<LeftOut> LeftOut,
    string? HolidayVersion,
    LocalDate? NoticeBy = null,
    bool IsLawEarlier = false)
{
    /// <summary>The last day to go by: the policy's, or that of today's law where it gives less; null where there is no day.</summary>
    public LocalDate? LastDay => IsLawEarlier ? Safe : Day;

    /// <summary>The first instant at which it is late; null while paused.</summary>
    public Instant? LateFrom => At is { } at ? at + Duration.Epsilon : LastDay is { } day ? London.StartOf(day.PlusDays(1)) : null;

    /// <summary>A paused clock is never late.</summary>
    public bool IsLate(Instant now) => now >= LateFrom;

    /// <summary>Whole days from today to the last day: 0 on the last day itself, negative after it, null while paused.</summary>
    public int? DaysLeft(LocalDate today) =>
        (LastDay ?? (At is { } at ? London.DayOf(at) : null)) is { } last ? Period.DaysBetween(today, last) : null;

    /// <summary>By content, its lists included.</summary>
    public bool Equals(Due? other) => other is not null
        && (Rule, Source, Start, Day, At, Safe, Paused) == (other.Rule, other.Source, other.Start, other.Day, other.At, other.Safe, other.Paused)
        && (HolidayVersion, NoticeBy) == (other.HolidayVersion, other.NoticeBy) && IsLawEarlier == other.IsLawEarlier
        && Lines.SequenceEqual(other.Lines) && LeftOut.SequenceEqual(other.LeftOut);

    public override int GetHashCode() => HashCode.Combine(Rule, Source, Start, Day, At, Paused);
}

/// <summary>Why there is no date now.</summary>
/// <param name="For">What is waited for: "identification".</param>
public sealed record Paused(string For, LocalDate Since);
