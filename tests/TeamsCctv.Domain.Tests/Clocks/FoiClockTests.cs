using TeamsCctv.Domain.Clocks;
using static TeamsCctv.Domain.Tests.Clocks.Say;

namespace TeamsCctv.Domain.Tests.Clocks;

public sealed class FoiClockTests
{
    private static readonly SchoolTerms Autumn = Terms("2026-09-01/2026-12-18", "2027-01-05/2027-03-25");

    [Fact]
    public void Lines_SchoolDays_TellHolidaysClosedDaysAndThePlainCount()
    {
        var due = Of("2026-11-23", Autumn);

        Assert.Equal(
            [
                "Received Mon 23 Nov 2026; that day is not counted.",
                "Mon 30 Nov 2026 is St Andrew's Day in Scotland, no working day.",
                "Fri 25 Dec 2026 is Christmas Day, no working day.",
                "Mon 28 Dec 2026 is Boxing Day (substitute day), no working day.",
                "Fri 1 Jan 2027 is New Year's Day, no working day.",
                "Mon 4 Jan 2027 is 2 January (substitute day) in Scotland, no working day.",
                "7 working days without sessions are left out.",
                "The 20th school day after Mon 23 Nov 2026 is Wed 6 Jan 2027.",
                "Counted in plain working days it would be Tue 22 Dec 2026.",
                "Due by the end of Wed 6 Jan 2027.",
            ],
            due.Lines);
        Assert.Equal("AL-11.7; FOIA s10, SI 2004/3364 reg 3", due.Source);
        Assert.Equal(FoiClock.Days, Enumerable.Range(1, 44).Select(Day("2026-11-23").PlusDays).Except(due.LeftOut.Select(left => left.Day)).Count());
    }

    [Fact]
    public void Of_APolicyOfPlainWorkingDays_NamesTheSchoolsLawWhereItDiffers()
    {
        var due = FoiClock.Of(new(Day("2026-11-23")), "ME-A1.foi", Official, schoolDays: false, Autumn);

        Assert.Equal((Day("2026-12-22"), null, "ME-A1.foi; FOIA s10(1)"), (due.Day, due.Safe, due.Source));
        Assert.Contains("The law for schools counts school days and would give Wed 6 Jan 2027.", due.Lines);
    }

    [Fact]
    public void Of_ALongClosure_IsThe60thWorkingDay()
    {
        var due = Of("2026-03-02", Terms("2026-01-05/2026-03-02", "2026-09-01/2026-12-18"));

        Assert.Equal(Naive.Foi(Day("2026-03-02"), _ => true), due.Day);
        Assert.Contains("The 60th working day after Mon 2 Mar 2026 comes before the 20th school day.", due.Lines);
    }

    [Fact]
    public void Of_NoCalendar_CountsEveryWorkingDay()
    {
        var due = Of("2026-11-23", null);

        Assert.Equal(Day("2026-12-22"), due.Day);
        Assert.Contains("The school's calendar is not known, so every working day counts as a school day.", due.Lines);
    }

    [Fact]
    public void Of_ACalendarNotContinuedYet_CountsLaterWorkingDaysAndSaysSo()
    {
        var due = Of("2026-07-17", Terms("2026-06-01/2026-07-21"));

        Assert.Equal(Day("2026-08-17"), due.Day);
        Assert.Contains("The school's calendar is known until Tue 21 Jul 2026; later working days count as school days.", due.Lines);
    }

    [Fact]
    public void Of_ADayForStaffAlone_IsLeftOutAndTheSafeDayCountsIt()
    {
        var due = Of("2026-09-01", Autumn with { StaffOnly = [Span("2026-09-11/2026-09-11")], Closed = [Span("2026-10-26/2026-10-30")] });

        Assert.Equal((Day("2026-09-30"), Day("2026-09-29")), (due.Day, due.Safe));
        Assert.Contains("Not settled (ask the DPO): whether days for staff alone (INSET) are school days. Tue 29 Sep 2026 is right on every reading.", due.Lines);
        Assert.Contains(new LeftOut(Day("2026-09-11"), "a day without sessions", LeftOutKind.NoSession), due.LeftOut);
    }

    [Fact]
    public void Of_AClarification_CountsAnewAndTheSafeDayGoesOn()
    {
        var due = Of("2026-09-01", Autumn, Ask("2026-09-08/2026-09-10"));

        Assert.Equal((Day("2026-09-10"), Day("2026-10-08"), Day("2026-10-02")), (due.Start, due.Day, due.Safe));
        Assert.Contains("Not settled (ask the DPO): whether an answer starts the days anew. Fri 2 Oct 2026 is right on every reading.", due.Lines);
    }

    [Fact]
    public void Of_AClarificationUnanswered_IsPaused()
    {
        var due = Of("2026-09-01", Autumn, Ask("2026-09-08/"));

        Assert.Equal((new Paused("an answer to the clarification", Day("2026-09-08")), null), (due.Paused, due.Day));
        Assert.Equal("Paused since Tue 8 Sep 2026, waiting for an answer to the clarification: there is no due date yet.", due.Lines[^1]);
    }

    [Theory]
    [InlineData("2026-09-30/")]
    [InlineData("2026-09-30/2026-10-09")]
    public void Of_AClarificationAfterTheLastDay_ChangesNothing(string asked)
    {
        var due = Of("2026-09-01", Autumn, Ask(asked));

        Assert.Equal((Day("2026-09-29"), null, null), (due.Day, due.Safe, due.Paused));
        Assert.Contains("Clarification was asked for on Wed 30 Sep 2026, after the last day, so it changes nothing.", due.Lines);
    }

    [Fact]
    public void Of_AClarificationOnTheLastDay_CountsAnew() => Assert.Equal(
        Day("2026-10-02"), Of("2026-09-01", Autumn, Ask("2026-09-29/2026-10-02")).Start);

    [Fact]
    public void Of_AClarificationOnTheDayOfReceipt_CountsNothingAnew()
    {
        var due = Of("2026-09-01", Autumn, Ask("2026-09-01/2026-09-01"));

        Assert.Equal((Day("2026-09-29"), null), (due.Day, due.Safe));
        Assert.DoesNotContain(due.Lines, line => line.StartsWith("Clarification", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-08-31", false)]
    [InlineData("2026-09-01", true)]
    [InlineData("2026-09-02", false)]
    [InlineData("2026-12-21", true)]
    [InlineData("2027-03-25", true)]
    [InlineData("2027-03-26", false)]
    public void IsClosed_AtTheEdgesOfTheCalendar_IsKnownOnlyWithinIt(string day, bool closed)
    {
        var terms = Autumn with { StaffOnly = [Span("2026-08-31/2026-09-01"), Span("2027-03-25/2027-03-26")] };

        Assert.Equal(closed, terms.IsClosed(Day(day)));
    }

    private static Due Of(string received, SchoolTerms? terms, params Asked[] asked) =>
        FoiClock.Of(new(Day(received), asked), "AL-11.7", Official, schoolDays: true, terms);
}
