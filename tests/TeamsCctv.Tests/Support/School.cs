using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.Following;
using TeamsCctv.Features.SampleTrust;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support.Js;

namespace TeamsCctv.Tests.Support;

/// <summary>The process and the Teams it speaks to: people of a school write and press, over HTTP alone.</summary>
public sealed class School : IAsyncDisposable
{
    public const string Oakfield = "oakfield";

    private readonly ConcurrentBag<JsonObject> _shown = [];

    private School(Host host, FakeTeams teams) => (Host, Teams) = (host, teams);

    public Host Host { get; private set; }

    public FakeTeams Teams { get; }

    /// <summary>Of the process, beside those of Teams; from the next start on where they are changed.</summary>
    public Dictionary<string, string?> Settings { get; private init; } = [];

    /// <summary>Oakfield of the sample trust.</summary>
    /// <param name="settings">Beside those of Teams; a restart keeps them.</param>
    public static async Task<School> OpenAsync(Action<WebApplicationBuilder>? configure = null, Dictionary<string, string?>? settings = null)
    {
        var teams = await FakeTeams.StartAsync();
        settings ??= [];
        return new(await Host.StartAsync(configure, settings.Concat(teams.Settings).ToDictionary()), teams) { Settings = settings };
    }

    /// <summary>A school under another policy, with an invented person in each of its positions: see <see cref="Staffed"/>.</summary>
    public static async Task<School> OpenAsync(string policy)
    {
        var data = Directory.CreateTempSubdirectory("cctv-test-").FullName;
        await Staffed.SeedAsync(data, policy);
        var teams = await FakeTeams.StartAsync();
        return new(await Host.StartAsync(settings: teams.Settings, data: data), teams);
    }

    /// <summary>A trust of one's own making.</summary>
    public static async Task<School> OpenAsync(IEnumerable<RegisterEntry> entries)
    {
        var data = Directory.CreateTempSubdirectory("cctv-test-").FullName;
        await using (var database = new Database(Path.Combine(data, "cctv.db")))
            await new Registers(database).PutAsync(entries);
        var teams = await FakeTeams.StartAsync();
        return new(await Host.StartAsync(settings: teams.Settings, data: data), teams);
    }

    /// <summary>Stops the process and starts it on what it left behind.</summary>
    /// <param name="at">When it starts again, where that is later: a clock that is moved by weeks runs every timer between.</param>
    public async Task RestartAsync(Action<WebApplicationBuilder>? configure = null, DateTimeOffset? at = null)
    {
        var (data, now) = (Host.Data, at ?? Host.Clock.GetUtcNow());
        var kept = Directory.CreateTempSubdirectory("cctv-test-").FullName;
        await Host.StopKeepingAsync();
        Directory.Delete(kept);
        Directory.Move(data, kept);
        Host = await Host.StartAsync(configure, settings: Settings.Concat(Teams.Settings).ToDictionary(), data: kept, now: now);
    }

    /// <summary>Someone writes to the bot in their personal chat; the bot's reply.</summary>
    public async Task<SentMessage> SayAsync(string who, string text)
    {
        var activity = Envelope(who, "message");
        activity["text"] = text;
        using var answer = await PostAsync(activity);
        answer.EnsureSuccessStatusCode();
        return Inbox(who).Single(message => message.Activity["replyToId"]?.GetValue<string>() == activity["id"]!.GetValue<string>());
    }

