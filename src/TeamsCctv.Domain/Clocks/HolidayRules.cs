using NodaTime;

namespace TeamsCctv.Domain.Clocks;

/// <summary>
/// The bank holidays as rules: the yearly ones with their substitute days, and what was moved or added once. The years
/// 2019 to 2028 are what is announced; every other year is computed and can still be changed by an announcement.
/// </summary>
internal static class HolidayRules
{
    /// <summary>Wide enough for every plausible day (<see cref="London.IsPlausible"/>) and what a clock adds to it.</summary>
    public const int FirstYear = 2000, LastYear = 2103;

    private const string EarlyMay = "Early May bank holiday", Spring = "Spring bank holiday";

    private static readonly Division[] Everywhere = [Division.EnglandAndWales, Division.Scotland, Division.NorthernIreland];

    /// <summary>Announced for one year; a null name takes the day away.</summary>
    private static readonly HolidayChange[] Announced =
    [
        new(new(2020, 5, 4), null, null), new(new(2020, 5, 8), null, EarlyMay),
        new(new(2022, 5, 30), null, null), new(new(2022, 6, 2), null, Spring), new(new(2022, 6, 3), null, "Platinum Jubilee"),
        new(new(2022, 9, 19), null, "State Funeral of Queen Elizabeth II"),
        new(new(2023, 5, 8), null, "Coronation of King Charles III"),
        new(new(2026, 6, 15), Division.Scotland, "World Cup bank holiday"),
    ];

    public static Dictionary<(LocalDate Day, Division Division), string> All()
    {
        var names = new Dictionary<(LocalDate Day, Division Division), string>();
        foreach (var division in Everywhere)
            for (var year = FirstYear; year <= LastYear; year++)
                foreach (var (day, name) in Of(year, division))
                    names.Add((day, division), name);
        Apply(names, Announced);
        return names;
    }

    public static void Apply(Dictionary<(LocalDate Day, Division Division), string> names, IEnumerable<HolidayChange> changes)
    {
        foreach (var change in changes)
            foreach (var division in Everywhere.Where(d => change.Division is null || change.Division == d))
                if (change.Name is null)
                    names.Remove((change.Day, division));
                else
                    names[(change.Day, division)] = change.Name;
    }

    private static Dictionary<LocalDate, string> Of(int year, Division division)
    {
        var (scotland, ireland) = (division == Division.Scotland, division == Division.NorthernIreland);
        var easter = Easter(year);
        var days = new Dictionary<LocalDate, string>
        {
            [easter.PlusDays(-2)] = "Good Friday",
            [MondayFrom(year, 5, 1)] = EarlyMay,
            [MondayFrom(year, 5, 25)] = Spring,
            [MondayFrom(year, 8, scotland ? 1 : 25)] = "Summer bank holiday",
        };
        if (!scotland)
            days.Add(easter.PlusDays(1), "Easter Monday");
        Put(days, new(year, 1, 1), "New Year's Day");
        if (scotland)
            Put(days, new(year, 1, 2), "2 January");
        if (ireland)
            Put(days, new(year, 3, 17), "St Patrick's Day");
        if (ireland)
            Put(days, new(year, 7, 12), "Battle of the Boyne");
        if (scotland)
            Put(days, new(year, 11, 30), "St Andrew's Day");
        PutChristmas(days, year);
        return days;
    }

    /// <summary>A Boxing Day on a Monday stays where it is: Christmas Day on the Sunday before it moves past it.</summary>
    private static void PutChristmas(Dictionary<LocalDate, string> days, int year)
    {
        var (christmas, boxing) = (new LocalDate(year, 12, 25), new LocalDate(year, 12, 26));
        if (boxing.DayOfWeek == IsoDayOfWeek.Monday)
            Put(days, boxing, "Boxing Day");
        Put(days, christmas, "Christmas Day");
        if (boxing.DayOfWeek != IsoDayOfWeek.Monday)
            Put(days, boxing, "Boxing Day");
    }

    /// <summary>On a weekend, or on a day that is one already, the next weekday that is free is kept instead.</summary>
    private static void Put(Dictionary<LocalDate, string> days, LocalDate day, string name)
    {
        var kept = day;
        while (HolidayTable.IsWeekend(kept) || days.ContainsKey(kept))
            kept = kept.PlusDays(1);
        days.Add(kept, kept == day ? name : $"{name} (substitute day)");
    }

    private static LocalDate MondayFrom(int year, int month, int day) =>
        new LocalDate(year, month, day).PlusDays(-1).Next(IsoDayOfWeek.Monday);

    /// <summary>Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher).</summary>
    private static LocalDate Easter(int year)
    {
        var (golden, century, rest) = (year % 19, year / 100, year % 100);
        var epact = ((19 * golden) + century - (century / 4) - ((century - ((century + 8) / 25) + 1) / 3) + 15) % 30;
        var weekday = (32 + (2 * (century % 4)) + (2 * (rest / 4)) - epact - (rest % 4)) % 7;
        var late = (golden + (11 * epact) + (22 * weekday)) / 451;
        var sum = epact + weekday - (7 * late) + 114;
        return new(year, sum / 31, (sum % 31) + 1);
    }
}
