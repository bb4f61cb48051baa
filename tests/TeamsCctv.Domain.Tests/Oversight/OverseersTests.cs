using NodaTime;
using TeamsCctv.Domain.Oversight;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Tests.Oversight;

public sealed class OverseersTests
{
    private static readonly LocalDate Since = new(2020, 9, 1);

    [Theory]
    [InlineData("dpo", true, true)]
    [InlineData("head", false, true)]
    [InlineData("deputy", false, true)]
    [InlineData("admin", false, false)]
    [InlineData("other-head", false, false)]
    [Trait("clause", "AL-3.5")]
    public void Oversees_AnOfficeAtTheSchool_IsByTheProfilesPositions(string who, bool oversees, bool numbers)
    {
        var scene = new World().Scene;

        Assert.Equal(oversees, Overseers.Oversees(World.Who(who), scene));
        Assert.Equal(numbers, Overseers.MayReadNumbers(World.Who(who), scene));
    }

    [Theory]
    [InlineData("headteacher", "Executive Headteacher", null, true)]
    [InlineData("headteacher", "executive headteacher", null, true)]
    [InlineData("headteacher", "Executive Headteacher", "head", false)]
    [InlineData("headteacher", "Principal", null, false)]
    [InlineData("employee", "Executive Headteacher", null, false)]
    [Trait("clause", "AL-3.2")]
    public void Oversees_AJobTitle_CountsOnlyInThePositionItIsATitleOf(string position, string title, string? nominatedBy, bool oversees)
    {
        var world = new World();
        world.Appointments.Add(new Appointment("exec", "oak", position, title, Since, null, nominatedBy));

        Assert.Equal(oversees, Overseers.Oversees(World.Who("exec"), world.Scene));
    }

    [Fact]
    public void Oversees_AnOfficeThatHasEndedOrAPolicyWithoutOversight_IsFalse()
    {
        var world = new World();
        world.Appointments.RemoveAll(appointment => appointment.Person == "dpo");
        world.Appointments.Add(new Appointment("dpo", null, "dpo", "Data Protection Officer", Since, new LocalDate(2026, 11, 24)));
        var without = new World { Policy = World.Al with { Oversight = null } };

        Assert.False(Overseers.Oversees(World.Who("dpo"), world.Scene));
        Assert.False(Overseers.Oversees(World.Who("dpo"), without.Scene));
        Assert.False(Overseers.MayReadNumbers(World.Who("head"), without.Scene));
    }
}
