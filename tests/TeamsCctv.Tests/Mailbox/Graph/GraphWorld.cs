using System.Text.Json;
using Azure.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Mail;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Arrivals;
using TeamsCctv.Features.Mailbox;
using TeamsCctv.Features.Mailbox.Graph;
using TeamsCctv.Features.Messages;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Mailbox.Graph;

/// <summary>
/// The mailbox part of the process by its own registration, its endpoints behind an HTTP server in memory, and a fake Graph that
/// calls them. The rounds are gone by hand, so that a run is the same each time.
/// </summary>
internal sealed class GraphWorld : IAsyncDisposable
{
    public const string Tenant = "11111111-2222-4333-8444-555555555555";
    public const string Oak = "cctv@oak.example";
    public const string Ash = "cctv@ash.example";

    /// <summary>A store with two schools and nothing else, made once.</summary>
    private static readonly Lazy<Task<byte[]>> Template = new(MakeTemplateAsync);

    private static readonly Lazy<LogKey> Key = new(() => LogKey.OpenOrCreate(Path.Combine(Directory.CreateTempSubdirectory("cctv-graph-").FullName, "log-key.pem"), "log.example"));

    private static readonly Lazy<PolicyFiles> Policies = new(() => PolicyFiles.Load(Staffed.Profiles));

    private static readonly Lazy<SortingRules> Rules = new(() => SortingFile.Load(Staffed.Profiles));

    private readonly string _data;
    private readonly Dictionary<string, string?> _settings;
    private readonly Random _random;
    private FakeGraphServer? _server;
    private WebApplication _app = null!;

    private GraphWorld(string data, Dictionary<string, string?> settings, Random random)
    {
        (_data, _settings, _random) = (data, settings, random);
        Graph = new(Clock);
    }

    public FakeTimeProvider Clock { get; } = new(Support.Host.Start);

    public FakeGraph Graph { get; }

    public StoreFaults Faults { get; private set; } = null!;

    /// <summary>Ends the process in the middle of what it does.</summary>
    public CancellationTokenSource Power { get; private set; } = new();

    public IServiceProvider Services => _app.Services;

    public HttpClient Client => Graph.Webhook;

    public Database Database => Services.GetRequiredService<Database>();

    /// <param name="sockets">Whether both sides speak over loopback and not in memory.</param>
    public static async Task<GraphWorld> StartAsync(int seed = 0, bool sockets = false, params (string Key, string Value)[] more)
    {
        var data = Directory.CreateTempSubdirectory("cctv-graph-").FullName;
        await File.WriteAllBytesAsync(Path.Combine(data, "cctv.db"), await Template.Value);
        await File.WriteAllTextAsync(Path.Combine(data, "graph.pem"), "never read: the tests have a token of their own");
        var settings = new Dictionary<string, string?>
        {
            ["Mail:Graph:Tenant"] = Tenant,
            ["Mail:Graph:ClientId"] = "66666666-7777-4888-9999-000000000000",
            ["Mail:Graph:CertificatePath"] = Path.Combine(data, "graph.pem"),
            ["Mail:Graph:BaseAddress"] = "http://127.0.0.1:9",
            ["PublicUrl"] = "http://localhost/",
        };
        foreach (var (key, value) in more)
            settings[key] = value;
        var world = new GraphWorld(data, settings, new Random(seed));
        world.Graph.Crash = () => world.Power.Cancel();
        if (sockets)
        {
            world._server = await FakeGraphServer.StartAsync(world.Graph);
            settings["Mail:Graph:BaseAddress"] = world._server.Address;
            settings["PublicUrl"] = $"http://127.0.0.1:{FreePort()}/";
        }

        await world.PowerOnAsync();
        return world;
    }

    /// <summary>The process starts again on what it left behind.</summary>
    public async Task RestartAsync()
    {
        await PowerOffAsync();
        Graph.ForgetWaits();
        Power.Dispose();
        Power = new();
        await PowerOnAsync();
    }

    /// <summary>One round over the mailboxes; a crash in it ends with a restart.</summary>
    public async Task StepAsync()
    {
        try
        {
            await Services.GetRequiredService<MailboxRounds>().StepAsync(1, Power.Token);
        }
        catch (OperationCanceledException) when (Power.IsCancellationRequested)
        {
            await RestartAsync();
        }
    }

    /// <summary>Null where the mail was sent, otherwise how long to wait.</summary>
    public async Task<TimeSpan?> SendAsync(OutgoingMail mail)
    {
        try
        {
            await Services.GetRequiredService<IPostbox>().SendAsync(mail, Power.Token);
            return null;
        }
        catch (PostboxException failure)
        {
            return failure.Wait ?? TimeSpan.FromSeconds(10);
        }
        catch (OperationCanceledException) when (Power.IsCancellationRequested)
        {
            await RestartAsync();
            return TimeSpan.FromSeconds(10);
        }
    }

    /// <summary>Rounds and time, until what was asked for is true.</summary>
    public async Task UntilAsync(Func<bool> condition, TimeSpan? tick = null)
    {
        for (var rounds = 0; rounds < 200; rounds++)
        {
            if (condition())
                return;
            await StepAsync();
            Clock.Advance(tick ?? TimeSpan.FromMinutes(1));
        }

        Assert.Fail("It did not become true within two hundred rounds.");
    }

    /// <summary>What was accepted: school, id and hash of the bytes.</summary>
    public IReadOnlyList<(string School, string Delivery, string Sha256)> Accepted => Database.Read(session => session.Query(
        "SELECT delivery, body FROM inbox WHERE lane = 'mail' ORDER BY delivery",
        row =>
        {
            var arrived = JsonSerializer.Deserialize<ArrivedMail>(row.GetString(1), Facts.Json)!;
            return (arrived.School, row.GetString(0), arrived.Sha256);
        }));

