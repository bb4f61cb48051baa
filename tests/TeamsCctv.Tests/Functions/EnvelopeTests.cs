using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Hosting;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Recorders;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Functions;

/// <summary>A recorder posts, the queue keeps it, the Functions host brings it, and it is on the record.</summary>
[Collection(OnAzurite.Name)]
public sealed class EnvelopeTests(Azurite azurite)
{
    [Fact]
    public async Task A_lost_camera_goes_over_the_queue_onto_the_record()
    {
        var account = azurite.NewAccount();
        await using var host = await FunctionsHost.StartAsync(account);

        Assert.Equal(HttpStatusCode.OK, await PostAsync(host));
        Assert.Equal(1, await StorageAccount.CountAsync(account.Inbox));
        Assert.Equal(0, host.Process.Rows("inbox"));

        Assert.True(Assert.Single(await host.PollAsync()).Succeeded);
        Assert.Equal("Playground", Assert.Single(await host.Process.ReportedAsync("oakfield")).CameraName);
        Assert.Equal(0, await StorageAccount.CountAsync(account.Inbox));
    }

    [Fact]
    public async Task What_is_no_news_is_not_put_on_the_queue()
    {
        var account = azurite.NewAccount();
        await using var host = await FunctionsHost.StartAsync(account);

        Assert.Equal(HttpStatusCode.OK, await PostAsync(host, Posting.Alert("heartBeat")));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(host, Posting.Alert("VMD")));

