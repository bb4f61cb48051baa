using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Domain.Tests.Policies;

public sealed class ClausePlaceTests
{
    [Theory]
    [InlineData("$.download.askClause", "AL-9.2", "who may ask for a download")]
    [InlineData("$.deletion.decideClause", "AL-AppI", "who decides a deletion")]
    [InlineData("$.positions[0].clause", "AL-3.2", "the position Headteacher")]
    [InlineData("$.grounds[1].clause", "AL-9.4", "the ground Safeguarding")]
    [InlineData("$.matters[4].clause", "AL-11.2", "the case Disclosure to the Police")]
    [InlineData("$.matters[4].form[7].clause", "AL-11.2", "the case Disclosure to the Police: the field Purpose of the cameras that it serves")]
    [InlineData("$.matters[4].decision.clause", "AL-11.3", "the case Disclosure to the Police: the decision")]
    [InlineData("$.matters[4].steps[0].clause", "AL-13.1", "the case Disclosure to the Police: the step Preserve the footage")]
    public void Of_TheShippedProfile_NamesThePlaceInPlainWords(string path, string clause, string says) =>
        Assert.Contains(new ClausePlace(path, clause, says), ClausePlace.Of(World.Al));

    [Fact]
    public void Of_AKindThatIsForbidden_SaysSo()
    {
        var policy = World.Al with { Matters = [World.Al.Matters![0] with { Title = "Covert monitoring", Forbidden = "Do not." }] };

        Assert.Contains(ClausePlace.Of(policy), place => place.Says == "the case Covert monitoring, which is not allowed");
    }

    [Fact]
    public void Of_AFieldOfACaseNamesAClauseThatIsNotThere_IsAnErrorOfTheProfile()
    {
        var kind = World.Al.Matters![0];
        var policy = World.Al with { Matters = [kind with { Form = [kind.Form[0] with { Clause = "AL-99" }, .. kind.Form.Skip(1)] }] };

        Assert.StartsWith("$.matters[0].form[0].clause: AL-99 is not one of $.clauses", PolicyCheck.FirstError(policy), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AStepWithoutItsClause_IsAnErrorOfTheProfile()
    {
        var kind = World.Al.Matters![0];
        var policy = World.Al with { Matters = [kind with { Steps = [kind.Steps![0] with { Clause = null! }, .. kind.Steps.Skip(1)] }] };

        Assert.StartsWith("$.matters[0].steps[0].clause: nothing is not one of $.clauses", PolicyCheck.FirstError(policy), StringComparison.Ordinal);
    }
}