    /// <summary>The channel delivers the same message again, as it does where it saw no answer in time.</summary>
    public async Task SayTwiceAsync(string who, string text)
    {
        var activity = Envelope(who, "message");
        activity["text"] = text;
        for (var i = 0; i < 2; i++)
        {
            using var answer = await PostAsync(activity);
            answer.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Someone presses a button as it is on the card, with what they typed; what their client shows then.</summary>
    public async Task<Shown> PressAsync(string who, SentMessage message, string button, params (string Input, string Value)[] typed) =>
        await PressAsync(who, message.Id, Card.Button(message.Card!, button), typed);

    /// <inheritdoc cref="PressAsync(string, SentMessage, string, ValueTuple{string, string}[])"/>
    public async Task<Shown> PressAsync(string who, string message, JsonObject action, params (string Input, string Value)[] typed)
    {
        using var answer = await PostAsync(Press(who, message, action, typed));
        answer.EnsureSuccessStatusCode();
        var shown = new Shown((await answer.Content.ReadFromJsonAsync<JsonObject>())!);
        if (shown.NewCard is { } card && shown.Status == 200)
            _shown.Add(card);
        return shown;
    }

    public static JsonObject Press(string who, string message, JsonObject action, params (string Input, string Value)[] typed)
    {
        var data = action["data"]?.DeepClone() as JsonObject ?? [];
        foreach (var (input, value) in typed)
            data[input] = value;
        var activity = Envelope(who, "invoke");
        activity["name"] = "adaptiveCard/action";
        activity["replyToId"] = message;
        activity["value"] = new JsonObject
        {
            ["action"] = new JsonObject { ["type"] = "Action.Execute", ["verb"] = action["verb"]!.GetValue<string>(), ["data"] = data },
            ["trigger"] = "manual",
        };
        return activity;
    }

    public async Task<HttpResponseMessage> PostAsync(JsonObject activity)
    {
        activity["serviceUrl"] = Teams.ServiceUrl;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = JsonContent.Create(activity) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Teams.Token(Host.Clock.GetUtcNow()));
        return await Host.Client.SendAsync(request);
    }

    /// <summary>The messages in a person's chat as they stand, oldest first.</summary>
    public IReadOnlyList<SentMessage> Inbox(string who) =>
    [
        .. Teams.Messages.Values.Where(message => message.Conversation == FakeTeams.ConversationOf(SampleTrust.ObjectIdOf(who)))
            .OrderBy(message => message.Id, StringComparer.Ordinal),
    ];

    /// <summary>Waits until no view and no card is behind: everything that follows from the records has been written and sent.</summary>
    public async Task SettleAsync()
    {
        var database = Host.Services.GetRequiredService<Database>();
        var followers = Host.Services.GetServices<IHostedService>().OfType<LogFollower>().ToList();
        var offices = Host.Services.GetServices<IHostedService>().OfType<OfficeRounds>().Single();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            await database.RefreshAsync();
            var behind = !offices.HasCaughtUp
                || Host.Services.GetRequiredService<Registers>().Cameras.Schools.Any(school => !followers.TrueForAll(follower => follower.HasCaughtUp(school.Id)))
                || database.Read(session => session.First("SELECT 1 FROM delivery WHERE wanted > shown AND gone = 0 AND next_try <= $1",
                    _ => true, Host.Clock.GetUtcNow().ToUnixTimeMilliseconds()));
            if (!behind)
                return;
            await Task.Delay(10, patience.Token);
        }
    }

    /// <summary>The newest card in someone's chat, after everything was sent.</summary>
    public async Task<SentMessage> CardOfAsync(string who)
    {
        await SettleAsync();
        return Inbox(who).Last(message => message.Card is not null);
    }

    /// <summary>What is on the record of a school.</summary>
    public IReadOnlyList<Recorded> Records(string school = Oakfield) => Host.Services.GetRequiredService<Database>().Read(session =>
    {
        var log = new LogReader(session, school);
        return log.From(0, int.MaxValue).Select(row => row.Case).Distinct()
            .SelectMany(id => log.Case(id!)).OrderBy(record => record.Number).ToList();
    });

    public T Last<T>(string school = Oakfield)
        where T : class, IFact => Records(school).Select(record => record.Fact).OfType<T>().Last();

    /// <summary>Ends the school day: everything it said must pass Microsoft's own schema and renderer.</summary>
    public async ValueTask DisposeAsync()
    {
        var data = Host.Data;
        await Host.DisposeAsync();
        if (Directory.Exists(data))
            Directory.Delete(data, recursive: true);
        await Teams.DisposeAsync();
        var complaints = await Task.WhenAll(
        [
            .. Teams.Heard.DistinctBy(activity => activity.ToJsonString()).Select(activity => JsValidator.CheckActivityAsync(activity)),
            .. _shown.Select(card => JsValidator.CheckCardAsync(card)),
        ]);
        Assert.Empty(complaints.SelectMany(list => list));
    }

    public static JsonObject Envelope(string who, string type)
    {
        var id = SampleTrust.ObjectIdOf(who);
        return new()
        {
            ["type"] = type,
            ["id"] = Guid.NewGuid().ToString(),
            ["channelId"] = "msteams",
            ["from"] = new JsonObject { ["id"] = $"29:{id}", ["name"] = "never looked at", ["aadObjectId"] = id },
            ["recipient"] = new JsonObject { ["id"] = $"28:{FakeTeams.AppId}" },
            ["conversation"] = new JsonObject
            {
                ["id"] = FakeTeams.ConversationOf(id),
                ["conversationType"] = "personal",
                ["tenantId"] = SampleTrust.Tenant,
            },
            ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = SampleTrust.Tenant } },
        };
    }
}

/// <summary>What a client shows after a press.</summary>
public sealed record Shown(JsonObject Response)
{
    public int Status => Response["statusCode"]!.GetValue<int>();

    public JsonObject? NewCard => Response["value"] as JsonObject;

    /// <summary>All the words of it.</summary>
    public string Words => NewCard is { } card ? Card.Words(card) : Response["value"]!.GetValue<string>();

    /// <summary>As if it were a message: to press on what the client shows now.</summary>
    public SentMessage On(SentMessage message) => message with
    {
        Activity = new JsonObject { ["attachments"] = new JsonArray(new JsonObject { ["content"] = NewCard!.DeepClone() }) },
    };
}
