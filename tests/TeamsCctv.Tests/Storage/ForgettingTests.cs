using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Protocols.AzureStorage;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Storage;

/// <summary>What a journal lets go, and what it must keep.</summary>
[Collection(OnAzurite.Name)]
public sealed class ForgettingTests(Azurite azurite) : IAsyncLifetime
{
    private const string Name = "Erika Beispiel";

    private readonly JournalWorld _world = new(azurite.NewAccount());

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _world.InitializeAsync();

    public async ValueTask DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task What_no_copy_of_a_day_ago_needs_goes_and_all_that_somebody_may_need_stays()
    {
        var journal = _world.Journal();
        var file = _world.At("copy");
        await File.WriteAllTextAsync(file, "a copy", Cancelled);
        var first = await AppendAsync(journal, JournalPlace.Start, Entry(4 * 1024 * 1024));
        await journal.KeepAsync(first, file, Cancelled);
        var end = await EndedAsync(journal, await AppendAsync(journal, first, Entry()));
        await journal.KeepAsync(end, file, Cancelled);
        await Task.Delay(TimeSpan.FromSeconds(2.1), Cancelled);
        byte[][] later = [Entry(), Entry(4 * 1024 * 1024), Entry()];
        var middle = await AppendAsync(journal, end, later[0]);
        var newest = await EndedAsync(journal, await AppendAsync(journal, middle, later[1]));
        await journal.KeepAsync(newest, file, Cancelled);
        await AppendAsync(journal, newest, later[2]);
        var all = await _world.Content.NamesAsync();
        var left = await LeftAsync(end);

        _world.Clock.SetUtcNow(left + TimeSpan.FromHours(23));
        await journal.ForgetAsync(Cancelled);
        Assert.Equal(all, await _world.Content.NamesAsync());
        _world.Clock.SetUtcNow(left + TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        await journal.ForgetAsync(Cancelled);

        var names = await _world.Content.NamesAsync();
        Assert.Equal(
            [JournalBlobs.Copy(end), JournalBlobs.Copy(newest), JournalBlobs.LargeOf(2, later[1]), JournalBlobs.Segment(2), JournalBlobs.Segment(3)],
            names);
        Assert.Equal(newest, await journal.RestoreAsync(_world.At("restored"), Cancelled));
        Assert.Equal(later, await EntriesAsync(journal, end));
        Assert.Equal(later[1..], await EntriesAsync(journal, middle));
        foreach (var behind in new[] { JournalPlace.Start, first })
        {
            Assert.True((await Assert.ThrowsAsync<JournalException>(() => journal.ReadAsync(behind, Cancelled))).IsGone);
            Assert.True((await Assert.ThrowsAsync<JournalException>(() => journal.AppendAsync(behind, Entry(), Cancelled))).IsGone);
        }

        Assert.Equal(names, await _world.Content.NamesAsync());
    }

    [Fact]
    public async Task What_somebody_else_put_among_the_journals_blobs_is_left_alone_and_in_nobodys_way()
    {
        string[] foreign =
        [
            "copies/00000001-1", "copies/99999999-x", "copies/a-b", "large/00000001-x", "large/1-2-3", "large/a-b", "large/notes", "other/1", "segments/1", "segments/99999999999999999999", "segments/x",
        ];
        foreach (var name in foreign)
            await _world.Account.Container().GetBlobClient(name).UploadAsync(new BinaryData("not ours"), Cancelled);
        await Task.Delay(TimeSpan.FromSeconds(1.1), Cancelled);
        await using (var one = new Database(_world.At("one.db"), _world.Journal()))
        {
            for (var day = 0; day < 4; day++)
            {
                await JournalWorld.PutAsync(one, $"{day}", [1]);
                await one.KeepAsync(looks: true, Cancelled);
                _world.Clock.Advance(TimeSpan.FromDays(1.1));
            }
        }

        var ours = JournalBlobs.Segment(1);
        var names = await _world.Content.NamesAsync();
        Assert.DoesNotContain(ours, names);
        Assert.Equal(foreign, names.Intersect(foreign));
        await using var two = new Database(_world.At("two.db"), _world.Journal());
        Assert.Equal(["0", "1", "2", "3"], JournalWorld.Secrets(two));
    }

    [Fact]
    public async Task An_erased_name_is_nowhere_after_fifty_hours_though_nothing_more_is_written()
    {
        await using var one = new Database(_world.At("one.db"), _world.Journal());
        await JournalWorld.PutAsync(one, "copied", Encoding.UTF8.GetBytes(Name));
        await JournalWorld.PutAsync(one, "large", [.. RandomNumberGenerator.GetBytes(4 * 1024 * 1024), .. Encoding.UTF8.GetBytes(Name)]);
        await one.KeepAsync(looks: true, Cancelled);
        await JournalWorld.PutAsync(one, "after", Encoding.UTF8.GetBytes(Name));
        await using var two = new Database(_world.At("two.db"), _world.Journal());
        var isLost = false;
        two.Lost += () => isLost = true;
        Assert.Equal(["copies", "large", "segments", "segments"], (await _world.Content.HoldingAsync(Name)).Select(name => name.Split('/')[0]));

        await one.WriteAsync(session => session.Execute("UPDATE secret SET value = x'00'"));
        for (var hour = 0; hour < 50; hour++)
        {
            _world.Clock.Advance(TimeSpan.FromHours(1));
            await one.KeepAsync(looks: true, Cancelled);
            await two.RefreshAsync();
        }

        Assert.Empty(await _world.Content.HoldingAsync(Name));
        Assert.Single(await _world.Content.NamesAsync("copies/"));
        await using (var three = new Database(_world.At("three.db"), _world.Journal()))
            await JournalWorld.PutAsync(three, "by the third", [1]);
        await JournalWorld.PutAsync(two, "by the second", [1]);
        await one.RefreshAsync();
        Assert.Equal(["after", "by the second", "by the third", "copied", "large"], JournalWorld.Secrets(one));
        Assert.Equal(JournalWorld.Secrets(one), JournalWorld.Secrets(two));
        Assert.False(isLost);
    }

    [Fact]
    public async Task Of_two_processes_that_forget_at_once_neither_fails_for_what_the_other_deleted()
    {
        await using (var one = new Database(_world.At("one.db"), _world.Journal()))
        {
            for (var day = 0; day < 4; day++)
            {
                await JournalWorld.PutAsync(one, $"{day}", [1]);
                await one.KeepAsync(looks: true, Cancelled);
                _world.Clock.Advance(TimeSpan.FromDays(1.1));
            }

            await JournalWorld.PutAsync(one, "last", [1]);
        }

        var file = _world.At("stray");
        await File.WriteAllTextAsync(file, "of before", Cancelled);
        for (var i = 1; i < 5; i++)
            await _world.Journal().KeepAsync(new(1, i), file, Cancelled);
        var holds = new HoldsDeletes();
        var late = _world.Journal(holds).ForgetAsync(Cancelled);
        await holds.Reached.WaitAsync(TimeSpan.FromSeconds(20), Cancelled);
        await _world.Journal().ForgetAsync(Cancelled);
        holds.Release();
        await late;

        Assert.Single(await _world.Content.NamesAsync("copies/"));
        await using var three = new Database(_world.At("three.db"), _world.Journal());
        Assert.Equal(["0", "1", "2", "3", "last"], JournalWorld.Secrets(three));
    }

    [Fact]
    public async Task A_process_looks_every_hour_and_leaves_a_copy_a_day()
    {
        await using var school = await School.OpenAsync(builder => builder.Services.AddSingleton<IJournal>(_world.Journal()));
        await UntilAsync(names => names.Exists(name => name.StartsWith("copies/", StringComparison.Ordinal)));
        var first = Assert.Single(await _world.Content.NamesAsync("copies/"));

        var last = first;
        for (var day = 0; day < 2; day++)
        {
            _world.Clock.Advance(TimeSpan.FromHours(25));
            school.Host.Clock.Advance(TimeSpan.FromMinutes(61));
            string? newest = null;
            await UntilAsync(names => (newest = names.FindLast(name => name.StartsWith("copies/", StringComparison.Ordinal))) != last);
            last = newest!;
        }

        await UntilAsync(names => !names.Contains(first) && !names.Contains(JournalBlobs.Segment(1)));
    }

    private static byte[] Entry(int size = 100) => RandomNumberGenerator.GetBytes(size);

    private static async Task<JournalPlace> AppendAsync(BlobJournal journal, JournalPlace after, byte[] entry) =>
        (await journal.AppendAsync(after, entry, Cancelled))!.Value;

    private static async Task<JournalPlace> EndedAsync(BlobJournal journal, JournalPlace at)
    {
        await journal.EndAsync(at, Cancelled);
        return (await journal.ReadAsync(at, Cancelled)).Next;
    }

    private static async Task<List<byte[]>> EntriesAsync(BlobJournal journal, JournalPlace from)
    {
        List<byte[]> read = [];
        for (; await journal.ReadAsync(from, Cancelled) is var (some, next) && next != from; from = next)
            read.AddRange(some.Select(entry => entry.Entry));
        return read;
    }

    private async Task<DateTimeOffset> LeftAsync(JournalPlace place) =>
        (await _world.Account.Container().GetBlobClient(JournalBlobs.Copy(place)).GetPropertiesAsync(cancellationToken: Cancelled)).Value.LastModified;

    private async Task UntilAsync(Predicate<List<string>> isSo)
    {
        for (var tries = 0; !isSo(await _world.Content.NamesAsync()); tries++)
        {
            Assert.True(tries < 300, "It did not come to it.");
            await Task.Delay(100, Cancelled);
        }
    }

    /// <summary>Holds what deletes, from the first on, until it is let go on.</summary>
    private sealed class HoldsDeletes() : DelegatingHandler(new SocketsHttpHandler())
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public void Release() => _released.SetResult();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Delete)
            {
                _reached.TrySetResult();
                await _released.Task;
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
