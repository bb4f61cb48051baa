using NodaTime;

namespace TeamsCctv.Domain.Clocks;

/// <summary>How long footage can still be held before the recorder overwrites it.</summary>
public static class OverwriteClock
{
    /// <summary>The day on which the recorder begins to overwrite what it filmed on a day.</summary>
    public static LocalDate OverwrittenOn(LocalDate filmed, int days) => Bounds.Plausible(filmed).PlusDays(Bounds.Between(days, 1, 366));

    /// <summary>The last whole day on which it is surely there. A request's own month never waits for it.</summary>
    /// <param name="days">How long the recorder keeps footage, 1 to 366.</param>
    public static Due Of(LocalDate filmed, int days, string clause)
    {
        var gone = OverwrittenOn(filmed, days);
        var reckoning = new Reckoning("Hold the footage before it is overwritten", clause, null, null);
        reckoning.Say($"Filmed {London.Say(filmed)}; the recorder keeps {Bounds.Count(days, "day")}.");
        reckoning.Say($"It is overwritten from {London.Say(gone)} on: hold it at once, on receipt and not on approval.");
        return reckoning.On(filmed, gone.PlusDays(-1));
    }
}
