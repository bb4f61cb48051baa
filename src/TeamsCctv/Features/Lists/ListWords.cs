using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Features.Matters;

namespace TeamsCctv.Features.Lists;

/// <summary>Where a case stands, as lists say it.</summary>
internal static class ListWords
{
    public static string Of(DownloadState state) => state switch
    {
        DownloadState.AwaitingAuthorisation => "waits for authorisation",
        DownloadState.Refused => "refused",
        DownloadState.Authorised => "authorised, not downloaded yet",
        DownloadState.Kept => "kept",
        DownloadState.AwaitingDeletion => "deletion waits for authorisation",
        DownloadState.DeletionAuthorised => "deletion authorised, not done yet",
        DownloadState.Deleted => "deleted",
        DownloadState.Erased => "names erased",
    };

    public static string Of(MatterState state) => DisclosureLog.Says(state);
}
