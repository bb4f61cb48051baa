using System.Security.Cryptography;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using TeamsCctv.Protocols.AzureStorage;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Storage;

/// <summary>The journal on Microsoft's own stand-in for a storage account.</summary>
[Collection(OnAzurite.Name)]
public sealed class BlobJournalTests(Azurite azurite)
{
    private readonly StorageAccount _account = azurite.NewAccount();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_two_entries_for_one_place_the_first_has_it_and_the_other_is_told()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        var (mine, theirs) = (Entry(), Entry());

        var places = await Task.WhenAll(one.AppendAsync(JournalPlace.Start, mine, Cancelled), two.AppendAsync(JournalPlace.Start, theirs, Cancelled));

        Assert.Single(places, place => place is not null);
        Assert.Equal(places[0] is not null ? mine : theirs, Assert.Single((await two.ReadAsync(JournalPlace.Start, Cancelled)).Entries).Entry);
    }

    [Fact]
    public async Task Entries_of_any_size_are_read_in_order_also_over_the_end_of_a_segment()
    {
        var journal = await OpenAsync(mostBlocks: 3);
        byte[][] entries = [Entry(), Entry(5 * 1024 * 1024), Entry(), Entry(), Entry(200_000), Entry(), Entry(), Entry()];
        var at = JournalPlace.Start;
        foreach (var entry in entries)
            at = (await journal.AppendAsync(at, entry, Cancelled))!.Value;

        Assert.Equal(entries, await AllAsync(journal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_entry_whose_answer_is_lost_is_looked_up_and_one_that_is_lost_is_not_there(bool persisted)
    {
        var loses = LosesRequests.Appends(persisted);
        var journal = await OpenAsync(new HttpClient(loses));
        var first = await journal.AppendAsync(JournalPlace.Start, Entry(), Cancelled);
        var entry = Entry();
        loses.IsOn = true;

        if (persisted)
        {
            Assert.NotNull(await journal.AppendAsync(first!.Value, entry, Cancelled));
        }
        else
        {
            await Assert.ThrowsAsync<JournalException>(() => journal.AppendAsync(first!.Value, entry, Cancelled));
            loses.IsOn = false;
            Assert.NotNull(await journal.AppendAsync(first!.Value, entry, Cancelled));
        }

        Assert.Equal(entry, Assert.Single((await journal.ReadAsync(first.Value, Cancelled)).Entries).Entry);
    }

    [Fact]
    public async Task A_segment_ends_behind_its_last_entry_or_not_at_all_and_a_writer_goes_on_in_the_next()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        byte[][] entries = [Entry(), Entry(), Entry()];
        var first = (await one.AppendAsync(JournalPlace.Start, entries[0], Cancelled))!.Value;
        var second = (await two.AppendAsync(first, entries[1], Cancelled))!.Value;

        await one.EndAsync(first, Cancelled);
        Assert.Equal(second, (await one.ReadAsync(second, Cancelled)).Next);
        await Task.WhenAll(one.EndAsync(second, Cancelled), two.EndAsync(second, Cancelled));
        Assert.Equal(new(2, 0), (await one.ReadAsync(second, Cancelled)).Next);
        Assert.True(await _account.Container().GetBlobClient("segments/00000002").ExistsAsync(Cancelled));
        var third = await two.AppendAsync(second, entries[2], Cancelled);

        Assert.Equal(2, third!.Value.Segment);
        Assert.Equal(entries, await AllAsync(one));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_the_answer_to_an_end_is_lost_the_next_look_tells_and_the_journal_goes_on(bool persisted)
    {
        var loses = LosesRequests.Appends(persisted);
        var journal = await OpenAsync(new HttpClient(loses));
        byte[][] entries = [Entry(), Entry()];
        var first = (await journal.AppendAsync(JournalPlace.Start, entries[0], Cancelled))!.Value;
        loses.IsOn = true;

        await Assert.ThrowsAsync<JournalException>(() => journal.EndAsync(first, Cancelled));

        loses.IsOn = false;
        Assert.Equal(persisted ? new(2, 0) : first, (await journal.ReadAsync(first, Cancelled)).Next);
        var second = (await journal.AppendAsync(first, entries[1], Cancelled))!.Value;
        Assert.Equal(persisted ? 2 : 1, second.Segment);
        await journal.EndAsync(second, Cancelled);
        Assert.Equal(new(second.Segment + 1, 0), (await journal.ReadAsync(second, Cancelled)).Next);
        Assert.Equal(entries, await AllAsync(journal));
    }

    [Fact]
    public async Task Two_processes_write_on_while_a_third_ends_one_segment_after_the_other()
    {
        var data = Directory.CreateTempSubdirectory("cctv-test-").FullName;
        await using (var one = new Database(Path.Combine(data, "one.db"), await OpenAsync()))
        await using (var two = new Database(Path.Combine(data, "two.db"), await OpenAsync()))
        {
            // They go on until several have ended, however quick either side is.
            var (journal, at) = (await OpenAsync(), JournalPlace.Start);
            var writing = Task.WhenAll(PutAllAsync(one, "one"), PutAllAsync(two, "two"));
            while (!writing.IsCompleted)
            {
                at = (await journal.ReadAsync(at, Cancelled)).Next;
                await journal.EndAsync(at, Cancelled);
            }

            var written = (await writing).Sum();
            await one.RefreshAsync();
            await two.RefreshAsync();
            await using var three = new Database(Path.Combine(data, "three.db"), await OpenAsync());
            Assert.Equal(written, Names(one).Count);
            Assert.Equal(Names(one), Names(two));
            Assert.Equal(Names(one), Names(three));
            Assert.True(one.Read(Replica.Place)!.Value.Segment > 3);
        }

        Directory.Delete(data, recursive: true);

        static async Task<int> PutAllAsync(Database database, string who)
        {
            var i = 0;
            for (; i < 40 || (i < 2000 && database.Read(Replica.Place)!.Value.Segment < 5); i++)
                await database.WriteAsync(session => session.Execute("INSERT INTO secret (name, value) VALUES ($1, x'01')", $"{who} {i}"));
            return i;
        }
    }

    [Fact]
    public async Task A_process_that_starts_takes_the_newest_copy_and_repeats_what_came_after_it()
    {
        var data = Directory.CreateTempSubdirectory("cctv-test-").FullName;
        await using (var one = new Database(Path.Combine(data, "one.db"), await OpenAsync()))
        {
            for (var i = 0; i < 60; i++)
            {
                var noise = RandomNumberGenerator.GetBytes(100_000);
                await one.WriteAsync(session => session.Execute("INSERT INTO secret (name, value) VALUES ($1, $2)", $"{i}", noise));
            }

            await one.KeepAsync(looks: false, Cancelled);
            await one.WriteAsync(session => session.Execute("INSERT INTO secret (name, value) VALUES ('after', x'01')"));
        }

        var copies = await _account.Container().GetBlobsAsync(new GetBlobsOptions { Prefix = "copies/" }, Cancelled).CountAsync(Cancelled);
        await using (var two = new Database(Path.Combine(data, "two.db"), await OpenAsync()))
            Assert.Equal(61, two.Read(session => session.First("SELECT count(*) FROM secret", row => row.GetInt32(0))));
        Assert.Equal(1, copies);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_store_that_was_alone_becomes_the_beginning_of_a_new_journal_and_is_left_beside_another()
    {
        var data = Directory.CreateTempSubdirectory("cctv-test-").FullName;
        await FillAsync(Path.Combine(data, "alone.db"), null, "alone");
        await FillAsync(Path.Combine(data, "stray.db"), null, "stray");

        await FillAsync(Path.Combine(data, "alone.db"), await OpenAsync(), "after");
        await using (var other = new Database(Path.Combine(data, "other.db"), await OpenAsync()))
            Assert.Equal(["after", "alone"], Names(other));
        var journal = await OpenAsync();
        var wrong = Assert.Throws<JournalException>(() => new Database(Path.Combine(data, "stray.db"), journal));

        Assert.Contains("holds a store of its own", wrong.Message, StringComparison.Ordinal);
        await using (var stray = new Database(Path.Combine(data, "stray.db")))
            Assert.Equal(["stray"], Names(stray));
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_process_whose_part_of_the_journal_was_forgotten_is_told_to_start_anew()
    {
        var journal = await OpenAsync(mostBlocks: 1);
        var place = JournalPlace.Start;
        for (var i = 0; i < 3; i++)
            place = (await journal.AppendAsync(place, Entry(), Cancelled))!.Value;
        await _account.Container().DeleteBlobAsync("segments/00000001", cancellationToken: Cancelled);

        var lost = await Assert.ThrowsAsync<JournalException>(() => journal.ReadAsync(JournalPlace.Start, Cancelled));

        Assert.True(lost.IsGone);
    }

    [Fact]
    public async Task A_process_that_was_frozen_ends_nothing_and_makes_no_segment_again_that_was_forgotten()
    {
        var journal = await OpenAsync(mostBlocks: 1);
        var first = (await journal.AppendAsync(JournalPlace.Start, Entry(), Cancelled))!.Value;
        var place = first;
        for (var i = 0; i < 2; i++)
            place = (await journal.AppendAsync(place, Entry(), Cancelled))!.Value;
        foreach (var number in new[] { 1, 2 })
            await _account.Container().DeleteBlobAsync(JournalBlobs.Segment(number), cancellationToken: Cancelled);

        await journal.EndAsync(first, Cancelled);

        Assert.Equal([JournalBlobs.Segment(3), JournalBlobs.Segment(4)], await new JournalContent(_account.Container()).NamesAsync());
    }

    [Fact]
    public async Task A_token_that_is_not_to_be_had_fails_what_was_asked_and_nothing_after_it()
    {
        var fails = new Fails { InnerHandler = new SocketsHttpHandler() };
        var data = Directory.CreateTempSubdirectory("cctv-test-").FullName;
        await using (var one = new Database(Path.Combine(data, "one.db"), await OpenAsync(new HttpClient(fails))))
        {
            fails.IsOn = true;
            await Assert.ThrowsAsync<StoreFailedException>(one.RefreshAsync);
            fails.IsOn = false;
            await one.WriteAsync(session => session.Execute("INSERT INTO secret (name, value) VALUES ('after', x'01')"));
            Assert.Equal(["after"], Names(one));
        }

        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Two_processes_on_one_container_know_what_the_other_has_done()
    {
        await using var two = await TwoProcesses.OpenAsync(settings: new() { ["Storage:Journal"] = _account.ConnectionString });
        await Downloads.Steps.AskAsync(two.School);

        await two.PressThereAsync("harriet", await two.School.CardOfAsync("harriet"), "Approve");
        await Downloads.Steps.RecordAsync(two.School);

        Assert.Equal(two.LogHere(), await two.LogThereAsync());
    }

    private async Task<BlobJournal> OpenAsync(HttpClient? http = null, int mostBlocks = 45_000)
    {
        var container = _account.Container(http is null ? null : new BlobClientOptions { Transport = new HttpClientTransport(http), Retry = { MaxRetries = 0 } });
        await container.CreateIfNotExistsAsync(cancellationToken: Cancelled);
        return new(container, TimeProvider.System, mostBlocks);
    }

    private static async Task FillAsync(string path, IJournal? journal, string name)
    {
        await using var database = new Database(path, journal);
        await database.WriteAsync(session => session.Execute("INSERT INTO secret (name, value) VALUES ($1, x'01')", name));
    }

    private static List<string> Names(Database database) => database.Read(session => session.Query("SELECT name FROM secret ORDER BY name", row => row.GetString(0)));

    private sealed class Fails : DelegatingHandler
    {
        public bool IsOn { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            IsOn ? throw new Azure.Identity.AuthenticationFailedException("No token.") : base.SendAsync(request, cancellationToken);
    }

    private static async Task<List<byte[]>> AllAsync(BlobJournal journal)
    {
        List<byte[]> read = [];
        for (var from = JournalPlace.Start; await journal.ReadAsync(from, Cancelled) is var (some, next) && next != from; from = next)
            read.AddRange(some.Select(entry => entry.Entry));
        return read;
    }

    private static byte[] Entry(int size = 100) => RandomNumberGenerator.GetBytes(size);
}
