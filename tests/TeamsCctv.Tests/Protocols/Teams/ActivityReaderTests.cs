using System.Text;
using TeamsCctv.Protocols.Teams;

namespace TeamsCctv.Tests.Protocols.Teams;

public sealed class ActivityReaderTests
{
    private const string Message = """
        {"type":"message","text":"hello","id":"in-1","from":{"id":"29:user","name":"A. Sample","aadObjectId":"oid-1"},
         "timestamp":"2026-11-24T14:05:00Z","localTimezone":"UTC","serviceUrl":"https://smba.example/uk/",
         "conversation":{"conversationType":"personal","tenantId":"tenant-1","id":"a:1"},"recipient":{"id":"28:bot","name":"Bot"},
         "entities":[{"type":"clientInfo","locale":"en-US","country":"US","platform":"Web","timezone":"UTC"}],
         "channelData":{"tenant":{"id":"tenant-1"}},"channelId":"msteams"}
        """;

    [Fact]
    public void A_message_is_read_with_what_we_use()
    {
        var activity = Read(Message);

        Assert.True(activity.IsMessage);
        Assert.Equal("hello", activity.Text);
        Assert.Equal(new("29:user", "A. Sample", "oid-1"), activity.From);
        Assert.Equal(new("a:1", "personal", "tenant-1", false), activity.Conversation);
        Assert.Equal("tenant-1", activity.ChannelData.TenantId);
        Assert.Equal(new("https://smba.example/uk/", "a:1", "28:bot", "29:user", "oid-1", "tenant-1"), activity.Reference);
        Assert.Null(activity.CardInvoke);
    }

    [Fact]
    public void The_mention_of_the_bot_goes_and_that_of_somebody_else_stays()
    {
        var activity = Read("""
            {"type":"message","text":"<at>Bot</at>&nbsp;ask <at>Harriet</at>\n","recipient":{"id":"28:bot"},"entities":[
              {"type":"mention","text":"<at>Bot</at>","mentioned":{"id":"28:bot"}},
              {"type":"mention","text":"<at>Harriet</at>","mentioned":{"id":"29:h"}},
              {"type":"mention"},{"type":7},"nonsense"]}
            """);

        Assert.Equal("ask <at>Harriet</at>", activity.Text);
    }

    [Fact]
    public void A_press_of_a_button_is_read()
    {
        var activity = Read("""
            {"type":"invoke","name":"adaptiveCard/action","replyToId":"card-1",
             "value":{"action":{"type":"Action.Execute","verb":"approve","data":{"case":"D-1","reason":""}},"trigger":"manual"}}
            """);

        Assert.True(activity.IsCardAction);
        Assert.Equal("card-1", activity.ReplyToId);
        Assert.Equal(("approve", false, false), (activity.CardInvoke!.Verb, activity.CardInvoke.Automatic, activity.CardInvoke.Fallback));
        Assert.Equal("D-1", activity.CardInvoke.Input("case"));
        Assert.Null(activity.CardInvoke.Input("reason"));
        Assert.Null(activity.CardInvoke.Input("absent"));
    }

    [Fact]
    public void A_refresh_is_told_from_a_press() =>
        Assert.True(Read("""{"type":"invoke","name":"adaptiveCard/action","value":{"action":{"type":"Action.Execute","verb":"show"},"trigger":"automatic"}}""").CardInvoke!.Automatic);

    [Fact]
    public void An_old_client_s_submit_is_the_same_press()
    {
        var press = Read("""{"type":"message","value":{"verb":"approve","case":"D-1"}}""").CardInvoke!;

        Assert.Equal(("approve", true), (press.Verb, press.Fallback));
        Assert.Equal("D-1", press.Input("case"));
    }

