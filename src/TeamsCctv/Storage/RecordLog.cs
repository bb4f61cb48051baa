using NodaTime;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Records;

namespace TeamsCctv.Storage;

/// <summary>
/// The one commit point. A decision runs inside the writer's transaction, against the records that are there at that
/// moment, and what it appends is fsynced together with the tree and a signed checkpoint before anybody is answered.
/// </summary>
public sealed class RecordLog
{
    private readonly Database _database;
    private readonly LogKey _key;
    private readonly TimeProvider _time;

    public RecordLog(Database database, LogKey key, TimeProvider time)
    {
        (_database, _key, _time) = (database, key, time);
        database.Sealing = Seal;
    }

    /// <summary>
    /// Runs <paramref name="decide"/> on a school's log. It must be pure apart from what it appends: where two race, the
    /// second one runs against the first one's records.
    /// </summary>
    /// <exception cref="StoreFailedException">Nobody knows whether it happened; decide again and see.</exception>
    public async Task<T> CommitAsync<T>(string school, Func<Commit, T> decide)
    {
        using var trace = Measures.Traces.StartActivity("decide")?.SetTag("cctv.school", school);
        return await _database.WriteAsync(session =>
        {
            var commit = Open(session, school);
            var made = decide(commit);
            trace?.SetTag("cctv.size", commit.Size);
            return made;
        });
    }

    /// <summary>As <see cref="CommitAsync{T}"/>, for callers that already are in the writer's transaction.</summary>
    internal Commit Open(Session session, string school) => new(session, school, _time.GetUtcNow());

    public Task<T> ReadAsync<T>(string school, Func<LogReader, T> read) =>
        Task.FromResult(_database.Read(session => read(new LogReader(session, school))));

    /// <summary>Signs a school's log as the transaction leaves it. Where that fails, none of its records are.</summary>
    private void Seal(Session session, string school)
    {
        var frontier = session.First("SELECT frontier FROM log WHERE school = $1", row => MerkleFrontier.FromBytes((byte[])row[0]), school)!;
        session.Execute("UPDATE log SET checkpoint = $2 WHERE school = $1", school, _key.Sign(school, frontier));
    }
}

/// <summary>A school's log as one transaction sees it.</summary>
public class LogReader(Session session, string school)
{
    public string School => school;

    public Session Session => session;

    /// <summary>How many records there are; the next one's number.</summary>
    public long Size => session.First("SELECT size FROM log WHERE school = $1", row => row.GetInt64(0), school);

    /// <summary>A case's records. The index is named: without statistics SQLite would read the school's whole log.</summary>
    public IReadOnlyList<Recorded> Case(string id) => session.Query(
        "SELECT seq, at, kind, body FROM record INDEXED BY record_case WHERE school = $1 AND case_id = $2 ORDER BY seq",
        row => new Recorded(
            row.GetInt64(0),
            Instant.FromUnixTimeMilliseconds(row.GetInt64(1)),
            row.GetString(2),
            row.IsDBNull(3) ? null : Facts.Read(row.GetString(2), SealedBody.Open((byte[])row[3]).Content)),
        school, id);

    /// <summary>The version of a profile that runs here, or null before the first.</summary>
    public PolicyAdopted? Adopted => Case(PolicyAdopted.Case) is [.., { Fact: PolicyAdopted last }] ? last : null;

    /// <summary>The hash of the profile that a case was opened under, or null where there is no such case.</summary>
    public string? PolicyOf(string id) => session.First(
        "SELECT leaf FROM record INDEXED BY record_case WHERE school = $1 AND case_id = $2 ORDER BY seq LIMIT 1",
        row => Leaf.Parse((byte[])row[0]).Policy.Hash, school, id);

    /// <summary>The cases under way that hold a recording, the first to do so first.</summary>
    public IReadOnlyList<Domain.Cases.Downloads.Hold> HoldsOn(string recording) =>
    [
        .. session.Query(
            """
            SELECT case_id, (SELECT at FROM record INDEXED BY record_case WHERE record.school = hold.school AND record.case_id = hold.case_id ORDER BY seq LIMIT 1)
            FROM hold WHERE school = $1 AND recording = $2
            """,
            row => new Domain.Cases.Downloads.Hold(row.GetString(0), Instant.FromUnixTimeMilliseconds(row.GetInt64(1))), school, recording).OrderBy(hold => hold.Since),
    ];

    /// <summary>The record a command's key made, or null if the command has not taken effect.</summary>
    public long? Done(string commandKey) => session.First(
        "SELECT seq FROM done WHERE school = $1 AND key = $2", row => (long?)row.GetInt64(0), school, commandKey);

    public (Leaf Leaf, SealedBody? Body)? Record(long seq) => session.First(
        "SELECT leaf, body FROM record WHERE school = $1 AND seq = $2",
        row => ((Leaf, SealedBody?)?)(Leaf.Parse((byte[])row[0]), row.IsDBNull(1) ? null : SealedBody.Open((byte[])row[1])),
        school, seq);

    /// <summary>Number, case and kind of the records from <paramref name="next"/> on.</summary>
    public IReadOnlyList<(long Seq, string? Case, string Kind)> From(long next, int most) => session.Query(
        "SELECT seq, case_id, kind FROM record WHERE school = $1 AND seq >= $2 ORDER BY seq LIMIT $3",
        row => (row.GetInt64(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetString(2)),
        school, next, most);
}
