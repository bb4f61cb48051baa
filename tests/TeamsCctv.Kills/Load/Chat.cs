using System.Text.Json.Nodes;
using TeamsCctv.Features.SampleTrust;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Kills.Load;

/// <summary>People of the sample trust at their clients: they write, wait for cards and press buttons.</summary>
public sealed class Chat(Wire wire, FakeTeams teams, Mailbox mailbox, CancellationToken stop)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static string ConversationOf(string person) => FakeTeams.ConversationOf(SampleTrust.ObjectIdOf(person));

    public Task WriteAsync(string person, string text) => TurnAsync(Envelope(person, new()
    {
        ["type"] = "message",
        ["text"] = text,
        ["textFormat"] = "plain",
    }));

    /// <summary>In a channel of the school's team.</summary>
    public Task WriteInChannelAsync(string person, string channel, string text)
    {
        var activity = Envelope(person, new() { ["type"] = "message", ["text"] = text, ["textFormat"] = "plain" });
        activity["conversation"] = new JsonObject { ["id"] = channel, ["conversationType"] = "channel", ["isGroup"] = true, ["tenantId"] = SampleTrust.Tenant };
        return TurnAsync(activity);
    }

    /// <summary>Waits for a card in a person's chat.</summary>
    /// <exception cref="OperationCanceledException">The campaign ends.</exception>
    /// <exception cref="TimeoutException">It did not come: the card is missing.</exception>
    public async Task<SentMessage> CardAsync(string person, string what, Func<JsonObject, bool> fits)
    {
        for (var waited = TimeSpan.Zero; waited < Patience; waited += TimeSpan.FromMilliseconds(25))
        {
            stop.ThrowIfCancellationRequested();
            if (mailbox.Find(ConversationOf(person), fits) is { } found)
                return found;
            await Task.Delay(TimeSpan.FromMilliseconds(25), stop);
        }

        throw new TimeoutException($"{person} waited {Patience.TotalMinutes:0} minutes for {what}.");
    }

    /// <summary>Presses a button; the same press is repeated until it is answered.</summary>
    /// <returns>What the client shows: a card, or null for a line of text.</returns>
    public async Task<JsonObject?> PressAsync(string person, SentMessage message, string verb, JsonObject? typed = null)
    {
        var (action, values) = Cards.Button(message.Card!, verb) ?? throw new InvalidOperationException($"The card has no button {verb} any more.");
        var data = action["data"]?.DeepClone().AsObject() ?? [];
        if (action["associatedInputs"]?.ToString() != "none")
        {
            foreach (var (name, value) in values)
                data[name] = value?.DeepClone();
        }

        foreach (var (name, value) in typed ?? [])
            data[name] = value?.DeepClone();
        return await InvokeAsync(person, message.Id, verb, data);
    }

    public async Task<JsonObject?> InvokeAsync(string person, string message, string verb, JsonObject data)
    {
        var answer = await TurnAsync(Envelope(person, new()
        {
            ["type"] = "invoke",
            ["name"] = "adaptiveCard/action",
            ["replyToId"] = message,
            ["value"] = new JsonObject { ["action"] = new JsonObject { ["type"] = "Action.Execute", ["verb"] = verb, ["data"] = data } },
        }));
        if (answer?["statusCode"]?.GetValue<int>() is not 200)
            throw new InvalidOperationException($"{verb} of {person} was answered {answer?.ToJsonString() ?? "nothing"}.");
        return answer["value"] as JsonObject;
    }

    private Task<JsonNode?> TurnAsync(JsonObject activity) => wire.PostAsync(
        "api/messages", "application/json", activity.ToJsonString(), teams.Token(TimeProvider.System.GetUtcNow()));

    private JsonObject Envelope(string person, JsonObject activity)
    {
        var account = SampleTrust.ObjectIdOf(person);
        activity["id"] = Guid.NewGuid().ToString();
        activity["channelId"] = "msteams";
        activity["serviceUrl"] = teams.ServiceUrl;
        activity["from"] = new JsonObject { ["id"] = $"29:{person}", ["aadObjectId"] = account };
        activity["recipient"] = new JsonObject { ["id"] = $"28:{FakeTeams.AppId}" };
        activity["conversation"] = new JsonObject { ["id"] = ConversationOf(person), ["conversationType"] = "personal", ["tenantId"] = SampleTrust.Tenant };
        activity["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = SampleTrust.Tenant } };
        return activity;
    }
}
