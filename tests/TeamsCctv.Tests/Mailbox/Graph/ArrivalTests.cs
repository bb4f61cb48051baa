using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Features.Mailbox;
using TeamsCctv.Features.Mailbox.Graph;

namespace TeamsCctv.Tests.Mailbox.Graph;

/// <summary>What becomes of mail once it is in the mailbox.</summary>
public sealed class ArrivalTests
{
    private static readonly byte[] Mime = Encoding.ASCII.GetBytes("Subject: Camera\r\n\r\nPlease look.\r\n");

    [Fact]
    public async Task An_announced_mail_is_accepted_with_its_bytes_and_the_time_it_was_received()
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        Assert.Equal(2, world.Graph.Subscriptions.Count);

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var mail = world.Graph.Arrive(GraphWorld.Oak, Mime, world.Clock.GetUtcNow().AddSeconds(-20));
        Assert.Equal(HttpStatusCode.Accepted, await world.Graph.PostAsync(world.Graph.Waiting[0].Of.NotificationUrl, world.Graph.Waiting[0].Notice));
        await world.StepAsync();

        Assert.Equal([("oak", mail.Id, mail.Sha256)], world.Accepted);
        Assert.Equal(mail.Received, world.ReceivedOf(mail.Id));
        Assert.Equal(mail.Mime, world.Original(mail.Sha256));
        Assert.Empty(world.Graph.Complaints);
    }

    [Fact]
    public async Task Mail_that_nobody_announced_is_found_within_five_minutes()
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        var mail = world.Graph.Arrive(GraphWorld.Ash, Mime);

        world.Clock.Advance(TimeSpan.FromMinutes(4));
        await world.StepAsync();
        Assert.Empty(world.Accepted);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.StepAsync();

        Assert.Equal([("ash", mail.Id, mail.Sha256)], world.Accepted);
    }

    [Fact]
    public async Task A_mail_that_was_announced_three_times_and_found_as_well_is_accepted_once()
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        world.Graph.Arrive(GraphWorld.Oak, Mime);
        var (of, notice) = world.Graph.Waiting[0];
        await world.Graph.PostAsync(of.NotificationUrl, notice, notice);
        await world.StepAsync();
        await world.Graph.PostAsync(of.NotificationUrl, notice);
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        await world.StepAsync();

        Assert.Single(world.Accepted);
        Assert.Single(world.Graph.Calls, call => call.EndsWith("/$value", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("2026-11-20", 3)]
    public async Task The_first_look_takes_mail_of_the_day_before_or_since_the_day_that_was_set(string? since, int taken)
    {
        await using var world = await GraphWorld.StartAsync(0, false, since is null ? [] : [("Mail:Graph:Since", since)]);
        foreach (var days in new[] { 0.9, 1.1, 4, 5 })
            world.Graph.Arrive(GraphWorld.Oak, Mime, world.Clock.GetUtcNow().AddDays(-days));
        await world.StepAsync();

        Assert.Equal(taken, world.Accepted.Count);
    }

    [Fact]
    public async Task Of_a_round_that_broke_off_only_what_is_left_is_asked_for_and_none_is_lost()
    {
        await using var world = await GraphWorld.StartAsync();
        for (var i = 0; i < 8; i++)
            world.Graph.Arrive(GraphWorld.Oak, Mime);
        var pages = 0;
        world.Graph.Fates = call => call.Contains("delta", StringComparison.Ordinal) && call.Contains("oak", StringComparison.Ordinal) && ++pages == 3 ? Fate.Lost : Fate.Served;
        await world.StepAsync();
        Assert.Contains("?$token=s", world.Row("oak").Link, StringComparison.Ordinal);
        Assert.Null(world.Row("oak").Synced);

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.StepAsync();

        Assert.Equal(4, pages);
        Assert.Equal(8, world.Accepted.Count);
        Assert.Contains("?$token=d", world.Row("oak").Link, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public async Task Whichever_write_on_the_way_fails_the_mail_is_accepted_once(int skip, bool persisted)
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        var mail = world.Graph.Arrive(GraphWorld.Oak, Mime);
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        world.Faults.Fail(persisted, skip: skip + 1);
        await world.UntilAsync(() => world.Accepted.Count > 0 && world.Due("oak") == 0);

        Assert.True(world.Faults.Spent);
        Assert.Equal([("oak", mail.Id, mail.Sha256)], world.Accepted);
        Assert.Equal(mail.Mime, world.Original(mail.Sha256));
    }

    [Fact]
    public async Task A_delta_link_that_graph_forgot_is_begun_anew_and_mail_from_meanwhile_comes_once()
    {
        await using var world = await GraphWorld.StartAsync();
        world.Graph.Arrive(GraphWorld.Oak, Mime);
        await world.StepAsync();
        world.Clock.Advance(TimeSpan.FromDays(2));
        await world.StepAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        world.Graph.Arrive(GraphWorld.Oak, Mime);
        var lost = 0;
        world.Graph.Fates = call => call.Contains("delta", StringComparison.Ordinal) && call.Contains("oak", StringComparison.Ordinal) && lost++ == 0 ? Fate.StateLost : Fate.Served;
        await world.StepAsync();
        await world.StepAsync();

        Assert.Equal(2, lost);
        Assert.Equal(2, world.Accepted.Count);
        Assert.Equal(2, world.Graph.Calls.Count(call => call.EndsWith("/$value", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_link_to_another_host_is_neither_followed_nor_kept()
    {
        await using var world = await GraphWorld.StartAsync();
        world.Graph.Root = "http://127.0.0.1:10/v1.0";
        for (var i = 0; i < 4; i++)
            world.Graph.Arrive(GraphWorld.Oak, Mime);
        await world.StepAsync();

        Assert.Equal(["127.0.0.1:9"], world.Graph.Hosts.Keys);
        Assert.Null(world.Row("oak").Link);
        Assert.Empty(world.Accepted);
        world.Graph.Root = "http://127.0.0.1:9/v1.0";
        await world.UntilAsync(() => world.Accepted.Count == 4);
    }

    [Fact]
    public async Task A_message_that_has_gone_is_asked_for_three_times_and_then_noted()
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        var mail = world.Graph.Arrive(GraphWorld.Oak, Mime);
        var (of, notice) = world.Graph.Waiting[0];
        await world.Graph.PostAsync(of.NotificationUrl, notice);
        world.Graph.Messages.Remove(mail);
        await world.UntilAsync(() => world.Due("oak") == 0);
        await world.Graph.PostAsync(of.NotificationUrl, notice);
        await world.StepAsync();

        Assert.Equal(1, world.Missed);
        Assert.Empty(world.Accepted);
        Assert.Equal(3, world.Graph.Calls.Count(call => call.EndsWith(mail.Id, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Of_a_mailbox_that_is_switched_off_no_message_counts_as_gone()
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        var mail = world.Graph.Arrive(GraphWorld.Oak, Mime);
        world.Graph.Arrive(GraphWorld.Oak, Mime);
        await world.Graph.PostAsync(world.Graph.Waiting[0].Of.NotificationUrl, world.Graph.Waiting[0].Notice);
        world.Graph.Fates = call => call.Contains("oak", StringComparison.Ordinal) ? Fate.NoMailbox : Fate.Served;
        for (var step = 0; step < 60; step++)
        {
            await world.StepAsync();
            world.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal((0L, 1), (world.Missed, world.Due("oak")));
        Assert.InRange(world.Graph.Calls.Count(call => call.EndsWith(mail.Id, StringComparison.Ordinal)), 4, 20);
        world.Graph.Fates = _ => Fate.Served;
        await world.UntilAsync(() => world.Accepted.Count == 2);
        Assert.Equal(0, world.Missed);
    }

    [Fact]
    public async Task A_message_that_shows_up_a_moment_after_it_was_announced_is_accepted()
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        var mail = world.Graph.Arrive(GraphWorld.Oak, Mime);
        mail.VisibleFrom = world.Clock.GetUtcNow().AddSeconds(1);
        await world.Graph.PostAsync(world.Graph.Waiting[0].Of.NotificationUrl, world.Graph.Waiting[0].Notice);
        await world.StepAsync();
        Assert.Empty(world.Accepted);
        await world.UntilAsync(() => world.Accepted.Count == 1, TimeSpan.FromSeconds(5));
        Assert.Equal(0, world.Missed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_mail_that_is_too_large_leaves_a_small_one_that_says_where_it_is(bool headers)
    {
        await using var world = await GraphWorld.StartAsync();
        var large = new byte[MailIngest.MostBytes + 1];
        world.Graph.Arrive(GraphWorld.Oak, large, null, headers
            ? [Header("From", "parent@example.org"), Header("Subject", "Very\r\n large"), Header("Content-Type", "video/mp4"), Header("Bad name", "x"), Header("Message-ID", "<big@example.org>")]
            : null);
        await world.StepAsync();

        var kept = Encoding.ASCII.GetString(world.Original(Assert.Single(world.Accepted).Sha256));
        Assert.Contains("From: parent@example.org\r\n", kept, StringComparison.Ordinal);
        Assert.Contains(headers ? "Subject: Very   large\r\n" : "Subject: =?utf-8?B?R3Jvw59lIERhdGU=?= =?utf-8?B?aQ==?=\r\n", kept, StringComparison.Ordinal);
        Assert.Contains("Message-ID: <big@example.org>\r\n", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("video/mp4", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("Bad name", kept, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nThis mail is 64 MB, too large to be taken in. Look at it in the mailbox itself.\r\n", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_of_exactly_the_bound_is_taken_whole()
    {
        await using var world = await GraphWorld.StartAsync();
        var mail = world.Graph.Arrive(GraphWorld.Oak, new byte[MailIngest.MostBytes]);
        await world.StepAsync();

        Assert.Equal([("oak", mail.Id, mail.Sha256)], world.Accepted);
    }

    [Fact]
    public async Task A_mailbox_that_graph_throttles_is_left_alone_as_long_as_it_says_and_the_others_go_on()
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        for (var i = 0; i < 3; i++)
            world.Graph.Arrive(GraphWorld.Oak, Mime);
        world.Graph.Arrive(GraphWorld.Ash, Mime);
        foreach (var (of, notice) in world.Graph.Waiting)
            await world.Graph.PostAsync(of.NotificationUrl, notice);
        world.Graph.RetryAfter = () => 1500;
        var throttled = 0;
        world.Graph.Fates = call => call.Contains("oak", StringComparison.Ordinal) && throttled++ == 0 ? Fate.Throttled : Fate.Served;
        var start = world.Clock.GetUtcNow();
        await world.UntilAsync(() => world.Accepted.Count == 1, TimeSpan.FromMinutes(1));
        await world.UntilAsync(() => world.Accepted.Count == 4, TimeSpan.FromMinutes(1));

        Assert.True(world.Clock.GetUtcNow() - start >= TimeSpan.FromSeconds(1500));
        Assert.Empty(world.Graph.Complaints);
    }

    [Fact]
    public async Task What_fails_is_asked_for_once_a_turn_and_less_and_less_often()
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        var mail = world.Graph.Arrive(GraphWorld.Oak, Mime);
        await world.Graph.PostAsync(world.Graph.Waiting[0].Of.NotificationUrl, world.Graph.Waiting[0].Notice);
        world.Graph.Fates = call => call.EndsWith(mail.Id, StringComparison.Ordinal) ? Fate.Unavailable : Fate.Served;
        for (var minutes = 0; minutes < 60; minutes++)
        {
            await world.StepAsync();
            world.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        // Twice as long each time up to a quarter of an hour, and up to half of that earlier by chance.
        Assert.InRange(world.Graph.Calls.Count(call => call.EndsWith(mail.Id, StringComparison.Ordinal)), 9, 20);
        world.Graph.Fates = _ => Fate.Served;
        await world.UntilAsync(() => world.Accepted.Count == 1);
    }

    [Fact]
    public async Task An_answer_that_somebody_decided_on_goes_before_the_rest_of_a_heap_of_mail()
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        for (var i = 0; i < 10; i++)
            world.Graph.Arrive(GraphWorld.Oak, Mime);
        foreach (var (of, notice) in world.Graph.Waiting)
            await world.Graph.PostAsync(of.NotificationUrl, notice);
        var pace = world.Services.GetRequiredService<Pace>();
        Task<TimeSpan?>? reply = null;
        world.Graph.Fates = call =>
        {
            if (call.EndsWith("/$value", StringComparison.Ordinal) && reply is null)
            {
                reply = Task.Run(() => world.SendAsync(new("oak", 7, "m", "parent@example.org", "Re: camera", "Done.", null, [], null)));
                SpinWait.SpinUntil(() => pace.SomebodyIsAhead("oak") || reply.IsCompleted);
            }

            return Fate.Served;
        };
        await world.StepAsync();
        Assert.Null(await reply!);
        await world.StepAsync();

        var calls = world.Graph.Calls.ToList();
        Assert.Equal(1, calls.Take(calls.FindIndex(call => call.EndsWith("/send", StringComparison.Ordinal))).Count(call => call.EndsWith("/$value", StringComparison.Ordinal)));
        Assert.Equal(10, world.Accepted.Count);
    }

    private static JsonObject Header(string name, string value) => new JsonObject { ["name"] = name, ["value"] = value };
}
