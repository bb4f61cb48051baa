using System.Security.Cryptography;
using System.Text;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Storage;

/// <summary>Several databases that are copies of one store, on a journal that loses, delays and repeats.</summary>
public sealed class SharedStoreTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("cctv-test-").FullName;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Two_processes_that_race_for_the_same_things_get_each_of_them_once(int seed)
    {
        var journal = new FaultyJournal(seed, faults: 0.3);
        await using var one = Open("one", journal);
        await using var two = Open("two", journal);

        // 25 things, wanted by both at once, by each until it knows how that came out.
        await Task.WhenAll(TakeAllAsync(one, "one"), TakeAllAsync(two, "two"));
        await SettleAsync(one);
        await SettleAsync(two);

        var taken = Taken(one);
        Assert.Equal(25, taken.Count);
        Assert.Equal(taken, Taken(two));
        Assert.Equal(25, one.Read(session => session.First("SELECT sum(n) FROM counted", row => row.GetInt32(0))));
        Assert.Equal(Digest(one), Digest(two));
    }

    [Fact]
    public async Task A_process_that_starts_later_has_everything_and_what_failed_is_nowhere()
    {
        var journal = new FaultyJournal(1, faults: 0);
        await using var one = Open("one", journal);
        await CreateAsync(one);
        await one.WriteAsync(session => session.Execute("INSERT INTO taken (thing, who) VALUES ('a', 'one')"));
        var failed = Assert.ThrowsAsync<InvalidOperationException>(() => one.WriteAsync<int>(session =>
        {
            session.Execute("INSERT INTO taken (thing, who) VALUES ('b', 'one')");
            throw new InvalidOperationException("Not this one.");
        }));
        await Task.WhenAll(failed, one.WriteAsync(session => session.Execute("INSERT INTO taken (thing, who) VALUES ('c', $1)", [null])));

        await using var two = Open("two", journal);

        Assert.Equal(["a one", "c "], Taken(two));
        Assert.Equal(Digest(one), Digest(two));
    }

    [Fact]
    public async Task What_changes_nothing_takes_no_place_in_the_journal()
    {
        var journal = new FaultyJournal(1, faults: 0);
        await using var one = Open("one", journal);
        await CreateAsync(one);
        var before = journal.Entries;

        await CreateAsync(one);
        await one.WriteAsync(session => session.Execute("DELETE FROM taken WHERE thing = 'z'"));
        await one.RefreshAsync();

        Assert.Equal(before, journal.Entries);
    }

    [Fact]
    public async Task Where_the_journal_cannot_be_read_nothing_is_decided()
    {
        var journal = new FaultyJournal(1, faults: 0);
        await using var one = Open("one", journal);
        await CreateAsync(one);
        journal.IsDown = true;

        await Assert.ThrowsAsync<StoreFailedException>(() => one.WriteAsync(session => session.Execute("INSERT INTO taken (thing, who) VALUES ('a', 'one')")));
        await Assert.ThrowsAsync<StoreFailedException>(one.RefreshAsync);
        journal.IsDown = false;

        Assert.Equal(1, await one.WriteAsync(session => session.Execute("INSERT INTO taken (thing, who) VALUES ('a', 'two')")));
        Assert.Equal(["a two"], Taken(one));
    }

    [Fact]
    public async Task A_register_that_another_process_changes_is_read_anew_before_anybody_is_answered()
    {
        var journal = new FaultyJournal(1, faults: 0);
        await using var one = Open("one", journal);
        await using var two = Open("two", journal);
        var (here, there) = (new Registers(one), new Registers(two));

        await here.PutAsync([RegisterEntry.Of(new TeamsCctv.Domain.Cameras.School("oakfield", "Oakfield", "AL", []))]);
        await two.RefreshAsync();

        Assert.Equal("Oakfield", there.Cameras.Schools.Single().Name);
    }

    [Fact]
    public async Task One_process_holds_a_lease_until_it_gives_it_back_or_its_term_is_over()
    {
        var (journal, clock) = (new FaultyJournal(1, faults: 0), new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Host.Start));
        await using var one = Open("one", journal);
        await using var two = Open("two", journal);
        var (here, there) = (new Lease(one, clock), new Lease(two, clock));

        Assert.True(await here.IsHeldAsync("cards"));
        Assert.False(await there.IsHeldAsync("cards"));
        clock.Advance(TimeSpan.FromSeconds(45));
        Assert.True(await here.IsHeldAsync("cards"));
        clock.Advance(TimeSpan.FromSeconds(45));
        Assert.False(await there.IsHeldAsync("cards"));
        clock.Advance(TimeSpan.FromSeconds(45));
        Assert.True(await there.IsHeldAsync("cards"));
        Assert.False(await here.IsHeldAsync("cards"));
        await there.ReleaseAsync();
        await one.RefreshAsync();
        Assert.True(await here.IsHeldAsync("cards"));
    }

    private Database Open(string name, IJournal journal) => new(Path.Combine(_data, name, "cctv.db"), journal);

    private static Task<int> CreateAsync(Database database) => database.WriteAsync(session =>
    {
        session.Execute("CREATE TABLE IF NOT EXISTS taken (thing TEXT PRIMARY KEY, who TEXT)");
        return session.Execute("CREATE TABLE IF NOT EXISTS counted (n INTEGER NOT NULL)");
    });

    private static async Task TakeAllAsync(Database database, string who)
    {
        await UntilKnownAsync(() => CreateAsync(database));
        await Task.WhenAll(Enumerable.Range(0, 25).Select(thing => UntilKnownAsync(() => database.WriteAsync(session =>
        {
            if (session.First("SELECT 1 FROM taken WHERE thing = $1", _ => true, $"{thing}"))
                return 0;
            session.Execute("INSERT INTO counted (n) VALUES (1)");
            return session.Execute("INSERT INTO taken (thing, who) VALUES ($1, $2)", $"{thing}", who);
        }))));
    }

    private static async Task UntilKnownAsync(Func<Task<int>> act)
    {
        while (true)
        {
            try
            {
                await act();
                return;
            }
            catch (StoreFailedException)
            {
                // Nobody knows: look and decide again.
            }
        }
    }

    /// <summary>Lets in what is late.</summary>
    private static async Task SettleAsync(Database database)
    {
        for (var i = 0; i < 20; i++)
            await UntilKnownAsync(() => database.WriteAsync(_ => 0));
    }

    private static List<string> Taken(Database database) => database.Read(session => session.Query(
        "SELECT thing, who FROM taken ORDER BY thing", row => $"{row.GetString(0)} {(row.IsDBNull(1) ? "" : row.GetString(1))}"));

    private static string Digest(Database database) => database.Read(session =>
    {
        var tables = session.Query("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'journal' AND name NOT LIKE 'sqlite_%' ORDER BY name", row => row.GetString(0));
        var all = new StringBuilder();
        foreach (var table in tables)
        {
            all.AppendLine(table);
            foreach (var row in session.Query($"SELECT * FROM {table} ORDER BY 1", row => string.Join('|', Enumerable.Range(0, row.FieldCount).Select(i => row.GetValue(i) is byte[] blob ? Convert.ToHexString(blob) : $"{row.GetValue(i)}"))))
                all.AppendLine(row);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())));
    });
}
