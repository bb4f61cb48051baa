using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Features.Acts;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Following;

/// <summary>
/// Which cases are where, made from the records: what <c>/cases</c> and the first page list. It keeps no name; the
/// register's keys that it keeps go when the case's names are erased.
/// </summary>
public sealed class CaseList(Database database, Registers registers) : LogFollower("case-list-2", database, registers)
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Database.WriteAsync(session =>
        {
            session.Execute(
                """
                CREATE TABLE IF NOT EXISTS case_list (
                    school TEXT NOT NULL, case_id TEXT NOT NULL, number INTEGER NOT NULL, state TEXT NOT NULL, camera TEXT,
                    asked_by TEXT, barred TEXT, since INTEGER NOT NULL, keep_until TEXT, policy TEXT,
                    PRIMARY KEY (school, case_id)
                ) WITHOUT ROWID
                """);
            if (!session.Query("SELECT name FROM pragma_table_info('case_list')", row => row.GetString(0)).Contains("policy"))
                session.Execute("ALTER TABLE case_list ADD COLUMN policy TEXT");
            session.Execute("CREATE INDEX IF NOT EXISTS case_list_state ON case_list (school, state)");
            return session.Execute("CREATE INDEX IF NOT EXISTS case_list_asked ON case_list (school, asked_by)");
        });
        await base.StartAsync(cancellationToken);
    }

    protected override void Apply(LogReader log, long seq, string? caseId, string kind)
    {
        if (caseId is null || CaseActs.Load(log, caseId) is not { } download)
            return;
        log.Session.Execute(
            """
            INSERT INTO case_list (school, case_id, number, state, camera, asked_by, barred, since, keep_until, policy) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (school, case_id) DO UPDATE SET state = $4, camera = $5, asked_by = $6, barred = $7, since = $8, keep_until = $9, policy = $10
            """,
            log.School, caseId, download.Opened.Number, download.State.ToString(), download.Request?.CameraName,
            download.Request?.By.Person, Barred(download), Since(download).ToUnixTimeMilliseconds(),
            download.KeepUntil is { } until ? LocalDatePattern.Iso.Format(until) : null, log.PolicyOf(caseId));
    }

    /// <summary>All of a school's cases in these states, the longest waiting first, as of every record appended before the call.</summary>
    public async Task<IReadOnlyList<ListedCase>> InAsync(string school, IReadOnlyCollection<DownloadState> states, CancellationToken cancellation)
    {
        await CatchUpAsync(school, cancellation);
        return In(school, states);
    }

    /// <summary>As <see cref="InAsync"/>, as far as the list has come: for what is drawn while a person waits.</summary>
    public IReadOnlyList<ListedCase> In(string school, IReadOnlyCollection<DownloadState> states) =>
        Database.Read(session => states
            .SelectMany(state => session.Query(
                "SELECT case_id, state, camera, asked_by, barred, since, keep_until, policy FROM case_list WHERE school = $1 AND state = $2",
                Row, school, state.ToString()))
            .OrderBy(row => row.Since)
            .ToList());

    /// <summary>Of these schools: how many cases stand where, since when, and how many are due by a day or past it.</summary>
    /// <param name="soon">The last day that counts as due; what is asked to be deleted, or may be, is due as well.</param>
    public async Task<IReadOnlyList<CaseCount>> CountAsync(IReadOnlyCollection<string> schools, LocalDate today, LocalDate soon, CancellationToken cancellation)
    {
        await CatchUpAsync(schools, cancellation);
        return Database.Read(session => session.Query(
            """
            SELECT school, state, COUNT(*), MIN(since), SUM(state IN ('AwaitingDeletion', 'DeletionAuthorised') OR IFNULL(keep_until <= $3, 0)), SUM(IFNULL(keep_until < $2, 0))
            FROM case_list WHERE school IN (SELECT value FROM json_each($1)) AND state IN ('AwaitingAuthorisation', 'Authorised', 'Kept', 'AwaitingDeletion', 'DeletionAuthorised')
            GROUP BY school, state
            """,
            row => new CaseCount(
                row.GetString(0), Enum.Parse<DownloadState>(row.GetString(1)), row.GetInt32(2), Instant.FromUnixTimeMilliseconds(row.GetInt64(3)), row.GetInt32(4), row.GetInt32(5)),
            JsonSerializer.Serialize(schools), LocalDatePattern.Iso.Format(today), LocalDatePattern.Iso.Format(soon)));
    }

    /// <summary>The last days of a school's recordings that are past and not deleted yet, one a recording.</summary>
    public async Task<IReadOnlyList<LocalDate>> OverdueAsync(string school, LocalDate today, CancellationToken cancellation)
    {
        await CatchUpAsync(school, cancellation);
        return Database.Read(session => session.Query(
            "SELECT keep_until FROM case_list WHERE school = $1 AND state IN ('Kept', 'AwaitingDeletion', 'DeletionAuthorised') AND keep_until < $2",
            row => LocalDatePattern.Iso.Parse(row.GetString(0)).Value, school, LocalDatePattern.Iso.Format(today)));
    }

    /// <summary>All that one person asked for at a school, newest first.</summary>
    public async Task<IReadOnlyList<ListedCase>> AskedByAsync(string school, string person, CancellationToken cancellation)
    {
        await CatchUpAsync(school, cancellation);
        return Database.Read(session => session.Query(
            "SELECT case_id, state, camera, asked_by, barred, since, keep_until, policy FROM case_list WHERE school = $1 AND asked_by = $2 ORDER BY number DESC",
            Row, school, person));
    }

    private static ListedCase Row(Microsoft.Data.Sqlite.SqliteDataReader row) => new(
        row.GetString(0),
        Enum.Parse<DownloadState>(row.GetString(1)),
        row.IsDBNull(2) ? null : row.GetString(2),
        row.IsDBNull(3) ? null : row.GetString(3),
        row.IsDBNull(4) ? null : row.GetString(4),
        Instant.FromUnixTimeMilliseconds(row.GetInt64(5)),
        row.IsDBNull(6) ? null : LocalDatePattern.Iso.Parse(row.GetString(6)).Value,
        row.GetString(7));

    /// <summary>Who may not decide what waits: whoever asked for it.</summary>
    private static string? Barred(DownloadCase download) => download.State switch
    {
        DownloadState.AwaitingAuthorisation => download.Request?.By.Person,
        DownloadState.AwaitingDeletion => download.DeletionAsked?.Fact.By?.Person,
        _ => null,
    };

    private static Instant Since(DownloadCase download) => download.State switch
    {
        DownloadState.AwaitingAuthorisation => download.Opened.At,
        DownloadState.Refused => download.Refused!.At,
        DownloadState.Authorised => download.FreeSince,
        DownloadState.Kept => download.DeletionRefused?.At ?? download.Downloaded!.At,
        DownloadState.AwaitingDeletion => download.DeletionAsked!.At,
        DownloadState.DeletionAuthorised => download.DeletableSince!.Value,
        DownloadState.Deleted => download.Deleted!.At,
        DownloadState.Erased => download.Opened.At,
    };
}

/// <summary>A case as the lists show it.</summary>
/// <param name="Camera">Null once the names are erased.</param>
/// <param name="AskedBy">The register's key of who asked.</param>
/// <param name="Barred">The key of the person who may not decide what waits.</param>
/// <param name="Since">Since when it stands where it stands.</param>
/// <param name="KeepUntil">The last day the clip is kept.</param>
/// <param name="Policy">The hash of the profile it was opened under.</param>
public sealed record ListedCase(
    string Id, DownloadState State, string? Camera, string? AskedBy, string? Barred, Instant Since, LocalDate? KeepUntil, string Policy);

/// <summary>A school's cases of one state.</summary>
/// <param name="Oldest">Since when the first of them stands there.</param>
/// <param name="Due">How many recordings are to be deleted soon, or are being deleted.</param>
/// <param name="Overdue">How many of those should be gone already.</param>
public sealed record CaseCount(string School, DownloadState State, int Cases, Instant Oldest, int Due, int Overdue);
