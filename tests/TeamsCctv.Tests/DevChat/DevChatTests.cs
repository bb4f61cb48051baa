using System.Text.Json.Nodes;
using TeamsCctv.Features.DevChat;
using TeamsCctv.Protocols.Teams;
using TeamsCctv.Protocols.Teams.Connector;
using static TeamsCctv.Tests.DevChat.ChatWorld;

namespace TeamsCctv.Tests.DevChat;

public sealed class DevChatTests : IAsyncLifetime
{
    private ChatWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task The_first_choice_of_a_person_installs_the_app_once_as_Teams_does()
    {
        await _world.Do(Sid, "install", new() { ["place"] = "personal" });
        await _world.Do(Sid, "install", new() { ["place"] = "personal" });

        Assert.Equal(["installationUpdate", "conversationUpdate"], _world.Turns.Select(turn => turn.Type));
        Assert.Equal("add", _world.Turns[0].Action);
        Assert.Equal([Sid.Mri, LocalChannel.BotId], _world.Turns[1].MembersAdded.Select(member => member.Id));
    }

    [Fact]
    public async Task A_message_reaches_the_bot_and_its_answer_reaches_that_person_alone()
    {
        Assert.Equal(200, (int)(await _world.Say(Sid, "ask"))["status"]!);

        var turn = Assert.Single(_world.Turns);
        Assert.Equal(("ask", Sid.ObjectId, "tenant-1", "msteams"), (turn.Text, turn.From.AadObjectId, turn.Conversation.TenantId, turn.ChannelId));
        var seen = await _world.SeenBy(Sid);
        Assert.Equal([Sid.Mri, LocalChannel.BotId], seen.Select(entry => (string?)entry!["from"]));
        Assert.Equal("A question", (string?)seen[1]!["activity"]!["summary"]);
        Assert.Empty(await _world.SeenBy(Harriet));
    }

    [Fact]
    public async Task A_card_in_the_answer_to_a_press_replaces_the_card_for_the_presser_alone()
    {
        await _world.Do(Sid, "install", new() { ["place"] = "channel" });
        await _world.Say(Sid, "ask", "channel");
        var card = await _world.LastCard(Harriet);

        var answer = await _world.Press(Harriet, card, "go");

        Assert.Equal("application/vnd.microsoft.card.adaptive", (string?)answer["body"]!["type"]);
        Assert.Equal("Seen by oid-harriet", (string?)(await Entry(Harriet, card))["view"]!["body"]![0]!["text"]);
        Assert.Null((await Entry(Sid, card))["view"]);
    }

    [Fact]
    public async Task An_update_by_the_bot_shows_everybody_the_new_card()
    {
        await _world.Say(Sid, "ask");
        var card = await _world.LastCard(Sid);
        await _world.Press(Sid, card, "go");
        var before = (long)(await Entry(Sid, card))["version"]!;

        Assert.Equal(new ConnectorResult.Sent(card), await _world.Connector.UpdateAsync(_world.Turns[0].Reference, card, Activities.Card(Line("Decided"), "Decided")));

        var changed = Assert.Single(await _world.SeenBy(Sid, before))!;
        Assert.Equal("Decided", (string?)changed["activity"]!["attachments"]![0]!["content"]!["body"]![0]!["text"]);
        Assert.Null(changed["view"]);
    }

    [Theory]
    [InlineData("say", 200, "application/vnd.microsoft.activity.message")]
    [InlineData("break", 200, "application/vnd.microsoft.error")]
    [InlineData("unknown", 501, null)]
    public async Task A_line_an_error_and_an_unknown_verb_leave_the_card_as_it_is(string verb, int status, string? type)
    {
        await _world.Say(Sid, "ask");
        var card = await _world.LastCard(Sid);

        var answer = await _world.Press(Sid, card, verb);

        Assert.Equal((status, type), ((int)answer["status"]!, (string?)answer["body"]?["type"]));
        Assert.Null((await Entry(Sid, card))["view"]);
    }

