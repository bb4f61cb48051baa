using NodaTime;
using NodaTime.Text;
using TeamsCctv.Domain.Clocks;
using static TeamsCctv.Domain.Tests.Clocks.Say;

namespace TeamsCctv.Domain.Tests.Clocks;

/// <summary>The reference's table of worked cases, row by row.</summary>
public sealed class WorkedCasesTests
{
    private static readonly Asked Pause = Ask("2026-10-05/2026-10-14");

    public static IEnumerable<TheoryDataRow<AccessFacts, string, string?>> AccessRequests =>
    [
        Row("3 Sep 2026: Sat", new(Day("2026-09-03")), "2026-10-05"),
        Row("31 Jan 2025: short month", new(Day("2025-01-31")), "2025-02-28"),
        Row("31 Jan 2028: leap", new(Day("2028-01-31")), "2028-02-29"),
        Row("28 Feb 2027: not a sticky month end; Easter", new(Day("2027-02-28")), "2027-03-30"),
        Row("31 Aug 2026: itself a bank holiday", new(Day("2026-08-31")), "2026-09-30"),
        Row("25 Nov 2024: ICO's example", new(Day("2024-11-25")), "2024-12-27"),
        Row("25 Nov 2026: 25 Dec, weekend, substitute", new(Day("2026-11-25")), "2026-12-29"),
        Row("26 Feb 2027: Good Friday to Easter Monday", new(Day("2027-02-26")), "2027-03-30"),
        Row("24 Jul 2026: school closed", new(Day("2026-07-24")), "2026-08-24"),
        Row("30 Nov 2026, extended: 28 Feb Sunday", new(Day("2026-11-30"), ExtensionTold: Day("2026-12-30")), "2027-03-01"),
        Row("12 Oct 2026, ID 20 Oct: restart", new(Day("2026-10-12"), Identification: Ask("2026-10-12/2026-10-20")), "2026-11-20"),
        Row("1 Oct 2026, asked 5, answered 14 Oct: +10 days", new(Day("2026-10-01"), Clarifications: [Pause]), "2026-11-11", "2026-11-10"),
        Row("same, extended: 1 Jan +10", new(Day("2026-10-01"), Clarifications: [Pause], ExtensionTold: Day("2026-11-11")), "2027-01-11", "2027-01-08"),
        Row("5 Oct 2026, asked and answered 7 Oct: +1", new(Day("2026-10-05"), Clarifications: [Ask("2026-10-07/2026-10-07")]), "2026-11-06", "2026-11-05"),
        Row(
            "1 Oct, clarification 2-9, ID 15 Oct: pause predates start, 0",
            new(Day("2026-10-01"), Identification: Ask("2026-10-02/2026-10-15"), Clarifications: [Ask("2026-10-02/2026-10-09")]), "2026-11-16"),
    ];

    [Theory]
    [MemberData(nameof(AccessRequests))]
    public void Access_AWorkedCase_IsDueOnItsDay(AccessFacts facts, string day, string? safe)
    {
        var due = AccessClock.Of(facts, AccessRule.Month("VL-9"), Official);

        Assert.True(due.Day == Day(day), string.Join(' ', due.Lines));
        Assert.Equal(Maybe(safe), due.Safe);
        Assert.Equal($"Due by the end of {London.Say(Day(day))}.", due.Lines[^1]);
    }

    [Fact]
    public void Access_ClarificationUnanswered_IsPausedAndNeverOverdue()
    {
        var due = AccessClock.Of(new(Day("2026-10-01"), Clarifications: [Ask("2026-10-05/")]), AccessRule.Month("VL-9"), Official);

        Assert.Equal(new Paused("an answer to the clarification", Day("2026-10-05")), due.Paused);
        Assert.Null(due.Day);
        Assert.False(due.IsLate(Instant.FromUtc(2030, 1, 1, 0, 0)));
        Assert.Null(due.DaysLeft(Day("2026-10-20")));
        Assert.Equal("Paused since Mon 5 Oct 2026, waiting for an answer to the clarification: there is no due date yet.", due.Lines[^1]);
    }

