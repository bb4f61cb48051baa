using NodaTime;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Features.Following;
using TeamsCctv.Pages.Shared;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Cases;

/// <summary>What waits for whom at a school.</summary>
/// <param name="Open">Everything that is not closed, the longest where it stands first.</param>
/// <param name="Decisions">Everything that waits for a signature.</param>
/// <param name="ToDecide">Of these, what this person may sign.</param>
/// <param name="ToDo">Signed, and this person may carry it out.</param>
/// <param name="Due">Kept recordings whose time runs out within <see cref="Soon"/> days, and deletions under way.</param>
public sealed record CaseQueues(
    IReadOnlyList<ListedCase> Open,
    IReadOnlyList<ListedCase> Decisions,
    IReadOnlyList<ListedCase> ToDecide,
    IReadOnlyList<ListedCase> ToDo,
    IReadOnlyList<ListedCase> Due)
{
    public const int Soon = 30;

    public static async Task<CaseQueues> OfAsync(CaseList cases, PolicyShelf shelf, Visitor visitor, CancellationToken cancellation)
    {
        var open = await cases.InAsync(
            visitor.School.Id,
            [DownloadState.AwaitingAuthorisation, DownloadState.Authorised, DownloadState.Kept, DownloadState.AwaitingDeletion, DownloadState.DeletionAuthorised],
            cancellation);
        var horizon = London.DayOf(visitor.Scene.Now).PlusDays(Soon);
        List<ListedCase> decisions = [.. open.Where(listed => listed.State is DownloadState.AwaitingAuthorisation or DownloadState.AwaitingDeletion)];
        return new(
            open,
            decisions,
            [.. decisions.Where(MayDecide)],
            [.. open.Where(CanDo)],
            [
                .. open
                    .Where(listed => listed.State is DownloadState.AwaitingDeletion or DownloadState.DeletionAuthorised
                        || (listed is { State: DownloadState.Kept, KeepUntil: { } until } && until <= horizon))
                    .OrderBy(listed => listed.KeepUntil ?? LocalDate.MaxIsoValue),
            ]);

        bool MayDecide(ListedCase listed)
        {
            var scene = visitor.Scene with { Policy = shelf.Of(listed.Policy) };
            var (decide, next) = listed.State == DownloadState.AwaitingAuthorisation
                ? (scene.Policy.Download.Decide, scene.Policy.Download.Otherwise)
                : (scene.Policy.Deletion.Decide, scene.Policy.Deletion.Otherwise);
            return scene.DecidersOf(decide, next, listed.Barred, listed.Since).Any(office => office.Person.Key == visitor.Person.Key);
        }

        bool CanDo(ListedCase listed)
        {
            var policy = shelf.Of(listed.Policy);
            var asker = listed.AskedBy == visitor.Person.Key && visitor.Holds(policy.Download.Ask);
            return listed.State switch
            {
                DownloadState.Authorised => (asker && policy.Download.AskerRecords) || visitor.Holds(policy.Download.Record),
                DownloadState.DeletionAuthorised => (asker && policy.Download.AskerRecords) || visitor.Holds([.. policy.Download.Record, .. policy.Deletion.CarryOut]),
                _ => false,
            };
        }
    }
}
