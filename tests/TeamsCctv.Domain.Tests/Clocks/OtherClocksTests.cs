using NodaTime;
using TeamsCctv.Domain.Clocks;
using static TeamsCctv.Domain.Tests.Clocks.Say;

namespace TeamsCctv.Domain.Tests.Clocks;

public sealed class OtherClocksTests
{
    [Fact]
    public void Breach_AcrossTheClockChange_SaysSo()
    {
        var due = HoursClock.Of(Instant.FromUtc(2026, 10, 24, 11, 0), 72, "Tell the ICO within 72 hours", "VL-Annex2");

        Assert.Equal(
            [
                "Known since Sat 24 Oct 2026, 12:00.", "72 hours from then, weekends and bank holidays included.",
                "The clocks change in between; the hours that really pass count.", "Due by Tue 27 Oct 2026, 11:00.",
            ],
            due.Lines);
        Assert.Equal("Tell the ICO within 72 hours", due.Rule);
        Assert.Equal((Day("2026-10-24"), "VL-Annex2", null, 3), (due.Start, due.Source, due.HolidayVersion, due.DaysLeft(Day("2026-10-24"))));
    }

    [Fact]
    public void Breach_EveryQuarterOfAnHourAroundTheClockChanges_Is72HoursLater()
    {
        foreach (var change in Enumerable.Range(2019, 22).SelectMany(year => (LocalDate[])[Last(year, 3), Last(year, 10)]))
            for (var start = London.StartOf(change.PlusDays(-4)); start < London.StartOf(change.PlusDays(2)); start += Duration.FromMinutes(15))
            {
                var due = HoursClock.Of(start, 72, "Tell the ICO within 72 hours", "AL-15.1");
                Assert.Equal(start.ToUnixTimeSeconds() + (72 * 3600), due.At!.Value.ToUnixTimeSeconds());
                Assert.Equal(
                    London.LocalOf(start).TimeOfDay != London.LocalOf(due.At.Value).TimeOfDay,
                    due.Lines.Contains("The clocks change in between; the hours that really pass count."));
            }
    }

    [Fact]
    public void Complaint_Lines_NameBothReadings() => Assert.Equal(
        [
            "Received Wed 25 Nov 2026; that day is not counted.", "30 days from then end on Fri 25 Dec 2026.",
            "Fri 25 Dec 2026 is Christmas Day, so it moves on.", "Sat 26 Dec 2026 is a weekend, so it moves on.",
            "Sun 27 Dec 2026 is a weekend, so it moves on.", "Mon 28 Dec 2026 is Boxing Day (substitute day), so it moves on.",
            "The Act counts from the day of receipt: Thu 24 Dec 2026 is right on either reading.", "Due by the end of Tue 29 Dec 2026.",
        ],
        DaysClock.Complaint(Day("2026-11-25"), "VL-19", Official).Lines);

    [Fact]
    public void ChangeOfUse_Within28Days_IsNotMoved() => Assert.Equal(
        Day("2026-11-29"), DaysClock.Of(Day("2026-11-01"), 28, "Tell the ICO", "ME-A1.ico").Day);

    [Theory]
    [InlineData(12, "2027-07-14")]
    [InlineData(24, "2028-07-14")]
    public void Review_YearlyOrEveryTwoYears_IsTheSameDate(int months, string day) => Assert.Equal(
        Day(day), MonthsClock.Review(Day("2026-07-14"), months, "AL-18.1").Day);

    [Fact]
    public void Retention_LateEveningInSummer_StartsOnLondonsDay() => Assert.Equal(
        Day("2026-07-02"), MonthsClock.Retention(Instant.FromUtc(2026, 7, 1, 23, 30), 6, "AL-13.2").Start);

    [Fact]
    public void Retention_AcrossTheClockChange_RunsOutAtMidnightInLondon()
    {
        var due = MonthsClock.Retention(Instant.FromUtc(2026, 9, 28, 22, 30), 6, "AL-13.2");

        Assert.Equal((Day("2027-03-28"), "Keep the recording for six months"), (due.Day, due.Rule));
        Assert.False(due.IsLate(Instant.FromUtc(2027, 3, 28, 22, 59, 59)));
        Assert.True(due.IsLate(Instant.FromUtc(2027, 3, 28, 23, 0)));
    }

    [Fact]
    public void Retention_NoSuchDate_SaysThatTheLastDayCounts() => Assert.Equal(
        [
            "Started Mon 31 Aug 2026; that day is not counted.", "AL-13.2 gives six months.",
            "There is no day 31 in that month, so its last day counts.", "Due by the end of Sun 28 Feb 2027.",
        ],
        MonthsClock.Retention(Instant.FromUtc(2026, 8, 31, 12, 0), 6, "AL-13.2").Lines);

    private static LocalDate Last(int year, int month) => new LocalDate(year, month, 31).PlusDays(1).Previous(IsoDayOfWeek.Sunday);
}
