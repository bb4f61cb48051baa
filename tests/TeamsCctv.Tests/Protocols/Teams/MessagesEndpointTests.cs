using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TeamsCctv.Protocols.Teams;
using TeamsCctv.Protocols.Teams.Cards;

namespace TeamsCctv.Tests.Protocols.Teams;

public sealed class MessagesEndpointTests : IAsyncLifetime, ITurnHandler
{
    private readonly List<Activity> _turns = [];
    private readonly HttpClient _http = new();
    private FakeChannel _channel = null!;
    private WebApplication _app = null!;
    private InvokeResponse? _answer;

    public async ValueTask InitializeAsync()
    {
        _channel = await FakeChannel.StartAsync();
        var builder = WebApplication.CreateEmptyBuilder(new() { EnvironmentName = Environments.Development });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Bot:AppId"] = FakeChannel.AppId,
            ["Bot:TenantId"] = FakeChannel.Tenant,
            ["Bot:OpenIdMetadata"] = _channel.Address + "/metadata",
            ["Bot:Issuer"] = FakeChannel.Issuer,
            ["Bot:TokenEndpoint"] = _channel.Address + "/token",
            ["Bot:ServiceUrls"] = _channel.ServiceUrl,
        });
        builder.Services.AddRouting().AddLogging().AddSingleton<TimeProvider>(_channel.Time).AddSingleton<ITurnHandler>(this);
        builder.Services.AddTeams(builder.Configuration, builder.Environment);
        _app = builder.Build();
        _app.MapMessages();
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        await _channel.DisposeAsync();
    }

    public Task<InvokeResponse?> OnTurnAsync(Activity activity, CancellationToken cancellationToken)
    {
        _turns.Add(activity);
        return Task.FromResult(_answer);
    }

    [Fact]
    public async Task A_message_of_the_channel_is_a_turn()
    {
        var (status, body) = await Post(_channel.Message("ask"));
        Assert.Equal((HttpStatusCode.OK, ""), (status, body));
        Assert.Equal("ask", Assert.Single(_turns).Text);
    }

    [Fact]
    public async Task An_event_nobody_knows_is_answered_200() =>
        Assert.Equal(HttpStatusCode.OK, (await Post(With("type", "somethingNew"))).Status);

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Anything_but_a_POST_is_405(string method)
    {
        using var response = await _http.SendAsync(new(new(method), Address));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("""{"text":"no type"}""")]
    public async Task What_is_no_activity_is_400(string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await Post(body, _channel.Token())).Status);
        Assert.Empty(_turns);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_256_KiB_is_413_with_or_without_its_length(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new StringContent(new string(' ', ActivityReader.LargestBody + 1)) };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Without_a_token_nothing_happens()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await Post(_channel.Message().ToJsonString(), null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Post(_channel.Message().ToJsonString(), _channel.Token(audience: "app-2"))).Status);
        Assert.Empty(_turns);
    }

    [Fact]
    public async Task A_token_for_another_activity_is_403_and_says_no_more_than_that()
    {
        var (status, body) = await Post(_channel.Message().ToJsonString(), _channel.Token(serviceUrl: "https://elsewhere.example/"));
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.DoesNotContain("serviceurl", body, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(_turns);
    }

    [Fact]
    public async Task Where_the_keys_cannot_be_read_the_channel_is_asked_to_come_again()
    {
        _channel.Metadata = context => FakeChannel.Answer(context, 500, "");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Post(_channel.Message())).Status);
    }

    [Fact]
    public async Task A_press_is_answered_with_a_card()
    {
        _answer = InvokeResponse.Card(new Card("x", [new TextBlock("Done – 24 Nov")]));
        var (status, body) = await Post(Press("""{"type":"Action.Execute","verb":"go"}"""));

        var json = JsonNode.Parse(body)!;
        Assert.Equal((HttpStatusCode.OK, 200, "application/vnd.microsoft.card.adaptive"), (status, (int)json["statusCode"]!, (string?)json["type"]));
        Assert.Equal("Done – 24 Nov", (string?)json["value"]!["body"]![0]!["text"]);
    }

    [Fact]
    public async Task A_press_is_answered_with_a_line_or_an_error()
    {
        _answer = InvokeResponse.Message("Already decided.");
        Assert.Equal("""{"statusCode":200,"type":"application/vnd.microsoft.activity.message","value":"Already decided."}""", (await Post(Press())).Body);

        _answer = InvokeResponse.Error("OutOfDate", "This card is out of date.");
        var (status, body) = await Post(Press());
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"statusCode":400,"type":"application/vnd.microsoft.error","value":{"code":"OutOfDate","message":"This card is out of date."}}""", body);
    }

    [Theory]
    [InlineData("""{"type":"Action.Submit","verb":"go"}""")]
    [InlineData("""{"type":"Action.Execute"}""")]
    [InlineData("""{"type":"Action.Execute","verb":"go","data":[]}""")]
    public async Task A_malformed_press_is_400_and_no_turn(string action)
    {
        var (status, body) = await Post(Press(action));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(("application/vnd.microsoft.error", 400), ((string?)JsonNode.Parse(body)!["type"], (int)JsonNode.Parse(body)!["statusCode"]!));
        Assert.Empty(_turns);
    }

    [Fact]
    public async Task An_invoke_nobody_answers_is_501()
    {
        var invoke = With("type", "invoke");
        invoke["name"] = "composeExtension/query";
        Assert.Equal(HttpStatusCode.NotImplemented, (await Post(invoke)).Status);
    }

    private string Address => _app.Urls.Single() + "/api/messages";

    private JsonObject With(string field, string value)
    {
        var message = _channel.Message();
        message[field] = value;
        return message;
    }

    private JsonObject Press(string action = """{"type":"Action.Execute","verb":"go","data":{}}""")
    {
        var invoke = With("type", "invoke");
        invoke["name"] = "adaptiveCard/action";
        invoke["value"] = new JsonObject { ["action"] = JsonNode.Parse(action), ["trigger"] = "manual" };
        return invoke;
    }

    private Task<(HttpStatusCode Status, string Body)> Post(JsonObject activity) => Post(activity.ToJsonString(), _channel.Token());

    private async Task<(HttpStatusCode Status, string Body)> Post(string body, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
