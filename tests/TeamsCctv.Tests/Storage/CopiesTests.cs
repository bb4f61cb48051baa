using System.Security.Cryptography;
using TeamsCctv.Protocols.AzureStorage;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Storage;

/// <summary>Copies that are left beside a journal: whole or not at all, and nothing of them anywhere else.</summary>
[Collection(OnAzurite.Name)]
public sealed class CopiesTests(Azurite azurite) : IAsyncLifetime
{
    private readonly JournalWorld _world = new(azurite.NewAccount());

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _world.InitializeAsync();

    public async ValueTask DisposeAsync() => await _world.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_copy_that_is_lost_is_whole_or_nowhere_and_the_next_try_leaves_one(bool persisted)
    {
        var loses = LosesRequests.Copies(persisted);
        await using var one = new Database(_world.At("one.db"), _world.Journal(loses));
        await JournalWorld.PutAsync(one, "before", RandomNumberGenerator.GetBytes(1_000_000));
        loses.IsOn = true;

        await Assert.ThrowsAsync<JournalException>(() => one.KeepAsync(looks: true, Cancelled));

        Assert.Equal(persisted ? 1 : 0, (await _world.Content.NamesAsync("copies/")).Count);
        Assert.Empty(Directory.GetFiles(_world.Data, "one.db.copy*"));
        await JournalWorld.PutAsync(one, "after", [1]);
        await using (var two = new Database(_world.At("two.db"), _world.Journal()))
            Assert.Equal(["after", "before"], JournalWorld.Secrets(two));
        loses.IsOn = false;
        _world.Clock.Advance(TimeSpan.FromDays(1.1));
        await one.KeepAsync(looks: true, Cancelled);
        var place = await _world.Journal().RestoreAsync(_world.At("restored.db"), Cancelled);
        Assert.Equal(one.Read(Replica.Place), place);
        using var restored = Session.Open(_world.At("restored.db"));
        Assert.Equal("ok", restored.First("PRAGMA integrity_check", row => row.GetString(0)));
        Assert.Equal(["after", "before"], JournalWorld.Secrets(restored));
    }

    [Fact]
    public async Task A_copy_that_was_lost_when_its_segment_had_ended_is_left_by_the_next_try_though_nothing_more_was_written()
    {
        var loses = LosesRequests.Copies(persisted: false);
        await using var one = new Database(_world.At("one.db"), _world.Journal(loses));
        await JournalWorld.PutAsync(one, "before", [1]);
        await one.KeepAsync(looks: true, Cancelled);
        await JournalWorld.PutAsync(one, "after", [1]);
        _world.Clock.Advance(TimeSpan.FromDays(1.1));
        loses.IsOn = true;
        await Assert.ThrowsAsync<JournalException>(() => one.KeepAsync(looks: true, Cancelled));
        loses.IsOn = false;

        await one.KeepAsync(looks: true, Cancelled);

        Assert.Equal([JournalBlobs.Copy(new(2, 0)), JournalBlobs.Copy(new(3, 0))], await _world.Content.NamesAsync("copies/"));
    }

    [Fact]
    public async Task A_copy_for_its_size_that_was_lost_when_its_segment_had_ended_is_left_by_the_next_try_on_the_same_day()
    {
        var loses = LosesRequests.Copies(persisted: false);
        await using var one = new Database(_world.At("one.db"), _world.Journal(loses));
        await JournalWorld.PutAsync(one, "before", [1]);
        await one.KeepAsync(looks: true, Cancelled);
        for (var i = 0; i < 2; i++)
            await JournalWorld.PutAsync(one, $"{i}", RandomNumberGenerator.GetBytes(2_500_000));
        loses.IsOn = true;
        await Assert.ThrowsAsync<JournalException>(() => one.KeepAsync(looks: false, Cancelled));
        loses.IsOn = false;

        await one.KeepAsync(looks: false, Cancelled);
        await one.KeepAsync(looks: false, Cancelled);

        Assert.Equal([JournalBlobs.Copy(new(2, 0)), JournalBlobs.Copy(new(3, 0))], await _world.Content.NamesAsync("copies/"));
    }

    [Fact]
    public async Task Where_the_place_for_a_copy_cannot_be_tidied_that_is_a_store_that_failed_and_no_end_of_the_process()
    {
        await using var one = new Database(_world.At("one.db"), _world.Journal());
        await JournalWorld.PutAsync(one, "before", [1]);

        var copies = new Copies(one, _world.Journal(), _world.At("gone/one.db.copy"));

        await Assert.ThrowsAsync<StoreFailedException>(() => copies.KeepAsync(looks: true, Cancelled));
    }

    [Fact]
    public async Task A_copy_that_cannot_be_packed_or_is_gone_is_not_left_and_nothing_of_it_lies_about()
    {
        var journal = _world.Journal();
        await File.WriteAllTextAsync(_world.At("there"), "a copy", Cancelled);
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        await Assert.ThrowsAsync<JournalException>(() => journal.KeepAsync(new(2, 0), _world.At("gone"), Cancelled));
        await Assert.ThrowsAsync<JournalException>(() => journal.KeepAsync(new(2, 0), _world.At("there"), stopped.Token));
        Directory.CreateDirectory(_world.At("there.packed"));
        await Assert.ThrowsAsync<JournalException>(() => journal.KeepAsync(new(2, 0), _world.At("there"), Cancelled));

        Assert.Empty(await _world.Content.NamesAsync());
        Assert.Equal([_world.At("there")], Directory.GetFiles(_world.Data));
    }

    [Fact]
    public async Task A_copy_that_a_process_died_over_is_gone_with_the_next_start()
    {
        await File.WriteAllTextAsync(_world.At("one.db.copy"), "a name", Cancelled);
        await File.WriteAllTextAsync(_world.At("one.db.copy.packed"), "a name", Cancelled);

        await using var one = new Database(_world.At("one.db"), _world.Journal());

        Assert.Empty(Directory.GetFiles(_world.Data, "*.copy*"));
    }

    [Fact]
    public async Task Where_somebody_is_always_first_at_the_end_the_copy_is_left_at_the_first_call_that_finds_a_pause()
    {
        await using var two = new Database(_world.At("two.db"), _world.Journal());
        var count = 0;
        var busy = new BeforeEnds(() => JournalWorld.PutAsync(two, $"{count++}", [1]));
        await using var one = new Database(_world.At("one.db"), _world.Journal(busy));
        await JournalWorld.PutAsync(two, "first", [1]);
        await one.RefreshAsync();
        busy.IsOn = true;

        await one.KeepAsync(looks: true, Cancelled);
        Assert.Empty(await _world.Content.NamesAsync("copies/"));
        Assert.Equal([JournalBlobs.Segment(1), JournalBlobs.Segment(2)], await _world.Content.NamesAsync());
        busy.IsOn = false;
        await one.KeepAsync(looks: false, Cancelled);

        Assert.Equal([JournalBlobs.Copy(new(2, 0))], await _world.Content.NamesAsync("copies/"));
        await using var three = new Database(_world.At("three.db"), _world.Journal());
        Assert.Equal(count + 1, JournalWorld.Secrets(three).Count);
    }

    /// <summary>Has something done before each end of a segment arrives.</summary>
    private sealed class BeforeEnds(Func<Task> act) : DelegatingHandler(new SocketsHttpHandler())
    {
        public bool IsOn { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (IsOn && request.RequestUri!.Query.Contains("comp=appendblock", StringComparison.Ordinal) && request.Content!.Headers.ContentLength == 5)
                await act();
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
