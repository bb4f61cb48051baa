using NodaTime;
using TeamsCctv.Domain.Clocks;
using static TeamsCctv.Domain.Tests.Clocks.Say;

namespace TeamsCctv.Domain.Tests.Clocks;

public sealed class AccessClockTests
{
    private static readonly AccessRule Month = AccessRule.Month("VL-9");

    private static readonly AccessRule FortyDays = AccessRule.CalendarDays("ME-12");

    [Fact]
    public void Lines_APauseAndAHoliday_TellTheWholeWay()
    {
        var due = Of(new(Day("2026-11-11"), Clarifications: [Ask("2026-11-16/2026-11-29")]));

        Assert.Equal(
            [
                "Received Wed 11 Nov 2026; that day is not counted.",
                "Counted from Wed 11 Nov 2026, one month ends on Fri 11 Dec 2026.",
                "Clarification was asked for on Mon 16 Nov 2026 and answered on Sun 29 Nov 2026: 14 days are left out.",
                "With 14 days left out that is Fri 25 Dec 2026.",
                "Fri 25 Dec 2026 is Christmas Day, so it moves on.",
                "Sat 26 Dec 2026 is a weekend, so it moves on.",
                "Sun 27 Dec 2026 is a weekend, so it moves on.",
                "Mon 28 Dec 2026 is Boxing Day (substitute day), so it moves on.",
                "If it takes longer, tell the requester why by Tue 29 Dec 2026.",
                "How a pause is counted is not settled (ask the DPO): Thu 24 Dec 2026 is right on every reading.",
                "Due by the end of Tue 29 Dec 2026.",
            ],
            due.Lines);
        Assert.Equal(("Answer within one month", "VL-9; UK GDPR Art 12A", Day("2026-11-11"), Official.Version), (due.Rule, due.Source, due.Start, due.HolidayVersion));
        Assert.Equal(14, due.LeftOut.Count(left => left.Kind == LeftOutKind.Paused));
        Assert.Equal([LeftOutKind.Holiday, LeftOutKind.Weekend, LeftOutKind.Weekend, LeftOutKind.Holiday], due.LeftOut.Skip(14).Select(left => left.Kind));
    }

    [Theory]
    [InlineData("2026-10-12/", null, null, "identification")]
    [InlineData(null, "2026-10-12/", null, "the fee")]
    [InlineData(null, null, "2026-10-12/", "proof of the third party's authority")]
    [InlineData("2026-10-14/", "2026-10-12/", null, "the fee and identification")]
    public void Of_AskedAndNotReceived_HasNoDueDateAndSaysForWhat(string? identification, string? fee, string? authority, string what)
    {
        var due = Of(new(Day("2026-10-12"), Maybe(identification), Maybe(fee), Maybe(authority)));

        Assert.Equal(new Paused(what, Day("2026-10-12")), due.Paused);
        Assert.Equal((null, null, null, null), (due.Day, due.At, due.Safe, due.NoticeBy));
        Assert.False(due.IsLate(Instant.FromUtc(2035, 1, 1, 0, 0)));
        Assert.Equal($"Paused since Mon 12 Oct 2026, waiting for {what}: there is no due date yet.", due.Lines[^1]);
    }

    [Fact]
    public void Of_IdentificationOnTheDayOfReceipt_StartsNothingAgain() => Assert.Contains(
        "Identification was asked for on Thu 1 Oct 2026 and came on Thu 1 Oct 2026.", Of(new(Day("2026-10-01"), Ask("2026-10-01/2026-10-01"))).Lines);

    [Fact]
    public void Of_IdentificationAskedOnTheLastDay_StartsTheClockAgain() => Assert.Equal(
        Day("2026-12-21"), Of(new(Day("2026-10-01"), Ask("2026-11-02/2026-11-20"))).Day);

