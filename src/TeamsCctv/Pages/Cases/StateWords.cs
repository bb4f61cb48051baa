using TeamsCctv.Domain.Cases.Downloads;

namespace TeamsCctv.Pages.Cases;

/// <summary>Where a download stands, in words.</summary>
public static class StateWords
{
    public static string Label(this DownloadState state) => state switch
    {
        DownloadState.AwaitingAuthorisation => "Waits for authorisation",
        DownloadState.Refused => "Refused",
        DownloadState.Authorised => "Authorised, not downloaded yet",
        DownloadState.Kept => "Kept",
        DownloadState.AwaitingDeletion => "Deletion waits for authorisation",
        DownloadState.DeletionAuthorised => "Deletion authorised, not done yet",
        DownloadState.Deleted => "Deleted",
        DownloadState.Erased => "Closed, names erased",
    };

    /// <summary>How a label is tinted: somebody must act, it is in order, or it is over.</summary>
    public static string Tone(this DownloadState state) => state switch
    {
        DownloadState.AwaitingAuthorisation or DownloadState.AwaitingDeletion => "waits",
        DownloadState.Authorised or DownloadState.DeletionAuthorised => "todo",
        DownloadState.Kept => "good",
        DownloadState.Refused or DownloadState.Deleted or DownloadState.Erased => "over",
    };
}
