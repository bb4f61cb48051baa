using NodaTime;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Domain.Tests.Cases;

public sealed class DeletingTests
{
    [Fact]
    public void AskByClock_LastHourOfTheLastDay_IsNotYet()
    {
        var world = World.At(DownloadState.Kept);
        world.Now = London.StartOf(new LocalDate(2027, 5, 25)).Minus(Duration.FromMilliseconds(1));

        Assert.IsType<Ruling<IFact>.OutOfDate>(Deleting.AskByClock(world.Case, world.Scene));
    }

    [Fact]
    public void AskByClock_SixMonthsOver_AsksOnceUnderItsClause()
    {
        var world = World.At(DownloadState.Kept);
        world.Now = London.StartOf(new LocalDate(2027, 5, 25));

        var asked = Assert.IsType<DeletionAsked>(Assert.IsType<Ruling<IFact>.Allowed>(Deleting.AskByClock(world.Case, world.Scene)).Fact);
        world.With(Deleting.AskByClock(world.Case, world.Scene));

        Assert.Equal("AL-13.2", asked.Clause);
        Assert.IsType<Ruling<IFact>.OutOfDate>(Deleting.AskByClock(world.Case, world.Scene));
    }

    [Theory]
    [InlineData("site")]
    [InlineData("stranger")]
    public void Ask_SomeoneElse_IsRefused(string who)
    {
        var world = World.At(DownloadState.Kept);

        Assert.Equal("not-yours-to-delete", Refused(Deleting.Ask(world.Case, World.Who(who), "Old.", world.Scene)));
    }

    [Fact]
    public void Everything_WhileAnotherCaseHoldsTheRecording_KeepsIt()
    {
        var kept = World.At(DownloadState.Kept);
        var waiting = World.At(DownloadState.AwaitingDeletion);
        var signed = World.At(DownloadState.DeletionAuthorised);

        Assert.Equal("held", Refused(Deleting.Ask(Held(kept), World.Who("viewer"), "Not needed.", kept.Scene)));
        kept.Now = London.StartOf(new LocalDate(2027, 5, 25));
        Assert.IsType<Ruling<IFact>.OutOfDate>(Deleting.AskByClock(Held(kept), kept.Scene));
        Assert.Equal("held", Refused(Deleting.Rule(Held(waiting), new(World.Who("head"), true, null, null, "seen"), waiting.Scene, "seen")));
        Assert.IsType<Ruling<IFact>.Allowed>(Deleting.Rule(Held(waiting), new(World.Who("head"), false, "The Police need it.", London.DayOf(waiting.Now).PlusDays(30), "seen"), waiting.Scene, "seen"));
        Assert.Equal("held", Refused(Deleting.CarryOut(Held(signed), new(World.Who("viewer"), London.DayOf(signed.Now), "Wiped.", true), signed.Scene)));
        var gone = Assert.IsType<Ruling<IFact>.Allowed>(Deleting.CarryOut(Held(signed), new(World.Who("viewer"), London.DayOf(signed.Now), "Wiped.", true, BeforeHold: true), signed.Scene)).Fact;
        Assert.Equal("M-9", Assert.IsType<DeletionCarriedOut>(gone).HeldBy);

        var held = signed.Case with { HeldBy = [new("M-9", signed.Now - Duration.FromDays(2))] };
        Assert.IsType<Ruling<IFact>.Invalid>(Deleting.CarryOut(held, new(World.Who("viewer"), London.DayOf(signed.Now), "Wiped.", true, BeforeHold: true), signed.Scene));

        static DownloadCase Held(World world) => world.Case with { HeldBy = [new("M-9", world.Now)] };
    }

    [Fact]
    public void Ask_WithoutAReason_IsInvalid()
    {
        var world = World.At(DownloadState.Kept);

        Assert.IsType<Ruling<IFact>.Invalid>(Deleting.Ask(world.Case, World.Who("viewer"), " ", world.Scene));
    }

