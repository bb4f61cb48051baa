using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Matters;

/// <summary>Puts on the record what a case's clocks came to, wherever that changed.</summary>
internal static class CaseClocks
{
    /// <summary>Call it in the transaction of whatever may have changed them; a second call changes nothing.</summary>
    /// <returns>How many records it made.</returns>
    public static int Set(Commit commit, string caseId, Scene scene)
    {
        if (Matter.Fold(caseId, commit.Case(caseId)) is not { Opened: { } opened } matter || scene.Policy.Matter(opened.Matter) is not { } kind)
            return 0;
        var changes = MatterClocks.Changes(matter, kind, scene);
        foreach (var change in changes)
            commit.Append(new(change, caseId, Actor.System("clock"), Commit.Under(scene.Policy)));
        return changes.Count;
    }
}
