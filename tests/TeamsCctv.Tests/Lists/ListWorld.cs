using Azure.Core;
using Microsoft.Extensions.Logging.Abstractions;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Lists;
using TeamsCctv.Features.SampleTrust;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Protocols.SharePoint;
using TeamsCctv.Records;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Lists;

/// <summary>A store of the sample trust whose rows are kept in a site's lists, without the rest of the process.</summary>
internal sealed class ListWorld : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("cctv-test-").FullName;
    private readonly LogKey _key;
    private readonly GraphCalls _calls;
    private readonly ViewRows _views;
    private readonly ListRounds _rounds;

    private ListWorld(FakeLists site)
    {
        Site = site;
        Database = new(Path.Combine(_data, "cctv.db"));
        Database.Writer.Control("PRAGMA synchronous=OFF");
        _key = LogKey.OpenOrCreate(Path.Combine(_data, "key.pem"), "cctv.example.org");
        Log = new(Database, _key, Clock);
        Registers = new(Database);
        var policies = PolicyFiles.Load(Path.Combine(AppContext.BaseDirectory, "Policies"));
        var scenes = Scenes = new Scenes(Registers, policies, new(Database, policies));
        var graph = new GraphSettings(Guid.NewGuid(), FakeLists.Client, null, GraphAddress.Default, null, TimeSpan.FromMinutes(5));
        var settings = new SharePointSettings(graph, new("https://oakfield.sharepoint.com/"), "b!library", null, FakeLists.Site);
        _calls = new(GraphAddress.Default, new Credential(), site, Clock);
        Lists = new(_calls, settings, new(Clock, perMinute: 10_000_000, perDay: 100_000_000));
        _views = new(Database, Registers, scenes, new(new("https://cctv.example.org/"), null));
        _rounds = new(
            Database, new Lease(Database, Clock), Registers, new ListSight(Log, Registers, scenes), _views, new(Database, Registers),
            new(Database, Registers, policies, Log, scenes, Clock, NullLogger<RegisterEdits>.Instance), Lists, Clock, NullLogger<ListRounds>.Instance);
    }

    public HurriedClock Clock { get; } = new(Host.Start);

    public FakeLists Site { get; }

    public Database Database { get; }

    public Registers Registers { get; }

    public RecordLog Log { get; }

    public Scenes Scenes { get; }

    public SiteLists Lists { get; }

    public static async Task<ListWorld> OpenAsync(FakeLists site)
    {
        var world = new ListWorld(site);
        await SampleTrust.LoadAsync(world.Registers);
        await world._views.StartAsync(CancellationToken.None);
        return world;
    }

    /// <summary>A case's row, as the records would make it.</summary>
    public Task PutAsync(ListDefinition list, string id, string says, bool erased = false) => Database.WriteAsync(session =>
    {
        new ListTable(session, list).Put("oakfield", $"oakfield/{id}", RowOf(list, id, says), erased);
        return true;
    });

    public static string RowOf(ListDefinition list, string id, string says) => list.Row(new Dictionary<string, string?>
    {
        ["Title"] = id,
        ["Key"] = $"oakfield/{id}",
        ["School"] = "Oakfield",
        ["Day"] = "2026-07-01",
        ["State"] = "names erased",
        ["Page"] = $"https://cctv.example.org/{id}",
        [list.Columns.First(column => column.Kind == ColumnKind.Note).Name] = $"{says}\nand more",
    });

    public Task DropAsync(ListDefinition list, string id) => Database.WriteAsync(session =>
    {
        new ListTable(session, list).Drop($"oakfield/{id}");
        return true;
    });

    /// <summary>A round that may fail, as in the process.</summary>
    public async Task TryAsync()
    {
        try
        {
            await _rounds.RoundAsync(all: true, CancellationToken.None);
        }
        catch (GraphException)
        {
            // What is due is found by the next round.
        }
    }

    /// <summary>Runs rounds until nothing is behind, and once more to see what came of it.</summary>
    public async Task SettleAsync()
    {
        for (var quiet = 0; quiet < 2;)
        {
            await TryAsync();
            Clock.Advance(TimeSpan.FromSeconds(5));
            quiet = Behind() == 0 ? quiet + 1 : 0;
        }
    }

    public long Behind() => Database.Read(session => session.First(
        "SELECT COUNT(*) FROM list_row WHERE (item IS NULL OR shown IS NOT NULL OR asked IS NOT NULL OR gone = 1 OR remade = 1) AND parked = 0", row => row.GetInt64(0)));

    public IReadOnlyList<T> Facts<T>(string school = "oakfield")
        where T : class, IFact => Database.Read(session => session.Query(
            "SELECT kind, body FROM record WHERE school = $1 AND body IS NOT NULL ORDER BY seq",
            row => TeamsCctv.Storage.Facts.Read(row.GetString(0), SealedBody.Open((byte[])row[1]).Content), school)).OfType<T>().ToList();

    /// <summary>The number of a row's item.</summary>
    public int ItemOf(string title, string key) => Site.Of(title).ByKey(key).Single().Id;

    public async ValueTask DisposeAsync()
    {
        await _views.StopAsync(CancellationToken.None);
        _views.Dispose();
        await Database.DisposeAsync();
        _calls.Dispose();
        _key.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private sealed class Credential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("graph-token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
