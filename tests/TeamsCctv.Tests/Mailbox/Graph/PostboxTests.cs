using TeamsCctv.Features.Mailbox;

namespace TeamsCctv.Tests.Mailbox.Graph;

/// <summary>One mail for one record, whatever is lost on the way.</summary>
public sealed class PostboxTests
{
    [Fact]
    public async Task An_answer_goes_out_once_in_the_thread_as_plain_text_with_the_number_of_its_record()
    {
        await using var world = await GraphWorld.StartAsync();
        var asked = world.Graph.Arrive(GraphWorld.Oak, [1]);
        await world.StepAsync();
        Assert.Null(await world.SendAsync(Mail(asked.Id)));
        var calls = world.Graph.Calls.Count;
        Assert.Null(await world.SendAsync(Mail(asked.Id)));

        var sent = Assert.Single(world.Graph.Messages, message => message.Folder == "sentitems");
        Assert.Equal((asked.Id, "parent@example.org", "Re: camera", "It was looked at.", "oak/12"), (sent.Answers, sent.To, sent.Subject, sent.Text, sent.Marker));
        Assert.Equal("<oak.12@log.example>", sent.Posted["internetMessageId"]!.GetValue<string>());
        Assert.Equal("X-TeamsCctv: oak/12", $"{sent.Posted["internetMessageHeaders"]![0]!["name"]}: {sent.Posted["internetMessageHeaders"]![0]!["value"]}");
        Assert.Equal(calls, world.Graph.Calls.Count);
        Assert.Equal(1, world.Graph.Sent["oak/12"]);
        Assert.Empty(world.Graph.Complaints);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("AAkALgAAgone=")]
    [InlineData("not an id")]
    public async Task Where_there_is_no_mail_to_answer_a_new_one_goes_out(string? answers)
    {
        await using var world = await GraphWorld.StartAsync();
        Assert.Null(await world.SendAsync(Mail(answers)));

        Assert.Null(Assert.Single(world.Graph.Messages).Answers);
        Assert.Equal(1, world.Graph.Sent["oak/12"]);
    }

    public static TheoryData<string, string> Losses
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var call in new[] { "/createReply", "/send", "GET" })
            {
                foreach (var fate in new[] { Fate.Lost, Fate.ReplyLost, Fate.GatewayTimeout, Fate.Unavailable, Fate.Throttled, Fate.ThrottledSilently, Fate.CrashBefore, Fate.CrashAfter })
                    data.Add(call, fate.ToString());
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Whichever_call_fails_twice_one_mail_goes_out(string call, string fate)
    {
        await using var world = await GraphWorld.StartAsync();
        var asked = world.Graph.Arrive(GraphWorld.Oak, [1]);
        world.Graph.Lag = () => TimeSpan.FromSeconds(50);
        var bad = 2;
        world.Graph.Fates = made => made.Contains(call, StringComparison.Ordinal) && bad-- > 0 ? Enum.Parse<Fate>(fate) : Fate.Served;
        await SendToTheEndAsync(world, Mail(asked.Id));

        Assert.Equal(1, world.Graph.Sent["oak/12"]);
        Assert.Single(world.Graph.Messages, message => message.Marker == "oak/12");
        Assert.Empty(world.Graph.Complaints);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(1, true)]
    public async Task Whichever_write_fails_one_mail_goes_out(int skip, bool persisted)
    {
        await using var world = await GraphWorld.StartAsync();
        var asked = world.Graph.Arrive(GraphWorld.Oak, [1]);
        world.Faults.Fail(persisted, skip);
        await SendToTheEndAsync(world, Mail(asked.Id));

        Assert.True(world.Faults.Spent);
        Assert.Equal(1, world.Graph.Sent["oak/12"]);
    }

    [Fact]
    public async Task Microsofts_client_makes_a_call_once()
    {
        await using var world = await GraphWorld.StartAsync();
        world.Graph.Fates = call => call.EndsWith("/send", StringComparison.Ordinal) ? Fate.Unavailable : Fate.Served;
        Assert.NotNull(await world.SendAsync(Mail(null)));

        Assert.Single(world.Graph.Calls, call => call.EndsWith("/send", StringComparison.Ordinal));
        Assert.Single(world.Graph.Calls, call => call.StartsWith("POST", StringComparison.Ordinal) && call.EndsWith("/messages", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_sends_is_told_how_long_graph_wants_to_wait()
    {
        await using var world = await GraphWorld.StartAsync();
        world.Graph.RetryAfter = () => 700;
        var bad = 1;
        world.Graph.Fates = _ => bad-- > 0 ? Fate.Throttled : Fate.Served;
        Assert.Equal(TimeSpan.FromSeconds(700), await world.SendAsync(Mail(null)));
        world.Clock.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(TimeSpan.FromSeconds(600), await world.SendAsync(Mail(null)));
        world.Clock.Advance(TimeSpan.FromSeconds(600));
        Assert.Null(await world.SendAsync(Mail(null)));

        Assert.Empty(world.Graph.Complaints);
    }

    [Fact]
    public async Task A_mail_that_was_ordered_to_be_sent_and_is_nowhere_is_not_sent_again()
    {
        await using var world = await GraphWorld.StartAsync();
        world.Graph.Fates = call => call.EndsWith("/send", StringComparison.Ordinal) ? Fate.ReplyLost : Fate.Served;
        Assert.NotNull(await world.SendAsync(Mail(null)));
        world.Graph.Messages.Clear();
        world.Graph.Fates = _ => Fate.Served;
        world.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.NotNull(await world.SendAsync(Mail(null)));
        world.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Null(await world.SendAsync(Mail(null)));

        Assert.Equal(1, world.Graph.Sent["oak/12"]);
        Assert.Empty(world.Graph.Messages);
    }

    [Fact]
    public async Task A_school_without_a_mailbox_sends_nothing()
    {
        await using var world = await GraphWorld.StartAsync();
        Assert.NotNull(await world.SendAsync(Mail(null) with { School = "elm" }));
        Assert.Empty(world.Graph.Calls);
    }

    [Fact]
    public async Task Two_who_ask_at_once_send_one_mail()
    {
        await using var world = await GraphWorld.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => SendToTheEndAsync(world, Mail(null)))));
        Assert.Equal(1, world.Graph.Sent["oak/12"]);
    }

    private static OutgoingMail Mail(string? answers) =>
        new("oak", 12, "oak.12@log.example", "parent@example.org", "Re: camera", "It was looked at.", null, [], answers);

    private static async Task SendToTheEndAsync(GraphWorld world, OutgoingMail mail)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            if (await world.SendAsync(mail) is not { } wait)
                return;
            world.Clock.Advance(wait);
        }

        Assert.Fail("It was not sent.");
    }
}
