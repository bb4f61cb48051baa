using Microsoft.AspNetCore.Http;
using TeamsCctv.Features.SampleTrust;
using TeamsCctv.Tests.Recorders;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Downloads;

/// <summary>Cards go to a chat that is slow, or that asks to be left alone.</summary>
public sealed class SendingTests
{
    private static readonly string Harriet = FakeTeams.ConversationOf(SampleTrust.ObjectIdOf("harriet"));

    [Fact]
    public async Task A_storm_of_camera_faults_does_not_hold_up_a_decision()
    {
        await using var school = await School.OpenAsync();
        await school.SayAsync("sid", "help");
        var (stuck, released) = (0, new TaskCompletionSource());
        var sid = FakeTeams.ConversationOf(SampleTrust.ObjectIdOf("sid"));
        school.Teams.Before = async (_, conversation) =>
        {
            if (conversation == sid)
            {
                Interlocked.Increment(ref stuck);
                await released.Task;
            }

            return null;
        };

        for (var channel = 1; channel <= 20; channel++)
            await school.Host.OakfieldAsync(Posting.Alert(channel: channel));
        await Eventually.TrueAsync(() => stuck >= 4 && school.Records().Count(record => record.Kind == "recorder.event") == 20);
        await school.AskAsync();

        await Eventually.TrueAsync(() => school.Inbox("harriet").Any(message => Card.Buttons(message.Card).Contains("Approve")));
        Assert.Equal(4, stuck);
        released.SetResult();
        await school.SettleAsync();
        Assert.Equal(20, school.Inbox("sid").Count(message => Card.Words(message.Card).Contains("Camera lost", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_conversation_that_asks_to_be_left_alone_is_and_the_others_are_not()
    {
        await using var school = await School.OpenAsync();
        foreach (var who in new[] { "harriet", "anita" })
            await school.SayAsync(who, "help");
        var tries = 0;
        school.Teams.Before = (http, conversation) => Task.FromResult(conversation == Harriet ? TooMany(http, ref tries) : null);

        await school.AskAsync();
        await school.SettleAsync();
        await school.AskAsync();
        await school.SettleAsync();

        Assert.Equal((1, 0, 2), (tries, Approvals(school, "harriet"), Approvals(school, "anita")));
        school.Teams.Before = (_, _) => Task.FromResult<IResult?>(null);
        school.Host.Clock.Advance(TimeSpan.FromSeconds(61));
        await school.SettleAsync();
        Assert.Equal(2, Approvals(school, "harriet"));
    }

    [Fact]
    public async Task Asked_before_a_conversation_is_open_everybody_waits()
    {
        await using var school = await School.OpenAsync();
        await school.SayAsync("harriet", "help");
        var tries = 0;
        school.Teams.Before = (http, conversation) => Task.FromResult(conversation.Length == 0 ? TooMany(http, ref tries) : null);

        await school.AskAsync();
        await school.SettleAsync();
        var (opened, known) = (tries, Approvals(school, "harriet"));
        await school.AskAsync();
        await school.SettleAsync();

        Assert.True(opened > 0);
        Assert.Equal((opened, known), (tries, Approvals(school, "harriet")));
        school.Teams.Before = (_, _) => Task.FromResult<IResult?>(null);
        school.Host.Clock.Advance(TimeSpan.FromSeconds(61));
        await school.SettleAsync();
        Assert.Equal((2, 2), (Approvals(school, "harriet"), Approvals(school, "anita")));
    }

    private static IResult TooMany(HttpContext http, ref int tries)
    {
        Interlocked.Increment(ref tries);
        http.Response.Headers.RetryAfter = "60";
        return Results.StatusCode(StatusCodes.Status429TooManyRequests);
    }

    private static int Approvals(School school, string who) => school.Inbox(who).Count(message => Card.Buttons(message.Card).Contains("Approve"));
}