    [Fact]
    public void Of_IdentificationAskedInTheExtension_StartsTheClockAgain()
    {
        var due = Of(new(Day("2026-10-01"), Ask("2026-12-01/2026-12-04"), ExtensionTold: Day("2026-11-02")));

        Assert.Equal((Day("2026-12-04"), Day("2027-03-04")), (due.Start, due.Day));
    }

    [Fact]
    public void Of_SeveralConditions_StartsWithTheLatest()
    {
        var due = Of(new(Day("2026-10-01"), Ask("2026-10-02/2026-10-08"), Ask("2026-10-02/2026-10-15"), Ask("2026-10-02/2026-10-12")));

        Assert.Equal((Day("2026-10-15"), Day("2026-11-16")), (due.Start, due.Day));
    }

    [Theory]
    [InlineData("2026-11-03/", "Identification was asked for on Tue 3 Nov 2026, after the last day, Mon 2 Nov 2026, so it changes nothing.")]
    [InlineData("2026-11-03/2026-11-20", "Identification was asked for on Tue 3 Nov 2026, after the last day, Mon 2 Nov 2026, so it changes nothing.")]
    public void Of_IdentificationAskedAfterTheLastDay_ChangesNothing(string asked, string line)
    {
        var due = Of(new(Day("2026-10-01"), Identification: Ask(asked)));

        Assert.Equal(Day("2026-11-02"), due.Day);
        Assert.Contains(line, due.Lines);
    }

    [Theory]
    [InlineData("2026-11-03/")]
    [InlineData("2026-11-03/2026-11-20")]
    public void Of_ClarificationAskedAfterTheLastDay_ChangesNothing(string asked)
    {
        var due = Of(new(Day("2026-10-01"), Clarifications: [Ask(asked)]));

        Assert.Equal((Day("2026-11-02"), null), (due.Day, due.Safe));
        Assert.Contains("Clarification was asked for on Tue 3 Nov 2026, after the last day, so it changes nothing.", due.Lines);
    }

    [Fact]
    public void Of_ClarificationAskedOnADayTheEndHadMovedTo_IsNotLateWhenAnswered() => Assert.Equal(
        Day("2026-11-23"), Of(new(Day("2026-10-07"), Clarifications: [Ask("2026-11-09/2026-11-20")])).Day);

    [Fact]
    public void Of_AnswerTheDayBeforeTheEnd_IsNotSafeBeforeTheAnswer()
    {
        var due = Of(new(Day("2026-10-06"), Clarifications: [Ask("2026-11-06/2026-11-08")]));

        Assert.Equal((Day("2026-11-09"), Day("2026-11-08")), (due.Day, due.Safe));
    }

    [Fact]
    public void Of_OverlappingPauses_CountEachDayOnceAndAreSafeADayEarlierEach()
    {
        var due = Of(new(Day("2026-10-01"), Clarifications: [Ask("2026-10-10/2026-10-20"), Ask("2026-10-05/2026-10-14")]));

        Assert.Equal((Day("2026-11-17"), Day("2026-11-13")), (due.Day, due.Safe));
        Assert.Contains("With 16 days left out that is Tue 17 Nov 2026.", due.Lines);
    }

    [Fact]
    public void Of_AskedOnTheDayOfReceipt_LeavesThatDayOutOnlyOnce() => Assert.Equal(
        Day("2026-11-10"), Of(new(Day("2026-10-01"), Clarifications: [Ask("2026-10-01/2026-10-10")])).Day);

    [Theory]
    [InlineData("2026-12-30", "2027-03-01", "Extended by two months: told on Wed 30 Dec 2026, in time (last day for that: Wed 30 Dec 2026).", "Answer within three months")]
    [InlineData("2026-12-31", "2026-12-30", "An extension was told on Thu 31 Dec 2026, after the last day for it, Wed 30 Dec 2026, so it changes nothing.", "Answer within one month")]
    public void Of_AnExtension_CountsOnlyWhereToldInTime(string told, string day, string line, string rule)
    {
        var due = Of(new(Day("2026-11-30"), ExtensionTold: Day(told)));

        Assert.Equal((Day(day), Day("2026-12-30"), rule), (due.Day, due.NoticeBy, due.Rule));
        Assert.Contains(line, due.Lines);
    }

