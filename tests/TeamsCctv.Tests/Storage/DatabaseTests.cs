using SQLitePCL;
using TeamsCctv.Storage;

namespace TeamsCctv.Tests.Storage;

/// <summary>The one writer: what waits shares a commit, and nobody is answered before it.</summary>
public sealed class DatabaseTests : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("cctv-test-").FullName;
    private readonly Database _database;

    // SQLite keeps a pointer to it for as long as the connection lives.
    private readonly delegate_commit _hook;
    private Func<bool> _fails = () => false;
    private int _commits;

    public DatabaseTests()
    {
        _database = new(Path.Combine(_data, "cctv.db"));
        _hook = _ =>
        {
            _commits++;
            return _fails() ? 1 : 0;
        };
    }

    public async ValueTask InitializeAsync()
    {
        await _database.WriteAsync(session => session.Execute("CREATE TABLE told (caller INTEGER PRIMARY KEY)"));
        raw.sqlite3_commit_hook(_database.Writer.Connection.Handle!, _hook, null);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Many_callers_share_one_commit_and_none_is_answered_before_it()
    {
        using var earlier = new Gate(_database);
        await earlier.Reached;
        var callers = Callers(100);
        using var last = new Gate(_database);
        var answeredAtCommit = -1;

        earlier.Open();
        await last.Reached;
        await earlier.Answered;

        // All hundred have run, and their transaction is still open.
        Assert.DoesNotContain(callers, caller => caller.IsCompleted);
        Assert.Equal(0, Rows());
        _fails = () =>
        {
            answeredAtCommit = callers.Count(caller => caller.IsCompleted);
            return false;
        };
        last.Open();
        await Task.WhenAll(callers);

        Assert.Equal((0, 2), (answeredAtCommit, _commits));
        Assert.Equal(100, Rows());
    }

    [Fact]
    public async Task A_commit_that_failed_is_told_to_everybody_who_shared_it_and_kept_for_nobody()
    {
        using var earlier = new Gate(_database);
        await earlier.Reached;
        var callers = Callers(100);
        _fails = () => _commits == 2;

        earlier.Open();
        foreach (var caller in callers)
            await Assert.ThrowsAsync<StoreFailedException>(() => caller);

        Assert.Equal(0, Rows());
        await Task.WhenAll(Callers(100));
        Assert.Equal(100, Rows());
    }

    [Fact]
    public async Task What_one_caller_throws_is_told_to_that_one_and_undoes_only_its_own()
    {
        using var earlier = new Gate(_database);
        await earlier.Reached;
        var before = Callers(10);
        var wrong = _database.WriteAsync<int>(session =>
        {
            session.Execute("INSERT INTO told VALUES (999)");
            throw new InvalidDataException("Its own.");
        });
        var after = Callers(10, from: 10);

        earlier.Open();
        await Assert.ThrowsAsync<InvalidDataException>(() => wrong);
        await Task.WhenAll([.. before, .. after]);

        Assert.Equal((20, 2), (Rows(), _commits));
    }

    [Fact]
    public async Task A_listener_that_throws_leaves_the_writer_alive_and_nothing_is_decided_until_it_has_read_anew()
    {
        var (broken, rings) = (true, 0);
        _database.Repeated += () =>
        {
            rings++;
            if (broken)
                throw new ArgumentOutOfRangeException(nameof(broken), "A register of a newer program.");
        };

        await _database.WriteAsync(session => session.Execute("INSERT INTO told VALUES (1)"));
        await Assert.ThrowsAsync<StoreFailedException>(() => _database.WriteAsync(session => session.Execute("INSERT INTO told VALUES (2)")));
        Assert.Equal(1, Rows());

        broken = false;
        await _database.WriteAsync(session => session.Execute("INSERT INTO told VALUES ($1)", rings));

        // Read anew before the third was decided, and once more after it.
        Assert.Equal((2, 4), (Rows(), rings));
        Assert.True(_database.Read(session => session.First("SELECT 1 FROM told WHERE caller = 3", _ => true)));
    }

    private List<Task<int>> Callers(int count, int from = 0) =>
        [.. Enumerable.Range(from, count).Select(caller => _database.WriteAsync(session => session.Execute("INSERT INTO told VALUES ($1)", caller)))];

    private long Rows() => _database.Read(session => session.First("SELECT COUNT(*) FROM told", row => row.GetInt64(0)));

    /// <summary>A caller whose work holds the writer until it is let go on.</summary>
    private sealed class Gate : IDisposable
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _open = new();

        public Gate(Database database) => Answered = database.WriteAsync(_ =>
        {
            _reached.SetResult();
            return _open.Wait(TimeSpan.FromSeconds(20));
        });

        public Task Reached => _reached.Task;

        public Task Answered { get; }

        public void Open() => _open.Set();

        public void Dispose() => _open.Dispose();
    }
}
