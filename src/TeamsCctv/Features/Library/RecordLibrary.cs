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
    private readonly ConcurrentDictionary<string, bool> _compared = new(StringComparer.Ordinal);

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
        if (database.Read(session => LogHasParted.Of(session, school)) is { } parted)
            throw new InvalidDataException(parted.Says);
        if (!_compared.ContainsKey(school) && !await CompareAsync(school, first, urgency, cancellation))
            return;
        var began = Stopwatch.GetTimestamp();
        using var trace = Measures.Traces.StartActivity("file");
        var file = database.Read(session => Read(session, school, first, null));
        trace?.SetTag("cctv.school", school).SetTag("cctv.record.first", first).SetTag("cctv.record.count", file.Records.Count);
        var attached = await AttachAsync(file, urgency, cancellation);
        var next = await files.CreateAsync(CommitFile.PathOf(school, first, 0), file.ToBytes(), urgency, cancellation) is { } there
            ? await MatchAsync(file, CommitFile.Read(there))
            : file.Next;

        // A crash before this asks for the same file again, and finds its own.
        await database.WriteAsync(session =>
        {
            foreach (var path in attached)
                session.Execute("UPDATE library_attachment SET made = 1 WHERE path = $1", path);

            // What was erased since the file was read is in it all the same: it needs another edition.
            return session.Execute(
                """
                INSERT OR IGNORE INTO library_file (school, first, next, edition, stale)
                VALUES ($1, $2, $3, 0, EXISTS (SELECT 1 FROM record WHERE school = $1 AND seq >= $2 AND seq < $3 AND body IS NULL))
                """,
                school, first, next);
        });
        Measures.Filing.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    /// <summary>
    /// Once a process and school, before the first file: the library must hold nothing from that number on, also under a later
    /// edition, whose name another file could take. False where another process has gone on meanwhile.
    /// </summary>
    private async Task<bool> CompareAsync(string school, long first, Urgency urgency, CancellationToken cancellation)
    {
        var folder = CommitFile.PathOf(school, first, 0);
        var names = await files.ListAsync(folder[..folder.LastIndexOf('/')], urgency, cancellation);
        await database.RefreshAsync();
        if (database.Read(session => Filed(session, school)) != first)
            return false;
        var later = names.Where(name => CommitFile.FirstOf(name) >= first && !name.EndsWith(".000.json", StringComparison.Ordinal)).ToList();
        if (later.Count > 0)
            await PartAsync(school, first);
        _compared[school] = true;
        return true;
    }

    /// <summary>Somebody has filed from the same number on: more or fewer records, but these.</summary>
    private async Task<long> MatchAsync(CommitFile ours, CommitFile theirs)
    {
        if (theirs.Next > ours.Next)
        {
            // Another process may know more than this one does yet.
            await database.RefreshAsync();
            ours = database.Read(session => Read(session, ours.School, ours.First, theirs.Next));
        }

        if (!theirs.HasLeavesOf(ours) || ours.Next < theirs.Next)
            await PartAsync(ours.School, ours.First);
        return theirs.Next;
    }

    /// <summary>From here on nothing of the school is recorded, by any process, until somebody has looked.</summary>
    private async Task PartAsync(string school, long first)
    {
        LogForked(school, first);
        await database.WriteAsync(session =>
        {
            LogHasParted.Keep(session, school, first);
            return true;
        });
        throw new InvalidDataException(new LogHasParted(school, first).Says);
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
            if (database.Read(session => session.First("SELECT 1 FROM library_attachment WHERE path = $1 AND made = 1", _ => true, path)) || database.Read(read) is not { } bytes)
                return;

            // Noted before it is made: whatever is erased later is looked for there.
            await database.WriteAsync(session => session.Execute("INSERT OR IGNORE INTO library_attachment (path) VALUES ($1)", path));
            if (await files.CreateAsync(path, bytes, urgency, cancellation, alone: true) is not null)
                throw new InvalidDataException($"The library holds something else under {path}.");
            made.Add(path);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{School}: the library holds other records from number {First} on; nothing is recorded any more until somebody has looked")]
    private partial void LogForked(string school, long first);
}
