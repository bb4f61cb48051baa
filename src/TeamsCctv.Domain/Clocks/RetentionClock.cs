using NodaTime;

namespace TeamsCctv.Domain.Clocks;

/// <summary>
/// When a kept recording's time runs out, and how that came about. A period in months ends with the last hour of
/// the same date, or of the month's last day where there is no such date (Regulation 1182/71 Art 3, imported by
/// UK GDPR Art 4A).
/// </summary>
/// <param name="Start">The day of the download; not counted.</param>
/// <param name="Due">The last day on which the recording is kept.</param>
/// <param name="Clause">The clause that sets the period.</param>
public sealed record RetentionClock(LocalDate Start, int Months, LocalDate Due, string Clause)
{
    public static RetentionClock From(Instant downloaded, int months, string clause)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(months);
        var start = London.DayOf(downloaded);
        return new(start, months, start.PlusMonths(months), clause);
    }

    /// <summary>The first instant after the last hour of <see cref="Due"/>.</summary>
    public Instant RunsOut => London.StartOf(Due.PlusDays(1));

    public bool HasRunOut(Instant now) => now >= RunsOut;
}
