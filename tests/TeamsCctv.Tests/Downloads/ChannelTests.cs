using System.Text.Json.Nodes;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Downloads;

public sealed class ChannelTests
{
    private const string Channel = "19:approvals@thread.tacv2";

    [Fact]
    public async Task A_Headteacher_has_approvals_posted_in_a_channel_where_each_client_asks_for_its_own_view()
    {
        await using var school = await School.OpenAsync();
        await school.SayAsync("harriet", "help");
        await WriteAsync(school, "harriet", "CCTV approvals here");
        await school.AskAsync();
        await school.SettleAsync();

        var posted = school.Teams.Messages.Values.Single(message => message.Conversation == Channel && message.Card is not null);
        var everybody = Card.Buttons(posted.Card);
        var hers = await school.PressAsync("harriet", posted.Id, posted.Card!["refresh"]!["action"]!.AsObject());
        await school.PressAsync("harriet", hers.On(posted), "Approve");
        await school.SettleAsync();

        Assert.Empty(everybody);
        Assert.DoesNotContain("A child was seen", Card.Words(posted.Card), StringComparison.Ordinal);
        Assert.DoesNotContain("Vera Example", Card.Words(posted.Card), StringComparison.Ordinal);
        foreach (var shown in new[] { "Oakfield Primary", "Main gate", "Harriet Example (Headteacher)", "Anita Example (Deputy Head (nominated alternate))" })
            Assert.Contains(shown, Card.Words(posted.Card), StringComparison.Ordinal);
        Assert.Contains("A child was seen", hers.Words, StringComparison.Ordinal);
        Assert.Contains("Approve", Card.Buttons(hers.NewCard));
        Assert.Equal("Harriet Example", school.Last<DownloadAuthorised>().By.Name);
        Assert.Contains("Authorised by Harriet Example", Card.Words(school.Teams.Messages[posted.Id].Card), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_decision_a_channel_reads_who_decided_and_not_why()
    {
        await using var school = await School.OpenAsync();
        await WriteAsync(school, "harriet", "CCTV approvals here");
        await school.AskAsync();

        await school.PressAsync("harriet", await school.CardOfAsync("harriet"), "Refuse", ("reason", "It was Peter's brother."));
        await school.SettleAsync();

        var posted = school.Teams.Messages.Values.Single(message => message.Conversation == Channel && message.Card is not null);
        Assert.Contains("Refused by Harriet Example, Headteacher", Card.Words(posted.Card), StringComparison.Ordinal);
        Assert.DoesNotContain("Peter", Card.Words(posted.Card), StringComparison.Ordinal);
        Assert.DoesNotContain("A child was seen", Card.Words(posted.Card), StringComparison.Ordinal);
        Assert.Contains("Peter", Card.Words((await school.CardOfAsync("anita")).Card), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chosen_in_a_thread_it_is_the_channel_that_is_remembered()
    {
        await using var school = await School.OpenAsync();
        await WriteAsync(school, "harriet", "CCTV approvals here", $"{Channel};messageid=1795529098000");

        await school.AskAsync();
        await school.SettleAsync();

        Assert.Single(school.Teams.Messages.Values, message => message.Conversation == Channel && message.Card is not null);
    }

    [Fact]
    public async Task A_group_chat_is_no_channel()
    {
        await using var school = await School.OpenAsync();
        await WriteAsync(school, "harriet", "CCTV approvals here", type: "groupChat");

        await school.AskAsync();
        await school.SettleAsync();

        Assert.Contains("in a team's channel", Assert.Single(school.Teams.Messages.Values, message => message.Conversation == Channel).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_client_in_a_channel_is_not_answered_with_the_card_for_all_to_read()
    {
        await using var school = await School.OpenAsync();
        await WriteAsync(school, "harriet", "CCTV approvals here");
        await school.AskAsync();
        var button = Card.Button((await school.CardOfAsync("harriet")).Card!, "Approve");
        var before = school.Teams.Messages.Count;

        await WriteAsync(school, "harriet", "", pressed: button);

        var answer = Assert.Single(school.Teams.Messages.Values.OrderBy(message => message.Id, StringComparer.Ordinal).Skip(before));
        Assert.Contains("in your personal chat", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(school.Records(), record => record.Fact is DownloadAuthorised);
    }

    [Theory]
    [InlineData("vera", "Only whoever signs")]
    [InlineData("anita", "Only whoever signs")]
    [InlineData("edith", "several schools")]
    public async Task Nobody_else_chooses_the_channel(string who, string said)
    {
        await using var school = await School.OpenAsync();

        await WriteAsync(school, who, "CCTV approvals here");
        await school.AskAsync();
        await school.SettleAsync();

        var reply = Assert.Single(school.Teams.Messages.Values, message => message.Conversation == Channel);
        Assert.Contains(said, reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_channel_the_bot_says_nothing_personal()
    {
        await using var school = await School.OpenAsync();

        await WriteAsync(school, "vera", "ask");

        Assert.Contains("personal chat", Assert.Single(school.Teams.Messages.Values).Text, StringComparison.Ordinal);
    }

    private static async Task WriteAsync(
        School school, string who, string text, string conversation = Channel, string type = "channel", JsonObject? pressed = null)
    {
        var activity = School.Press(who, "", pressed ?? new() { ["verb"] = "none" });
        var value = (JsonObject)activity["value"]!["action"]!["data"]!.DeepClone();
        activity["type"] = "message";
        activity.Remove("name");
        activity.Remove("value");
        if (pressed is not null)
        {
            value["verb"] = pressed["verb"]!.GetValue<string>();
            activity["value"] = value;
        }

        activity["text"] = text;
        activity["conversation"] = new JsonObject { ["id"] = conversation, ["conversationType"] = type, ["tenantId"] = Features.SampleTrust.SampleTrust.Tenant };
        using var answer = await school.PostAsync(activity);
        answer.EnsureSuccessStatusCode();
    }
}
