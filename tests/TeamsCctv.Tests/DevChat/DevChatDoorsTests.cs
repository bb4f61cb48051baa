using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Features.DevChat;
using TeamsCctv.Protocols.Teams.Connector;
using TeamsCctv.Tests.Protocols.Teams;
using static TeamsCctv.Tests.DevChat.ChatWorld;

namespace TeamsCctv.Tests.DevChat;

/// <summary>Who gets in: nobody outside Development and loopback, and between bot and channel only by token.</summary>
public sealed class DevChatDoorsTests : IAsyncLifetime
{
    private ChatWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task The_page_holds_no_script_and_allows_none_but_ours()
    {
        using var response = await _world.Http.GetAsync(_world.Address + "/chat");
        var html = await response.Content.ReadAsStringAsync();

        Assert.Contains("script-src 'self';", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/chat")]
    [InlineData("/chat/api/people")]
    [InlineData("/chat/issuer/keys")]
    [InlineData("/chat/issuer/.well-known/openidconfiguration")]
    public async Task Outside_Development_there_is_none_of_it(string path)
    {
        await using var production = await StartAsync(environment: "Production");
        using var response = await production.Http.GetAsync(production.Address + path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("urls", "http://0.0.0.0:3978")]
    [InlineData("urls", "http://127.0.0.1:3978;http://*:8080")]
    [InlineData("urls", "http://cctv.example")]
    [InlineData("http_ports", "8080")]
    [InlineData("https_ports", "8443")]
    [InlineData("Kestrel:Endpoints:Main:Url", "https://0.0.0.0:443")]
    [InlineData("Bot:AppId", "app-1")]
    public void Where_others_could_reach_it_or_another_channel_is_set_it_does_not_exist(string setting, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(setting, value)]).Build();
        Assert.False(LocalChannel.MayExist(configuration, FakeChannel.Development));
    }

    [Theory]
    [InlineData("http://127.0.0.1:3978")]
    [InlineData("http://localhost:3978;https://[::1]:3979")]
    [InlineData(null)]
    public void On_loopback_in_Development_it_does(string? urls)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("urls", urls)]).Build();
        Assert.True(LocalChannel.MayExist(configuration, FakeChannel.Development));
        Assert.False(LocalChannel.MayExist(configuration, FakeChannel.Production));
    }

    [Theory]
    [InlineData("Host", "cctv.example")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task A_page_of_elsewhere_does_not_find_it(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _world.Address + "/chat/api/people");
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await _world.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_form_of_elsewhere_cannot_speak_for_anybody()
    {
        using var content = new StringContent("""{"text":"ask"}""", Encoding.UTF8, "text/plain");
        using var response = await _world.Http.PostAsync($"{_world.Address}/chat/api/{Sid.ObjectId}/say", content);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(_world.Turns);
    }

    [Theory]
    [InlineData("oid-nobody", "say", """{"text":"ask"}""", 400)]
    [InlineData("oid-sid", "say", """{"text":"  "}""", 400)]
    [InlineData("oid-sid", "say", """{"text":7}""", 400)]
    [InlineData("oid-sid", "say", "[]", 400)]
    [InlineData("oid-sid", "say", "nonsense", 400)]
    [InlineData("oid-sid", "press", """{"card":"none"}""", 400)]
    [InlineData("oid-sid", "press", """{"card":"none","action":{}}""", 404)]
    public async Task What_makes_no_sense_is_refused_and_reaches_no_bot(string who, string what, string body, int status)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _world.Http.PostAsync($"{_world.Address}/chat/api/{who}/{what}", content);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(_world.Turns);
    }

    [Fact]
    public async Task Nobody_presses_a_card_in_somebody_else_s_chat()
    {
        await _world.Say(Sid, "ask");
        var card = await _world.LastCard(Sid);
        using var response = await _world.Http.PostAsJsonAsync(
            $"{_world.Address}/chat/api/{Harriet.ObjectId}/press", new { card, action = new { type = "Action.Execute", verb = "go" } });
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Single(_world.Turns);
    }

    [Fact]
    public async Task The_connector_takes_calls_of_the_bot_alone()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await Send(null));
        Assert.Equal(HttpStatusCode.Unauthorized, await Send("nonsense"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Send(_world.Services.GetRequiredService<LocalIssuer>().ForBot()));
        var (token, _) = await _world.Services.GetRequiredService<OutboundToken>().GetAsync(default);
        Assert.Equal(HttpStatusCode.Created, await Send(token));
        Assert.Single(await _world.SeenBy(Sid));
    }

    [Fact]
    public async Task The_bot_takes_no_token_that_was_made_for_the_connector()
    {
        var (token, _) = await _world.Services.GetRequiredService<OutboundToken>().GetAsync(default);
        using var request = new HttpRequestMessage(HttpMethod.Post, _world.Address + "/api/messages")
        {
            Content = JsonContent.Create(new { type = "message", serviceUrl = _world.Address + "/chat/connector", channelId = "msteams" }),
        };
        request.Headers.Authorization = new("Bearer", token);
        using var response = await _world.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("client_secret", "wrong")]
    [InlineData("client_id", "another")]
    [InlineData("scope", "https://graph.example/.default")]
    [InlineData("grant_type", "password")]
    public async Task The_issuer_gives_a_token_to_the_bot_alone(string field, string value)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = LocalChannel.AppId,
            ["client_secret"] = _world.Services.GetRequiredService<LocalChannel>().Secret,
            ["scope"] = "https://api.botframework.com/.default",
        };
        Assert.Equal(HttpStatusCode.OK, await Ask());
        form[field] = value;
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask());

        async Task<HttpStatusCode> Ask()
        {
            using var content = new FormUrlEncodedContent(form);
            using var response = await _world.Http.PostAsync(_world.Address + "/chat/issuer/token", content);
            return response.StatusCode;
        }
    }

    [Theory]
    [InlineData("nonsense", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData(null, HttpStatusCode.RequestEntityTooLarge)]
    public async Task The_connector_refuses_what_Teams_would(string? body, HttpStatusCode status)
    {
        var (token, _) = await _world.Services.GetRequiredService<OutboundToken>().GetAsync(default);
        Assert.Equal(status, await Send(token, body ?? new JsonObject { ["type"] = "message", ["text"] = new string('a', 90_000) }.ToJsonString()));
        Assert.Empty(await _world.SeenBy(Sid));
    }

    private async Task<HttpStatusCode> Send(string? token, string body = """{"type":"message","text":"hello"}""")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_world.Address}/chat/connector/v3/conversations/a%3A{Sid.ObjectId}/activities")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await _world.Http.SendAsync(request);
        return response.StatusCode;
    }
}
