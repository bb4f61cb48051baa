using NodaTime;

namespace TeamsCctv.Domain.Clocks;

/// <summary>Periods in calendar days.</summary>
public static class DaysClock
{
    /// <summary>
    /// A complaint is acknowledged within 30 days (DPA 2018 s164A). The Act begins with the day of receipt, the Regulation
    /// does not count it: the safe day is the earlier one.
    /// </summary>
    public static Due Complaint(LocalDate received, string clause, HolidayTable holidays, Division division = Division.EnglandAndWales)
    {
        Bounds.Plausible(received);
        var reckoning = new Reckoning("Acknowledge within 30 days", $"{clause}; DPA 2018 s164A", holidays, division);
        var end = received.PlusDays(30);
        reckoning.Say($"Received {London.Say(received)}; that day is not counted.");
        reckoning.Say($"30 days from then end on {London.Say(end)}.");
        var day = reckoning.Roll(end);
        var safe = reckoning.Back(end.PlusDays(-1), received);
        reckoning.Say($"The Act counts from the day of receipt: {London.Say(safe)} is right on either reading.");
        return reckoning.On(received, day, safe);
    }

    /// <summary>So many days after a day, not moved from a day off.</summary>
    /// <param name="days">1 to 366.</param>
    /// <inheritdoc cref="MonthsClock.Of" path="/param[@name='rule']"/>
    public static Due Of(LocalDate start, int days, string rule, string clause)
    {
        Bounds.Plausible(start);
        Bounds.Between(days, 1, 366);
        var reckoning = new Reckoning(rule, clause, null, null);
        reckoning.Say($"Started {London.Say(start)}; that day is not counted.");
        reckoning.Say($"{clause} gives {Bounds.Count(days, "day")}, weekends and holidays included.");
        return reckoning.On(start, start.PlusDays(days));
    }
}