    [Fact]
    public async Task The_bot_may_speak_first_to_any_of_the_people_and_to_nobody_else()
    {
        var created = Assert.IsType<ConnectorResult.Created>(await _world.Connector.CreateConversationAsync(ServiceUrl, Harriet.ObjectId));
        Assert.IsType<ConnectorResult.Sent>(await _world.Connector.SendAsync(created.Conversation, Activities.Message("Something waits for you.")));

        Assert.Equal("Something waits for you.", (string?)Assert.Single(await _world.SeenBy(Harriet))!["activity"]!["text"]);
        Assert.Equal(new ConnectorResult.Gone("ForbiddenOperationException"), await _world.Connector.CreateConversationAsync(ServiceUrl, "oid-nobody"));
        Assert.Equal(new ConnectorResult.Gone("ConversationNotFound"), await _world.Connector.SendAsync(created.Conversation with { ConversationId = "a:oid-nobody" }, Activities.Message("x")));
        Assert.Equal(new ConnectorResult.Gone("ActivityNotFoundInConversation"), await _world.Connector.UpdateAsync(created.Conversation, "none", Activities.Message("x")));
    }

    [Fact]
    public async Task The_channel_takes_nothing_until_the_bot_is_in_it_and_then_only_what_mentions_it()
    {
        var channel = new ConversationReference(ServiceUrl, "19:cctv-approvals@thread.tacv2", LocalChannel.BotId, null, null, "tenant-1");
        Assert.Equal(new ConnectorResult.Gone("BotNotInConversationRoster"), await _world.Connector.SendAsync(channel, Activities.Message("x")));

        await _world.Do(Sid, "install", new() { ["place"] = "channel" });
        Assert.Equal(("channel", "CCTV approvals here"), (_world.Turns[^1].Conversation.Type, await Said("CCTV approvals here")));
        Assert.Equal("19:cctv-approvals@thread.tacv2", _world.Turns[^1].ChannelData.ChannelId);
        Assert.IsType<ConnectorResult.Sent>(await _world.Connector.SendAsync(channel, Activities.Message("For all to see.")));
        Assert.Equal(await Texts(Sid), await Texts(Harriet));

        async Task<string> Said(string text)
        {
            await _world.Say(Sid, text, "channel");
            return _world.Turns[^1].Text;
        }
    }

    [Fact]
    public async Task What_was_said_and_seen_survives_a_restart()
    {
        await _world.Say(Sid, "ask");
        var card = await _world.LastCard(Sid);
        await _world.Press(Sid, card, "go");
        var before = (await _world.SeenBy(Sid)).ToJsonString();

        _world = await _world.RestartAsync();

        Assert.Equal(before, (await _world.SeenBy(Sid)).ToJsonString());
        await _world.Press(Sid, card, "say");
        Assert.Equal(card, Assert.Single(_world.Turns).ReplyToId);
    }

    [Fact]
    public async Task A_change_rings_at_once()
    {
        using var stream = await _world.Http.GetStreamAsync(_world.Address + "/chat/api/events");
        using var lines = new StreamReader(stream);
        Assert.Equal("data: changed", await Line());

        await _world.Say(Sid, "ask");
        Assert.Equal("data: changed", await Line().WaitAsync(TimeSpan.FromSeconds(10)));

        async Task<string?> Line()
        {
            string? line;
            do
                line = await lines.ReadLineAsync();
            while (line == "");
            return line;
        }
    }

    private string ServiceUrl => _world.Address + "/chat/connector";

    private async Task<JsonNode> Entry(ChatPerson person, string id) => (await _world.SeenBy(person)).Single(entry => (string?)entry!["id"] == id)!;

    private async Task<string?[]> Texts(ChatPerson person) => [.. (await _world.SeenBy(person)).Select(entry => (string?)entry!["activity"]!["text"])];
}
