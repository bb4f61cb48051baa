using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Features.SampleTrust;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Recorders;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Downloads;

/// <summary>A card went out, and the store failed to note it.</summary>
public sealed class UnnotedTests
{
    private static readonly string Harriet = FakeTeams.ConversationOf(SampleTrust.ObjectIdOf("harriet"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_card_that_was_not_noted_is_not_sent_twice_and_its_conversation_rests_for_five_seconds(bool persisted)
    {
        await using var school = await School.OpenAsync();
        await school.SayAsync("harriet", "help");
        await school.SettleAsync();
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        school.Teams.Before = async (_, conversation) =>
        {
            if (conversation == Harriet)
                await released.Task;
            return null;
        };
        await school.AskAsync();
        await Eventually.TrueAsync(() => Approvals(school, "anita").Count == 1 && Behind(school) is [("harriet", _)]);
        var faults = StoreFaults.In(school);
        faults.Fail(persisted);

        released.SetResult();
        await Eventually.TrueAsync(() => faults.Spent);
        await school.AskAsync();

        // The first card is behind where its note was lost; the second one waits in either case.
        var until = Host.Start.AddSeconds(5).ToUnixTimeMilliseconds();
        var waiting = Enumerable.Repeat(("harriet", until), persisted ? 1 : 2).ToList();
        await Eventually.TrueAsync(() => Approvals(school, "anita").Count == 2 && Behind(school).SequenceEqual(waiting));
        var sent = Assert.Single(Approvals(school, "harriet"));
        Assert.Equal(0, sent.Updates);

        school.Host.Clock.Advance(TimeSpan.FromSeconds(5));
        await school.SettleAsync();

        Assert.Equal([persisted ? 0 : 1, 0], Approvals(school, "harriet").Select(message => message.Updates));
        Assert.Equal(sent.Id, Approvals(school, "harriet")[0].Id);
        await school.PressAsync("harriet", sent, "Approve");
        await school.SettleAsync();
        Assert.Empty(Card.Buttons(school.Teams.Messages[sent.Id].Card));
        Assert.Single(Approvals(school, "harriet"));
    }

    private static List<SentMessage> Approvals(School school, string who) =>
        [.. school.Inbox(who).Where(message => Card.Buttons(message.Card).Contains("Approve"))];

    /// <summary>Whose copies are behind, and when each is tried next.</summary>
    private static List<(string Who, long Next)> Behind(School school) => school.Host.Services.GetRequiredService<Database>().Read(session =>
        session.Query("SELECT who, next_try FROM delivery WHERE wanted > shown AND gone = 0", row => (row.GetString(0), row.GetInt64(1))));
}
