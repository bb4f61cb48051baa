using TeamsCctv.Testing;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Browser.Tests.MainJob;

/// <summary>
/// The story's process behind a Functions host (the one of the contract tests), on a storage account (Azurite), a SharePoint
/// behind Graph and a key vault (strict stand-ins), all over HTTP.
/// </summary>
public sealed class Microsoft365Story : Story
{
    private const string School = "oakfield";
    private const string List = "CCTV log";

    private readonly Azurite _azurite = new();
    private readonly CancellationTokenSource _ended = new();
    private PlayedTenant? _tenant;
    private FakeVault? _vault;
    private StorageAccount? _account;
    private FunctionsFront? _functions;
    private Task _running = Task.CompletedTask;

    public override Uri Site => _functions!.Public;

    /// <summary>Every record that the program serves is in the library, and every alert came through the queue.</summary>
    public async Task AssertFiledAsync()
    {
        Assert.True(Alerts > 0);
        Assert.InRange(_functions!.Succeeded("inbox"), Alerts, int.MaxValue);
        Assert.Equal(0, await StorageAccount.CountAsync(_account!.Inbox));
        Assert.Equal(0, await StorageAccount.CountAsync(_account.Poison));

        // The library's checkpoint follows within a minute, and the records of a closing page may come meanwhile.
        await EventuallyAsync(async () => _tenant!.Library.Files.TryGetValue($"{School}/checkpoint", out var filed) && (await ServedAsync()).AsSpan().SequenceEqual(filed));
        var files = _tenant!.Library.Files;
        var (origin, size, root) = FiledLog.Checkpoint(files[$"{School}/checkpoint"]);
        Assert.EndsWith($"/{School}", origin, StringComparison.Ordinal);
        Assert.True(size > AuthorisedBy);
        var leaves = FiledLog.Leaves(files, School);
        Assert.Equal(Enumerable.Range(0, (int)size).Select(number => (long)number), leaves.Keys);
        Assert.Equal(root, FiledLog.Root(leaves.Values));
        Assert.Empty(_tenant.Library.Wrong);
    }

    /// <summary>The vault's key, which never leaves it, is the one that a stranger has checked the log with.</summary>
    public void AssertSigned()
    {
        var (version, times) = Assert.Single(_vault!.Signed);
        Assert.Equal(_vault.Newest, version);
        Assert.InRange(times, 1, int.MaxValue);
        Assert.EndsWith(Convert.ToHexString(_vault.PublicKey), Convert.ToHexString(Convert.FromBase64String(Key.Split('+', 3)[2])), StringComparison.Ordinal);
    }

    /// <summary>The case's row in the site's list, once it is there in this state.</summary>
    public async Task<(int Item, IReadOnlyDictionary<string, string> Fields)> RowAsync(string state)
    {
        await EventuallyAsync(() => Task.FromResult(Row() is { } row && row.Fields["State"] == state));
        Assert.Empty(_tenant!.Site.Wrong);
        return Row()!.Value;

        (int Item, IReadOnlyDictionary<string, string> Fields)? Row() => _tenant!.Site.Find(List, $"{School}/{Case}");
    }

    /// <summary>Somebody changes the case's row in the browser; returns once it is as it was, with the number of the record of that.</summary>
    public async Task<long> EditAsync(string person, string column, string value)
    {
        var (item, right) = await RowAsync("deleted");
        var (_, before, _) = FiledLog.Checkpoint(await ServedAsync());
        _tenant!.Site.Edit(List, item, person, (column, value));
        await EventuallyAsync(async () => (await RowAsync("deleted")).Fields[column] == right[column]);
        Assert.Equal(right, (await RowAsync("deleted")).Fields);
        Assert.Equal(before + 1, FiledLog.Checkpoint(await ServedAsync()).Size);
        return before;
    }

    public override async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _running;
        await base.DisposeAsync();
        if (_functions is not null)
            await _functions.DisposeAsync();
        if (_vault is not null)
            await _vault.DisposeAsync();
        _tenant?.Dispose();
        await _azurite.DisposeAsync();
        _ended.Dispose();
    }

    protected override async Task<AppProcess> StartAppAsync()
    {
        await _azurite.InitializeAsync();
        _account = _azurite.NewAccount();
        _tenant = new();
        _vault = await FakeVault.StartAsync();
        _functions = await FunctionsFront.OpenAsync(_account);
        var settings = new Dictionary<string, string>([.. _functions.ProcessSettings(), .. _tenant.ProcessSettings])
        {
            ["Storage__Journal"] = _account.ConnectionString,
            ["Storage__ConnectionString"] = _account.ConnectionString,
            ["Storage__Queues__Inbox"] = "inbox",
        };
        foreach (var (name, value) in _vault.Settings)
            settings[name.Replace(":", "__", StringComparison.Ordinal)] = value!;
        var app = await AppProcess.StartAsync(settings, url: _functions.Worker);
        _running = _functions.RunAsync(_ended.Token);
        return app;
    }

    private Task<byte[]> ServedAsync() => Http.GetByteArrayAsync(new Uri(Site, $"records/{School}/checkpoint"));

    /// <summary>Within two minutes: the library's checkpoint is written and the lists are looked through once in each.</summary>
    private static async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        for (var tries = 0; !await isSo(); tries++)
        {
            Assert.True(tries < 120, "Not within two minutes.");
            await Task.Delay(1000);
        }
    }
}
