using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Domain.Tests.Policies;

public sealed class PolicyCheckTests
{
    [Fact]
    public void FirstError_TheShippedProfile_IsNull() => Assert.Null(PolicyCheck.FirstError(World.Al));

    [Fact]
    public void FirstError_UnknownClause_NamesThePath() => Assert.Equal(
        "$.download.askClause: AL-99 is not one of $.clauses",
        PolicyCheck.FirstError(World.Al with { Download = World.Al.Download with { AskClause = "AL-99" } }));

    [Fact]
    public void FirstError_UnknownPosition_NamesThePath() => Assert.Equal(
        "$.deletion.decide: caretaker is not one of $.positions",
        PolicyCheck.FirstError(World.Al with { Deletion = World.Al.Deletion with { Decide = ["caretaker"] } }));

    [Fact]
    public void FirstError_NobodyMayDecide_IsSaid() => Assert.Equal(
        "$.download.decide: must name at least one position",
        PolicyCheck.FirstError(World.Al with { Download = World.Al.Download with { Decide = [] } }));

    [Fact]
    public void FirstError_NoRetention_IsSaid() => Assert.Equal(
        "$.retention.recorderDays: 1 to 366",
        PolicyCheck.FirstError(World.Al with { Retention = World.Al.Retention with { RecorderDays = 0 } }));

    [Fact]
    public void FirstError_MissingPart_IsSaid() =>
        Assert.StartsWith("$: a part is missing", PolicyCheck.FirstError(World.Al with { Log = null! }), StringComparison.Ordinal);
}
