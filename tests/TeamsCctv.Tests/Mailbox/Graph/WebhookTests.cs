using System.Net;
using System.Text;
using TeamsCctv.Features.Mailbox.Graph;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Mailbox.Graph;

/// <summary>What Graph, or whoever says so, posts to us.</summary>
public sealed class WebhookTests
{
    public static TheoryData<string> Paths => [Subscribing.Notifications, Subscribing.Lifecycle];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task The_handshake_gives_the_decoded_token_back_as_plain_text(string path)
    {
        await using var world = await GraphWorld.StartAsync();
        using var answer = await world.Client.PostAsync(new Uri($"{path}?key=1&validationToken=Validation%3a+Testing+client+%2fabc%3d%3d", UriKind.Relative), null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("Validation: Testing client /abc==", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("%3Cscript%3E")]
    [InlineData("a%0Ab")]
    [InlineData("%22")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_token_that_is_no_plain_text_or_too_long_is_not_given_back(string? token)
    {
        await using var world = await GraphWorld.StartAsync();
        using var answer = await world.Client.PostAsync(
            new Uri($"{Subscribing.Notifications}?validationToken={token ?? new string('a', 1025)}", UriKind.Relative), null);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"value\":[]}")]
    [InlineData("{\"value\":{}}")]
    [InlineData("{\"value\":[1]}")]
    [InlineData("{\"value\":[{\"subscriptionId\":1}]}")]
    [InlineData("{\"value\":[{}],\"value\":[{}]}")]
    [InlineData("{\"value\":[{\"clientState\":\"\\ud800\"}]}")]
    [InlineData("{\"value\":[{\"a\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}]}")]
    [InlineData("{\"value\":[{\"clientState\":\"\u00ff\"}]}", true)]
    public async Task What_is_no_collection_of_announcements_is_answered_400(string body, bool latin = false)
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(world, (latin ? Encoding.Latin1 : Encoding.UTF8).GetBytes(body)));
    }

    [Fact]
    public async Task More_entries_than_a_thousand_and_more_than_256_kibibytes_are_refused()
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();

        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(world, Encoding.ASCII.GetBytes($"{{\"value\":[{string.Join(',', Enumerable.Repeat("{}", 1001))}]}}")));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(world, Encoding.ASCII.GetBytes($"{{\"value\":[{string.Join(',', Enumerable.Repeat("{}", 1000))}]}}")));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(world, [.. Encoding.ASCII.GetBytes("{\"value\":[{}]}"), .. Enumerable.Repeat((byte)' ', 256 * 1024)]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(world, [.. Encoding.ASCII.GetBytes("{\"value\":[{}]}"), .. Enumerable.Repeat((byte)' ', 256 * 1024)], chunked: true));
    }

    [Theory]
    [InlineData("subscriptionId", "00000000-0000-4000-8000-000000000000")]
    [InlineData("clientState", "")]
    [InlineData("clientState", "guess")]
    [InlineData("clientState", "*")]
    [InlineData("tenantId", "99999999-2222-4333-8444-555555555555")]
    [InlineData("tenantId", "nonsense")]
    [InlineData("changeType", "deleted")]
    [InlineData("resourceData", "../../users")]
    public async Task What_is_not_ours_or_has_not_the_secret_is_answered_202_and_changes_nothing(string field, string value)
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        world.Graph.Arrive(GraphWorld.Oak, [1]);
        var (of, notice) = world.Graph.Waiting[0];
        var good = notice.DeepClone().AsObject();

        // A guess of the right length differs in its last letter alone.
        if (field == "resourceData")
            notice["resourceData"]!["id"] = value;
        else
            notice[field] = value == "*" ? $"{of.Secret[..^1]}{(of.Secret[^1] == 'a' ? 'b' : 'a')}" : value;
        Assert.Equal(HttpStatusCode.Accepted, await world.Graph.PostAsync(of.NotificationUrl, notice));
        Assert.Equal(0, world.Due("oak"));

        // Beside one that is not, one that is goes through.
        Assert.Equal(HttpStatusCode.Accepted, await world.Graph.PostAsync(of.NotificationUrl, notice, good));
        Assert.Equal(1, world.Due("oak"));
    }

    [Fact]
    public async Task The_secret_of_one_mailbox_is_not_the_secret_of_another()
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        world.Graph.Arrive(GraphWorld.Oak, [1]);
        var (of, notice) = world.Graph.Waiting[0];
        notice["clientState"] = world.SubscriptionOf("ash").Secret;
        Assert.Equal(HttpStatusCode.Accepted, await world.Graph.PostAsync(of.NotificationUrl, notice));

        Assert.Equal(0, world.Due("oak"));
        Assert.NotEqual(world.SubscriptionOf("ash").Secret, of.Secret);
        Assert.DoesNotContain(of.Secret, of.NotificationUrl, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_the_store_fails_the_answer_is_503_and_the_same_again_is_one_mail(bool persisted)
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        world.Graph.Arrive(GraphWorld.Oak, [1]);
        var (of, notice) = world.Graph.Waiting[0];
        world.Faults.Fail(persisted);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await world.Graph.PostAsync(of.NotificationUrl, notice));
        Assert.True(world.Faults.Spent);
        Assert.Equal(persisted ? 1 : 0, world.Due("oak"));
        Assert.Equal(HttpStatusCode.Accepted, await world.Graph.PostAsync(of.NotificationUrl, notice));
        Assert.Equal(1, world.Due("oak"));
        await world.StepAsync();
        Assert.Single(world.Accepted);
    }

    [Fact]
    public async Task Where_the_store_takes_longer_than_graph_waits_the_answer_is_503()
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        world.Graph.Arrive(GraphWorld.Oak, [1]);
        var (of, notice) = world.Graph.Waiting[0];
        using var stuck = new ManualResetEventSlim();
        var holds = world.Database.WriteAsync(_ => stuck.Wait(TimeSpan.FromSeconds(30)));
        var answer = world.Graph.PostAsync(of.NotificationUrl, notice);
        while (!answer.IsCompleted)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20);
        }

        stuck.Set();
        await holds;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await answer);
    }

    [Fact]
    public async Task Without_the_setting_nothing_is_there_and_nothing_runs()
    {
        await using var host = await Host.StartAsync();
        foreach (var path in new[] { Subscribing.Notifications, Subscribing.Lifecycle })
        {
            using var answer = await host.Client.PostAsync(new Uri($"{path}?validationToken=abc", UriKind.Relative), null);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        Assert.Null(host.Services.GetService(typeof(MailboxRounds)));
    }

    private static async Task<HttpStatusCode> PostAsync(GraphWorld world, byte[] body, bool chunked = false)
    {
        using var content = new ByteArrayContent(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, Subscribing.Notifications) { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        using var answer = await world.Client.SendAsync(request);
        return answer.StatusCode;
    }
}
