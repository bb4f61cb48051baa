using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace TeamsCctv.Protocols.Teams;

/// <summary>
/// Reads an activity from bytes of a stranger. Types and fields we do not know are left alone, as the channel adds
/// some at any time; a field we use must have the kind the protocol gives it.
/// </summary>
public static class ActivityReader
{
    /// <summary>Bytes; the largest body that is read, before anybody is authenticated.</summary>
    public const int LargestBody = 256 * 1024;

    private static readonly JsonDocumentOptions Bounds = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>False, with what is wrong in words for the sender's log, if this is not an activity.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out Activity? activity, [NotNullWhen(false)] out string? error)
    {
        activity = null;
        if (utf8.Length > LargestBody)
        {
            error = "The activity is longer than 256 KiB.";
            return false;
        }

        if (!Utf8.IsValid(utf8.Span))
        {
            error = "The activity is not UTF-8.";
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, Bounds);
            activity = Read(new(document.RootElement, "The activity"));
            error = null;
            return true;
        }
        catch (JsonException)
        {
            error = "The activity is not JSON of at most 32 levels.";
        }
        catch (WrongShapeException wrong)
        {
            error = wrong.Message;
        }
        catch (InvalidOperationException)
        {
            // The parser lets an escaped half of a surrogate pair through; it fails where it is read as text.
            error = "The activity holds half a surrogate pair.";
        }

        return false;
    }

    private static Activity Read(JsonShape shape)
    {
        var type = shape.Text("type") is { Length: > 0 } given ? given : throw new WrongShapeException("The activity has no type.");
        var recipient = Account(shape.Object("recipient"));
        var name = shape.Text("name");
        var value = shape.Any("value");
        return new()
        {
            Type = type,
            Name = name,
            Id = shape.Text("id"),
            ReplyToId = shape.Text("replyToId"),
            Text = WithoutMention(shape, recipient),
            ServiceUrl = shape.Text("serviceUrl") ?? "",
            ChannelId = shape.Text("channelId") ?? "",
            From = Account(shape.Object("from")),
            Recipient = recipient,
            Conversation = Conversation(shape.Object("conversation")),
            ChannelData = ChannelData(shape.Object("channelData")),
            Value = value,
            MembersAdded = [.. shape.Objects("membersAdded").Select(member => Account(member))],
            Action = type == ActivityTypes.InstallationUpdate ? shape.Text("action") : null,
            DialogCommand = type == ActivityTypes.Invoke && name == ActivityTypes.FetchTask && value is { ValueKind: JsonValueKind.Object } chosen
                ? new JsonShape(chosen, "value").TextOrNull("commandId")
                : null,
            CardInvoke = value is { ValueKind: JsonValueKind.Object } payload ? Pressed(type, name, payload) : null,
        };
    }

    private static Account Account(JsonShape? shape) =>
        shape is null ? Teams.Account.Nobody : new(shape.Text("id") ?? "", shape.Text("name"), shape.Text("aadObjectId"));

    private static Conversation Conversation(JsonShape? shape) =>
        shape is null
            ? Teams.Conversation.None
            : new(shape.Text("id") ?? "", shape.Text("conversationType"), shape.Text("tenantId"), shape.Flag("isGroup"));

    private static ChannelData ChannelData(JsonShape? shape) =>
        shape is null
            ? Teams.ChannelData.None
            : new(
                shape.Object("tenant")?.Text("id"),
                shape.Object("team")?.Text("id"),
                shape.Object("channel")?.Text("id"),
                shape.Text("eventType"));

    private static string WithoutMention(JsonShape shape, Account bot)
    {
        var text = shape.Text("text") ?? "";
        foreach (var entity in shape.Objects("entities"))
        {
            if (entity.TextOrNull("type") == "mention" && bot.Id.Length > 0
                && entity.ObjectOrNull("mentioned")?.TextOrNull("id") == bot.Id
                && entity.TextOrNull("text") is { Length: > 0 } mention)
                text = text.Replace(mention, " ", StringComparison.Ordinal);
        }

        return text.Replace("&nbsp;", " ", StringComparison.Ordinal).Trim();
    }

    /// <summary>Action.Execute as an invoke, or the Action.Submit that stands in for it, which arrives as a message.</summary>
    private static CardInvoke? Pressed(string type, string? name, JsonElement payload)
    {
        if (type == ActivityTypes.Message)
        {
            var submitted = new JsonShape(payload, "value");
            return submitted.TextOrNull("verb") is { Length: > 0 } fallback ? new(fallback, payload, false, true) : null;
        }

        var shape = new JsonShape(payload, "value");
        if (type == ActivityTypes.Invoke && name == ActivityTypes.SubmitAction)
            return shape.Any("data") is { ValueKind: JsonValueKind.Object } sent && new JsonShape(sent, "value.data").TextOrNull("verb") is { Length: > 0 } chosen ? new(chosen, sent, false, false, InDialog: true) : null;
        if (type != ActivityTypes.Invoke || name != ActivityTypes.CardAction)
            return null;
        var action = shape.ObjectOrNull("action");
        if (action?.TextOrNull("type") != "Action.Execute" || action.TextOrNull("verb") is not { Length: > 0 } verb)
            return null;
        var data = action.Any("data");
        return data is { ValueKind: not JsonValueKind.Object and not JsonValueKind.Null }
            ? null
            : new(verb, data is { ValueKind: JsonValueKind.Object } given ? given : Empty, shape.TextOrNull("trigger") == "automatic", false);
    }

    private static JsonElement Empty { get; } = JsonDocument.Parse("{}").RootElement.Clone();
}
