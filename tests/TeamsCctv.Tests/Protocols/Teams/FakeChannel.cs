using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TeamsCctv.Protocols.Teams;

namespace TeamsCctv.Tests.Protocols.Teams;

/// <summary>A call that reached the channel.</summary>
public sealed record Call(string Method, string Target, string? Authorization, string Body);

/// <summary>A channel on a real socket: keys, token endpoint and connector, with answers a test chooses.</summary>
public sealed class FakeChannel : IAsyncDisposable
{
    public const string AppId = "app-1";
    public const string Tenant = "tenant-1";
    public const string Issuer = "https://issuer.example";

    private readonly WebApplication _app;

    private FakeChannel(WebApplication app) => _app = app;

    public FakeTimeProvider Time { get; } = new(new(2026, 11, 24, 14, 5, 0, TimeSpan.Zero));

    public ConcurrentQueue<Call> Calls { get; } = new();

    public Dictionary<string, (RSA Rsa, string[]? Endorsements)> Keys { get; } = new() { ["key-1"] = (RSA.Create(2048), ["msteams"]) };

    /// <summary>How the connector answers; by default it takes everything.</summary>
    public Func<HttpContext, Task> Connector { get; set; } = context => Answer(context, 200, """{"id":"activity-1"}""");

    public Func<HttpContext, Task> TokenEndpoint { get; set; } =
        context => Answer(context, 200, """{"token_type":"Bearer","expires_in":3600,"access_token":"outbound-1"}""");

    public Func<HttpContext, Task>? Metadata { get; set; }

    public Func<HttpContext, Task>? KeySet { get; set; }

    public string Address => _app.Urls.Single();

    public string ServiceUrl => Address + "/connector/";

    public IEnumerable<Call> CallsTo(string prefix) => Calls.Where(call => call.Target.StartsWith(prefix, StringComparison.Ordinal));

    public static async Task<FakeChannel> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var channel = new FakeChannel(app);
        app.Run(channel.HandleAsync);
        await app.StartAsync();
        return channel;
    }

    public Dictionary<string, string?> Settings(string? serviceUrls = null) => new()
    {
        ["Bot:AppId"] = AppId,
        ["Bot:TenantId"] = Tenant,
        ["Bot:OpenIdMetadata"] = Address + "/metadata",
        ["Bot:Issuer"] = Issuer,
        ["Bot:TokenEndpoint"] = Address + "/token",
        ["Bot:ServiceUrls"] = serviceUrls ?? ServiceUrl,
        ["Bot:AppPassword"] = "secret-1",
    };

    /// <summary>The product's own registration, pointed here.</summary>
    public ServiceProvider Services(string? serviceUrls = null, Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddLogging()
            .AddTeams(new ConfigurationBuilder().AddInMemoryCollection(Settings(serviceUrls)).Build(), Development);
        configure?.Invoke(services);
        return services.BuildServiceProvider();
    }

    public static IHostEnvironment Development { get; } = Host.CreateEmptyApplicationBuilder(new() { EnvironmentName = "Development" }).Environment;

    public static IHostEnvironment Production { get; } = Host.CreateEmptyApplicationBuilder(new() { EnvironmentName = "Production" }).Environment;

    /// <summary>A token that is right in everything, but for what a test changes.</summary>
    public string Token(
        string? issuer = null,
        string? audience = null,
        string? serviceUrl = null,
        bool withServiceUrl = true,
        TimeSpan? from = null,
        TimeSpan? until = null,
        SigningCredentials? signedWith = null,
        string kid = "key-1",
        string algorithm = SecurityAlgorithms.RsaSha256)
    {
        var now = Time.GetUtcNow();
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Issuer,
            Audience = audience ?? AppId,
            NotBefore = (now + (from ?? TimeSpan.Zero)).UtcDateTime,
            Expires = (now + (until ?? TimeSpan.FromHours(1))).UtcDateTime,
            Claims = withServiceUrl ? new Dictionary<string, object> { ["serviceurl"] = serviceUrl ?? ServiceUrl } : null,
            SigningCredentials = signedWith ?? new(new RsaSecurityKey(Keys[kid].Rsa) { KeyId = kid }, algorithm),
        });
    }

    public JsonObject Message(string text = "hello") => new()
    {
        ["type"] = "message",
        ["id"] = "in-1",
        ["text"] = text,
        ["serviceUrl"] = ServiceUrl,
        ["channelId"] = "msteams",
        ["from"] = new JsonObject { ["id"] = "29:user", ["name"] = "A. Sample", ["aadObjectId"] = "oid-1" },
        ["recipient"] = new JsonObject { ["id"] = "28:" + AppId, ["name"] = "Bot" },
        ["conversation"] = new JsonObject { ["id"] = "a:1", ["conversationType"] = "personal", ["tenantId"] = Tenant },
        ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = Tenant } },
    };

    public Activity Activity(Action<JsonObject>? change = null)
    {
        var json = Message();
        change?.Invoke(json);
        Assert.True(ActivityReader.TryRead(Encoding.UTF8.GetBytes(json.ToJsonString()), out var activity, out var error), error);
        return activity;
    }

    public ConversationReference Reference => new(ServiceUrl, "a:1", "28:" + AppId, "29:user", "oid-1", Tenant);

    public static async Task Answer(HttpContext context, int status, string body, TimeSpan? retryAfter = null)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (retryAfter is { } wait)
            context.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await context.Response.WriteAsync(body);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        foreach (var (rsa, _) in Keys.Values)
            rsa.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        Calls.Enqueue(new(context.Request.Method, target, context.Request.Headers.Authorization, await reader.ReadToEndAsync()));
        await (target switch
        {
            "/metadata" => Metadata?.Invoke(context) ?? Answer(context, 200, $$"""{"issuer":"{{Issuer}}","jwks_uri":"{{Address}}/keys"}"""),
            "/keys" => KeySet?.Invoke(context) ?? Answer(context, 200, Jwks().ToJsonString()),
            "/token" => TokenEndpoint(context),
            _ => Connector(context),
        });
    }

    private JsonObject Jwks() => new()
    {
        ["keys"] = new JsonArray([.. Keys.Select(key =>
        {
            var parameters = key.Value.Rsa.ExportParameters(false);
            var jwk = new JsonObject
            {
                ["kty"] = "RSA",
                ["kid"] = key.Key,
                ["n"] = Base64UrlEncoder.Encode(parameters.Modulus),
                ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
            };
            if (key.Value.Endorsements is { } endorsements)
                jwk["endorsements"] = new JsonArray([.. endorsements.Select(one => (JsonNode)one)]);
            return jwk;
        })]),
    };
}