        Assert.Equal(0, await StorageAccount.CountAsync(account.Inbox));
    }

    [Theory]
    [InlineData("e1", 1795529098000)]
    [InlineData("", null)]
    public async Task A_message_that_the_queue_brings_twice_is_once_on_the_record(string eventId, long? time)
    {
        var account = azurite.NewAccount();
        await using var host = await FunctionsHost.StartAsync(account);
        var trigger = new JsonObject { ["key"] = "admin_recording_clips_manipulations", ["device"] = "nvr", ["eventId"] = eventId, ["timestamp"] = time };

        Assert.Equal(HttpStatusCode.OK, await PostAsync(host, new JsonObject { ["alarm"] = new JsonObject { ["triggers"] = new JsonArray(trigger) } }.ToJsonString(), "riverside-protect"));
        Assert.True(Assert.Single(await host.PollAsync(forget: true)).Succeeded);
        Assert.Single(await host.Process.ReportedAsync("riverside"));
        Assert.True(Assert.Single(await host.PollAsync()).Succeeded);

        Assert.Equal("FootageExported", Assert.Single(await host.Process.ReportedAsync("riverside")).Event);
        Assert.Equal(0, await StorageAccount.CountAsync(account.Inbox));
    }

    [Fact]
    public async Task A_post_that_the_queue_never_had_is_answered_503_and_nothing_is_kept()
    {
        var account = azurite.NewAccount();
        await using var faults = await QueueFaults.StartAsync(account.QueuePort);
        await using var host = await FunctionsHost.StartAsync(account, queuePort: faults.Port);
        faults.Cut = Cut.Before;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(host));
        Assert.True(faults.Struck > 0);
        Assert.Equal(0, await StorageAccount.CountAsync(account.Inbox));
        Assert.Equal(0, host.Process.Rows("inbox"));

        faults.Cut = Cut.Nothing;
        Assert.Equal(HttpStatusCode.OK, await PostAsync(host));
        await host.PollAsync();
        Assert.Single(await host.Process.ReportedAsync("oakfield"));
    }

    [Fact]
    public async Task A_post_whose_answer_from_the_queue_was_lost_is_posted_again_and_is_once_on_the_record()
    {
        var account = azurite.NewAccount();
        await using var faults = await QueueFaults.StartAsync(account.QueuePort);
        await using var host = await FunctionsHost.StartAsync(account, queuePort: faults.Port);
        await account.Inbox.CreateIfNotExistsAsync();
        faults.Cut = Cut.After;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(host));
        Assert.Equal(faults.Struck, await StorageAccount.CountAsync(account.Inbox));
        Assert.True(faults.Struck > 0);

        faults.Cut = Cut.Nothing;
        Assert.Equal(HttpStatusCode.OK, await PostAsync(host));
        Assert.All(await host.PollAsync(), invocation => Assert.True(invocation.Succeeded));
        Assert.Single(await host.Process.ReportedAsync("oakfield"));
        Assert.Equal(1, host.Process.Rows("inbox"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_whose_commit_failed_is_no_2xx_and_comes_again_and_is_once_on_the_record(bool persisted)
    {
        var account = azurite.NewAccount();
        await using var host = await FunctionsHost.StartAsync(account);
        await PostAsync(host);
        var faults = StoreFaults.In(host.Process.Services.GetRequiredService<Database>());
        faults.Fail(persisted);

        var failed = Assert.Single(await host.PollAsync());
        Assert.Equal(HttpStatusCode.InternalServerError, failed.Status);
        Assert.True(faults.Spent);
        Assert.Equal(1, await StorageAccount.CountAsync(account.Inbox));

        Assert.True(Assert.Single(await host.PollAsync()).Succeeded);
        Assert.Single(await host.Process.ReportedAsync("oakfield"));
    }

    [Fact]
    public async Task What_cannot_be_taken_is_set_aside_after_five_tries_kept_and_shown_without_its_content()
    {
        var account = azurite.NewAccount();
        await using var host = await FunctionsHost.StartAsync(account);
        await account.Inbox.CreateIfNotExistsAsync();
        const string Secret = "The name of a child";
        await account.Inbox.SendMessageAsync(Secret);
        using var sid = host.Outside();
        await SiteTests.SignInAsync(sid, "sid");
        Assert.DoesNotContain("could not be taken in", await sid.GetStringAsync(new Uri("recorders", UriKind.Relative)), StringComparison.Ordinal);

        for (var tries = 1; tries < host.MaxDequeueCount; tries++)
            Assert.Equal(HttpStatusCode.InternalServerError, Assert.Single(await host.PollAsync()).Status);
        Assert.Equal(["Set aside: it could not be taken."], Assert.Single(await host.PollAsync()).Logs);

        // The host would keep it for a week.
        Assert.Empty(await host.PollAsync());
        var kept = (await account.Poison.PeekMessageAsync()).Value;
        Assert.Equal(Secret, kept.Body.ToString());
        Assert.True(kept.ExpiresOn > Host.Start.AddYears(100));
        var page = await sid.GetStringAsync(new Uri("recorders", UriKind.Relative));
        Assert.Contains("1 message from a recorder or the mailbox could not be taken in", page, StringComparison.Ordinal);
        Assert.Contains("put it back on the queue", page, StringComparison.Ordinal);
        Assert.DoesNotContain("child", page, StringComparison.Ordinal);

        using var vera = host.Outside();
        await SiteTests.SignInAsync(vera, "vera");
        using var refused = await vera.GetAsync(new Uri("recorders", UriKind.Relative));
        Assert.DoesNotContain("could not be taken in", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_set_aside_is_put_back_by_a_command_and_taken_once_it_can_be()
    {
        var account = azurite.NewAccount();
        await using var host = await FunctionsHost.StartAsync(account);
        await PostAsync(host);
        var message = (await account.Inbox.ReceiveMessageAsync()).Value;
        await account.Poison.CreateIfNotExistsAsync();
        await account.Poison.SendMessageAsync(message.Body);
        await account.Inbox.DeleteMessageAsync(message.MessageId, message.PopReceipt);

        Assert.Equal("Put 1 messages back on the queue inbox.", Command(account.Settings()));
        Assert.Equal("Put 0 messages back on the queue inbox.", Command(account.Settings()));

        Assert.Equal(0, await StorageAccount.CountAsync(account.Poison));
        Assert.True(Assert.Single(await host.PollAsync()).Succeeded);
        Assert.Single(await host.Process.ReportedAsync("oakfield"));
        Assert.StartsWith("Storage:Account is missing", Command(new() { ["Storage:Queues:Inbox"] = "inbox" }), StringComparison.Ordinal);
        Assert.StartsWith("The queue cannot be reached: ", Command(account.Settings(Azurite.FreePort())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"kind\":\"of-tomorrow\",\"body\":{}}")]
    [InlineData("{\"kind\":\"recorder\",\"body\":{\"school\":1}}")]
    [InlineData("{\"kind\":\"recorder\"}")]
    [InlineData("{\"Payload\":\"0123456789abcdef0123456789abcdef\"}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public async Task A_message_that_we_do_not_understand_is_no_2xx_and_changes_nothing(string message)
    {
        await using var host = await FunctionsHost.StartAsync(azurite.NewAccount());

        Assert.Equal(HttpStatusCode.InternalServerError, (await host.InvokeAsync("inbox", new() { ["message"] = message })).Status);
        Assert.Equal(0, host.Process.Rows("inbox"));
    }

    [Fact]
    public async Task The_message_is_understood_encoded_once_twice_or_as_an_object_and_nothing_else_is_an_envelope()
    {
        var account = azurite.NewAccount();
        await using var host = await FunctionsHost.StartAsync(account);
        await PostAsync(host);
        var text = (await account.Inbox.PeekMessageAsync()).Value.Body.ToString();

        foreach (var message in new JsonNode?[] { text, JsonValue.Create(text)!.ToJsonString(), JsonNode.Parse(text) })
            Assert.Equal(["Taken into the inbox."], (await host.InvokeAsync("inbox", new() { ["message"] = message?.DeepClone() })).Logs);
        Assert.Single(await host.Process.ReportedAsync("oakfield"));

        Assert.Equal(HttpStatusCode.InternalServerError, (await host.InvokeAsync("inbox", new() { ["message"] = 7 })).Status);
        Assert.Equal(HttpStatusCode.InternalServerError, (await host.InvokeAsync("inbox", [])).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await host.InvokeAsync("inbox", new() { ["message"] = new string('a', 600_000) })).Status);
        foreach (var body in new[] { "", "[]", "{}", "{\"Data\":[]}", "{\"Data\":" })
            Assert.Equal(HttpStatusCode.BadRequest, (await host.InvokeAsync("inbox", [], change: request => request.Content = new StringContent(body, Encoding.UTF8, "application/json"))).Status);
    }

    [Fact]
    public async Task The_timer_waits_until_nothing_is_behind()
    {
        await using var host = await FunctionsHost.StartAsync();

        Assert.Equal(["Nothing is behind."], (await host.FireAsync("tick")).Logs);
    }

    private static string Command(Dictionary<string, string?> settings)
    {
        using var said = new StringWriter();
        Assert.True(Commands.TryRun(["put-back", .. settings.Select(setting => $"--{setting.Key}={setting.Value}")], said, said, out _));
        return said.ToString().Trim();
    }

    internal static async Task<HttpStatusCode> PostAsync(FunctionsHost host, string? body = null, string recorder = "oakfield-nvr")
    {
        using var outside = host.Outside();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body ?? Posting.Alert()));
        content.Headers.TryAddWithoutValidation("Content-Type", "application/xml");
        using var answer = await outside.PostAsync(new Uri(host.Process.PathOf(recorder).TrimStart('/'), UriKind.Relative), content);
        return answer.StatusCode;
    }
}
