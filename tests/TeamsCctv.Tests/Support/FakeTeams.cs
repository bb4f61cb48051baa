using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TeamsCctv.Features.SampleTrust;

namespace TeamsCctv.Tests.Support;

/// <summary>What the fake connector does with the next call.</summary>
public enum Misfortune
{
    /// <summary>The call never arrives: 503, nothing kept.</summary>
    Lost,

    /// <summary>The call takes effect and its answer is lost: kept, then the connection is cut.</summary>
    ReplyLost,
}

/// <summary>
/// Teams, as far as the bot can see it: an issuer of tokens and a connector that keeps what the bot sends. The only
/// third party of the flow tests, and the only thing they fake.
/// </summary>
public sealed class FakeTeams : IAsyncDisposable
{
    public const string AppId = "5a3c1e00-0000-4000-8000-00000000b07a";
    public const string Issuer = "https://api.botframework.example";

    private readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = "k1" };
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Misfortune> _misfortunes = new();
    private long _next;

    private FakeTeams(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    public string ServiceUrl => $"{Address}teams/";

    /// <summary>Every message and update, in the order they took effect.</summary>
    public ConcurrentQueue<JsonObject> Heard { get; } = new();

    /// <summary>Messages as they stand now, by activity id.</summary>
    public ConcurrentDictionary<string, SentMessage> Messages { get; } = new(StringComparer.Ordinal);

    /// <summary>Comes before every call, with its conversation or "" for the opening of one; its answer is the call's.</summary>
    public Func<HttpContext, string, Task<IResult?>> Before { get; set; } = (_, _) => Task.FromResult<IResult?>(null);

    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Bot:AppId"] = AppId,
        ["Bot:TenantId"] = SampleTrust.Tenant,
        ["Bot:OpenIdMetadata"] = $"{Address}metadata",
        ["Bot:Issuer"] = Issuer,
        ["Bot:TokenEndpoint"] = $"{Address}token",
        ["Bot:ServiceUrls"] = ServiceUrl,
    };

    public static async Task<FakeTeams> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var teams = new FakeTeams(app);
        teams.Map();
        await app.StartAsync();
        teams.Address = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/");
        return teams;
    }

    /// <summary>The next write to the connector meets this.</summary>
    public void Fail(Misfortune misfortune) => _misfortunes.Enqueue(misfortune);

    /// <summary>A token as the Bot Connector would send it with an activity.</summary>
    public string Token(DateTimeOffset now, string? serviceUrl = null) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
        new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = AppId,
            NotBefore = now.UtcDateTime.AddMinutes(-1),
            Expires = now.UtcDateTime.AddMinutes(60),
            Subject = new ClaimsIdentity([new Claim("serviceurl", serviceUrl ?? ServiceUrl)]),
            SigningCredentials = new(_key, SecurityAlgorithms.RsaSha256),
        });

    /// <summary>The personal conversation of an account with the bot.</summary>
    public static string ConversationOf(string objectId) => $"a:{objectId}";

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private void Map()
    {
        _app.MapGet("/metadata", () => new JsonObject { ["issuer"] = Issuer, ["jwks_uri"] = $"{Address}keys" });
        _app.MapGet("/keys", Keys);
        _app.MapPost("/token", () => new JsonObject { ["token_type"] = "Bearer", ["expires_in"] = 3600, ["access_token"] = "fake" });
        _app.MapPost("/teams/v3/conversations", async (HttpContext http, JsonObject body) =>
        {
            if (await Before(http, "") is { } answer)
                return answer;
            var member = body["members"]![0]!["id"]!.GetValue<string>();
            return Results.Json(new JsonObject { ["id"] = ConversationOf(member), ["serviceUrl"] = ServiceUrl }, statusCode: 201);
        });
        _app.MapPost("/teams/v3/conversations/{conversation}/activities", (HttpContext http, string conversation, JsonObject activity) => Take(http, conversation, null, activity));
        _app.MapPost("/teams/v3/conversations/{conversation}/activities/{reply}", (HttpContext http, string conversation, JsonObject activity) => Take(http, conversation, null, activity));
        _app.MapPut("/teams/v3/conversations/{conversation}/activities/{id}", (HttpContext http, string conversation, string id, JsonObject activity) => Take(http, conversation, id, activity));
    }

    private async Task<IResult> Take(HttpContext http, string conversation, string? id, JsonObject activity)
    {
        if (await Before(http, conversation) is { } answer)
            return answer;
        if (http.Request.Headers.Authorization != "Bearer fake")
            return Results.StatusCode(401);
        var bad = _misfortunes.TryDequeue(out var misfortune) ? misfortune : (Misfortune?)null;
        if (bad == Misfortune.Lost)
            return Results.StatusCode(503);
        if (id is not null && !Messages.ContainsKey(id))
            return Results.Json(new JsonObject { ["error"] = new JsonObject { ["code"] = "ActivityNotFoundInConversation" } }, statusCode: 404);

        id ??= string.Create(CultureInfo.InvariantCulture, $"m{Interlocked.Increment(ref _next):D6}");
        Heard.Enqueue((JsonObject)activity.DeepClone());
        Messages.AddOrUpdate(id, new SentMessage(id, conversation, activity, 0), (_, old) => old with { Activity = activity, Updates = old.Updates + 1 });
        if (bad == Misfortune.ReplyLost)
            http.Abort();
        return Results.Json(new JsonObject { ["id"] = id });
    }

    private JsonObject Keys()
    {
        var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_key.Rsa.ExportParameters(false)));
        return new()
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["kid"] = _key.KeyId,
                ["n"] = jwk.N,
                ["e"] = jwk.E,
                ["endorsements"] = new JsonArray("msteams"),
            }),
        };
    }
}

/// <summary>A message in a conversation, as it stands after its updates.</summary>
public sealed record SentMessage(string Id, string Conversation, JsonObject Activity, int Updates)
{
    /// <summary>The card's JSON, or null for a text.</summary>
    public JsonObject? Card => Activity["attachments"]?[0]?["content"] as JsonObject;

    public string? Text => Activity["text"]?.GetValue<string>();
}
