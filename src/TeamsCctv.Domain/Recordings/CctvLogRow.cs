using NodaTime;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Domain.Recordings;

/// <summary>
/// One download as a CCTV log shows it. It holds every cell that any policy lists: a log is read in the columns of the policy
/// that runs now, also where a case began under another (AL-9.5, AL-AppI).
/// </summary>
/// <param name="Day">The day of the download, or of its authorisation while there is none yet.</param>
/// <param name="KeepUntil">The last day it is kept, while it is.</param>
public sealed record CctvLogRow(
    string Case,
    string Camera,
    DownloadState State,
    LocalDate Day,
    LocalDate? KeepUntil,
    IReadOnlyDictionary<LogCell, LogCellText> Cells)
{
    private static readonly LogCell[] All = Enum.GetValues<LogCell>();

    /// <summary>The cells in a policy's order.</summary>
    public IEnumerable<LogCellText> In(LogRules log) => log.Columns.Select(column => Cells[column.Cell]);

    /// <summary>
    /// The row of a case, or null while it is not in the log: it enters with the first signature, or with the download where
    /// nobody has to sign.
    /// </summary>
    /// <param name="policy">The case's own.</param>
    public static CctvLogRow? Of(DownloadCase download, Policy policy)
    {
        if (download.State == DownloadState.Erased)
            return Erased(download);
        if (download.Request is not { } request || (download.Authorised ?? (object?)download.Downloaded) is null)
            return null;
        var day = London.DayOf(download.Downloaded?.Fact.At ?? download.FreeSince);
        return new(
            download.Id, request.CameraName, download.State, day, download.Deleted is null ? download.KeepUntil : null,
            All.ToDictionary(cell => cell, cell => new LogCellText([.. Fill(cell, download, request, policy)])));
    }

    private static IEnumerable<LogLine> Fill(LogCell cell, DownloadCase download, DownloadRequested request, Policy policy) => cell switch
    {
        LogCell.DownloadAuthorised => download.Authorised is { } yes ? [Signature(yes.Fact.By, yes.At, yes.Record)] : [],
        LogCell.DownloadedAt => download.Downloaded is { } clip ? [new(London.Say(clip.Fact.At), clip.Record)] : [],
        LogCell.Reason => [new($"{request.GroundTitle}: {request.What}", download.Opened.Number)],
        LogCell.Requestor => [new(request.WantsToSee, download.Opened.Number)],
        LogCell.ViewedAt => download.Viewings.Select(viewing =>
            new LogLine($"{London.Say(viewing.Fact.At)}, {Viewing.Who(viewing.Fact, policy)}, {viewing.Fact.Area}", viewing.Record)),
        LogCell.DeletionAuthorised => download.DeletionAuthorised is { } signed
            ? [Signature(signed.Fact.By, signed.At, signed.Record)]
            : [],
        LogCell.DeletedOn => download.Deleted is { } gone ? [new(London.Say(gone.Fact.On), gone.Record)] : [],
        LogCell.Camera => [new(request.CameraName, download.Opened.Number)],
        LogCell.DownloadedBy => download.Downloaded is { } made ? [new($"{made.Fact.By.Name}, {made.Fact.By.Title}", made.Record)] : [],
        LogCell.KeptWhere => download.Downloaded is { } kept ? [new(kept.Fact.KeptWhere, kept.Record)] : [],
        LogCell.KeptUntil => Until(download),
        LogCell.KeptLongerBecause =>
        [
            .. download.Downloaded is { Fact.KeptLongerBecause: { } why } first ? [new LogLine(why, first.Record)] : Array.Empty<LogLine>(),
                .. download.Keepings.Select(keep => new LogLine($"{keep.Fact.Reason} ({keep.Fact.By.Name}, {keep.Fact.By.Title}, {London.Say(keep.At)})", keep.Record)),
            ],
        LogCell.Uses => download.Uses.Select(use => new LogLine(
            $"{London.Say(use.Fact.At)}, {use.Fact.UseTitle}: {use.Fact.What}{(use.Fact.Reference is { } reference ? $" ({reference})" : "")}", use.Record)),
        LogCell.PermittedBy => download.Viewings.Where(viewing => viewing.Fact.PermittedBy is not null).Select(viewing =>
            new LogLine($"{Viewing.Who(viewing.Fact, policy)}: {viewing.Fact.PermittedBy!.Name}, {viewing.Fact.PermittedBy.Title}", viewing.Record)),
    };

    private static IEnumerable<LogLine> Until(DownloadCase download) => download is { Downloaded: { } clip, KeepUntil: { } until }
        ? [new(London.Say(until), download.DeletionRefused?.Record ?? clip.Record)]
        : [];

    private static LogLine Signature(Signatory by, Instant at, long record) =>
        new($"{by.Name}, {by.Title}, {London.Say(at)}, record {record}", record);

    /// <summary>What is left without the names: which step was recorded when. A date is no name.</summary>
    private static CctvLogRow? Erased(DownloadCase download)
    {
        var made = download.Records.FirstOrDefault(record => record.Kind == "download.recorded");
        if ((made ?? download.Records.FirstOrDefault(record => record.Kind == "download.authorised")) is not { At: var day })
            return null;
        return new(
            download.Id, "", download.State, London.DayOf(day), null,
            All.ToDictionary(cell => cell, cell => new LogCellText([.. Erased(cell, download)])));
    }

    private static IEnumerable<LogLine> Erased(LogCell cell, DownloadCase download) => cell switch
    {
        LogCell.DownloadAuthorised => Steps(download, "download.authorised", "name erased, signed"),
        LogCell.DownloadedAt => Steps(download, "download.recorded", "recorded"),
        LogCell.ViewedAt => Steps(download, "viewing.recorded", "name erased, recorded"),
        LogCell.DeletionAuthorised => Steps(download, "deletion.authorised", "name erased, signed"),
        LogCell.DeletedOn => Steps(download, "deletion.done", "recorded"),
        LogCell.DownloadedBy => Steps(download, "download.recorded", "name erased, recorded"),
        LogCell.Uses => Steps(download, "recording.used", "names erased, recorded"),
        LogCell.KeptUntil or LogCell.KeptLongerBecause or LogCell.PermittedBy => [],
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
