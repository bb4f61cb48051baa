using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace TeamsCctv.Storage;

/// <summary>
/// The embedded store: one SQLite file in WAL mode with <c>synchronous=FULL</c>. All writes go through one writer
/// that runs whatever is waiting in a single transaction, so that many callers share one fsync; none is answered
/// before it. A caller's work is atomic by itself (a savepoint) and sees the work before it.
/// </summary>
/// <remarks>
/// Where several processes share the store, this file is one of their copies: a transaction commits once it has its place
/// in the journal, and where another process was there first it is undone and run again on what that one did. Work must
/// therefore bear to be run twice, and change nothing but the session's rows.
/// </remarks>
public sealed class Database : IAsyncDisposable
{
    private const int LargestBatch = 512;

    private readonly string _source;
    private readonly Session _writer;
    private readonly Replica? _replica;
    private readonly Copies? _copies;
    private readonly ConcurrentBag<Session> _readers = [];
    private readonly Channel<Work> _waiting = Channel.CreateUnbounded<Work>(new() { SingleReader = true });
    private readonly Task _running;

    /// <summary>What is kept in memory is of before, and nothing is decided on it.</summary>
    private bool _isBehind;

    /// <param name="journal">Null where this process has the store to itself.</param>
    /// <exception cref="JournalException">The journal cannot be read: there is no telling what has happened.</exception>
    public Database(string path, IJournal? journal = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _source = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString;
        if (journal is not null)
            Replica.Restore(path, journal);
        _writer = Open(journal is null ? null : []);
        Schema.Create(_writer);
        if (journal is not null)
        {
            _replica = new(_writer, journal);
            _replica.CatchUpAsync().GetAwaiter().GetResult();
            _copies = new(this, journal, $"{path}.copy");
        }

        _running = Task.Run(RunAsync);
    }

    /// <summary>Signs a school's log as the transaction leaves it; called once a transaction for each log that grew.</summary>
    internal Action<Session, string>? Sealing { get; set; }

    /// <summary>
    /// What must be done between the commit and the answer to those whose records are in it: a throw tells them that nobody
    /// knows, though the records stand.
    /// </summary>
    internal Func<IReadOnlyList<(string School, long Number)>, Task>? Confirming { get; set; }

    /// <summary>Whether this file is one of several copies.</summary>
    public bool IsShared => _replica is not null;

    /// <summary>Rings after every change, by this process or another, and before anybody is answered: what is kept in memory is read anew.</summary>
    internal event Action? Repeated;

    /// <summary>Rings where this copy can never be brought up to date again: the process must start anew.</summary>
    internal event Action? Lost;

    /// <summary>Rings after every commit; what follows from records looks whether there is something to do.</summary>
    public event Action? Committed;

    internal Session Writer => _writer;

    /// <summary>
    /// Runs <paramref name="work"/> in the next transaction and returns after its fsync. Where the store fails the
    /// outcome is not known: a <see cref="StoreFailedException"/>, and the caller looks before it repeats.
    /// </summary>
    public Task<T> WriteAsync<T>(Func<Session, T> work)
    {
        var item = new Work<T>(work);
        return _waiting.Writer.TryWrite(item)
            ? item.Result
            : throw new ObjectDisposedException(nameof(Database));
    }

    /// <summary>Reads committed data, as of one moment.</summary>
    public T Read<T>(Func<Session, T> work)
    {
        var session = _readers.TryTake(out var free) ? free : Open();
        try
        {
            session.Execute("BEGIN");
            try
            {
                return work(session);
            }
            finally
            {
                session.Execute("COMMIT");
            }
        }
        catch (SqliteException failure)
        {
            throw new StoreFailedException(failure);
        }
        finally
        {
            _readers.Add(session);
        }
    }

    /// <summary>Brings this copy up to what every process had committed when it was asked.</summary>
    /// <exception cref="StoreFailedException">The journal cannot be read.</exception>
    public Task RefreshAsync() => _replica is null ? Task.CompletedTask : WriteAsync(_ => true);

