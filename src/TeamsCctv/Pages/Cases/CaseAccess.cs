using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.Cases;

/// <summary>Who may read a case with its names.</summary>
public static class CaseAccess
{
    /// <summary>
    /// Readers of the school's log, the positions that have to act on cases, and whoever asked for the footage or its
    /// deletion. Receiving a link grants nothing.
    /// </summary>
    public static bool MaySee(this Visitor visitor, DownloadCase download)
    {
        var policy = visitor.Scene.Policy;
        return visitor.ReadsLog
            || visitor.Holds(
            [
                .. policy.Download.Decide, .. policy.Download.Record,
                .. policy.Deletion.Decide, .. policy.Deletion.CarryOut, .. policy.Deletion.Erase,
                .. policy.Download.Otherwise ?? [], .. policy.Deletion.Otherwise ?? [],
            ])
            || download.Request?.By.Person == visitor.Person.Key
            || download.DeletionAsked?.Fact.By?.Person == visitor.Person.Key;
    }

    public static IResult NotAParty(Visitor visitor) => PageErrors.Refused(
        visitor,
        "This case is not open to you",
        visitor.Scene.Policy.Log.Clause,
        $"Ask the {visitor.TitlesOf(visitor.Scene.Policy.Log.Readers)}, or the person who asked for the footage.");
}
