using NodaTime;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Tests.Cases;

public sealed class TrainingTests
{
    private static readonly LocalDate Today = new(2026, 11, 24);

    [Fact]
    public void Ask_NobodyTrainedThem_IsRefusedUnderTheTrainingClause()
    {
        World world = new();
        world.Untrained.Add("viewer");

        var refusal = Assert.IsType<Ruling<DownloadRequested>.Refused>(Asking.Ask(world.Form(), world.Scene)).Refusal;

        Assert.Equal(("not-trained", "AL-14.1"), (refusal.Reason, refusal.Clause));
        Assert.Contains("No training of yours is on the register.", refusal.Instead, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, null, null, true)]
    [InlineData(-1, 0, null, true)]
    [InlineData(-9, -1, null, false)]
    [InlineData(1, null, null, false)]
    [InlineData(-366, null, 12, false)]
    [InlineData(-364, null, 12, true)]
    public void Ask_TrainedForATime_IsAllowedWhileItCounts(int on, int? until, int? months, bool allowed)
    {
        World world = new() { Policy = World.Al with { Training = new("AL-14.1", months) } };
        Training training = new("viewer", "oak", Today.PlusDays(on), until is { } days ? Today.PlusDays(days) : null);
        var scene = world.Scene with { Staff = world.Scene.Staff with { Trainings = [training] } };

        Assert.Equal(allowed, Asking.Ask(world.Form(), scene) is Ruling<DownloadRequested>.Allowed);
    }

    [Fact]
    public void Ask_TrainedAgain_CountsByTheTrainingThatCountsLongest()
    {
        World world = new() { Policy = World.Al with { Training = new("AL-14.1", 12) } };
        Training old = new("viewer", "oak", Today.PlusYears(-3)), again = new("viewer", null, Today.PlusDays(-5));

        foreach (var order in new[] { new[] { old, again }, [again, old] })
            Assert.IsType<Ruling<DownloadRequested>.Allowed>(Asking.Ask(world.Form(), world.Scene with { Staff = world.Scene.Staff with { Trainings = order } }));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Record_TrainingEndedSince_IsHeldAgainstTheDayOfTheDownload(int daysLater, bool allowed)
    {
        var world = World.At(DownloadState.Authorised);
        var at = world.Now;
        Training until = new("viewer", "oak", Today.PlusDays(-30), London.DayOf(at));
        world.After(Duration.FromDays(2));
        var scene = world.Scene with { Staff = world.Scene.Staff with { Trainings = [until] } };

        var ruling = Keeping.Record(world.Case, new(World.Who("viewer"), London.LocalOf(at + Duration.FromDays(daysLater)), new('a', 64), null, "Locked cabinet"), scene);

        Assert.Equal(allowed, ruling is Ruling<IFact>.Allowed);
    }

    [Fact]
    public void Record_TrainingEndedSinceAsking_IsRefused()
    {
        var world = World.At(DownloadState.Authorised);
        world.Untrained.Add("viewer");

        var ruling = Keeping.Record(world.Case, new(World.Who("viewer"), London.LocalOf(world.Now), new('a', 64), null, "Locked cabinet"), world.Scene);

        Assert.Equal("not-trained", Assert.IsType<Ruling<IFact>.Refused>(ruling).Refusal.Reason);
    }

    [Fact]
    public void Ask_PolicyWithoutATrainingClause_AsksForNone()
    {
        World world = new() { Policy = World.Al with { Training = null } };
        world.Untrained.Add("viewer");

        Assert.IsType<Ruling<DownloadRequested>.Allowed>(Asking.Ask(world.Form(), world.Scene));
    }
}
