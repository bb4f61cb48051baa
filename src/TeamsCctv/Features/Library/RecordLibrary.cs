using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Protocols.SharePoint;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Library;

/// <summary>
/// Files every record in the school's own SharePoint before whoever made it is told so. What arrives while a file is under
/// way goes into the next one together, so that a busy hour costs no more files than the time allows.
/// </summary>
internal sealed partial class RecordLibrary(Database database, LibraryFiles files, ILogger<RecordLibrary> logger)
{
    private const int MostRecords = 512;
    private const int MostBytes = 2 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _one = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _forked = new(StringComparer.Ordinal);

    /// <summary>What is wrong with logs that stand differently in the library, for whoever runs the program.</summary>
    public IReadOnlyCollection<string> Forked => [.. _forked.Values];

    /// <summary>Returns when these records are filed.</summary>
    public Task ConfirmAsync(IReadOnlyList<(string School, long Number)> records) => Task.WhenAll(records
        .GroupBy(record => record.School, (school, of) => FileAsync(school, of.Max(record => record.Number) + 1, Urgency.Person, CancellationToken.None)))
        .WaitAsync(Patience);

    /// <summary>Files a school's records up to a size of its log.</summary>
    /// <exception cref="GraphException">SharePoint does not take them now; they stand in the journal, and are filed later.</exception>
    /// <exception cref="InvalidDataException">Other records stand in the library under these numbers.</exception>
    public async Task FileAsync(string school, long size, Urgency urgency, CancellationToken cancellation)
    {
        var one = _one.GetOrAdd(school, _ => new(1, 1));
        await one.WaitAsync(cancellation);
        try
        {
            while (database.Read(session => Filed(session, school)) is var filed && filed < size)
                await FileNextAsync(school, filed, urgency, cancellation);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>How many records of a log are filed.</summary>
    public static long Filed(Session session, string school) =>
        session.First("SELECT next FROM library_file WHERE school = $1 ORDER BY first DESC LIMIT 1", row => row.GetInt64(0), school);

    /// <summary>The records that a file has, as they are now.</summary>
    public static CommitFile Read(Session session, string school, long first, long? next)
    {
        List<FiledRecord> records = [];
        var bytes = 0;
        foreach (var (leaf, body) in session.Query(
            "SELECT leaf, body FROM record WHERE school = $1 AND seq >= $2 AND seq < $3 ORDER BY seq",
            row => ((byte[])row[0], row.IsDBNull(1) ? null : (byte[])row[1]), school, first, next ?? first + MostRecords))
        {
            bytes += leaf.Length + (body?.Length ?? 0);
            if (next is null && records.Count > 0 && bytes > MostBytes)
                break;
            records.Add(new(leaf, body));
        }

        var end = first + records.Count;
        var (size, note) = session.First("SELECT size, checkpoint FROM log WHERE school = $1", row => (row.GetInt64(0), (byte[])row[1]), school);
        return new(
            school, first, records, size == end ? Encoding.UTF8.GetString(note) : null,
            session.Query("SELECT key, seq FROM done WHERE school = $1 AND seq >= $2 AND seq < $3 ORDER BY seq", row => new FiledKey(row.GetString(0), row.GetInt64(1)), school, first, end),
            session.Query(
                "SELECT case_id, sha256, name, type, size, came_from FROM document WHERE school = $1 AND size >= $2 AND size <= $3 ORDER BY rowid",
                row => new FiledDocument(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.IsDBNull(5) ? null : row.GetString(5)), school, first, end),
            session.Query(
                "SELECT message_id, case_id, size FROM mail_thread WHERE school = $1 AND size >= $2 AND size <= $3 ORDER BY message_id",
                row => new FiledThread(row.GetString(0), row.GetString(1), row.GetInt64(2)), school, first, end));
    }

    private async Task FileNextAsync(string school, long first, Urgency urgency, CancellationToken cancellation)
    {
        if (_forked.TryGetValue(school, out var forked))
            throw new InvalidDataException(forked);
        var began = Stopwatch.GetTimestamp();
        using var trace = Measures.Traces.StartActivity("file");
        var file = database.Read(session => Read(session, school, first, null));
        trace?.SetTag("cctv.school", school).SetTag("cctv.record.first", first).SetTag("cctv.record.count", file.Records.Count);
        var attached = await AttachAsync(file, urgency, cancellation);
        var next = await files.CreateAsync(CommitFile.PathOf(school, first, 0), file.ToBytes(), urgency, cancellation) is { } there
            ? Match(file, CommitFile.Read(there))
            : file.Next;

        // A crash before this asks for the same file again, and finds its own.
        await database.WriteAsync(session =>
        {
            foreach (var path in attached)
                session.Execute("INSERT OR IGNORE INTO library_attachment (path) VALUES ($1)", path);
            return session.Execute("INSERT OR IGNORE INTO library_file (school, first, next, edition) VALUES ($1, $2, $3, 0)", school, first, next);
        });
        Measures.Filing.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    /// <summary>Another process has filed from the same number on: more or fewer records, but these.</summary>
    private long Match(CommitFile ours, CommitFile theirs)
    {
        if (theirs.HasLeavesOf(ours))
            return theirs.Next;
        var says = $"{ours.School}: the library holds other records from number {ours.First} on than this program. Nothing of this school is recorded any more until somebody has looked: keep the library as it is, and ask whoever runs TeamsCctv.";
        _forked[ours.School] = says;
        LogForked(ours.School, ours.First);
        throw new InvalidDataException(says);
    }

    /// <summary>What records refer to is there before them.</summary>
    private async Task<List<string>> AttachAsync(CommitFile file, Urgency urgency, CancellationToken cancellation)
    {
        List<string> made = [];
        foreach (var document in file.Documents.DistinctBy(document => document.Sha256))
        {
            await AttachAsync(CommitFile.PathOf(document, file.School), session => session.First(
                "SELECT bytes FROM document WHERE school = $1 AND sha256 = $2", row => (byte[])row[0], file.School, document.Sha256));
        }

        foreach (var hash in file.Records.Select(record => Leaf.Parse(record.Leaf).Policy.Hash).Distinct())
            await AttachAsync($"policies/{hash}.json", session => session.First("SELECT bytes FROM policy WHERE hash = $1", row => (byte[])row[0], hash));
        return made;

        async Task AttachAsync(string path, Func<Session, byte[]?> read)
        {
            if (database.Read(session => session.First("SELECT 1 FROM library_attachment WHERE path = $1", _ => true, path)) || database.Read(read) is not { } bytes)
                return;
            if (await files.CreateAsync(path, bytes, urgency, cancellation, alone: true) is not null)
                throw new InvalidDataException($"The library holds something else under {path}.");
            made.Add(path);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{School}: the library holds other records from number {First} on; nothing is recorded any more until somebody has looked")]
    private partial void LogForked(string school, long first);
}