    [Theory]
    [InlineData("""{"action":{"type":"Action.Submit","verb":"approve"}}""")]
    [InlineData("""{"action":{"type":"Action.Execute"}}""")]
    [InlineData("""{"action":{"type":"Action.Execute","verb":7}}""")]
    [InlineData("""{"action":{"type":"Action.Execute","verb":"approve","data":"text"}}""")]
    [InlineData("""{"action":"approve"}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("""null""")]
    public void A_malformed_press_is_none(string value) =>
        Assert.Null(Read($$"""{"type":"invoke","name":"adaptiveCard/action","value":{{value}}}""").CardInvoke);

    [Fact]
    public void An_installation_says_what_was_done() =>
        Assert.Equal("remove", Read("""{"type":"installationUpdate","action":"remove"}""").Action);

    [Fact]
    public void Members_and_the_channel_are_read()
    {
        var activity = Read("""
            {"type":"conversationUpdate","membersAdded":[{"id":"29:user","aadObjectId":"oid-1"},{"id":"28:bot"}],
             "channelData":{"eventType":"channelCreated","team":{"id":"team-1"},"channel":{"id":"channel-1"}},
             "conversation":{"id":"channel-1","isGroup":true,"conversationType":"channel"}}
            """);

        Assert.Equal(["29:user", "28:bot"], activity.MembersAdded.Select(member => member.Id));
        Assert.Equal(new(null, "team-1", "channel-1", "channelCreated"), activity.ChannelData);
        Assert.True(activity.Conversation.IsGroup);
    }

    [Fact]
    public void What_we_do_not_know_is_left_alone() =>
        Assert.Equal("somethingNew", Read("""{"type":"somethingNew","novel":{"deep":[1,2]},"entities":[{"type":"novel","x":[]}],"from":null}""").Type);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":""}""")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"type":"message","from":"a name"}""")]
    [InlineData("""{"type":"message","text":{}}""")]
    [InlineData("""{"type":"message","type":"invoke"}""")]
    [InlineData("""{"type":"message","text":"\ud800"}""")]
    [InlineData("""{"type":"message","value":{"a":["\udc00"]}}""")]
    [InlineData("""{"type":"message","value":{"\ud800":1}}""")]
    [InlineData("""{"type":"message"} trailing""")]
    [InlineData("""{"type":"message",}""")]
    public void What_is_no_activity_is_refused_in_words(string json)
    {
        Assert.False(ActivityReader.TryRead(Encoding.UTF8.GetBytes(json), out _, out var error));
        Assert.NotEmpty(error);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused() =>
        Assert.False(ActivityReader.TryRead("{\"type\":\"a\u00e9\"}"u8.ToArray().Select(part => part == 0xC3 ? (byte)0xFF : part).ToArray(), out _, out _));

    [Theory]
    [InlineData(31, true)]
    [InlineData(32, false)]
    public void Depth_is_bounded(int depth, bool read)
    {
        var json = $$"""{"type":"message","value":{{new string('[', depth)}}{{new string(']', depth)}}}""";
        Assert.Equal(read, ActivityReader.TryRead(Encoding.UTF8.GetBytes(json), out _, out _));
    }

    [Fact]
    public void Length_is_bounded()
    {
        string Padded(int length) => """{"type":"message"}""".PadRight(length);
        Assert.True(ActivityReader.TryRead(Encoding.UTF8.GetBytes(Padded(ActivityReader.LargestBody)), out _, out _));
        Assert.False(ActivityReader.TryRead(Encoding.UTF8.GetBytes(Padded(ActivityReader.LargestBody + 1)), out _, out _));
    }

    /// <summary>Whatever bytes come, the answer is yes or no: an exception would be a 500 that a stranger chose.</summary>
    [Fact]
    public void A_hundred_thousand_changed_messages_are_read_or_refused()
    {
        var random = new Random(20261124);
        var original = Encoding.UTF8.GetBytes(Message);
        var refused = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var changed = original.ToArray();
            for (var n = random.Next(1, 4); n > 0; n--)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            if (!ActivityReader.TryRead(changed, out _, out _))
                refused++;
        }

        Assert.InRange(refused, 1_000, 99_999);
    }

    private static Activity Read(string json)
    {
        Assert.True(ActivityReader.TryRead(Encoding.UTF8.GetBytes(json), out var activity, out var error), error);
        return activity;
    }
}
