using NodaTime;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Domain.Tests.Cases;

public sealed class AuthorisingTests
{
    [Theory]
    [InlineData("head", "I authorise this download as Headteacher.")]
    [InlineData("deputy", "I authorise this download as Deputy Head (nominated alternate).")]
    public void Rule_NamedPersonApproves_SignsWithWhatItMeans(string who, string statement)
    {
        var signed = Allowed<DownloadAuthorised>(Decide(World.At(DownloadState.AwaitingAuthorisation), who));

        Assert.Equal(statement, signed.Statement);
        Assert.Equal($"{who} Example", signed.By.Name);
    }

    [Fact]
    public void Rule_OwnRequest_IsRefused()
    {
        var refusal = Refused(Decide(World.At(DownloadState.AwaitingAuthorisation, "head"), "head"));

        Assert.Equal(("own-request", "AL-AppI"), (refusal.Reason, refusal.Clause));
    }

    [Theory]
    [InlineData("site")]
    [InlineData("dpo")]
    [InlineData("other-head")]
    [InlineData("stranger")]
    public void Rule_SomeoneElse_IsRefused(string who) =>
        Assert.Equal("not-your-decision", Refused(Decide(World.At(DownloadState.AwaitingAuthorisation), who)).Reason);

    [Fact]
    public void Rule_AlternateAfterTheirLastDay_IsRefused()
    {
        var world = World.At(DownloadState.AwaitingAuthorisation);
        world.Now = London.StartOf(new LocalDate(2026, 12, 18));

        Assert.Equal("not-your-decision", Refused(Decide(world, "deputy")).Reason);
    }

    [Fact]
    public void Rule_ShownSomethingElse_IsOutOfDate() => Assert.IsType<Ruling<IFact>.OutOfDate>(
        Decide(World.At(DownloadState.AwaitingAuthorisation), "head", seen: "another"));

    [Fact]
    public void Rule_RefusalWithoutReason_IsInvalid()
    {
        var invalid = Assert.IsType<Ruling<IFact>.Invalid>(Decide(World.At(DownloadState.AwaitingAuthorisation), "head", approve: false));

        Assert.Equal("reason", Assert.Single(invalid.Errors).Field);
    }

    [Fact]
    public void Sheet_OtherPolicyVersion_IsAnotherSheet()
    {
        var world = World.At(DownloadState.AwaitingAuthorisation);
        var before = Sheet(world);
        world.Policy = World.Al with { Hash = new string('b', 64) };

        Assert.NotEqual(before.Lines, Sheet(world).Lines);
    }

    /// <summary>Every state, every person, against a statement of the rule in one line.</summary>
    [Fact]
    public void Rule_EveryStateAndPerson_OnlyAnotherHeadteacherDecidesAnOpenRequest()
    {
        string[] people = ["head", "deputy", "viewer", "site", "admin", "lead", "teacher", "dpo", "other-head", "stranger"];
        foreach (var requester in new[] { "viewer", "head" })
        {
            foreach (var state in Enum.GetValues<DownloadState>())
            {
                foreach (var who in people)
                {
                    var allowed = Decide(World.At(state, requester), who) is Ruling<IFact>.Allowed;
                    var should = state == DownloadState.AwaitingAuthorisation && who is "head" or "deputy" && who != requester;
                    Assert.True(allowed == should, $"{who} on {requester}'s request, {state}: {allowed}");
                }
            }
        }
    }

    private static DecisionSheet Sheet(World world) =>
        Authorising.Sheet(world.Case, world.Scene, world.Scene.OfficeOf(World.Who("head"), ["headteacher"])!);

    private static Ruling<IFact> Decide(World world, string who, bool approve = true, string seen = "now") =>
        Authorising.Rule(world.Case, new(World.Who(who), approve, null, seen), world.Scene, "now");

    private static T Allowed<T>(Ruling<IFact> ruling) => Assert.IsType<T>(Assert.IsType<Ruling<IFact>.Allowed>(ruling).Fact);

    private static Refusal Refused(Ruling<IFact> ruling) => Assert.IsType<Ruling<IFact>.Refused>(ruling).Refusal;
}
