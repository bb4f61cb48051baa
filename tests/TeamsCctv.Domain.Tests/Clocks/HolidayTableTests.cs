using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using TeamsCctv.Domain.Clocks;
using static TeamsCctv.Domain.Tests.Clocks.Say;

namespace TeamsCctv.Domain.Tests.Clocks;

public sealed class HolidayTableTests
{
    private static readonly LocalDatePattern British = LocalDatePattern.CreateWithInvariantCulture("dd'/'MM'/'uuuu");

    [Theory]
    [InlineData(Division.EnglandAndWales, "england-and-wales")]
    [InlineData(Division.Scotland, "scotland")]
    [InlineData(Division.NorthernIreland, "northern-ireland")]
    public void Official_2019To2028_AreTheDaysThatTheGovernmentPublishes(Division division, string slug)
    {
        var published = Published(slug);

        var ours = Naive.Days.Where(day => day.Year <= 2028 && Official.IsHoliday(day, division))
            .Select(day => (day, Substitute: Official.NameOf(day, division)!.EndsWith(" (substitute day)", StringComparison.Ordinal)));

        Assert.Equal(published, ours);
    }

    [Theory]
    [InlineData("2026-12-28", Division.EnglandAndWales, "Boxing Day (substitute day)")]
    [InlineData("2022-12-27", Division.EnglandAndWales, "Christmas Day (substitute day)")]
    [InlineData("2026-11-30", Division.Scotland, "St Andrew's Day")]
    [InlineData("2026-06-15", Division.Scotland, "World Cup bank holiday")]
    [InlineData("2026-04-06", Division.Scotland, null)]
    [InlineData("2026-07-13", Division.NorthernIreland, "Battle of the Boyne (substitute day)")]
    [InlineData("2026-12-26", Division.EnglandAndWales, null)]
    public void NameOf_ADay_IsItsHolidayThere(string day, Division division, string? name) => Assert.Equal(name, Official.NameOf(Day(day), division));

    [Fact]
    public void OffOn_AHolidayElsewhere_IsOffAnywhereAndNamesWhere()
    {
        Assert.Equal(new LeftOut(Day("2026-11-30"), "St Andrew's Day in Scotland", LeftOutKind.Holiday), Official.OffOn(Day("2026-11-30"), null));
        Assert.Null(Official.OffOn(Day("2026-11-30"), Division.EnglandAndWales));
        Assert.Equal("Christmas Day", Official.OffOn(Day("2026-12-25"), null)!.Why);
        Assert.Equal("Easter Monday in England and Wales and Northern Ireland", Official.OffOn(Day("2026-04-06"), null)!.Why);
        Assert.NotNull(Official.OffOn(Day("2026-07-13"), null));
        Assert.Null(Official.OffOn(Day("2026-07-14"), null));
    }

    [Fact]
    public void With_AnAnnouncedDay_IsAnotherVersionAndMovesTheDate()
    {
        var later = Official.With(new HolidayChange(Day("2026-11-11"), Division.EnglandAndWales, "Day of Thanks"));
        var facts = new AccessFacts(Day("2026-10-11"));

        var before = AccessClock.Of(facts, AccessRule.Month("VL-9"), Official);
        var after = AccessClock.Of(facts, AccessRule.Month("VL-9"), later);

        Assert.Equal((Day("2026-11-11"), Day("2026-11-12")), (before.Day, after.Day));
        Assert.Equal((Official.Version, later.Version), (before.HolidayVersion, after.HolidayVersion));
        Assert.NotEqual(Official.Version, later.Version);
        Assert.Contains("Wed 11 Nov 2026 is Day of Thanks, so it moves on.", after.Lines);
        Assert.False(later.IsHoliday(Day("2026-11-11"), Division.Scotland));
        Assert.False(Official.IsHoliday(Day("2026-11-11"), Division.EnglandAndWales));
    }

    [Fact]
    public void With_ADayTakenAwayEverywhere_IsAWorkingDayEverywhere()
    {
        var later = Official.With(new HolidayChange(Day("2027-05-03"), null, null), new HolidayChange(Day("2027-05-07"), null, "Early May bank holiday"));

        Assert.All(Enum.GetValues<Division>(), division => Assert.True(later.IsWorkingDay(Day("2027-05-03"), division) && !later.IsWorkingDay(Day("2027-05-07"), division)));
    }

    [Fact]
    public void Version_TheSameContent_IsTheSame()
    {
        var there = new HolidayChange(Day("2026-11-11"), null, "Day of Thanks");

        Assert.Equal(Official.With(there).Version, Official.With(there).Version);
        Assert.Equal(Official.Version, Official.With(there).With(there with { Name = null }).Version);
        Assert.Matches("^[0-9a-f]{12}$", Official.Version);
    }

    [Theory]
    [InlineData("1999-12-31")]
    [InlineData("2104-01-01")]
    public void IsHoliday_ADayThatIsNotCovered_Throws(string day)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Official.IsHoliday(Day(day), Division.Scotland));
        Assert.Throws<ArgumentOutOfRangeException>(() => Official.OffOn(Day(day), null));
        Assert.Throws<ArgumentOutOfRangeException>(() => Official.With(new HolidayChange(Day(day), null, "Day of Thanks")));
    }

    [Fact]
    public void With_ABlankName_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Official.With(new HolidayChange(Day("2026-11-11"), null, " ")));

    [Theory]
    [InlineData("2028-11-20", false)]
    [InlineData("2029-01-02", true)]
    [InlineData("2040-12-20", true)]
    [InlineData("2018-06-01", true)]
    public void Lines_AYearThatIsNotAnnounced_SayThatItIsComputed(string received, bool computed)
    {
        var due = AccessClock.Of(new(Day(received)), AccessRule.Month("VL-9"), Official);

        Assert.Equal(computed, due.Lines.Any(line => line.EndsWith("are computed, not announced: the date can still move.", StringComparison.Ordinal)));
    }

    private static List<(LocalDate Day, bool Substitute)> Published(string slug)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "TeamsCctv.sln")))
            root = root.Parent;
        var file = Path.Combine(root?.Parent?.FullName ?? "", "shared", "data", "govuk-bank-holidays.json");
        if (!File.Exists(file))
            Assert.Skip("The government's file is not beside the repository (../shared/data/govuk-bank-holidays.json), so nothing was compared with it.");

        using var json = JsonDocument.Parse(File.ReadAllText(file));
        var years = json.RootElement.GetProperty("divisions").GetProperty($"common.nations.{slug}_slug").EnumerateObject().Where(year => year.Value.ValueKind == JsonValueKind.Array).ToList();
        Assert.Equal(Enumerable.Range(2019, 10).Select(year => $"{year}"), years.Select(year => year.Name));
        return [.. years.SelectMany(year => year.Value.EnumerateArray()).Select(holiday => (
            British.Parse(holiday.GetProperty("date").GetString()!).Value,
            holiday.GetProperty("notes").GetString()!.EndsWith("substitute_day", StringComparison.Ordinal))).Order()];
    }
}
