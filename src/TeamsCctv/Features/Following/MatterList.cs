using System.Text.Json;
using NodaTime;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Following;

/// <summary>
/// Which cases of the kinds that policies describe are where, made from the records. It keeps no name; the register's keys
/// that it keeps go when the case's names are erased.
/// </summary>
public sealed class MatterList(Database database, Registers registers) : LogFollower("matter-list", database, registers)
{
    /// <summary>The most that a page lists; where there are more, the newest are listed and it says so.</summary>
    public const int Most = 5000;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Database.WriteAsync(session =>
        {
            session.Execute(
                """
                CREATE TABLE IF NOT EXISTS matter_list (
                    school TEXT NOT NULL, case_id TEXT NOT NULL, number INTEGER NOT NULL, matter TEXT NOT NULL, state TEXT NOT NULL,
                    asked_by TEXT, since INTEGER NOT NULL, disclosure INTEGER NOT NULL,
                    PRIMARY KEY (school, case_id)
                ) WITHOUT ROWID
                """);
            if (!session.Query("SELECT name FROM pragma_table_info('matter_list')", row => row.GetString(0)).Contains("opened"))
            {
                session.Execute("ALTER TABLE matter_list ADD COLUMN opened INTEGER NOT NULL DEFAULT 0");
                session.Execute("UPDATE matter_list SET opened = (SELECT at FROM record WHERE record.school = matter_list.school AND record.seq = matter_list.number)");
            }

            return session.Execute("CREATE INDEX IF NOT EXISTS matter_list_state ON matter_list (school, state, number)");
        });
        await base.StartAsync(cancellationToken);
    }

    protected override void Apply(LogReader log, long seq, string? caseId, string kind)
    {
        if (!Commit.IsMatter(caseId) || Matter.Fold(caseId!, log.Case(caseId!)) is not { } matter)
            return;

        // Erased before the record of that said what it was: made anew, the list can only say that names were erased, and
        // nothing passes for a disclosure that may have been none. What the list knows already it keeps.
        log.Session.Execute(
            """
            INSERT INTO matter_list (school, case_id, number, matter, state, asked_by, since, disclosure, opened) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (school, case_id) DO UPDATE SET state = $5, asked_by = $6, since = $7,
                matter = CASE $10 WHEN 1 THEN $4 ELSE matter END, disclosure = CASE $10 WHEN 1 THEN $8 ELSE disclosure END
            """,
            log.School, caseId, matter.Record, matter.Kind, matter.State.ToString(), matter.Opened?.By.Person,
            matter.Since.ToUnixTimeMilliseconds(), matter.IsDisclosure == true, matter.At.ToUnixTimeMilliseconds(), matter.Opened is null ? 0 : 1);
    }

    /// <summary>Of these schools: how many of their cases wait or are under way, disclosures among them, and since when.</summary>
    public async Task<IReadOnlyList<MatterCount>> CountAsync(IReadOnlyCollection<string> schools, CancellationToken cancellation)
    {
        await CatchUpAsync(schools, cancellation);
        return Database.Read(session => session.Query(
            """
            SELECT school, state, COUNT(*), SUM(disclosure), MIN(opened) FROM matter_list
            WHERE school IN (SELECT value FROM json_each($1)) AND state IN ('Unsorted', 'Waiting', 'Open') GROUP BY school, state
            """,
            row => new MatterCount(
                row.GetString(0), Enum.Parse<MatterState>(row.GetString(1)), row.GetInt32(2), row.GetInt32(3), Instant.FromUnixTimeMilliseconds(row.GetInt64(4))),
            JsonSerializer.Serialize(schools)));
    }

    /// <summary>A school's cases that wait or are under way, the oldest first.</summary>
    public async Task<IReadOnlyList<string>> UnderWayAsync(string school, CancellationToken cancellation)
    {
        await CatchUpAsync(school, cancellation);
        return Database.Read(session => session.Query(
            "SELECT case_id FROM matter_list WHERE school = $1 AND state IN ('Unsorted', 'Waiting', 'Open') ORDER BY number", row => row.GetString(0), school));
    }

    /// <summary>Those of them in which nothing has been recorded since then.</summary>
    public async Task<IReadOnlyList<string>> QuietAsync(string school, DateTimeOffset since, CancellationToken cancellation)
    {
        await CatchUpAsync(school, cancellation);
        return Database.Read(session => session.Query(
            "SELECT case_id FROM matter_list WHERE school = $1 AND state IN ('Unsorted', 'Waiting', 'Open') AND since <= $2 ORDER BY number",
            row => row.GetString(0), school, since.ToUnixTimeMilliseconds()));
    }

    /// <summary>As <see cref="UnderWayAsync"/>, as far as the list has come: for what is drawn while a person waits.</summary>
    public IReadOnlyList<string> UnderWay(string school) => Database.Read(session => session.Query(
        "SELECT case_id FROM matter_list WHERE school = $1 AND state IN ('Unsorted', 'Waiting', 'Open') ORDER BY number", row => row.GetString(0), school));

    /// <summary>The kinds of which these schools have cases, each with one of them.</summary>
    public IReadOnlyList<ListedMatter> Kinds(IReadOnlyCollection<string> schools) => Database.Read(session => session.Query(
        "SELECT school, MAX(case_id), matter FROM matter_list WHERE school IN (SELECT value FROM json_each($1)) AND matter <> '' GROUP BY school, matter",
        Listed, JsonSerializer.Serialize(schools)));

    /// <summary>The cases of these kinds, by school and kind: the newest first, or those under way with the oldest first.</summary>
    public IReadOnlyList<ListedMatter> OfKinds(IReadOnlyCollection<ListedMatter> kinds, bool underWay, int most) => Database.Read(session => session.Query(
        $"""
        SELECT school, case_id, matter FROM matter_list
        WHERE school IN (SELECT value FROM json_each($1)) AND school || '/' || matter IN (SELECT value FROM json_each($2)) {(underWay ? "AND state IN ('Unsorted', 'Waiting', 'Open')" : "")}
        ORDER BY {(underWay ? "opened, school, number" : "opened DESC, school, number DESC")} LIMIT $3
        """,
        Listed, JsonSerializer.Serialize(kinds.Select(kind => kind.School).Distinct()), JsonSerializer.Serialize(kinds.Select(kind => $"{kind.School}/{kind.Kind}")), most));

    private static ListedMatter Listed(Microsoft.Data.Sqlite.SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2));

    /// <summary>A school's cases, newest first, as of every record appended before the call.</summary>
    public Task<IReadOnlyList<Matter>> AllAsync(string school, CancellationToken cancellation) => ReadAsync(
        school, "SELECT case_id FROM matter_list WHERE school = $1 ORDER BY number DESC LIMIT $2", Most, cancellation);

    /// <summary>The disclosures among them, every one: what is left out of a log is not logged.</summary>
    public Task<IReadOnlyList<Matter>> DisclosuresAsync(string school, CancellationToken cancellation) => ReadAsync(
        school, "SELECT case_id FROM matter_list WHERE school = $1 AND disclosure = 1 ORDER BY number DESC LIMIT $2", int.MaxValue, cancellation);

    private async Task<IReadOnlyList<Matter>> ReadAsync(string school, string sql, int most, CancellationToken cancellation)
    {
        await CatchUpAsync(school, cancellation);
        return Database.Read(session =>
        {
            var log = new LogReader(session, school);
            return session.Query(sql, row => row.GetString(0), school, most)
                .Select(id => Matter.Fold(id, log.Case(id))!)
                .ToList();
        });
    }
}

/// <summary>A case as the list has it.</summary>
/// <param name="Kind">The kind's id in the profile.</param>
public sealed record ListedMatter(string School, string Id, string Kind);

/// <summary>A school's cases of one state.</summary>
/// <param name="Disclosures">How many of them are disclosures.</param>
/// <param name="Oldest">When the first of them was opened.</param>
public sealed record MatterCount(string School, MatterState State, int Cases, int Disclosures, Instant Oldest);
