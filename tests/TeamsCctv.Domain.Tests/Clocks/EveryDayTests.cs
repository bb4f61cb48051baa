using TeamsCctv.Domain.Clocks;
using static TeamsCctv.Domain.Tests.Clocks.Say;

namespace TeamsCctv.Domain.Tests.Clocks;

/// <summary>The clocks without facts beside the day, on each of the 8,036 days from 2019 to 2040.</summary>
public sealed class EveryDayTests
{
    public static TheoryData<Division> Divisions => [.. Enum.GetValues<Division>()];

    [Theory]
    [MemberData(nameof(Divisions))]
    public void Holidays_EveryDay_AreTheNaiveOnes(Division division) => Assert.Equal(
        Naive.Days.Where(day => Naive.IsHoliday(day, division)), Naive.Days.Where(day => Official.IsHoliday(day, division)));

    [Theory]
    [MemberData(nameof(Divisions))]
    public void Access_EveryDay_IsTheMonthMovedToAWorkingDay(Division division)
    {
        foreach (var day in Naive.Days)
        {
            var due = AccessClock.Of(new(day), AccessRule.Month("VL-9"), Official, division).Day;
            var extended = AccessClock.Of(new(day, ExtensionTold: due), AccessRule.Month("VL-9"), Official, division).Day;

            Assert.Equal(Naive.Roll(Naive.Month(day, 1), division), due);
            Assert.Equal(Naive.Roll(Naive.Month(day, 3), division), extended);
        }
    }

    [Theory]
    [MemberData(nameof(Divisions))]
    public void Complaint_EveryDay_Is30DaysMovedToAWorkingDay(Division division)
    {
        foreach (var day in Naive.Days)
        {
            var due = DaysClock.Complaint(day, "VL-19", Official, division);
            var end = Enumerable.Range(0, 30).Aggregate(day, (at, _) => at.PlusDays(1));

            Assert.Equal(Naive.Roll(end, division), due.Day);
            Assert.True(due.Safe <= end.PlusDays(-1) && !Naive.IsOff(due.Safe.Value, division));
        }
    }

    [Fact]
    public void Foi_EveryDay_IsThe20thWorkingDay()
    {
        foreach (var day in Naive.Days)
            Assert.Equal(Naive.Foi(day, _ => false), FoiClock.Of(new(day), "AL-11.7", Official, schoolDays: false, null).Day);
    }

    [Fact]
    public void Months_EveryDay_EndOnTheSameDateOrTheMonthsLast()
    {
        foreach (var day in Naive.Days)
            foreach (var months in (int[])[1, 6, 12, 24])
                Assert.Equal(Naive.Month(day, months), MonthsClock.Review(day, months, "VL-18").Day);
    }
}
