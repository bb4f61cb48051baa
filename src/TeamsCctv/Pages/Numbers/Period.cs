using NodaTime;
using TeamsCctv.Domain;

namespace TeamsCctv.Pages.Numbers;

/// <summary>A span of a school year: a month, or a term as the year is commonly split where the calendar of a school is not known.</summary>
/// <param name="End">The first day after it.</param>
public sealed record Period(string Name, LocalDate Start, LocalDate End)
{
    private const int FirstMonth = 9;

    private static readonly (string Name, int Months)[] Thirds = [("Autumn", 4), ("Spring", 4), ("Summer", 4)];

    public Instant From => London.StartOf(Start);

    public Instant To => London.StartOf(End);

    public bool Holds(LocalDate day) => day >= Start && day < End;

    /// <summary>The school year of a day, by the calendar year in which it begins.</summary>
    public static int YearOf(LocalDate day) => day.Month >= FirstMonth ? day.Year : day.Year - 1;

    /// <summary>The months of a school year: September to August.</summary>
    public static IReadOnlyList<Period> Months(int year) => Split(year, [.. Enumerable.Repeat(("", 1), 12)]);

    /// <summary>Autumn from September, spring from January, summer from May.</summary>
    public static IReadOnlyList<Period> Terms(int year) => Split(year, Thirds);

    private static List<Period> Split(int year, (string Name, int Months)[] parts)
    {
        List<Period> periods = [];
        var start = new LocalDate(year, FirstMonth, 1);
        foreach (var (name, months) in parts)
        {
            var end = start.PlusMonths(months);
            periods.Add(new(
                name.Length == 0 ? start.ToString("MMMM uuuu", System.Globalization.CultureInfo.InvariantCulture) : $"{name} term {start.Year}", start, end));
            start = end;
        }

        return periods;
    }
}
