using NodaTime;

namespace TeamsCctv.Domain.Clocks;

/// <summary>
/// Periods in months that end on the same date, or on the month's last day where there is no such date (Regulation
/// 1182/71 Art 3(2)(c), imported by UK GDPR Art 4A), and are not moved from a day off: nobody has to be there for them.
/// </summary>
public static class MonthsClock
{
    /// <param name="rule">What must happen within which period, in words.</param>
    /// <param name="months">1 to 120.</param>
    public static Due Of(LocalDate start, int months, string rule, string clause)
    {
        Bounds.Plausible(start);
        Bounds.Between(months, 1, 120);
        var reckoning = new Reckoning(rule, clause, null, null);
        var day = start.PlusMonths(months);
        reckoning.Say($"Started {London.Say(start)}; that day is not counted.");
        reckoning.Say($"{clause} gives {Bounds.Count(months, "month")}.");
        if (day.Day != start.Day)
            reckoning.Say($"There is no day {start.Day} in that month, so its last day counts.");
        return reckoning.On(start, day);
    }

    /// <summary>How long a downloaded recording is kept (AL-13.2).</summary>
    public static Due Retention(Instant downloaded, int months, string clause) =>
        Of(London.DayOf(downloaded), months, $"Keep the recording for {Bounds.Count(months, "month")}", clause);

    /// <summary>When a policy or an assessment is reviewed again: 12 months (AL-18.1), 24 months (VL-18).</summary>
    public static Due Review(LocalDate last, int months, string clause) =>
        Of(last, months, $"Review within {Bounds.Count(months, "month")}", clause);
}