    /// <summary>Puts what was accepted on the record, as the process does beside the rounds.</summary>
    public async Task FileAsync()
    {
        try
        {
            await Services.GetRequiredService<MailHandler>().RoundAsync();
        }
        catch (StoreFailedException)
        {
            // The next round does the rest.
        }
    }

    /// <summary>The records there are of mail: school, case, kind and, of a mail that came in, its hash.</summary>
    public IReadOnlyList<(string School, string Case, string Kind, string? Sha256)> Filed => Database.Read(session =>
    {
        return session.Query("SELECT DISTINCT school, case_id FROM record", row => (School: row.GetString(0), Case: row.GetString(1)))
            .SelectMany(found => new LogReader(session, found.School).Case(found.Case).Select(record => (found.School, found.Case, record.Kind, (record.Fact as MailReceived)?.Original))).ToList();
    });

    public bool IsKept(string school, string caseId, string sha256) => Database.Read(session => session.First(
        "SELECT 1 FROM document WHERE school = $1 AND case_id = $2 AND sha256 = $3", _ => true, school, caseId, sha256));

    /// <summary>Mails that are accepted and not on the record yet.</summary>
    public bool IsFiling => Database.Read(session => Inbox.HasDue(session, MailIngest.Lane, 0));

    public byte[] Original(string sha256) => Database.Read(session => Originals.Find(session, sha256)) ?? [];

    public DateTimeOffset ReceivedOf(string delivery) => DateTimeOffset.FromUnixTimeMilliseconds(Database.Read(session =>
        session.First("SELECT received FROM inbox WHERE lane = 'mail' AND delivery = $1", row => row.GetInt64(0), delivery)));

    public MailboxRow Row(string school) => Database.Read(session => MailboxTable.Find(session, school))!;

    public FakeSubscription SubscriptionOf(string school) => Graph.Subscriptions.Single(one => one.Id == Row(school).Subscription);

    public int Due(string school) => Database.Read(session => Announced.Due(session, school, 0, 1000)).Count;

    public long Missed => Database.Read(session => session.First("SELECT COUNT(*) FROM graph_missed", row => row.GetInt64(0)));

    public async ValueTask DisposeAsync()
    {
        await PowerOffAsync();
        Power.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        Graph.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private async Task PowerOnAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { EnvironmentName = "Development" });
        builder.Configuration.AddInMemoryCollection(_settings);
        if (_server is null)
            builder.WebHost.UseTestServer();
        else
            builder.WebHost.UseKestrelCore().UseUrls(_settings["PublicUrl"]!);
        builder.Services.AddRoutingCore().AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton(_ => new Database(Path.Combine(_data, "cctv.db"))).AddSingleton<Lease>().AddSingleton<Registers>().AddSingleton<MailIngest>();
        builder.Services.AddSingleton(PublicAddress.From(builder.Configuration, builder.Environment));
        builder.Services.AddSingleton(Key.Value).AddSingleton(Policies.Value).AddSingleton(Rules.Value)
            .AddSingleton<PolicyShelf>().AddSingleton<Scenes>().AddSingleton<RecordLog>().AddSingleton<MailHandler>();
        builder.AddArrivals();
        builder.AddGraphMailbox();
        builder.Services.Remove(builder.Services.Last(service => service.ServiceType == typeof(IHostedService)));
        builder.Services.AddFakeToken().AddSingleton(_ => new Pace(Clock, _random));
        if (_server is null)
            builder.Services.AddFakeGraph(Graph);
        _app = builder.Build();
        _app.MapGraphMailbox();
        await _app.StartAsync();
        Graph.Webhook = _server is null ? _app.GetTestClient() : new HttpClient();
        Faults = StoreFaults.In(Database);

        // A process that ends leaves its writes to the machine, which goes on: only the machine's end would need the disk.
        Database.Writer.Execute("PRAGMA synchronous=OFF");
    }

    private async Task PowerOffAsync()
    {
        Graph.Webhook.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<byte[]> MakeTemplateAsync()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("cctv-graph-").FullName, "cctv.db");
        await using (var database = new Database(path))
        {
            await new Registers(database).PutAsync(
            [
                RegisterEntry.Of(new Domain.Cameras.School("ash", "Ash School", "ME", [], Ash)),
                RegisterEntry.Of(new Domain.Cameras.School("oak", "Oak School", "ME", [], Oak)),
                RegisterEntry.Of(new Domain.Cameras.School("elm", "Elm School", "ME", [])),
            ]);
        }

        var bytes = await File.ReadAllBytesAsync(path);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        return bytes;
    }
}

internal static class FakeGraphServices
{
    /// <summary>A token of the test's own.</summary>
    public static IServiceCollection AddFakeToken(this IServiceCollection services) => services.AddSingleton<TokenCredential, FakeCredential>();

    /// <summary>The fake in place of the network.</summary>
    public static IServiceCollection AddFakeGraph(this IServiceCollection services, FakeGraph graph)
    {
        services.AddHttpClient(GraphServices.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => new Kept(graph));
        return services;
    }

    /// <summary>The fake outlives the process that it is called from.</summary>
    private sealed class Kept(FakeGraph graph) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _graph = new(graph, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _graph.SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            _graph.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class FakeCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            requestContext.Scopes is [var scope] && scope.StartsWith("http://127.0.0.1:", StringComparison.Ordinal) && scope.EndsWith("/.default", StringComparison.Ordinal) ? new(FakeGraph.Token, DateTimeOffset.MaxValue) : throw new InvalidOperationException(requestContext.Scopes[0]);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
