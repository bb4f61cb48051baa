using NodaTime;

namespace TeamsCctv.Domain.Clocks;

/// <summary>
/// Periods in hours: elapsed time, never moved from a day off (Regulation 1182/71 Art 3(4) leaves them out), the same
/// when the clocks change.
/// </summary>
public static class HoursClock
{
    /// <param name="hours">1 to 720.</param>
    /// <inheritdoc cref="MonthsClock.Of" path="/param[@name='rule']"/>
    public static Due Of(Instant start, int hours, string rule, string clause)
    {
        Bounds.Plausible(London.DayOf(start));
        Bounds.Between(hours, 1, 720);
        var reckoning = new Reckoning(rule, clause, null, null);
        var at = start + Duration.FromHours(hours);
        reckoning.Say($"Known since {London.Say(start)}.");
        reckoning.Say($"{Bounds.Count(hours, "hour")} from then, weekends and bank holidays included.");
        if (London.LocalOf(start).PlusHours(hours) != London.LocalOf(at))
            reckoning.Say("The clocks change in between; the hours that really pass count.");
        return reckoning.At(start, at);
    }
}