    /// <summary>Leaves a copy for processes that start later, where one is due; one call at a time.</summary>
    /// <param name="looks">Also where little has happened, and forgets what is old: once an hour.</param>
    public Task KeepAsync(bool looks, CancellationToken cancellation) => _copies?.KeepAsync(looks, cancellation) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _running;
        _writer.Dispose();
        while (_readers.TryTake(out var reader))
            reader.Dispose();
    }

    private Session Open(List<Statement>? statements = null)
    {
        var connection = new SqliteConnection(_source);
        connection.Open();
        var session = new Session(connection) { Statements = statements };
        session.Execute("PRAGMA journal_mode=WAL");
        session.Execute("PRAGMA synchronous=FULL");
        // Erased names must not lie in freed pages.
        session.Execute("PRAGMA secure_delete=ON");
        session.Execute("PRAGMA foreign_keys=ON");
        session.Execute("PRAGMA busy_timeout=5000");
        return session;
    }

    private async Task RunAsync()
    {
        List<Work> batch = [];
        while (await _waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < LargestBatch && _waiting.Reader.TryRead(out var work))
                batch.Add(work);
            await CommitAsync(batch);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "The writer must outlive whatever is thrown at it.")]
    private async Task CommitAsync(List<Work> batch)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            // Where another process was there first, what was decided is decided again, on what that one did.
            while (!await TryCommitAsync(batch))
                Measures.Conflicts.Add(1);
        }
        catch (Exception failure)
        {
            // Whatever it was, nobody knows and the writer goes on: without it every caller would wait for ever.
            TryRollBack();
            Measures.Failures.Add(1);
            foreach (var work in batch)
                work.Fail(new StoreFailedException(failure));
            if (failure is JournalException { IsGone: true })
                Lost?.Invoke();
            return;
        }

        Repeat();
        Answer(batch);
        Ring();
        Measures.Commit.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
        if (_writer.Appended.Count > 0)
            Measures.Records.Add(_writer.Appended.Count);
    }

    private async Task<bool> TryCommitAsync(List<Work> batch)
    {
        _isBehind |= _replica is not null && await _replica.CatchUpAsync();
        if (_isBehind)
        {
            Repeated?.Invoke();
            _isBehind = false;
        }

        while (true)
        {
            _writer.Control("BEGIN IMMEDIATE");
            _writer.Appended.Clear();
            _writer.Statements?.Clear();
            foreach (var work in batch)
                Run(work);
            if (Seal(batch))
                break;
        }

        // A crash before the next lines loses work nobody was told of; after them, work nobody may lose.
        if (_replica is not null && !await _replica.TakePlaceAsync())
        {
            RollBack();
            return false;
        }

        _writer.Control("COMMIT");
        return true;
    }

    /// <summary>False where the logs cannot be signed now: whoever appended to one has failed, and the others run without them.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever keeps a key from signing, nothing is on the record.")]
    private bool Seal(List<Work> batch)
    {
        try
        {
            foreach (var school in _writer.Appended.Select(record => record.School).Distinct().ToList())
                Sealing?.Invoke(_writer, school);
            return true;
        }
        catch (Exception failure) when (failure is not SqliteException)
        {
            RollBack();
            foreach (var work in batch.Where(work => work.Appended.Count > 0))
                work.Fail(new StoreFailedException(failure));
            batch.RemoveAll(work => work.Appended.Count > 0);
            return false;
        }
    }

    private void Answer(List<Work> batch)
    {
        foreach (var work in batch)
        {
            if (Confirming is { } confirm && work.Appended.Count > 0)
                _ = work.AcknowledgeAfterAsync(confirm);
            else
                work.Acknowledge();
        }
    }

    /// <summary>The writer must outlive whoever listens: a listener that is gone is no reason to leave callers waiting.</summary>
    private void Ring()
    {
        try
        {
            Committed?.Invoke();
        }
        catch (ObjectDisposedException)
        {
            // It was disposed between the look and the call; nothing of it is left to be told.
        }
    }

    private void Run(Work work)
    {
        var (appended, statements) = (_writer.Appended.Count, _writer.Statements?.Count);
        _writer.Control("SAVEPOINT work");
        if (!work.Try(_writer))
        {
            _writer.Control("ROLLBACK TO work");
            _writer.Appended.RemoveRange(appended, _writer.Appended.Count - appended);
            _writer.Statements?.RemoveRange(statements!.Value, _writer.Statements.Count - statements.Value);
        }

        _writer.Control("RELEASE work");
        work.Appended = _writer.Appended[appended..];
    }

    private void TryRollBack()
    {
        try
        {
            RollBack();
        }
        catch (SqliteException)
        {
            // The next BEGIN says whether the connection is of any use.
        }
    }

    /// <summary>It is committed, and its callers are told so whatever a listener throws; what comes next waits until it was read anew.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "The writer must outlive whatever is thrown at it.")]
    private void Repeat()
    {
        try
        {
            Repeated?.Invoke();
        }
        catch (Exception)
        {
            _isBehind = true;
            Measures.Failures.Add(1);
        }
    }

    private void RollBack()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(_writer.Connection.Handle) == 0)
            _writer.Control("ROLLBACK");
    }
}
