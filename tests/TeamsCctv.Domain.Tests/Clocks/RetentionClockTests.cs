using NodaTime;
using TeamsCctv.Domain.Clocks;

namespace TeamsCctv.Domain.Tests.Clocks;

public sealed class RetentionClockTests
{
    [Theory]
    [InlineData("2026-08-31", "2027-02-28")]
    [InlineData("2027-08-31", "2028-02-29")]
    [InlineData("2026-11-24", "2027-05-24")]
    public void From_ADownload_EndsOnTheSameDateOrTheMonthsLast(string downloaded, string due)
    {
        var start = NodaTime.Text.LocalDatePattern.Iso.Parse(downloaded).Value;

        var clock = RetentionClock.From(London.At(start.At(new LocalTime(10, 0))), 6, "AL-13.2");

        Assert.Equal(NodaTime.Text.LocalDatePattern.Iso.Parse(due).Value, clock.Due);
    }

    [Fact]
    public void HasRunOut_AcrossTheClockChange_IsMidnightInLondon()
    {
        var clock = RetentionClock.From(Instant.FromUtc(2026, 9, 28, 22, 30), 6, "AL-13.2");

        Assert.Equal(new LocalDate(2027, 3, 28), clock.Due);
        Assert.False(clock.HasRunOut(Instant.FromUtc(2027, 3, 28, 22, 59, 59)));
        Assert.True(clock.HasRunOut(Instant.FromUtc(2027, 3, 28, 23, 0)));
    }

    [Fact]
    public void From_LateEveningInSummer_StartsOnLondonsDay() => Assert.Equal(
        new LocalDate(2026, 7, 2), RetentionClock.From(Instant.FromUtc(2026, 7, 1, 23, 30), 6, "AL-13.2").Start);
}
