using NodaTime;
using TeamsCctv.Domain.Clocks;
using static TeamsCctv.Domain.Tests.Clocks.Say;

namespace TeamsCctv.Domain.Tests.Clocks;

/// <summary>
/// The same law, slow and a day at a time. It shares nothing with the product but the shape of its facts: another list
/// of Easters, another way to see a holiday, and days that are lived through instead of added.
/// </summary>
internal static class Naive
{
    private static readonly HashSet<LocalDate> Easters =
    [
        .. """
           2019-04-21 2020-04-12 2021-04-04 2022-04-17 2023-04-09 2024-03-31 2025-04-20 2026-04-05 2027-03-28 2028-04-16 2029-04-01 2030-04-21
           2031-04-13 2032-03-28 2033-04-17 2034-04-09 2035-03-25 2036-04-13 2037-04-05 2038-04-25 2039-04-10 2040-04-01 2041-04-21
           """.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(Day),
    ];

    private static readonly HashSet<LocalDate> Once = [Day("2020-05-08"), Day("2022-06-02"), Day("2022-06-03"), Day("2022-09-19"), Day("2023-05-08")];

    private static readonly HashSet<LocalDate> Moved = [Day("2020-05-04"), Day("2022-05-30")];

    public static IEnumerable<LocalDate> Days => Enumerable.Range(0, 365 * 22 + 6).Select(new LocalDate(2019, 1, 1).PlusDays);

    public static bool IsOff(LocalDate day, Division? division) => (int)day.DayOfWeek > 5
        || (division is { } here ? IsHoliday(day, here) : Enum.GetValues<Division>().Any(any => IsHoliday(day, any)));

    public static bool IsHoliday(LocalDate day, Division division)
    {
        var (scotland, ireland, week) = (division == Division.Scotland, division == Division.NorthernIreland, (int)day.DayOfWeek);
        if (week > 5 || Moved.Contains(day))
            return false;
        if (Once.Contains(day) || (scotland && day == Day("2026-06-15")))
            return true;
        if (Easters.Contains(day.PlusDays(2)) || (!scotland && Easters.Contains(day.PlusDays(-1))))
            return true;
        return (day.Month, day.Day) switch
        {
            (1, 1) => true,
            (1, 2) => scotland || week == 1,
            (1, 3) => week == 1 || (scotland && week == 2),
            (1, 4) => scotland && week is 1 or 2 && scotland,
            (3, 17) => ireland,
            (3, 18 or 19) => ireland && week == 1 && day.Day - 17 <= 2,
            (5, <= 7) => week == 1,
            (5, > 24) => week == 1,
            (7, 12) => ireland,
            (7, 13 or 14) => ireland && week == 1,
            (8, <= 7) => scotland && week == 1,
            (8, > 24) => !scotland && week == 1,
            (11, 30) => scotland,
            (12, 1 or 2) => scotland && week == 1,
            (12, 25 or 26) => true,
            (12, 27 or 28) => week is 1 or 2,
            _ => false,
        };
    }

    /// <summary>Walks until the calendar shows the same date so many months on, or the month is over.</summary>
    public static LocalDate Month(LocalDate start, int months)
    {
        var target = start.Year * 12 + start.Month + months;
        var day = start;
        while (day.Year * 12 + day.Month < target)
            day = day.PlusDays(1);
        while (day.Day < start.Day && day.PlusDays(1).Month == day.Month)
            day = day.PlusDays(1);
        return day;
    }

    public static LocalDate Roll(LocalDate day, Division? division)
    {
        while (IsOff(day, division))
            day = day.PlusDays(1);
        return day;
    }

    /// <summary>Null while a question is open. Identification is taken to be asked for in time.</summary>
    public static LocalDate? Access(AccessFacts facts, Division division)
    {
        var start = facts.Received;
        if (facts.Identification is { } identification)
        {
            if (identification.Answered is not { } came)
                return null;
            start = came > start ? came : start;
        }

        var first = Live(start, Month(start, 1), facts.Clarifications ?? [], division, out var paused);
        return facts.ExtensionTold is { } told && (paused || told <= first)
            ? Live(start, Month(start, 3), facts.Clarifications ?? [], division, out _)
            : first;
    }

    public static LocalDate Foi(LocalDate received, Func<LocalDate, bool> isClosed)
    {
        var working = Enumerable.Range(1, 400).Select(received.PlusDays).Where(day => !IsOff(day, null)).Take(60).ToList();
        var school = working.Where(day => !isClosed(day)).Take(20).ToList();
        return school.Count == 20 ? school[19] : working[59];
    }

    private static LocalDate? Live(LocalDate start, LocalDate end, IReadOnlyList<Asked> questions, Division division, out bool paused)
    {
        paused = false;
        var (day, left) = (start, 0);
        for (var d = start; d < end; d = d.PlusDays(1))
            left++;
        while (true)
        {
            while (left > 0)
            {
                day = day.PlusDays(1);
                if (questions.Any(asked => asked.Answered is null && asked.On <= day))
                {
                    paused = true;
                    return null;
                }

                if (!questions.Any(asked => asked.On <= day && day <= asked.Answered))
                    left--;
            }

            // The end: on a day off it waits for the next working day, and a question may still come meanwhile;
            // its answer then leaves one day.
            while (IsOff(day, division) && !questions.Any(asked => asked.On == day.PlusDays(1)))
                day = day.PlusDays(1);
            if (!IsOff(day, division))
                return day;
            left = 1;
        }
    }
}
