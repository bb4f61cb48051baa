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
        Assert.Contains("Approve", Card.Buttons(hers.NewCard));
        Assert.Equal("Harriet Example", school.Last<DownloadAuthorised>().By.Name);
        Assert.Contains("Authorised by Harriet Example", Card.Words(school.Teams.Messages[posted.Id].Card), StringComparison.Ordinal);
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

    private static async Task WriteAsync(School school, string who, string text)
    {
        var activity = School.Press(who, "", new() { ["verb"] = "none" });
        activity["type"] = "message";
        activity.Remove("name");
        activity.Remove("value");
        activity["text"] = text;
        activity["conversation"] = new JsonObject { ["id"] = Channel, ["conversationType"] = "channel", ["tenantId"] = Features.SampleTrust.SampleTrust.Tenant };
        using var answer = await school.PostAsync(activity);
        answer.EnsureSuccessStatusCode();
    }
}
