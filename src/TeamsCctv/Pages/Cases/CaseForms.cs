using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.Acts;
using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.Cases;

/// <summary>
/// What one person can do next on a case. It only decides which forms are shown: an act is decided by the domain again,
/// against the records at that moment.
/// </summary>
public sealed record CaseForms
{
    /// <summary>What is to be signed, exactly as the person is shown it, and the hash a decision names.</summary>
    public (DecisionSheet Sheet, string Seen)? Decision { get; private init; }

    /// <summary>The decision is on the deletion.</summary>
    public bool OnDeletion { get; private init; }

    public bool Record { get; private init; }

    public bool View { get; private init; }

    public bool Use { get; private init; }

    public bool Longer { get; private init; }

    public bool AskDeletion { get; private init; }

    public bool CarryOut { get; private init; }

    public bool Erase { get; private init; }

    public bool Any => Decision is not null || Record || View || Use || Longer || AskDeletion || CarryOut || Erase;

    public static CaseForms Of(DownloadCase download, Visitor visitor)
    {
        var (scene, person, policy) = (visitor.Scene, visitor.Person, visitor.Scene.Policy);
        var isKept = download.State is DownloadState.Kept or DownloadState.AwaitingDeletion;
        var mayCarryOut = download.State == DownloadState.DeletionAuthorised && Deleting.MayCarryOut(download, person, scene);
        var office = OfficeFor(download, visitor);
        return new()
        {
            Decision = office is null ? null : Shown(download, scene, office),
            OnDeletion = download.State == DownloadState.AwaitingDeletion,
            Record = download.State == DownloadState.Authorised && Keeping.MayRecord(download, person, scene),
            View = isKept && Keeping.MayAdd(download, person, scene),
            Use = isKept && Using.May(download, person, scene),
            Longer = mayCarryOut && download.DeletionAuthorised is null,
            AskDeletion = Deleting.MayAsk(download, person, scene),
            CarryOut = mayCarryOut,
            Erase = download.State is DownloadState.Deleted or DownloadState.Refused && scene.OfficeOf(person, policy.Deletion.Erase) is not null,
        };
    }

    /// <summary>The sheet of what waits, with its hash; null where nothing waits.</summary>
    public static (DecisionSheet Sheet, string Seen)? Shown(DownloadCase download, Scene scene, Office office)
    {
        var sheet = download.State switch
        {
            DownloadState.AwaitingAuthorisation => Authorising.Sheet(download, scene, office),
            DownloadState.AwaitingDeletion => Deleting.Sheet(download, scene, office),
            _ => null,
        };
        return sheet is null ? null : (sheet, Seen.Of(sheet));
    }

    private static Office? OfficeFor(DownloadCase download, Visitor visitor)
    {
        return download.State switch
        {
            DownloadState.AwaitingAuthorisation => Authorising.DeciderOf(download, visitor.Person, visitor.Scene),
            DownloadState.AwaitingDeletion => Deleting.DeciderOf(download, visitor.Person, visitor.Scene),
            _ => null,
        };
    }
}
