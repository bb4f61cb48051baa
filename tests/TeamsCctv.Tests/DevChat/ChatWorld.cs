using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Features.DevChat;
using TeamsCctv.Features.Messages;
using TeamsCctv.Protocols.Teams;
using TeamsCctv.Protocols.Teams.Cards;
using TeamsCctv.Protocols.Teams.Connector;

namespace TeamsCctv.Tests.DevChat;

/// <summary>The local channel on a free port, with a bot of a few lines behind the product's own endpoint.</summary>
internal sealed class ChatWorld : IAsyncDisposable
{
    public static readonly ChatPerson Sid = new("oid-sid", "Sid Example", "Site Manager", "Oakfield");
    public static readonly ChatPerson Harriet = new("oid-harriet", "Harriet Example", "Headteacher", "Oakfield");

    private readonly WebApplication _app;
    private readonly string _data;

    private ChatWorld(WebApplication app, string data) => (_app, _data) = (app, data);

    public List<Activity> Turns => Services.GetRequiredService<Bot>().Turns;

    public HttpClient Http { get; } = new();

    public IServiceProvider Services => _app.Services;

    public ConnectorClient Connector => Services.GetRequiredService<ConnectorClient>();

    public string Address => _app.Urls.Single();

    public static async Task<ChatWorld> StartAsync(string? data = null, string environment = "Development")
    {
        var directory = data ?? Directory.CreateTempSubdirectory("cctv-chat-").FullName;
        var builder = WebApplication.CreateEmptyBuilder(new() { EnvironmentName = environment });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting().AddLogging().AddSingleton(TimeProvider.System);
        var channel = builder.AddDevChat(Path.Combine(directory, "chat.db"), "tenant-1", PublicAddress.From(builder.Configuration, builder.Environment), _ => [Sid, Harriet]);
        if (channel is null)
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Bot:AppId"] = "a",
                ["Bot:TenantId"] = "t",
                ["Bot:OpenIdMetadata"] = "https://a.example",
                ["Bot:Issuer"] = "i",
                ["Bot:TokenEndpoint"] = "https://a.example",
                ["Bot:ServiceUrls"] = "https://a.example",
            });
        builder.Services.AddTeams(builder.Configuration, builder.Environment, channel);
        builder.Services.AddSingleton<Bot>().AddSingleton<ITurnHandler>(services => services.GetRequiredService<Bot>());
        var app = builder.Build();
        app.MapMessages();
        app.MapDevChat();
        await app.StartAsync();
        return new(app, directory);
    }

    public static Card Line(string text) => new("line", [new TextBlock(text)]);

    public static Card Ask(string mri) => new("ask", [new TextBlock("A question")], [new ActionExecute("go", "Go")], new Refresh("go", null, [mri]));

    /// <summary>What the page would see of one person's conversations.</summary>
    public async Task<JsonArray> SeenBy(ChatPerson person, long after = 0) =>
        JsonNode.Parse(await Http.GetStringAsync($"{Address}/chat/api/{person.ObjectId}/activities?after={after}"))!["activities"]!.AsArray();

    public async Task<JsonNode> Do(ChatPerson person, string what, JsonObject body)
    {
        using var response = await Http.PostAsJsonAsync($"{Address}/chat/api/{person.ObjectId}/{what}", body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    public Task<JsonNode> Say(ChatPerson person, string text, string place = "personal") =>
        Do(person, "say", new() { ["place"] = place, ["text"] = text });

    public Task<JsonNode> Press(ChatPerson person, string card, string verb) => Do(person, "press", new()
    {
        ["card"] = card,
        ["trigger"] = "manual",
        ["action"] = new JsonObject { ["type"] = "Action.Execute", ["verb"] = verb, ["data"] = new JsonObject() },
    });

    /// <summary>The id of the last card that the bot sent to a person.</summary>
    public async Task<string> LastCard(ChatPerson person) =>
        (string)(await SeenBy(person)).Last(entry => entry!["activity"]!["attachments"] is not null)!["id"]!;

    /// <summary>Ends the process and starts another on the same data.</summary>
    public async Task<ChatWorld> RestartAsync()
    {
        await _app.DisposeAsync();
        return await StartAsync(_data);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>Answers a message with a card, and a press with what its verb says.</summary>
    internal sealed class Bot(ConnectorClient connector) : ITurnHandler
    {
        public List<Activity> Turns { get; } = [];

        public async Task<InvokeResponse?> OnTurnAsync(Activity activity, CancellationToken cancellationToken)
        {
            Turns.Add(activity);
            if (activity.IsMessage)
                await connector.SendAsync(activity.Reference, Activities.Card(Ask(activity.From.Id), "A question"), activity.Id, cancellationToken);
            return activity.CardInvoke?.Verb switch
            {
                "go" => InvokeResponse.Card(Line($"Seen by {activity.From.AadObjectId}")),
                "say" => InvokeResponse.Message("Somebody was faster."),
                "break" => InvokeResponse.Error("OutOfDate", "This card is out of date."),
                _ => null,
            };
        }
    }
}
