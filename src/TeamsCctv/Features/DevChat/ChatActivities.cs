using System.Text.Json.Nodes;
using TeamsCctv.Protocols.Teams;

namespace TeamsCctv.Features.DevChat;

/// <summary>Activities as Teams sends them.</summary>
internal static class ChatActivities
{
    public static JsonObject Message(Envelope envelope, string text)
    {
        var activity = envelope.Of(ActivityTypes.Message);
        activity["textFormat"] = "plain";
        activity["text"] = envelope.InChannel ? $"{Mention} {text}" : text;
        if (envelope.InChannel)
        {
            activity["entities"]!.AsArray().Add(new JsonObject
            {
                ["type"] = "mention",
                ["text"] = Mention,
                ["mentioned"] = Bot(),
            });
        }

        return activity;
    }

    /// <summary>A button, or the card's own refresh.</summary>
    /// <param name="action">The action as the client executes it, inputs merged into its data.</param>
    public static JsonObject CardAction(Envelope envelope, string card, JsonObject action, bool automatic)
    {
        var activity = envelope.Of(ActivityTypes.Invoke);
        activity["name"] = ActivityTypes.CardAction;
        activity["replyToId"] = card;
        activity["value"] = new JsonObject { ["action"] = action, ["trigger"] = automatic ? "automatic" : "manual" };
        return activity;
    }

    public static JsonObject Installation(Envelope envelope)
    {
        var activity = envelope.Of(ActivityTypes.InstallationUpdate);
        activity["action"] = "add";
        return activity;
    }

    public static JsonObject MembersAdded(Envelope envelope)
    {
        var activity = envelope.Of(ActivityTypes.ConversationUpdate);
        var members = new JsonArray(Bot());
        if (!envelope.InChannel)
            members.Insert(0, new JsonObject { ["id"] = envelope.Person.Mri, ["aadObjectId"] = envelope.Person.ObjectId });
        activity["membersAdded"] = members;
        return activity;
    }

    private const string Mention = $"<at>{LocalChannel.BotName}</at>";

    private static JsonObject Bot() => new() { ["id"] = LocalChannel.BotId, ["name"] = LocalChannel.BotName };

    /// <summary>What is the same in every activity: who, where and when.</summary>
    internal sealed record Envelope(LocalChannel Channel, ChatPerson Person, string Conversation, string Id, DateTimeOffset At)
    {
        public bool InChannel => Conversation == ChatPlaces.Channel;

        public JsonObject Of(string type)
        {
            var tenant = new JsonObject { ["id"] = Channel.Tenant };
            var data = new JsonObject { ["tenant"] = tenant };
            var conversation = new JsonObject { ["id"] = Conversation, ["tenantId"] = Channel.Tenant, ["conversationType"] = InChannel ? "channel" : "personal" };
            if (InChannel)
            {
                data["team"] = new JsonObject { ["id"] = ChatPlaces.Team, ["name"] = "Sample trust" };
                data["channel"] = new JsonObject { ["id"] = ChatPlaces.Channel, ["name"] = ChatPlaces.ChannelName };
                conversation["isGroup"] = true;
            }

            return new()
            {
                ["type"] = type,
                ["id"] = Id,
                ["timestamp"] = At.ToString("O"),
                ["serviceUrl"] = Channel.ServiceUrl,
                ["channelId"] = "msteams",
                ["from"] = new JsonObject { ["id"] = Person.Mri, ["name"] = Person.Name, ["aadObjectId"] = Person.ObjectId },
                ["recipient"] = Bot(),
                ["conversation"] = conversation,
                ["channelData"] = data,
                ["locale"] = "en-GB",
                ["entities"] = new JsonArray(new JsonObject { ["type"] = "clientInfo", ["locale"] = "en-GB", ["country"] = "GB", ["platform"] = "Web", ["timezone"] = "Europe/London" }),
            };
        }
    }
}
