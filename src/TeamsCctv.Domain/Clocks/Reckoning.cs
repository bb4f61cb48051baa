using NodaTime;

namespace TeamsCctv.Domain.Clocks;

/// <summary>A date on its way: what was said so far and which days were left out. Lives for one computation.</summary>
/// <param name="holidays">Null where bank holidays do not matter.</param>
/// <param name="division">Null: anywhere in the United Kingdom.</param>
internal sealed class Reckoning(string rule, string source, HolidayTable? holidays, Division? division)
{
    private readonly List<string> _lines = [];
    private readonly List<LeftOut> _leftOut = [];

    public void Say(string line) => _lines.Add(line);

    public void Say(IEnumerable<string> lines) => _lines.AddRange(lines);

    public void Leave(LeftOut day) => _leftOut.Add(day);

    /// <summary>The day itself or the next working day (Regulation 1182/71 Art 3(4)), saying every day on the way.</summary>
    public LocalDate Roll(LocalDate day)
    {
        while (holidays!.OffOn(day, division) is { } off)
        {
            Say($"{London.Say(day)} is {off.Why}, so it moves on.");
            Leave(off);
            day = day.PlusDays(1);
        }

        return day;
    }

    /// <summary>Nobody aims at a day off: the last working day up to here, but never before the start.</summary>
    public LocalDate Back(LocalDate day, LocalDate start)
    {
        while (day > start && holidays?.OffOn(day, division) is not null)
            day = day.PlusDays(-1);
        return LocalDate.Max(day, start);
    }

    public Due On(LocalDate start, LocalDate day, LocalDate? safe = null, LocalDate? noticeBy = null)
    {
        if (holidays is not null && Computed(start, day) is { } year)
            Say($"The bank holidays of {year} are computed, not announced: the date can still move.");
        Say($"Due by the end of {London.Say(day)}.");
        return End(start, day, null, safe < day ? safe : null, null, noticeBy);
    }

    public Due At(Instant start, Instant at)
    {
        Say($"Due by {London.Say(at)}.");
        return End(London.DayOf(start), null, at, null, null, null);
    }

    public Due Waiting(LocalDate start, Paused paused)
    {
        Say($"Paused since {London.Say(paused.Since)}, waiting for {paused.For}: there is no due date yet.");
        return End(start, null, null, null, paused, null);
    }

    private Due End(LocalDate start, LocalDate? day, Instant? at, LocalDate? safe, Paused? paused, LocalDate? noticeBy) => new(
        rule, source, start, day, at, safe, paused, _lines, [.. _leftOut.OrderBy(left => left.Day)], holidays?.Version, noticeBy);

    private static int? Computed(LocalDate start, LocalDate day)
    {
        for (var year = start.Year; year <= day.Year; year++)
            if (!HolidayTable.IsAnnounced(year))
                return year;
        return null;
    }
}