    [Fact]
    public void Access_Received30Nov2026_NoticeIsBy30Dec() => Assert.Equal(
        Day("2026-12-30"), AccessClock.Of(new(Day("2026-11-30")), AccessRule.Month("VL-9"), Official).NoticeBy);

    [Theory]
    [InlineData("2026-11-23", new[] { "2026-09-01/2026-12-18", "2027-01-05/2027-03-25" }, "2027-01-06")]
    [InlineData("2026-06-01", new[] { "2026-06-01/2026-07-21" }, "2026-06-30")]
    [InlineData("2026-07-17", new[] { "2026-06-01/2026-07-21", "2026-09-02/2026-10-23" }, "2026-09-25")]
    public void Foi_AWorkedCase_IsDueOnItsDay(string received, string[] sessions, string day)
    {
        var due = FoiClock.Of(new(Day(received)), "AL-11.7", Official, schoolDays: true, Terms(sessions));

        Assert.True(due.Day == Day(day), string.Join(' ', due.Lines));
        Assert.Equal($"Due by the end of {London.Say(Day(day))}.", due.Lines[^1]);
    }

    [Theory]
    [InlineData("2026-11-27T16:30:00", "2026-11-30T16:30:00", "Due by Mon 30 Nov 2026, 16:30.")]
    [InlineData("2026-10-24T12:00:00", "2026-10-27T11:00:00", "Due by Tue 27 Oct 2026, 11:00.")]
    public void Breach_AWorkedCase_Is72RealHours(string aware, string at, string last)
    {
        var due = HoursClock.Of(London.At(LocalDateTimePattern.GeneralIso.Parse(aware).Value), 72, "Tell the ICO within 72 hours", "AL-15.1");

        Assert.Equal(LocalDateTimePattern.GeneralIso.Parse(at).Value, London.LocalOf(due.At!.Value));
        Assert.Null(due.Day);
        Assert.Equal(last, due.Lines[^1]);
    }

    [Theory]
    [InlineData("2026-11-23", "2026-12-23", "2026-12-22")]
    [InlineData("2026-11-25", "2026-12-29", "2026-12-24")]
    public void Complaint_AWorkedCase_IsDueOnItsDay(string received, string day, string aim)
    {
        var due = DaysClock.Complaint(Day(received), "VL-19", Official);

        Assert.Equal(Day(day), due.Day);
        Assert.Equal(Day(aim), due.Safe);
    }

    [Theory]
    [InlineData("2026-08-31", "2027-02-28")]
    [InlineData("2027-08-31", "2028-02-29")]
    [InlineData("2026-11-24", "2027-05-24")]
    public void Retention_SixMonths_EndsOnTheSameDateOrTheMonthsLast(string downloaded, string day) => Assert.Equal(
        Day(day), MonthsClock.Retention(London.At(Day(downloaded).At(new LocalTime(10, 0))), 6, "AL-13.2").Day);

    [Fact]
    public void Footage_FilmedOn22OctAndAskedForOn20Nov_IsOverwrittenOn21NovSoHeldAtOnce()
    {
        var due = OverwriteClock.Of(Day("2026-10-22"), 30, "VL-A3.6");

        Assert.Equal(Day("2026-11-21"), OverwriteClock.OverwrittenOn(Day("2026-10-22"), 30));
        Assert.Equal(Day("2026-11-20"), due.Day);
        Assert.Equal(0, due.DaysLeft(Day("2026-11-20")));
        Assert.Contains("It is overwritten from Sat 21 Nov 2026 on: hold it at once, on receipt and not on approval.", due.Lines);
    }

    private static TheoryDataRow<AccessFacts, string, string?> Row(string text, AccessFacts facts, string day, string? safe = null) =>
        new(facts, day, safe) { TestDisplayName = text };
}