    [Fact]
    public void Rule_WhoAskedForTheDeletion_MayNotSignIt()
    {
        var world = World.At(DownloadState.AwaitingDeletion, "head");

        Assert.Equal("own-request", Refused(Rule(world, "head")));
        Assert.IsType<Ruling<IFact>.Allowed>(Rule(world, "deputy"));
    }

    [Fact]
    public void Rule_KeepIt_NeedsReasonAndDayWithinSixMonths()
    {
        var world = World.At(DownloadState.AwaitingDeletion);
        var today = London.DayOf(world.Now);

        Assert.Equal(["reason", "keepUntil"], Fields(Keep(world, null, null)));
        Assert.Equal(["keepUntil"], Fields(Keep(world, "Police", today)));
        Assert.Equal(["keepUntil"], Fields(Keep(world, "Police", today.PlusMonths(7))));
        world.With(Keep(world, "Police", today.PlusMonths(2)));
        Assert.Equal((DownloadState.Kept, today.PlusMonths(2)), (world.Case.State, world.Case.KeepUntil!.Value));
    }

    [Fact]
    public void CarryOut_ByAnybodyBeforeTheSignature_IsOutOfDate()
    {
        var world = World.At(DownloadState.AwaitingDeletion);

        Assert.IsType<Ruling<IFact>.OutOfDate>(CarryOut(world, "admin"));
    }

    [Fact]
    public void CarryOut_Administrator_NamesTheFileByItsHash()
    {
        var world = World.At(DownloadState.DeletionAuthorised);

        var gone = Assert.IsType<DeletionCarriedOut>(Assert.IsType<Ruling<IFact>.Allowed>(CarryOut(world, "admin")).Fact);

        Assert.Equal(new string('a', 64), gone.Sha256);
    }

    [Theory]
    [InlineData(1, true, "on")]
    [InlineData(-1, true, "on")]
    [InlineData(0, false, "sameFile")]
    public void CarryOut_WrongDayOrFile_IsInvalid(int days, bool same, string field)
    {
        var world = World.At(DownloadState.DeletionAuthorised);

        Assert.Equal([field], Fields(Deleting.CarryOut(
            world.Case, new(World.Who("admin"), London.DayOf(world.Now).PlusDays(days), "Wiped.", same), world.Scene)));
    }

    [Theory]
    [InlineData("head", false)]
    [InlineData("dpo", true)]
    public void Erase_OnlyWhoThePolicyNames(string who, bool allowed)
    {
        var world = World.At(DownloadState.Deleted);

        Assert.Equal(allowed, Deleting.Erase(world.Case, World.Who(who), "Time is up.", world.Scene) is Ruling<IFact>.Allowed);
    }

    [Fact]
    public void Erase_OpenCase_IsOutOfDate()
    {
        var world = World.At(DownloadState.Kept);

        Assert.IsType<Ruling<IFact>.OutOfDate>(Deleting.Erase(world.Case, World.Who("dpo"), "Now.", world.Scene));
    }

    private static Ruling<IFact> Rule(World world, string who) =>
        Deleting.Rule(world.Case, new(World.Who(who), true, null, null, "now"), world.Scene, "now");

    private static Ruling<IFact> Keep(World world, string? reason, LocalDate? until) =>
        Deleting.Rule(world.Case, new(World.Who("head"), false, reason, until, "now"), world.Scene, "now");

    private static Ruling<IFact> CarryOut(World world, string who) =>
        Deleting.CarryOut(world.Case, new(World.Who(who), London.DayOf(world.Now), "Wiped.", true), world.Scene);

    private static string Refused(Ruling<IFact> ruling) => Assert.IsType<Ruling<IFact>.Refused>(ruling).Refusal.Reason;

    private static IEnumerable<string> Fields(Ruling<IFact> ruling) =>
        Assert.IsType<Ruling<IFact>.Invalid>(ruling).Errors.Select(error => error.Field);
}