    [Theory]
    [InlineData("2026-11-11", "2027-01-11")]
    [InlineData("2026-11-12", "2026-11-11")]
    public void Of_APause_StretchesTheTimeForTellingAnExtension(string told, string day) => Assert.Equal(
        Day(day), Of(new(Day("2026-10-01"), Clarifications: [Ask("2026-10-05/2026-10-14")], ExtensionTold: Day(told))).Day);

    [Fact]
    public void Of_APauseInTheExtension_StretchesTheExtensionAlone()
    {
        var due = Of(new(Day("2026-10-01"), Clarifications: [Ask("2026-11-16/2026-11-20")], ExtensionTold: Day("2026-11-02")));

        Assert.Equal((Day("2027-01-06"), Day("2026-11-02")), (due.Day, due.NoticeBy));
    }

    [Fact]
    public void CalendarDays_OverTheSchoolsHolidays_AreFortyAndNotMoved()
    {
        var due = AccessClock.Of(new(Day("2026-07-20")), FortyDays, Official);

        Assert.Equal((Day("2026-08-29"), Day("2026-08-20"), "ME-12", null), (due.Day, due.Safe, due.Source, due.NoticeBy));
        Assert.Contains("Today's law gives one month, whatever the policy says (UK GDPR Art 12A): answer by Thu 20 Aug 2026.", due.Lines);
    }

    [Fact]
    public void CalendarDays_FewerThanAMonth_AreNotMeasuredAgainstTheMonth()
    {
        var due = AccessClock.Of(new(Day("2026-07-20")), AccessRule.CalendarDays("X-1", 14), Official);

        Assert.Equal((Day("2026-08-03"), null), (due.Day, due.Safe));
        Assert.DoesNotContain(due.Lines, line => line.StartsWith("Today's law", StringComparison.Ordinal));
    }

    [Fact]
    public void CalendarDays_MoreInformationNeeded_StartWhenThereIsEnough()
    {
        var open = AccessClock.Of(new(Day("2026-09-01"), Clarifications: [Ask("2026-09-02/")]), FortyDays, Official);
        var due = AccessClock.Of(new(Day("2026-09-01"), Clarifications: [Ask("2026-09-02/2026-09-10")]), FortyDays, Official);

        Assert.Equal(new Paused("enough information", Day("2026-09-02")), open.Paused);
        Assert.Equal((Day("2026-09-10"), Day("2026-10-20"), Day("2026-10-09")), (due.Start, due.Day, due.Safe));
        Assert.Contains("Enough information was asked for on Wed 2 Sep 2026 and came on Thu 10 Sep 2026: the clock starts with that day, which is not counted.", due.Lines);
    }

    [Fact]
    public void CalendarDays_AnExtension_ChangesNothing()
    {
        var due = AccessClock.Of(new(Day("2026-07-20"), ExtensionTold: Day("2026-08-01")), FortyDays, Official);

        Assert.Equal((Day("2026-08-29"), Day("2026-08-20")), (due.Day, due.Safe));
        Assert.Contains("An extension was told on Sat 1 Aug 2026; ME-12 knows none, so it changes nothing.", due.Lines);
    }

    [Fact]
    public void Equals_TheSameFactsAgain_IsTheSameValue()
    {
        var facts = new AccessFacts(Day("2026-10-01"), Clarifications: [Ask("2026-10-05/2026-10-14")]);

        Assert.Equal(Of(facts), Of(facts));
        Assert.Equal(Of(facts).GetHashCode(), Of(facts).GetHashCode());
        Assert.NotEqual(Of(facts), Of(facts with { Received = Day("2026-10-02") }));
    }

    private static Due Of(AccessFacts facts) => AccessClock.Of(facts, Month, Official);

    private static Asked? Maybe(string? text) => text is null ? null : Ask(text);
}
