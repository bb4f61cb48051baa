using NodaTime;
using NodaTime.Text;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Recordings;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Following;
using TeamsCctv.Features.Messages;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Lists;

/// <summary>
/// What the lists are to say, made from the records: a row a case in each list that it belongs in. It asks nothing of
/// SharePoint; <see cref="ListRounds"/> does.
/// </summary>
public sealed class ViewRows(Database database, Registers registers, Scenes scenes, PublicAddress address) : LogFollower("lists", database, registers)
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Database.WriteAsync(session =>
        {
            ListTable.Create(session);
            return true;
        });
        await base.StartAsync(cancellationToken);
    }

    protected override void Apply(LogReader log, long seq, string? caseId, string kind)
    {
        if (!(Commit.IsDownload(caseId) || Commit.IsMatter(caseId)) || scenes.Of(log, caseId!, default) is not { } scene)
            return;
        if (Commit.IsDownload(caseId) && CaseActs.Load(log, caseId!) is { } download)
        {
            Put(ListDefinitions.CctvLog, CctvLogRow.Of(download, scene.Policy) is { } row ? LogRow(download, row) : null, download.State == DownloadState.Erased);
            Put(ListDefinitions.Recordings, RecordingRow(download), false);
        }
        else if (Commit.IsMatter(caseId) && Matter.Fold(caseId!, log.Case(caseId!)) is { } matter)
        {
            // Erased before the record of that said what it was, it is in no list that is made anew; one that has it keeps it, without its names.
            foreach (var list in new[] { ListDefinitions.Disclosures, ListDefinitions.AccessRequests, ListDefinitions.Breaches, ListDefinitions.Complaints })
            {
                var kindOf = scene.Policy.Matter(matter.Kind);
                var belongs = matter.State != MatterState.Unsorted && (list == ListDefinitions.Disclosures ? matter.IsDisclosure == true : ListDefinitions.OfBook(kindOf?.Book) == list);
                var stays = matter is { State: MatterState.Erased, Kind: "" } && new ListTable(log.Session, list).ByKey($"{log.School}/{caseId}") is { Gone: false };
                Put(list, belongs || stays ? MatterRow(list, matter, kindOf) : null, matter.State == MatterState.Erased);
            }
        }

        void Put(ListDefinition list, Dictionary<string, string?>? values, bool erased)
        {
            var (table, key) = (new ListTable(log.Session, list), $"{log.School}/{caseId}");
            if (values is null)
            {
                table.Drop(key);
                return;
            }

            values["Title"] = caseId;
            values[ListDefinition.Key] = key;
            values[ListDefinition.School] = scene.School.Name;
            table.Put(log.School, key, list.Row(values), erased);
        }

        string Page(long record) => address.Of($"records/{log.School}/{record}").ToString();

        Dictionary<string, string?> LogRow(DownloadCase download, CctvLogRow row)
        {
            string Cell(LogCell cell) => string.Join('\n', row.Cells[cell].Lines.Select(line => line.Text));
            string? PageOf(LogCell cell) => row.Cells[cell].Lines is [var line, ..] ? Page(line.Record) : null;
            return new()
            {
                ["Day"] = Say(row.Day),
                ["State"] = ListWords.Of(row.State),
                ["Page"] = Page(download.Opened.Number),
                ["Camera"] = row.Camera,
                ["KeptUntil"] = Say(row.KeepUntil),
                ["Authorised"] = Cell(LogCell.DownloadAuthorised),
                ["AuthorisedPage"] = PageOf(LogCell.DownloadAuthorised),
                ["DownloadedAt"] = Cell(LogCell.DownloadedAt),
                ["DownloadedBy"] = Cell(LogCell.DownloadedBy),
                ["Reason"] = Cell(LogCell.Reason),
                ["Requestor"] = Cell(LogCell.Requestor),
                ["Viewed"] = Cell(LogCell.ViewedAt),
                ["Uses"] = Cell(LogCell.Uses),
                ["KeptLonger"] = Cell(LogCell.KeptLongerBecause),
                ["Deletion"] = Cell(LogCell.DeletionAuthorised),
                ["DeletionPage"] = PageOf(LogCell.DeletionAuthorised),
                ["Deleted"] = Cell(LogCell.DeletedOn),
            };
        }

        // A recording whose case was erased is no recording any more: only the log says that it was there.
        Dictionary<string, string?>? RecordingRow(DownloadCase download) => download is { State: not DownloadState.Erased, Downloaded: { } clip, Request: { } request }
            ? new()
            {
                ["Day"] = Say(London.DayOf(clip.Fact.At)),
                ["State"] = ListWords.Of(download.State),
                ["Page"] = Page(clip.Record),
                ["Camera"] = request.CameraName,
                ["KeptWhere"] = clip.Fact.KeptWhere,
                ["KeptUntil"] = download.Deleted is null ? Say(download.KeepUntil) : null,
                ["DownloadedBy"] = Who(clip.Fact.By),
                ["Sha256"] = clip.Fact.Sha256,
                ["Deleted"] = download.Deleted is { } gone ? $"{London.Say(gone.Fact.On)}, record {gone.Record}" : null,
            }
            : null;

        Dictionary<string, string?> MatterRow(ListDefinition list, Matter matter, MatterKind? rules)
        {
            Dictionary<string, string?> row = new()
            {
                ["Day"] = Say(London.DayOf(matter.At)),
                ["State"] = ListWords.Of(matter.State),
                ["Page"] = Page(matter.Record),
                ["Subject"] = matter.Opened?.Title ?? rules?.Title,
            };
            if (matter.Opened is not { } opened)
                return row;
            row["What"] = Lines(opened.Answers);
            row["Done"] = string.Join('\n', matter.Steps.Select(step => $"{step.Fact.Title}: {Who(step.Fact.By)}, {London.Say(step.At)}, record {step.Record}"));
            if (matter.Approved is { } yes)
                (row["Decision"], row["DecisionPage"]) = ($"Approved: {Who(yes.Fact.By)}, {London.Say(yes.At)}, record {yes.Record}", Page(yes.Record));
            else if (matter.Refused is { } no)
                (row["Decision"], row["DecisionPage"]) = ($"Refused: {Who(no.Fact.By)}, {London.Say(no.At)}, record {no.Record}", Page(no.Record));
            if (list == ListDefinitions.Disclosures)
            {
                row["Reply"] = matter.Approved is { } approved ? Lines(approved.Fact.Answers) : matter.Refused?.Fact is { } refused ? $"{(refused.Ground is { } ground ? $"{ground}. " : "")}{refused.Reason}" : null;
                return row;
            }

            var clocks = matter.Clocks.Values.Select(clock => clock.Fact).OrderBy(clock => clock.Due, StringComparer.Ordinal).ToList();
            row["Due"] = matter.IsUnderWay ? clocks.Where(clock => !IsStopped(clock, matter, rules)).Select(clock => DayOf(clock.Due)).OfType<string>().Order(StringComparer.Ordinal).FirstOrDefault() : null;
            row["DueSays"] = string.Join('\n', clocks.Select(clock => $"{clock.Title}: {clock.Says}"));
            return row;
        }
    }

    /// <summary>What had to be done by then is done.</summary>
    private static bool IsStopped(MatterClockSet clock, Matter matter, MatterKind? rules) =>
        rules?.Clocks?.FirstOrDefault(rule => rule.Id == clock.Clock) is { } rule && rule.Stops.Any(matter.HasDone);

    /// <summary>The day of what is due on a day or at a moment.</summary>
    private static string? DayOf(string? due) => due is null ? null
        : LocalDatePattern.Iso.Parse(due).Success ? due
        : InstantPattern.ExtendedIso.Parse(due) is { Success: true, Value: var at } ? Say(London.DayOf(at)) : null;

    private static string Lines(IEnumerable<FieldAnswer> answers) =>
        string.Join('\n', answers.Select(answer => $"{answer.Label}{(answer.Label.EndsWith('?') ? "" : ":")} {answer.Says.ReplaceLineEndings(" ")}"));

    private static string Who(Signatory by) => $"{by.Name}, {by.Title}";

    private static string? Say(LocalDate? day) => day is { } one ? LocalDatePattern.Iso.Format(one) : null;
}
