using NodaTime;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Domain.Tests.Cases;

public sealed class AbsenceTests
{
    private static readonly LocalDate Today = new(2026, 11, 24);

    [Fact]
    public void Rule_WhoIsAway_LeavesItToWhoIsThere()
    {
        var world = World.At(DownloadState.AwaitingAuthorisation);
        world.Absences.Add(new("head", "oak", Today, Today.PlusDays(1)));

        Assert.Equal("away", Assert.IsType<Ruling<IFact>.Refused>(Rule(world, "head")).Refusal.Reason);
        Assert.IsType<Ruling<IFact>.Allowed>(Rule(world, "deputy"));
        Assert.Equal(["deputy"], Authorising.DecidersOf(world.Case, world.Scene).Select(office => office.Person.Key));
    }

    [Fact]
    public void Rule_EverybodyIsAway_IsNotStuck()
    {
        var world = World.At(DownloadState.AwaitingAuthorisation);
        world.Absences.AddRange([new("head", "oak", Today, Today.PlusDays(1)), new("deputy", "oak", Today, Today.PlusDays(3)), new("dpo", "oak", Today, Today.PlusDays(3))]);

        Assert.IsType<Ruling<IFact>.Allowed>(Rule(world, "head"));
    }

    [Theory]
    [InlineData(-3, 0)]
    [InlineData(1, 5)]
    public void Rule_AbsenceOfOtherDays_ChangesNothing(int from, int until)
    {
        var world = World.At(DownloadState.AwaitingAuthorisation);
        world.Absences.Add(new("head", "oak", Today.PlusDays(from), Today.PlusDays(until)));

        Assert.IsType<Ruling<IFact>.Allowed>(Rule(world, "head"));
    }

    [Fact]
    public void Rule_SaidAtAnotherSchool_IsAwayHereToo()
    {
        var world = World.At(DownloadState.AwaitingAuthorisation);
        world.Appointments.Add(new("head", "elm", "employee", "Adviser", Today.PlusDays(-9), null));
        world.Absences.Add(new("head", "elm", Today, Today.PlusDays(1)));

        Assert.Equal("away", Assert.IsType<Ruling<IFact>.Refused>(Rule(world, "head")).Refusal.Reason);
    }

    [Fact]
    public void Rule_SaidWhereTheyHoldNothingAnyMore_IsHere()
    {
        var world = World.At(DownloadState.AwaitingAuthorisation);
        world.Absences.Add(new("head", "ash", Today, Today.PlusDays(1)));

        Assert.IsType<Ruling<IFact>.Allowed>(Rule(world, "head"));
    }

    [Fact]
    public void DecidersOf_NobodyHoldsTheOfficeAnyMore_AreThoseWhomThePolicyNamesNext()
    {
        var world = World.At(DownloadState.AwaitingAuthorisation);
        world.Appointments.RemoveAll(held => held is { Position: "headteacher", School: "oak" });

        Assert.Equal(["dpo"], Authorising.DecidersOf(world.Case, world.Scene).Select(office => office.Person.Key));
        Assert.IsType<Ruling<IFact>.Allowed>(Rule(world, "dpo"));
    }

    [Fact]
    public void Rule_WhoComesNextWhileTheFirstMay_IsRefused()
    {
        var world = World.At(DownloadState.AwaitingAuthorisation);

        Assert.Equal("not-your-decision", Assert.IsType<Ruling<IFact>.Refused>(Rule(world, "dpo")).Refusal.Reason);
    }

    [Fact]
    public void Remind_DeletionOfAHeldRecording_IsNeverDue()
    {
        var world = World.At(DownloadState.AwaitingDeletion).After(Duration.FromDays(30));

        Assert.IsType<Ruling<IFact>.OutOfDate>(Reminding.Remind(world.Case with { HeldBy = [new("M-9", world.Now)] }, world.Scene));
        Assert.IsType<Ruling<IFact>.Allowed>(Reminding.Remind(world.Case, world.Scene));
    }

    [Fact]
    public void Remind_WaitingForTwoDays_IsDueOnceAndAgainTwoDaysLater()
    {
        var world = World.At(DownloadState.AwaitingAuthorisation);

        Assert.IsType<Ruling<IFact>.OutOfDate>(Reminding.Remind(world.Case, world.Scene));
        world.After(Duration.FromDays(2));
        Assert.Equal(new DecisionReminded(1, 2), Assert.IsType<Ruling<IFact>.Allowed>(Reminding.Remind(world.Case, world.Scene)).Fact);
        world.With(Reminding.Remind(world.Case, world.Scene));
        Assert.IsType<Ruling<IFact>.OutOfDate>(Reminding.Remind(world.Case, world.Scene));
        world.After(Duration.FromDays(2));
        Assert.Equal(new DecisionReminded(2, 2), Assert.IsType<Ruling<IFact>.Allowed>(Reminding.Remind(world.Case, world.Scene)).Fact);
    }

    [Theory]
    [InlineData(DownloadState.Authorised)]
    [InlineData(DownloadState.Kept)]
    public void Remind_NothingWaitsForADecision_IsNeverDue(DownloadState state)
    {
        var world = World.At(state).After(Duration.FromDays(30));

        Assert.IsType<Ruling<IFact>.OutOfDate>(Reminding.Remind(world.Case, world.Scene));
    }

    private static Ruling<IFact> Rule(World world, string who) =>
        Authorising.Rule(world.Case, new(World.Who(who), true, null, "seen"), world.Scene, "seen");
}
