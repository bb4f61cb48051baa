using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TeamsCctv.Protocols.Teams;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Protocols.Teams;

/// <summary>The bot's endpoint with a channel beside it: what became a turn, and what was connected to meanwhile.</summary>
public sealed class BotDoor : IAsyncLifetime, ITurnHandler
{
    private readonly HttpClient _http = new();
    private readonly Connections _recorded = new(last: false);
    private WebApplication _app = null!;
    private int _turns;

    public FakeChannel Channel { get; private set; } = null!;

    public int Turns => _turns;

    /// <summary>Beside the channel's own metadata and keys.</summary>
    public IEnumerable<Uri> Strange => _recorded.Addresses.Where(address => address.ToString() != Channel.Address + "/metadata" && address.ToString() != Channel.Address + "/keys");

    public async ValueTask InitializeAsync()
    {
        Channel = await FakeChannel.StartAsync();
        Channel.Keys["key-2"] = (RSA.Create(2048), ["msteams"]);
        Channel.Keys["unendorsed"] = (RSA.Create(2048), ["webchat"]);
        var builder = WebApplication.CreateEmptyBuilder(new() { EnvironmentName = Environments.Development });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(Channel.Settings());
        builder.Services.AddRouting().AddLogging().AddSingleton<TimeProvider>(Channel.Time).AddSingleton<ITurnHandler>(this);
        builder.Services.AddTeams(builder.Configuration, builder.Environment);
        builder.Services.AddHttpClient("teams").AddHttpMessageHandler(() => _recorded);
        _app = builder.Build();
        _app.MapMessages();
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        await Channel.DisposeAsync();
    }

    public Task<InvokeResponse?> OnTurnAsync(Activity activity, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _turns);
        return Task.FromResult<InvokeResponse?>(null);
    }

    internal HostileTokens Tokens(string kid = "key-1", string? serviceUrl = null)
    {
        var now = Channel.Time.GetUtcNow();
        return new(
            new()
            {
                ["iss"] = FakeChannel.Issuer,
                ["aud"] = FakeChannel.AppId,
                ["serviceurl"] = serviceUrl ?? Channel.ServiceUrl,
                ["nbf"] = now.ToUnixTimeSeconds(),
                ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
            },
            (kid, Channel.Keys[kid].Rsa), ("key-2", Channel.Keys["key-2"].Rsa), now);
    }

    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string token, Action<JsonObject>? change = null)
    {
        var message = Channel.Message();
        change?.Invoke(message);
        using var request = new HttpRequestMessage(HttpMethod.Post, _app.Urls.Single() + MessagesEndpoint.Path)
        {
            Content = new StringContent(message.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
