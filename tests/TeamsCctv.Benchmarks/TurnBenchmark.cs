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
using Microsoft.Extensions.Logging;
using NodaTime;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Features.Acts;
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

    public static async Task RunAsync(string[] args)
    {
        var turns = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000;
        var data = Directory.CreateTempSubdirectory("cctv-turn-").FullName;
        await using var teams = await FakeTeams.StartAsync();
        await using var echo = await StartAsync(app => app.MapPost("/api/messages", (JsonObject activity) => activity), null);
        await using var product = await StartAsync(null, builder =>
        {
            builder.Configuration.AddInMemoryCollection([new("data", data), .. teams.Settings]);
            builder.AddTeamsCctv();
        });
        try
        {
            await RateAsync(product, teams, await OpenAsync(product, 100));
            await RateAsync(echo, teams, [.. Enumerable.Range(0, 1_000).Select(i => Activity(teams, $"D-{i}", ""))]);
            var activities = await OpenAsync(product, turns);
            var baseline = await RateAsync(echo, teams, activities);
            var rate = await RateAsync(product, teams, activities);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rate:N0} decisions/s at {AtOnce} at once, p99 {_p99.TotalMilliseconds:N0} ms; bare echo {baseline:N0}/s"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"turn ratio {rate / baseline:0.000}"));
        }
        finally
        {
            await product.StopAsync();
            Directory.Delete(data, recursive: true);
        }

        async Task<List<JsonObject>> OpenAsync(WebApplication app, int count)
        {
            var acts = app.Services.GetRequiredService<CaseActs>();
            var now = SystemNow();
            var vera = new Caller(app.Services.GetRequiredService<Registers>().Staff.Owner(SampleTrust.ObjectIdOf("vera"))!, SampleTrust.Tenant, SampleTrust.ObjectIdOf("vera"));
            var form = new AskForDownload(
                vera.Person, "main-gate", London.LocalOf(now.Minus(Duration.FromHours(2))), London.LocalOf(now.Minus(Duration.FromHours(1))),
                "safeguarding", "A child was seen leaving by the gate.", "Vera Example");
            var opened = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => acts.OpenAsync(School, vera, form, Guid.NewGuid().ToString(), (_, _, _) => { })));
            var scene = app.Services.GetRequiredService<Scenes>().At(School, now)!;
            var head = scene.Staff.Owner(SampleTrust.ObjectIdOf("harriet"))!;
            return
            [
                .. opened.Cast<Outcome.Done>().Select(done => Activity(
                    teams, done.Case.Id, Seen.Of(Authorising.Sheet(done.Case, scene, scene.OfficeOf(head, ["headteacher"])!)))),
            ];
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
