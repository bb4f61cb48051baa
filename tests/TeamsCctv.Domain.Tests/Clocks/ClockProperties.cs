using FsCheck.Xunit;
using NodaTime;
using TeamsCctv.Domain.Clocks;
using static TeamsCctv.Domain.Tests.Clocks.Say;

namespace TeamsCctv.Domain.Tests.Clocks;

/// <summary>Every clock against the naive one, over 2019 to 2040.</summary>
[Properties(Arbitrary = [typeof(ClockCases)], MaxTest = 2000)]
public sealed class ClockProperties
{
    private static readonly AccessRule Month = AccessRule.Month("VL-9");

    [Property]
    public void Access_AnyFacts_AreDueWhenLivedThroughDayByDay(AccessCase given)
    {
        var due = Access(given);

        Assert.True(due.Day == Naive.Access(given.Facts, given.Division), string.Join(' ', due.Lines));
        Assert.Equal(due.Day is null, due.Paused is not null);
        Assert.Equal(due.Day is { } day ? $"Due by the end of {London.Say(day)}." : $"Paused since {London.Say(due.Paused!.Since)}, waiting for {due.Paused.For}: there is no due date yet.", due.Lines[^1]);
    }

    [Property]
    public void Access_AnyFacts_AreDueOnAWorkingDayNotBeforeTheMonthAndNotBeforeAnAnswer(AccessCase given)
    {
        if (Access(given) is not { Day: { } day } due)
            return;

        Assert.False(Naive.IsOff(day, given.Division));
        Assert.True(day >= Naive.Month(given.Facts.Received, 1));
        Assert.All(given.Facts.Clarifications!.Where(asked => asked.On <= day), asked => Assert.True(asked.Answered <= day));
        Assert.True(due.NoticeBy <= day);
    }

    [Property]
    public void Access_AnyFacts_AreSafeEarlierAndOnAWorkingDayUnlessAnAnswerCameThen(AccessCase given)
    {
        var due = Access(given);
        if (due.Safe is not { } safe)
            return;

        Assert.True(safe < due.Day && safe >= due.Start);
        Assert.All(given.Facts.Clarifications!.Where(asked => asked.On <= due.Day), asked => Assert.True(asked.Answered <= safe));
        Assert.True(!Naive.IsOff(safe, given.Division) || given.Facts.Clarifications!.Any(asked => asked.Answered == safe));
        Assert.Contains(due.Lines, line => line.Contains("not settled", StringComparison.Ordinal) && line.Contains(London.Say(safe), StringComparison.Ordinal));
    }

    [Property]
    public void Access_WithoutThePauses_IsNeverLater(AccessCase given)
    {
        var without = Access(given with { Facts = given.Facts with { Clarifications = [], ExtensionTold = null } });
        var with = Access(given with { Facts = given.Facts with { ExtensionTold = null } });

        Assert.True(with.Day is null || without.Day <= with.Day);
    }

    [Property]
    public void Access_Extended_IsNeverEarlier(AccessCase given)
    {
        var plain = Access(given with { Facts = given.Facts with { ExtensionTold = null } });

        Assert.True(Access(given) is not { Day: { } day } || plain.Day <= day);
    }

    [Property]
    public void Access_ReceivedADayLater_IsNeverEarlier(AccessCase given)
    {
        // Questions after both days, as a pause that has begun already is shorter for who asks later.
        var later = given.Facts.Received.PlusDays(1);
        var facts = given.Facts with { Identification = null, Clarifications = [.. given.Facts.Clarifications!.Where(asked => asked.On > later)], ExtensionTold = null };

        Assert.True(Access(given with { Facts = facts with { Received = later } }) is not { Day: { } day } || Access(given with { Facts = facts }).Day <= day);
    }

    [Property]
    public void Access_OverlappingPauses_LeaveADayOutOnce(AccessCase given)
    {
        var left = Access(given).LeftOut;

        Assert.Equal(left.Select(day => day.Day).Distinct().Order(), left.Select(day => day.Day));
        Assert.All(left.Where(day => day.Kind == LeftOutKind.Paused), day => Assert.Contains(given.Facts.Clarifications!, asked => asked.On <= day.Day && day.Day <= asked.Answered));
    }

    [Property]
    public void Foi_AnyCalendar_IsTheNaiveDayAndNeverAfterThe60thWorkingDay(FoiCase given)
    {
        var due = Foi(given);

        Assert.True(due.Day == Naive.Foi(given.Received, day => IsClosed(given.Terms, day, staff: true)), string.Join(' ', due.Lines));
        Assert.True(due.Day <= Naive.Foi(given.Received, _ => true));
        Assert.True(due.Day >= Naive.Foi(given.Received, _ => false));
        Assert.False(Naive.IsOff(due.Day!.Value, null));
        Assert.Equal($"Due by the end of {London.Say(due.Day.Value)}.", due.Lines[^1]);
    }

    [Property]
    public void Foi_DaysForStaffAlone_AreSafeAsSchoolDays(FoiCase given)
    {
        var due = Foi(given);
        var strict = Naive.Foi(given.Received, day => IsClosed(given.Terms, day, staff: false));

        Assert.Equal(strict < due.Day ? strict : null, due.Safe);
    }

    [Property]
    public void Foi_ReceivedADayLater_IsNeverEarlier(FoiCase given) =>
        Assert.True(Foi(given).Day <= Foi(given with { Received = given.Received.PlusDays(1) }).Day);

    [Property]
    public void Hours_AnyInstant_PassExactly(LocalDate day, int second)
    {
        var start = London.StartOf(day) + Duration.FromSeconds(Math.Abs(second % 90_000));
        var due = HoursClock.Of(start, 72, "Tell the ICO within 72 hours", "AL-15.1");

        Assert.Equal(Duration.FromHours(72), due.At - start);
        Assert.False(due.IsLate(start + Duration.FromHours(72)));
        Assert.True(due.IsLate(start + Duration.FromHours(72) + Duration.FromSeconds(1)));
        Assert.Equal($"Due by {London.Say(due.At!.Value)}.", due.Lines[^1]);
    }

    [Property]
    public void Late_AnyDay_IsFromMidnightInLondon(LocalDate received, Division division)
    {
        var due = AccessClock.Of(new(received), Month, Official, division);
        var midnight = London.StartOf(due.Day!.Value.PlusDays(1));

        Assert.False(due.IsLate(midnight - Duration.FromSeconds(1)));
        Assert.True(due.IsLate(midnight));
        Assert.Equal(0, due.DaysLeft(due.Day.Value));
    }

    private static Due Access(AccessCase given) => AccessClock.Of(given.Facts, Month, Official, given.Division);

    private static Due Foi(FoiCase given) => FoiClock.Of(new(given.Received), "AL-11.7", Official, schoolDays: true, given.Terms);

    private static bool IsClosed(SchoolTerms terms, LocalDate day, bool staff) =>
        day >= terms.Sessions[0].Start && day <= terms.Sessions[^1].End
        && (terms.StaffOnly!.Any(only => only.Contains(day)) ? staff : !terms.Sessions.Any(term => term.Contains(day)) || terms.Closed!.Any(closed => closed.Contains(day)));
}
