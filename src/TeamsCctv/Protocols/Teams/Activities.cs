using System.Text.Json.Nodes;
using TeamsCctv.Protocols.Teams.Cards;

namespace TeamsCctv.Protocols.Teams;

/// <summary>Activities that the bot sends; the connector client adds who, to whom and where.</summary>
public static class Activities
{
    public const string CardContentType = "application/vnd.microsoft.card.adaptive";

    /// <summary>Characters of a message's text. Teams takes about 100 KB of UTF-16 with everything; we never need that.</summary>
    public const int LongestText = 8_000;

    /// <summary>A line of text. Teams reads it as Markdown: pass a person's own words through <see cref="PlainText.Of"/>.</summary>
    public static JsonObject Message(string text) =>
        new() { ["type"] = ActivityTypes.Message, ["text"] = Bounded(text), ["textFormat"] = "markdown" };

    /// <param name="summary">What a notification or a chat list shows in place of the card.</param>
    public static JsonObject Card(Card card, string summary) => Card(card.ToJson(), summary);

    /// <inheritdoc cref="Card(Cards.Card, string)"/>
    public static JsonObject Card(JsonObject card, string summary) => new()
    {
        ["type"] = ActivityTypes.Message,
        ["summary"] = Bounded(summary),
        ["attachments"] = new JsonArray(new JsonObject { ["contentType"] = CardContentType, ["content"] = card }),
    };

    private static string Bounded(string text) =>
        text.Length is > 0 and <= LongestText
            ? text
            : throw new ArgumentException($"A message has 1 to {LongestText} characters, not {text.Length}.", nameof(text));
}
