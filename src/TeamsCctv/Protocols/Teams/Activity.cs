using System.Text.Json;

namespace TeamsCctv.Protocols.Teams;

/// <summary>
/// What the channel told us, as far as we use it. Everything in here is the sender's word until
/// <see cref="Tokens.InboundTokens"/> has accepted the token that came with it; after that the channel vouches for
/// <see cref="From"/> and the tenant, but what a person typed or clicked (<see cref="Text"/>, <see cref="Value"/>)
/// stays their word.
/// </summary>
public sealed record Activity
{
    /// <summary>As sent: <c>message</c>, <c>invoke</c>, <c>conversationUpdate</c>, <c>installationUpdate</c> or one we do not know.</summary>
    public required string Type { get; init; }

    /// <summary>Which invoke or event, for example <c>adaptiveCard/action</c>.</summary>
    public string? Name { get; init; }

    public string? Id { get; init; }

    /// <summary>For a click on a card: the id of the card's own activity.</summary>
    public string? ReplyToId { get; init; }

    /// <summary>The text without the mention of the bot, trimmed; empty where there is none.</summary>
    public string Text { get; init; } = "";

    /// <summary>Where replies go. Use it only through <see cref="Connector.ConnectorClient"/>, which checks it again.</summary>
    public string ServiceUrl { get; init; } = "";

    public string ChannelId { get; init; } = "";

    public Account From { get; init; } = Account.Nobody;

    /// <summary>The bot.</summary>
    public Account Recipient { get; init; } = Account.Nobody;

    public Conversation Conversation { get; init; } = Conversation.None;

    public ChannelData ChannelData { get; init; } = ChannelData.None;

    /// <summary>An invoke's or a submitted card's payload; controlled by the client.</summary>
    public JsonElement? Value { get; init; }

    public IReadOnlyList<Account> MembersAdded { get; init; } = [];

    /// <summary>Of an <c>installationUpdate</c>: <c>add</c>, <c>remove</c>, <c>add-upgrade</c>, <c>remove-upgrade</c>.</summary>
    public string? Action { get; init; }

    /// <summary>The button somebody pressed on a card, or null if this is not a well-formed press.</summary>
    public CardInvoke? CardInvoke { get; init; }

    /// <summary>The command of a message extension that opens its dialog, or null.</summary>
    public string? DialogCommand { get; init; }

    public bool IsMessage => Type == ActivityTypes.Message;

    public bool IsInvoke => Type == ActivityTypes.Invoke;

    /// <summary>A button on a card, pressed in a client that can show a new card in its place.</summary>
    public bool IsCardAction => IsInvoke && Name == ActivityTypes.CardAction;

    /// <summary>Where the conversation can be continued later, without being asked.</summary>
    public ConversationReference Reference => new(
        ServiceUrl, Conversation.Id, Recipient.Id, From.Id, From.AadObjectId, Conversation.TenantId ?? ChannelData.TenantId);
}

/// <summary>The activity types and names we answer.</summary>
public static class ActivityTypes
{
    public const string Message = "message";
    public const string Invoke = "invoke";
    public const string ConversationUpdate = "conversationUpdate";
    public const string InstallationUpdate = "installationUpdate";
    public const string CardAction = "adaptiveCard/action";

    /// <summary>A message extension's command was chosen: the answer is its dialog.</summary>
    public const string FetchTask = "composeExtension/fetchTask";

    /// <summary>A card in a message extension's dialog was sent; the client waits five seconds.</summary>
    public const string SubmitAction = "composeExtension/submitAction";
}

/// <summary>A person or the bot on the channel.</summary>
/// <param name="Id">The channel's own id (MRI), <c>29:…</c> for a person, <c>28:…</c> for a bot.</param>
/// <param name="Name">As displayed; never a ground to authorise on (CVE-2024-38197).</param>
/// <param name="AadObjectId">The Entra object id; with the tenant the only identity to authorise on.</param>
public sealed record Account(string Id, string? Name, string? AadObjectId)
{
    public static Account Nobody { get; } = new("", null, null);
}

/// <param name="Type"><c>personal</c>, <c>groupChat</c> or <c>channel</c>; null in some updates.</param>
public sealed record Conversation(string Id, string? Type, string? TenantId, bool IsGroup)
{
    public static Conversation None { get; } = new("", null, null, false);

    public bool IsPersonal => Type == "personal";

    /// <summary>Of a team's channel, the channel and not the thread that was written in (<c>19:…;messageid=…</c>); else null.</summary>
    public string? ChannelId => Type == "channel" ? Id.Split(";messageid=", 2)[0] : null;
}

/// <summary>What Teams adds to the protocol.</summary>
/// <param name="EventType">Of a <c>conversationUpdate</c>, for example <c>channelCreated</c>.</param>
public sealed record ChannelData(string? TenantId, string? TeamId, string? ChannelId, string? EventType)
{
    public static ChannelData None { get; } = new(null, null, null, null);
}

/// <summary>A button's verb and data. Inputs are merged into the data by the client: authorise and validate again.</summary>
/// <param name="Verb">Ours, from the card.</param>
/// <param name="Data">An object; <c>{}</c> if the card gave none.</param>
/// <param name="Automatic">A refresh by the client, not a press by the person.</param>
/// <param name="Fallback">Sent as a message by an old client (Action.Submit), which cannot show a new card in its place.</param>
/// <param name="InDialog">On a card in a dialog: there is no message that holds it, and the answer takes its place there.</param>
public sealed record CardInvoke(string Verb, JsonElement Data, bool Automatic, bool Fallback, bool InDialog = false)
{
    /// <summary>A text of the data, or null if it is missing, empty or not a text.</summary>
    public string? Input(string id) =>
        Data.TryGetProperty(id, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
