using NodaTime;
using TeamsCctv.Domain.Clocks;
using static TeamsCctv.Domain.Tests.Clocks.Say;

namespace TeamsCctv.Domain.Tests.Clocks;

public sealed class BoundsTests
{
    private static readonly LocalDate Today = Day("2026-11-24");

    private static readonly AccessRule Month = AccessRule.Month("VL-9");

    [Theory]
    [InlineData("1999-12-31")]
    [InlineData("2100-01-01")]
    [InlineData("0026-11-24")]
    public void Of_AnImplausibleDay_Throws(string text)
    {
        var day = Day(text);

        Refused(() => AccessClock.Of(new(day), Month, Official));
        Refused(() => AccessClock.Of(new(Today, Identification: new(day, day)), Month, Official));
        Refused(() => AccessClock.Of(new(Today, Clarifications: [new(day)]), Month, Official));
        Refused(() => AccessClock.Of(new(Today, ExtensionTold: day), Month, Official));
        Refused(() => FoiClock.Of(new(day), "AL-11.7", Official, schoolDays: true, null));
        Refused(() => FoiClock.Of(new(Today, [new(day)]), "AL-11.7", Official, schoolDays: true, null));
        Refused(() => DaysClock.Complaint(day, "VL-19", Official));
        Refused(() => DaysClock.Of(day, 28, "Tell the ICO", "ME-A1.ico"));
        Refused(() => MonthsClock.Review(day, 12, "VL-18"));
        Refused(() => HoursClock.Of(London.StartOf(day), 72, "Tell the ICO within 72 hours", "AL-15.1"));
        Refused(() => OverwriteClock.Of(day, 30, "AL-13.1"));
    }

    [Theory]
    [InlineData("2000-01-01")]
    [InlineData("2099-12-31")]
    public void Of_TheFirstAndTheLastPlausibleDay_HaveADate(string text)
    {
        var day = Day(text);

        Assert.NotNull(AccessClock.Of(new(day, Clarifications: [new(day, day)], ExtensionTold: day), AccessRule.Month("VL-9", 12) with { ExtensionMonths = 12 }, Official).Day);
        Assert.NotNull(FoiClock.Of(new(day), "AL-11.7", Official, schoolDays: true, null).Day);
        Assert.NotNull(DaysClock.Complaint(day, "VL-19", Official).Day);
        Assert.NotNull(MonthsClock.Review(day, 120, "VL-18").Day);
        Assert.NotNull(HoursClock.Of(London.StartOf(day), 72, "Tell the ICO within 72 hours", "AL-15.1").At);
    }

    [Fact]
    public void Of_APauseOfDecades_HasADate() => Assert.Equal(
        Day("2100-02-01"), AccessClock.Of(new(Day("2000-01-01"), Clarifications: [Ask("2000-01-02/2099-12-31")]), Month, Official).Day);

    [Fact]
    public void Of_AnAnswerBeforeItsQuestion_Throws()
    {
        Refused(() => AccessClock.Of(new(Today, Fee: Ask("2026-11-25/2026-11-24")), Month, Official));
        Refused(() => AccessClock.Of(new(Today, Clarifications: [Ask("2026-11-25/2026-11-24")]), Month, Official));
        Refused(() => FoiClock.Of(new(Today, [Ask("2026-11-25/2026-11-24")]), "AL-11.7", Official, schoolDays: true, null));
        Refused(() => AccessClock.Of(new(Today, ExtensionTold: Today.PlusDays(-1)), Month, Official));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1000)]
    public void Of_APeriodOutOfBounds_Throws(int count)
    {
        Refused(() => AccessClock.Of(new(Today), AccessRule.Month("VL-9", count), Official));
        Refused(() => AccessClock.Of(new(Today), AccessRule.CalendarDays("ME-12", count), Official));
        Refused(() => AccessClock.Of(new(Today), Month with { ExtensionMonths = count == 0 ? 13 : count }, Official));
        Refused(() => DaysClock.Of(Today, count, "Tell the ICO", "ME-A1.ico"));
        Refused(() => MonthsClock.Review(Today, count, "VL-18"));
        Refused(() => MonthsClock.Retention(London.StartOf(Today), count, "AL-13.2"));
        Refused(() => HoursClock.Of(London.StartOf(Today), count, "Tell", "AL-15.1"));
        Refused(() => OverwriteClock.Of(Today, count, "AL-13.1"));
    }

    [Fact]
    public void Of_ARuleWithBothOrNeitherPeriod_Throws()
    {
        Refused(() => AccessClock.Of(new(Today), Month with { Days = 40 }, Official));
        Refused(() => AccessClock.Of(new(Today), Month with { Months = null }, Official));
        Refused(() => AccessClock.Of(new(Today), AccessRule.CalendarDays("ME-12") with { ExtensionMonths = 2 }, Official));
    }

    private static void Refused(Func<object> of) => Assert.Throws<ArgumentOutOfRangeException>(of);
}
