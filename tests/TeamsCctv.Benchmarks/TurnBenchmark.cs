using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Following;
using TeamsCctv.Features.SampleTrust;
using TeamsCctv.Hosting;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Benchmarks;

/// <summary>
/// Full decision turns: token, register, case, decision, fsynced record with checkpoint, card in the answer, while the
/// cards to everybody else go out behind. Baseline: a bare endpoint that reads the same activity and sends it back.
/// </summary>
internal static class TurnBenchmark
{
    private const string School = "oakfield";
    private const int AtOnce = 16;

    /// <summary>The same decisions beside 10,000 open cases of forty other schools, against a trust without them in the same run.</summary>
    public static async Task RunFortyAsync(string[] args)
    {
        const int Rounds = 5;
        var turns = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 400;
        var open = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10_000;
        await using var few = await Product.StartAsync();
        await using var many = await Product.StartAsync();
        await FillAsync(many.App, open);
        await RateAsync(few.App, few.Teams, await OpenAsync(few.App, few.Teams, 100));
        await RateAsync(many.App, many.Teams, await OpenAsync(many.App, many.Teams, 100));
        List<(double Few, double Many)> rates = [];
        for (var round = 0; round < Rounds; round++)
        {
            // Who goes first changes from round to round: whatever else the machine does meets both.
            var pair = new double[2];
            foreach (var which in round % 2 == 0 ? new[] { 0, 1 } : [1, 0])
            {
                var product = which == 0 ? few : many;
                var activities = await OpenAsync(product.App, product.Teams, turns);
                await SettleAsync(product.App);
                pair[which] = await RateAsync(product.App, product.Teams, activities);
                await SettleAsync(product.App);
            }

            rates.Add((pair[0], pair[1]));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: {pair[1]:N0} decisions/s beside {open:N0} open cases of 40 schools, {pair[0]:N0}/s without them"));
        }

        var ratio = rates.Select(rate => rate.Many / rate.Few).Order().ElementAt(Rounds / 2);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"turn forty ratio {ratio:0.000}"));
    }

    public static async Task RunAsync(string[] args)
    {
        if (args is ["forty", .. var rest])
        {
            await RunFortyAsync(rest);
            return;
        }

        var turns = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000;
        await using var served = await Product.StartAsync();
        var (product, teams) = (served.App, served.Teams);
        await using var echo = await StartAsync(app => app.MapPost("/api/messages", (JsonObject activity) => activity), null);
        await RateAsync(product, teams, await OpenAsync(product, teams, 100));
        await RateAsync(echo, teams, [.. Enumerable.Range(0, 1_000).Select(i => Activity(teams, $"D-{i}", ""))]);
        var activities = await OpenAsync(product, teams, turns);
        var baseline = await RateAsync(echo, teams, activities);
        var rate = await RateAsync(product, teams, activities);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rate:N0} decisions/s at {AtOnce} at once, p99 {_p99.TotalMilliseconds:N0} ms; bare echo {baseline:N0}/s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"turn ratio {rate / baseline:0.000}"));
    }

    private static async Task<List<JsonObject>> OpenAsync(WebApplication app, FakeTeams teams, int count)
    {
        var acts = app.Services.GetRequiredService<CaseActs>();
        var vera = CallerOf(app, "vera");
        var form = FormOf(vera, "main-gate");
        var opened = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => acts.OpenAsync(School, vera, form, Guid.NewGuid().ToString(), (_, _, _) => { })));
        var scene = app.Services.GetRequiredService<Scenes>().At(School, SystemNow())!;
        var head = scene.Staff.Owner(SampleTrust.ObjectIdOf("harriet"))!;
        return
        [
            .. opened.Cast<Outcome.Done>().Select(done => Activity(
                teams, done.Case.Id, Seen.Of(Authorising.Sheet(done.Case, scene, scene.OfficeOf(head, ["headteacher"])!)))),
        ];
    }

    /// <summary>Forty more schools, and so many requests there that wait for their Headteachers. Their cards count as sent.</summary>
    private static async Task FillAsync(WebApplication app, int open)
    {
        List<string> schools = [.. Enumerable.Range(1, 40).Select(i => $"school-{i}")];
        await app.Services.GetRequiredService<Registers>().PutAsync(schools.SelectMany(school => new[]
        {
            RegisterEntry.Of(new Domain.Cameras.School(school, school, "AL", ["Office"])),
            RegisterEntry.Of(new Domain.Cameras.Recorder($"{school}-nvr", school, "Recorder", Domain.Cameras.RecorderVendor.Hikvision)),
            RegisterEntry.Of(new Domain.Cameras.Camera("gate", school, "Gate", $"{school}-nvr", 1, null)),
            Person($"head-{school}"), Held($"head-{school}", school, "headteacher"), Person($"asks-{school}"), Held($"asks-{school}", school, "designated-person"),
            RegisterEntry.Of(new Domain.Staff.Training($"asks-{school}", school, new(2026, 9, 1))),
        }));
        var (acts, database) = (app.Services.GetRequiredService<CaseActs>(), app.Services.GetRequiredService<Database>());
        await Parallel.ForAsync(0, open, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) =>
        {
            var school = schools[i % schools.Count];
            var caller = CallerOf(app, $"asks-{school}");
            if (await acts.OpenAsync(school, caller, FormOf(caller, "gate"), Guid.NewGuid().ToString(), (_, _, _) => { }) is not Outcome.Done)
                throw new InvalidOperationException("A request was not taken.");
            if (i % 256 == 0)
                await SentAsync(database);
        });
        foreach (var follower in Followers(app))
        {
            foreach (var school in schools)
                await follower.CatchUpAsync(school, default);
        }

        await SentAsync(database);
        await SettleAsync(app);

        static RegisterEntry Person(string key) => RegisterEntry.Of(new Domain.Staff.Person(key, key, [SampleTrust.ObjectIdOf(key)]));
        static RegisterEntry Held(string key, string school, string position) =>
            RegisterEntry.Of(new Domain.Staff.Appointment(key, school, position, position, new(2020, 9, 1), null));
        static Task SentAsync(Database database) => database.WriteAsync(session => session.Execute("UPDATE delivery SET shown = wanted WHERE wanted > shown"));
    }

    private static IEnumerable<LogFollower> Followers(WebApplication app) => app.Services.GetServices<IHostedService>().OfType<LogFollower>();

    /// <summary>Waits until no view and no card is behind.</summary>
    private static async Task SettleAsync(WebApplication app)
    {
        var database = app.Services.GetRequiredService<Database>();
        while (database.Read(session => session.First("SELECT 1 FROM delivery WHERE wanted > shown AND gone = 0", _ => true))
            || !Followers(app).All(follower => follower.HasCaughtUp(School)))
        {
            await Task.Delay(50);
        }
    }

    private static Caller CallerOf(WebApplication app, string key) =>
        new(app.Services.GetRequiredService<Registers>().Staff.Owner(SampleTrust.ObjectIdOf(key))!, SampleTrust.Tenant, SampleTrust.ObjectIdOf(key));

    private static AskForDownload FormOf(Caller caller, string camera) => new(
        caller.Person, camera, London.LocalOf(SystemNow().Minus(Duration.FromHours(2))), London.LocalOf(SystemNow().Minus(Duration.FromHours(1))),
        "safeguarding", "A child was seen leaving by the gate.", "Vera Example");

    /// <summary>The product with a Teams of its own, on an empty data directory.</summary>
    private sealed record Product(WebApplication App, FakeTeams Teams, string Data) : IAsyncDisposable
    {
        public static async Task<Product> StartAsync()
        {
            var data = Directory.CreateTempSubdirectory("cctv-turn-").FullName;
            var teams = await FakeTeams.StartAsync();
            return new(
                await TurnBenchmark.StartAsync(null, builder =>
                {
                    builder.Configuration.AddInMemoryCollection([new("data", data), .. teams.Settings]);
                    builder.AddTeamsCctv();
                }),
                teams, data);
        }

        public async ValueTask DisposeAsync()
        {
            await App.StopAsync();
            await App.DisposeAsync();
            await Teams.DisposeAsync();
            Directory.Delete(Data, recursive: true);
        }
    }

    private static TimeSpan _p99;

    private static async Task<double> RateAsync(WebApplication app, FakeTeams teams, List<JsonObject> activities)
    {
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        using var client = new HttpClient { BaseAddress = address };
        var token = new AuthenticationHeaderValue("Bearer", teams.Token(TimeProvider.System.GetUtcNow()));
        var took = new TimeSpan[activities.Count];
        var watch = Stopwatch.StartNew();
        await Parallel.ForAsync(0, activities.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, cancellation) =>
        {
            var started = watch.Elapsed;
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = JsonContent.Create(activities[i]) };
            request.Headers.Authorization = token;
            using var answer = await client.SendAsync(request, cancellation);
            answer.EnsureSuccessStatusCode();
            await answer.Content.LoadIntoBufferAsync(cancellation);
            took[i] = watch.Elapsed - started;
        });
        var all = watch.Elapsed;
        Array.Sort(took);
        _p99 = took[(int)(took.Length * 0.99)];
        return activities.Count / all.TotalSeconds;
    }

    private static JsonObject Activity(FakeTeams teams, string caseId, string seen)
    {
        var id = SampleTrust.ObjectIdOf("harriet");
        return new()
        {
            ["type"] = "invoke",
            ["name"] = "adaptiveCard/action",
            ["id"] = Guid.NewGuid().ToString(),
            ["channelId"] = "msteams",
            ["serviceUrl"] = teams.ServiceUrl,
            ["from"] = new JsonObject { ["id"] = $"29:{id}", ["aadObjectId"] = id },
            ["recipient"] = new JsonObject { ["id"] = $"28:{FakeTeams.AppId}" },
            ["conversation"] = new JsonObject { ["id"] = FakeTeams.ConversationOf(id), ["conversationType"] = "personal", ["tenantId"] = SampleTrust.Tenant },
            ["value"] = new JsonObject
            {
                ["action"] = new JsonObject
                {
                    ["type"] = "Action.Execute",
                    ["verb"] = "decide.approve",
                    ["data"] = new JsonObject { ["school"] = School, ["case"] = caseId, ["topic"] = "authorise", ["seen"] = seen },
                },
            },
        };
    }

    private static Instant SystemNow() => Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());

    private static async Task<WebApplication> StartAsync(Action<WebApplication>? map, Action<WebApplicationBuilder>? add)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "TeamsCctv", ContentRootPath = AppContext.BaseDirectory, EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        add?.Invoke(builder);
        var app = builder.Build();
        if (map is not null)
            map(app);
        else
            app.MapTeamsCctv();
        await app.StartAsync();
        return app;
    }
}
