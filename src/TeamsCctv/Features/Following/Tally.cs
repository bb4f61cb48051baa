using System.Text.Json;
using NodaTime;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Following;

/// <summary>
/// What a school's numbers count, made from the records: a row for each that counts, with its moment and nothing of whom or
/// what it was about. It names nobody, so it stays when names are erased; a refusal's clause goes with the refusal.
/// </summary>
public sealed class Tally(Database database, Registers registers) : LogFollower("tally", database, registers)
{
    public const string Asked = Facts.DownloadRequested;
    public const string Authorised = "download.authorised";
    public const string Refused = "download.refused";
    public const string Downloaded = "download.recorded";
    public const string Viewed = "viewing.recorded";
    public const string Deleted = "deletion.done";
    public const string RefusedByPolicy = Facts.ActRefused;
    public const string DisclosureAsked = "disclosure.asked";
    public const string DisclosureRefused = "disclosure.refused";

    /// <summary>A disclosure ended by a step, which is its detail: whether that made it is the policy's to say.</summary>
    public const string DisclosureEnded = "disclosure.ended";

    private static readonly string[] AsRecorded = [Asked, Authorised, Refused, Downloaded, Viewed, Deleted];

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Database.WriteAsync(session =>
        {
            session.Execute(
                """
                CREATE TABLE IF NOT EXISTS tally (
                    school TEXT NOT NULL, at INTEGER NOT NULL, seq INTEGER NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL, case_id TEXT,
                    PRIMARY KEY (school, at, seq)
                ) WITHOUT ROWID
                """);
            return session.Execute("CREATE INDEX IF NOT EXISTS tally_case ON tally (school, case_id)");
        });
        await base.StartAsync(cancellationToken);
    }

    protected override void Apply(LogReader log, long seq, string? caseId, string kind)
    {
        if (kind == RecordKinds.BodiesErased)
            log.Session.Execute("UPDATE tally SET detail = '' WHERE school = $1 AND case_id = $2 AND what = $3 AND seq < $4", log.School, caseId, RefusedByPolicy, seq);
        if (Array.IndexOf(AsRecorded, kind) >= 0)
            Add(log, seq, kind, "", caseId);
        else if (kind == RefusedByPolicy)
            Add(log, seq, kind, log.Record(seq) is { Body: { } body } && Facts.Read(kind, body.Content) is ActRefused refused ? refused.Clause : "", caseId);
        else if (Commit.IsMatter(caseId) && Matter.Fold(caseId!, log.Case(caseId!)) is { IsDisclosure: true } matter)
            Disclosure(log, seq, matter, kind);
        else if (Commit.IsMatter(caseId) && kind == RecordKinds.BodiesErased)
            log.Session.Execute("DELETE FROM tally WHERE school = $1 AND case_id = $2 AND what <> $3", log.School, caseId, RefusedByPolicy);
    }

    /// <summary>How often what was recorded at a school from one moment up to another, as of every record appended before the call.</summary>
    public async Task<IReadOnlyList<Counted>> CountAsync(string school, Instant from, Instant to, CancellationToken cancellation)
    {
        await CatchUpAsync(school, cancellation);
        return Database.Read(session => session.Query(
            "SELECT what, detail, COUNT(*) FROM tally WHERE school = $1 AND at >= $2 AND at < $3 GROUP BY what, detail",
            row => new Counted(row.GetString(0), row.GetString(1), row.GetInt32(2)),
            school, from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds()));
    }

    /// <summary>How often the policy refused somebody at each of these schools since a moment; a school where it did not is left out.</summary>
    public async Task<IReadOnlyDictionary<string, int>> RefusalsAsync(IReadOnlyCollection<string> schools, Instant since, CancellationToken cancellation)
    {
        await CatchUpAsync(schools, cancellation);
        return Database.Read(session => session.Query(
            """
            SELECT tally.school, COUNT(*) FROM json_each($1) AS asked CROSS JOIN tally ON tally.school = asked.value AND tally.at >= $2
            WHERE tally.what = $3 GROUP BY tally.school
            """,
            row => (School: row.GetString(0), Count: row.GetInt32(1)),
            JsonSerializer.Serialize(schools), since.ToUnixTimeMilliseconds(), RefusedByPolicy)).ToDictionary(row => row.School, row => row.Count);
    }

    /// <summary>The moment of a school's first record that counts, or null.</summary>
    public Instant? First(string school) => Database.Read(session => session.First(
        "SELECT at FROM tally WHERE school = $1 ORDER BY at LIMIT 1", row => (Instant?)Instant.FromUnixTimeMilliseconds(row.GetInt64(0)), school));

    private static void Disclosure(LogReader log, long seq, Matter matter, string kind)
    {
        if (matter.State == MatterState.Unsorted)
            return;
        if (kind is Facts.MatterOpened or "matter.sorted")
            Add(log, seq, DisclosureAsked, "", matter.Id);
        else if (kind == "matter.refused")
            Add(log, seq, DisclosureRefused, "", matter.Id);
        else if (matter.ClosedBy is { } closing && closing.Record == seq)
            Add(log, seq, DisclosureEnded, closing.Step, matter.Id);
    }

    private static void Add(LogReader log, long seq, string what, string detail, string? caseId) => log.Session.Execute(
        "INSERT OR IGNORE INTO tally (school, at, seq, what, detail, case_id) SELECT school, at, seq, $3, $4, $5 FROM record WHERE school = $1 AND seq = $2",
        log.School, seq, what, detail, caseId);
}

/// <summary>How often something was recorded.</summary>
/// <param name="Detail">The clause of a refusal, the step that ended a disclosure; empty where there is none or it went with the names.</param>
public sealed record Counted(string What, string Detail, int Times);
