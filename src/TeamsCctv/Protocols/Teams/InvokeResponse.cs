using System.Text.Json.Nodes;
using TeamsCctv.Protocols.Teams.Cards;

namespace TeamsCctv.Protocols.Teams;

/// <summary>
/// The answer to an invoke. The HTTP status is 200 whenever our code ran; what the client shows is in the body's own
/// <c>statusCode</c> and <c>type</c>.
/// </summary>
/// <param name="Status">The HTTP status.</param>
public sealed record InvokeResponse(int Status, JsonObject? Body = null)
{
    /// <summary>The client shows this card in place of the pressed one, to the person who pressed it alone.</summary>
    public static InvokeResponse Card(Card card) => Card(card.ToJson());

    /// <inheritdoc cref="Card(Cards.Card)"/>
    public static InvokeResponse Card(JsonObject card) => Ran(200, "application/vnd.microsoft.card.adaptive", card);

    /// <summary>The client shows a line of text and leaves the card as it is.</summary>
    public static InvokeResponse Message(string text) => Ran(200, "application/vnd.microsoft.activity.message", text);

    /// <summary>A dialog of a message extension shows this card.</summary>
    public static InvokeResponse Dialog(Card card) => new(200, new()
    {
        ["task"] = new JsonObject
        {
            ["type"] = "continue",
            ["value"] = new JsonObject
            {
                ["title"] = card.Name,
                ["height"] = "large",
                ["width"] = "medium",
                ["card"] = new JsonObject { ["contentType"] = Activities.CardContentType, ["content"] = DialogCard.Of(card) },
            },
        },
    });

    /// <summary>A dialog of a message extension closes with a line of text.</summary>
    public static InvokeResponse DialogMessage(string text) =>
        new(200, new() { ["task"] = new JsonObject { ["type"] = "message", ["value"] = text } });

    /// <summary>The client says that it went wrong. <paramref name="statusCode"/> is 400 (theirs) or 500 (ours).</summary>
    public static InvokeResponse Error(string code, string message, int statusCode = 400) =>
        Ran(statusCode, "application/vnd.microsoft.error", new JsonObject { ["code"] = code, ["message"] = message });

    /// <summary>The invoke itself is malformed, so no code of ours ran: HTTP 400 as well.</summary>
    public static InvokeResponse BadRequest(string message) => Error("BadRequest", message) with { Status = 400 };

    /// <summary>An invoke we do not know.</summary>
    public static InvokeResponse NotImplemented { get; } = new(501);

    private static InvokeResponse Ran(int statusCode, string type, JsonNode value) =>
        new(200, new() { ["statusCode"] = statusCode, ["type"] = type, ["value"] = value });
}
