using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Protocols.Teams;
using TeamsCctv.Protocols.Teams.Connector;

namespace TeamsCctv.Tests.Protocols.Teams;

public sealed class ConnectorClientTests : IAsyncLifetime
{
    private FakeChannel _channel = null!;
    private ServiceProvider _services = null!;

    public async ValueTask InitializeAsync()
    {
        _channel = await FakeChannel.StartAsync();
        _services = _channel.Services();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _channel.DisposeAsync();
    }

    [Fact]
    public async Task A_message_is_sent_with_the_bot_s_token_and_addressed()
    {
        Assert.Equal(new ConnectorResult.Sent("activity-1"), await Send());

        var call = Assert.Single(_channel.CallsTo("/connector"));
        Assert.Equal(("POST", "/connector/v3/conversations/a%3A1/activities", "Bearer outbound-1"), (call.Method, call.Target, call.Authorization));
        var sent = JsonNode.Parse(call.Body)!;
        Assert.Equal("hello", (string?)sent["text"]);
        Assert.Equal("28:app-1", (string?)sent["from"]!["id"]);
        Assert.Equal("29:user", (string?)sent["recipient"]!["id"]);
        Assert.Equal("a:1", (string?)sent["conversation"]!["id"]);
        Assert.Equal(FakeChannel.Tenant, (string?)sent["channelData"]!["tenant"]!["id"]);
    }

    [Fact]
    public async Task Sending_leaves_the_given_activity_as_it_was()
    {
        var message = Activities.Message("hello");
        await Client.SendAsync(_channel.Reference, message);
        Assert.Equal(["type", "text", "textFormat"], message.Select(field => field.Key));
    }

    [Fact]
    public async Task A_reply_names_what_it_replies_to()
    {
        await Client.SendAsync(_channel.Reference, Activities.Message("hello"), "in/1");

        var call = Assert.Single(_channel.CallsTo("/connector"));
        Assert.Equal("/connector/v3/conversations/a%3A1/activities/in%2F1", call.Target);
        Assert.Equal("in/1", (string?)JsonNode.Parse(call.Body)!["replyToId"]);
    }

    [Fact]
    public async Task An_update_puts_the_activity_and_keeps_its_id()
    {
        _channel.Connector = context => FakeChannel.Answer(context, 202, "");
        Assert.Equal(new ConnectorResult.Sent("card-1"), await Client.UpdateAsync(_channel.Reference, "card-1", Activities.Message("hello")));
        Assert.Equal("PUT", Assert.Single(_channel.CallsTo("/connector")).Method);
    }

    [Theory]
    [InlineData("29:user", "29:user", null)]
    [InlineData("oid-1", null, "oid-1")]
    public async Task A_conversation_with_a_person_is_opened(string member, string? mri, string? objectId)
    {
        _channel.Connector = context => FakeChannel.Answer(context, 201, """{"id":"a:9"}""");

        var created = Assert.IsType<ConnectorResult.Created>(await Client.CreateConversationAsync(_channel.ServiceUrl, member));

        Assert.Equal(new(_channel.ServiceUrl, "a:9", "28:app-1", mri, objectId, FakeChannel.Tenant), created.Conversation);
        var asked = JsonNode.Parse(Assert.Single(_channel.CallsTo("/connector")).Body)!;
        Assert.False((bool)asked["isGroup"]!);
        Assert.Equal((member, FakeChannel.Tenant), ((string?)asked["members"]![0]!["id"], (string?)asked["tenantId"]));
    }

    [Fact]
    public async Task An_answer_without_a_conversation_is_a_failure()
    {
        _channel.Connector = context => FakeChannel.Answer(context, 201, "{}");
        Assert.IsType<ConnectorResult.Failed>(await Client.CreateConversationAsync(_channel.ServiceUrl, "oid-1"));
    }

