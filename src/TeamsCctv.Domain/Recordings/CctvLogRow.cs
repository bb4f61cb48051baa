using NodaTime;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Domain.Recordings;

/// <summary>One download as the policy's CCTV log shows it, its cells in the policy's order (AL-9.5, AL-AppI).</summary>
/// <param name="Day">The day of the download, or of its authorisation while there is none yet.</param>
/// <param name="KeepUntil">The last day it is kept, while it is.</param>
public sealed record CctvLogRow(
    string Case,
    string Camera,
    DownloadState State,
    LocalDate Day,
    LocalDate? KeepUntil,
    IReadOnlyList<LogCellText> Cells)
{
    /// <summary>The row of a case, or null while it is not in the log: it enters with the first signature.</summary>
    public static CctvLogRow? Of(DownloadCase download, Policy policy)
    {
        if (download.State == DownloadState.Erased)
            return Erased(download, policy);
        if (download is not { Request: { } request, Authorised: { } authorised })
            return null;
        var day = London.DayOf(download.Downloaded?.Fact.At ?? authorised.At);
        return new(
            download.Id, request.CameraName, download.State, day, download.Deleted is null ? download.KeepUntil : null,
            [.. policy.Log.Columns.Select(column => new LogCellText([.. Fill(column.Cell, download, request, authorised)]))]);
    }

    private static IEnumerable<LogLine> Fill(
        LogCell cell, DownloadCase download, DownloadRequested request, Signed<DownloadAuthorised> authorised) => cell switch
        {
            LogCell.DownloadAuthorised => [Signature(authorised.Fact.By, authorised.At, authorised.Record)],
            LogCell.DownloadedAt => download.Downloaded is { } clip ? [new(London.Say(clip.Fact.At), clip.Record)] : [],
            LogCell.Reason => [new($"{request.GroundTitle}: {request.What}", download.Opened.Number)],
            LogCell.Requestor => [new(request.WantsToSee, download.Opened.Number)],
            LogCell.ViewedAt => download.Viewings.Select(viewing =>
                new LogLine($"{London.Say(viewing.Fact.At)}, {viewing.Fact.Who}, {viewing.Fact.Area}", viewing.Record)),
            LogCell.DeletionAuthorised => download.DeletionAuthorised is { } signed
                ? [Signature(signed.Fact.By, signed.At, signed.Record)]
                : [],
            LogCell.DeletedOn => download.Deleted is { } gone ? [new(London.Say(gone.Fact.On), gone.Record)] : [],
        };

    private static LogLine Signature(Signatory by, Instant at, long record) =>
        new($"{by.Name}, {by.Title}, {London.Say(at)}, record {record}", record);

    /// <summary>What is left without the names: which step was recorded when. A date is no name.</summary>
    private static CctvLogRow? Erased(DownloadCase download, Policy policy)
    {
        if (download.Records.FirstOrDefault(record => record.Kind == "download.authorised") is not { } authorised)
            return null;
        var day = (download.Records.FirstOrDefault(record => record.Kind == "download.recorded") ?? authorised).At;
        return new(
            download.Id, "", download.State, London.DayOf(day), null,
            [.. policy.Log.Columns.Select(column => new LogCellText([.. Erased(column.Cell, download)]))]);
    }

    private static IEnumerable<LogLine> Erased(LogCell cell, DownloadCase download) => cell switch
    {
        LogCell.DownloadAuthorised => Steps(download, "download.authorised", "name erased, signed"),
        LogCell.DownloadedAt => Steps(download, "download.recorded", "recorded"),
        LogCell.ViewedAt => Steps(download, "viewing.recorded", "name erased, recorded"),
        LogCell.DeletionAuthorised => Steps(download, "deletion.authorised", "name erased, signed"),
        LogCell.DeletedOn => Steps(download, "deletion.done", "recorded"),
        _ => [new("names erased", download.Opened.Number)],
    };

    private static IEnumerable<LogLine> Steps(DownloadCase download, string kind, string done) => download.Records
        .Where(record => record.Kind == kind)
        .Select(record => new LogLine($"{done} {London.Say(record.At)}, record {record.Number}", record.Number));
}

/// <summary>A cell: no line while nothing has happened, several where several viewings were.</summary>
public sealed record LogCellText(IReadOnlyList<LogLine> Lines);

/// <summary>A line of a cell and the record it stands on.</summary>
public sealed record LogLine(string Text, long Record);
