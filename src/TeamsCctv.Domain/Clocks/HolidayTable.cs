using System.Security.Cryptography;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace TeamsCctv.Domain.Clocks;

/// <summary>
/// The bank holidays of the United Kingdom, 2000 to 2103. Those of 2019 to 2028 are announced; those of other years are
/// computed from the yearly rules, and every clock that reaches such a year says so. A question about a day outside is an
/// <see cref="ArgumentOutOfRangeException"/>, never "no holiday".
/// </summary>
public sealed class HolidayTable
{
    private readonly Dictionary<(LocalDate Day, Division Division), string> _names;

    private HolidayTable(Dictionary<(LocalDate Day, Division Division), string> names)
    {
        _names = names;
        var rows = names.Select(row => $"{LocalDatePattern.Iso.Format(row.Key.Day)}|{row.Key.Division}|{row.Value}\n").Order(StringComparer.Ordinal);
        Version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(rows))))[..12];
    }

    /// <summary>What was announced when this program was made.</summary>
    public static HolidayTable Official { get; } = new(HolidayRules.All());

    /// <summary>12 hex digits of the SHA-256 of the content: another content is another version.</summary>
    public string Version { get; }

    /// <summary>The years that can be reckoned with.</summary>
    public const int FirstYear = HolidayRules.FirstYear, LastYear = HolidayRules.LastYear;

    public static bool Covers(LocalDate day) => day.Year is >= FirstYear and <= LastYear;

    /// <summary>Whether the holidays of the year are announced, not computed.</summary>
    public static bool IsAnnounced(int year) => year is >= 2019 and <= 2028;

    public static bool IsWeekend(LocalDate day) => day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday;

    /// <summary>The same table with what was announced since; this one stays as it is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A day is outside 2000 to 2103, or a name is blank.</exception>
    public HolidayTable With(params IEnumerable<HolidayChange> changes)
    {
        var list = changes.ToList();
        foreach (var change in list)
        {
            Covered(change.Day);
            if (change.Name is { } name && string.IsNullOrWhiteSpace(name))
                throw new ArgumentOutOfRangeException(nameof(changes), $"The bank holiday of {London.Say(change.Day)} has no name.");
        }

        var names = new Dictionary<(LocalDate Day, Division Division), string>(_names);
        HolidayRules.Apply(names, list);
        return new(names);
    }

    public bool IsHoliday(LocalDate day, Division division) => NameOf(day, division) is not null;

    public string? NameOf(LocalDate day, Division division) => _names.GetValueOrDefault((Covered(day), division));

    /// <summary>Why a day is no working day; null where it is one.</summary>
    /// <param name="division">Null: a bank holiday anywhere in the United Kingdom counts (FOIA s10(6)).</param>
    public LeftOut? OffOn(LocalDate day, Division? division)
    {
        if (IsWeekend(Covered(day)))
            return new(day, "a weekend", LeftOutKind.Weekend);
        if (division is { } here)
            return NameOf(day, here) is { } name ? new(day, name, LeftOutKind.Holiday) : null;
        var places = Enum.GetValues<Division>().Where(place => IsHoliday(day, place)).ToList();
        return places.Count == 0 ? null : new(day, NameOf(day, places[0]) + Where(places), LeftOutKind.Holiday);
    }

    public bool IsWorkingDay(LocalDate day, Division? division) => OffOn(day, division) is null;

    private static string Where(List<Division> places) => places.Count == 3 ? "" : " in " + string.Join(" and ", places.Select(place => place switch
    {
        Division.EnglandAndWales => "England and Wales",
        Division.Scotland => "Scotland",
        Division.NorthernIreland => "Northern Ireland",
    }));

    private static LocalDate Covered(LocalDate day) => Covers(day)
        ? day
        : throw new ArgumentOutOfRangeException(nameof(day), $"Bank holidays are known from {FirstYear} to {LastYear} only.");
}
