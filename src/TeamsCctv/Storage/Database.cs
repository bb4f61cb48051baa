using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace TeamsCctv.Storage;

/// <summary>
/// The embedded store: one SQLite file in WAL mode with <c>synchronous=FULL</c>. All writes go through one writer
/// that runs whatever is waiting in a single transaction, so that many callers share one fsync; none is answered
/// before it. A caller's work is atomic by itself (a savepoint) and sees the work before it.
/// </summary>
public sealed class Database : IAsyncDisposable
{
    private const int LargestBatch = 512;

    private readonly string _source;
    private readonly Session _writer;
    private readonly ConcurrentBag<Session> _readers = [];
    private readonly Channel<Work> _waiting = Channel.CreateUnbounded<Work>(new() { SingleReader = true });
    private readonly Task _running;

    public Database(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _source = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString;
        _writer = Open();
        Schema.Create(_writer);
        _running = Task.Run(RunAsync);
    }

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

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _running;
        _writer.Dispose();
        while (_readers.TryTake(out var reader))
            reader.Dispose();
    }

    private Session Open()
    {
        var connection = new SqliteConnection(_source);
        connection.Open();
        var session = new Session(connection);
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
            Commit(batch);
        }
    }

    private void Commit(List<Work> batch)
    {
        try
        {
            _writer.Execute("BEGIN IMMEDIATE");
            foreach (var work in batch)
                Run(work);
            // A crash before the next line loses work nobody was told of; after it, work nobody may lose.
            _writer.Execute("COMMIT");
        }
        catch (SqliteException failure)
        {
            RollBack();
            foreach (var work in batch)
                work.Fail(new StoreFailedException(failure));
            return;
        }

        foreach (var work in batch)
            work.Acknowledge();
        Ring();
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
        _writer.Execute("SAVEPOINT work");
        if (!work.Try(_writer))
            _writer.Execute("ROLLBACK TO work");
        _writer.Execute("RELEASE work");
    }

    private void RollBack()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(_writer.Connection.Handle) == 0)
            _writer.Execute("ROLLBACK");
    }

    private abstract class Work
    {
        /// <summary>False where the work itself failed: its changes are undone and its own caller told, after the commit.</summary>
        public abstract bool Try(Session session);

        public abstract void Acknowledge();

        public abstract void Fail(Exception failure);
    }

    private sealed class Work<T>(Func<Session, T> run) : Work
    {
        private readonly TaskCompletionSource<T> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _made;
        private Exception? _failure;

        public Task<T> Result => _told.Task;

#pragma warning disable CA1031 // Whatever a caller's work throws is that caller's, and must not stop the others'.
        public override bool Try(Session session)
        {
            try
            {
                _made = run(session);
                return true;
            }
            catch (Exception failure)
            {
                // A full disk under one caller's statement is the store's failure, and known to have changed nothing.
                _failure = failure is SqliteException ? new StoreFailedException(failure) : failure;
                return false;
            }
        }
#pragma warning restore CA1031

        public override void Acknowledge()
        {
            if (_failure is null)
                _told.SetResult(_made!);
            else
                _told.SetException(_failure);
        }

        public override void Fail(Exception failure) => _told.SetException(failure);
    }
}

/// <summary>The store did not say whether a write happened. Look before repeating it.</summary>
public sealed class StoreFailedException(Exception inner) : Exception("The store did not confirm the write.", inner);