    [Fact]
    public async Task The_token_is_asked_for_once_and_anew_before_it_runs_out()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Send()));
        var asked = Assert.Single(_channel.CallsTo("/token"));
        Assert.Equal(
            "grant_type=client_credentials&client_id=app-1&client_secret=secret-1&scope=https%3A%2F%2Fapi.botframework.com%2F.default", asked.Body);

        _channel.Time.Advance(TimeSpan.FromMinutes(54));
        await Send();
        Assert.Single(_channel.CallsTo("/token"));

        _channel.Time.Advance(TimeSpan.FromMinutes(1));
        await Send();
        Assert.Equal(2, _channel.CallsTo("/token").Count());
    }

    [Fact]
    public async Task A_token_withdrawn_meanwhile_is_replaced_once()
    {
        var tokens = 0;
        _channel.TokenEndpoint = context => FakeChannel.Answer(context, 200, $$"""{"expires_in":"3600","access_token":"outbound-{{++tokens}}"}""");
        _channel.Connector = context => context.Request.Headers.Authorization == "Bearer outbound-1"
            ? FakeChannel.Answer(context, 401, "{}")
            : FakeChannel.Answer(context, 201, """{"id":"activity-2"}""");

        Assert.Equal(new ConnectorResult.Sent("activity-2"), await Send());

        _channel.Connector = context => FakeChannel.Answer(context, 401, """{"error":{"code":"BotNotRegistered","message":"No such bot."}}""");
        Assert.Equal(new ConnectorResult.Failed(401, "BotNotRegistered", "No such bot."), await Send());
        Assert.Equal(3, tokens);
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_client"}""", typeof(ConnectorResult.Failed))]
    [InlineData(200, "{}", typeof(ConnectorResult.Failed))]
    [InlineData(200, "nonsense", typeof(ConnectorResult.Failed))]
    [InlineData(503, "", typeof(ConnectorResult.TryAgain))]
    [InlineData(429, "", typeof(ConnectorResult.TryAgain))]
    public async Task Without_a_token_nothing_is_sent(int status, string body, Type result)
    {
        _channel.TokenEndpoint = context => FakeChannel.Answer(context, status, body);
        Assert.IsType(result, await Send());
        Assert.Empty(_channel.CallsTo("/connector"));
    }

    [Theory]
    [InlineData(429, 7)]
    [InlineData(412, null)]
    [InlineData(502, null)]
    [InlineData(503, 30)]
    [InlineData(504, null)]
    public async Task What_passes_is_tried_again_when_the_channel_says(int status, int? seconds)
    {
        TimeSpan? wait = seconds is { } given ? TimeSpan.FromSeconds(given) : null;
        _channel.Connector = context => FakeChannel.Answer(context, status, "", wait);

        Assert.Equal(new ConnectorResult.TryAgain(wait, status.ToString(System.Globalization.CultureInfo.InvariantCulture)), await Send());
        Assert.Single(_channel.CallsTo("/connector"));
    }

    [Fact]
    public async Task Retry_After_may_be_a_date()
    {
        _channel.Connector = context =>
        {
            context.Response.Headers.RetryAfter = (_channel.Time.GetUtcNow() + TimeSpan.FromSeconds(90)).ToString("R");
            return FakeChannel.Answer(context, 429, "");
        };
        Assert.Equal(TimeSpan.FromSeconds(90), Assert.IsType<ConnectorResult.TryAgain>(await Send()).After);
    }

    [Theory]
    [InlineData(403, """{"error":{"code":"BotNotInConversationRoster","message":"…"}}""", "BotNotInConversationRoster")]
    [InlineData(403, """{"errorCode":209,"message":"{\"subCode\":\"MessageWritesBlocked\",\"details\":\"…\"}"}""", "MessageWritesBlocked")]
    [InlineData(403, """{"errorCode":209,"message":"text"}""", "209")]
    [InlineData(403, "", "403")]
    [InlineData(404, """{"error":{"code":"ConversationNotFound"}}""", "ConversationNotFound")]
    [InlineData(404, """{"error":{"code":"ActivityNotFoundInConversation"}}""", "ActivityNotFoundInConversation")]
    public async Task What_is_gone_is_not_tried_again(int status, string body, string code)
    {
        _channel.Connector = context => FakeChannel.Answer(context, status, body);
        Assert.Equal(new ConnectorResult.Gone(code), await Send());
    }

    [Theory]
    [InlineData(400, """{"error":{"code":"Bad Argument","message":"What?"}}""", "Bad Argument", "What?")]
    [InlineData(413, """{"errorCode":1,"message":"{\"subCode\":\"MessageSizeTooBig\"}"}""", "MessageSizeTooBig", "{\"subCode\":\"MessageSizeTooBig\"}")]
    [InlineData(413, "<html>", "413", "")]
    [InlineData(500, "[]", "500", "")]
    [InlineData(400, """{"error":{"code":7,"message":"{\"subCode\":"}}""", "400", "{\"subCode\":")]
    public async Task What_is_wrong_is_a_failure_in_the_channel_s_words(int status, string body, string code, string message)
    {
        _channel.Connector = context => FakeChannel.Answer(context, status, body);
        Assert.Equal(new ConnectorResult.Failed(status, code, message), await Send());
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        _channel.Connector = context =>
        {
            context.Response.Redirect(_channel.Address + "/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        };

        Assert.Equal(307, Assert.IsType<ConnectorResult.Failed>(await Send()).Status);
        Assert.Empty(_channel.CallsTo("/elsewhere"));
    }

    [Fact]
    public async Task A_channel_that_says_nothing_is_left_after_fifteen_seconds()
    {
        var arrived = new TaskCompletionSource();
        _channel.Connector = async context =>
        {
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };

        var sending = Send();
        await arrived.Task;
        _channel.Time.Advance(ConnectorClient.Timeout);
        Assert.Equal(new ConnectorResult.TryAgain(null, "no answer in time"), await sending);
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_not_told_that_the_channel_failed()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Client.SendAsync(_channel.Reference, Activities.Message("hello"), cancellationToken: cancelled.Token));
    }

    [Fact]
    public async Task A_lost_connection_is_tried_again()
    {
        _channel.Connector = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        Assert.IsType<ConnectorResult.TryAgain>(await Send());
    }

    [Fact]
    public async Task A_refused_connection_is_tried_again()
    {
        var nobody = Closed();
        await using var services = _channel.Services(nobody);
        Assert.IsType<ConnectorResult.TryAgain>(
            await services.GetRequiredService<ConnectorClient>().SendAsync(_channel.Reference with { ServiceUrl = nobody }, Activities.Message("hello")));
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        _channel.Connector = async context =>
        {
            context.Response.StatusCode = 403;
            for (var i = 0; i < 64 && !context.RequestAborted.IsCancellationRequested; i++)
                await context.Response.WriteAsync(new string(' ', 64 * 1024));
        };
        Assert.Equal(new ConnectorResult.Gone("403"), await Send());
    }

    [Fact]
    public async Task An_address_that_is_not_on_the_list_sees_no_connection()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var unlisted = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/connector/";

        var results = new[]
        {
            await Client.SendAsync(_channel.Reference with { ServiceUrl = unlisted }, Activities.Message("hello")),
            await Client.UpdateAsync(_channel.Reference with { ServiceUrl = unlisted }, "card-1", Activities.Message("hello")),
            await Client.CreateConversationAsync(unlisted, "oid-1"),
        };

        Assert.All(results, result => Assert.Equal("ServiceUrlUnlisted", Assert.IsType<ConnectorResult.Failed>(result).Code));
        Assert.False(listener.Pending());
        Assert.Empty(_channel.Calls);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    public async Task An_id_that_would_climb_the_path_is_refused(string id)
    {
        Assert.IsType<ConnectorResult.Failed>(await Client.SendAsync(_channel.Reference with { ConversationId = id }, Activities.Message("hello")));
        Assert.Empty(_channel.Calls);
    }

    private ConnectorClient Client => _services.GetRequiredService<ConnectorClient>();

    private Task<ConnectorResult> Send() => Client.SendAsync(_channel.Reference, Activities.Message("hello"));

    private static string Closed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return $"http://127.0.0.1:{port}/";
    }
}
