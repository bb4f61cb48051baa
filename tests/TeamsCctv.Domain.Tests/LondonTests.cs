using NodaTime;

namespace TeamsCctv.Domain.Tests;

public sealed class LondonTests
{
    [Theory]
    [InlineData(2026, 11, 24, 14, 5, "Tue 24 Nov 2026, 14:05")]
    [InlineData(2026, 7, 1, 12, 0, "Wed 1 Jul 2026, 13:00")]
    public void Say_AnInstant_IsLondonsWallClock(int year, int month, int day, int hour, int minute, string said) =>
        Assert.Equal(said, London.Say(Instant.FromUtc(year, month, day, hour, minute)));

    [Fact]
    public void At_AnHourThatHappensTwice_IsItsFirstPass() =>
        Assert.Equal(Instant.FromUtc(2026, 10, 25, 0, 30), London.At(new LocalDateTime(2026, 10, 25, 1, 30)));

    [Fact]
    public void At_AnHourTheClocksSkip_MovesForward() =>
        Assert.Equal(Instant.FromUtc(2026, 3, 29, 1, 30), London.At(new LocalDateTime(2026, 3, 29, 1, 30)));
}
