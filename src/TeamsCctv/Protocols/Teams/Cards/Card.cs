using System.Text.Json;
using System.Text.Json.Nodes;

namespace TeamsCctv.Protocols.Teams.Cards;

/// <summary>
/// Lets each person see their own version: their client asks for it when it shows the card, with the trigger
/// <c>automatic</c>, at most once a minute.
/// </summary>
public sealed record Refresh
{
    private const int MostUsers = 60;

    private readonly ActionExecute _action;

    /// <param name="userIds">MRIs (<c>29:…</c>), 1 to 60; for everybody else the card stays as sent.</param>
    public Refresh(string verb, JsonObject? data, IEnumerable<string> userIds)
    {
        _action = new(verb, "Refresh", data, associatedInputs: AssociatedInputs.None);
        UserIds = CardLimits.NotEmpty(userIds, "The list of people a card refreshes for");
        if (UserIds.Count > MostUsers)
            throw new ArgumentException($"A card refreshes for at most {MostUsers} people, not {UserIds.Count}.", nameof(userIds));
        if (UserIds.FirstOrDefault(user => !user.StartsWith("29:", StringComparison.Ordinal)) is { } wrong)
            throw new ArgumentException($"{wrong} is not a person's id on the channel (29:…).", nameof(userIds));
    }

    public IReadOnlyList<string> UserIds { get; }

    internal JsonObject Write()
    {
        var action = _action.Write();
        action.Remove("fallback");
        return new() { ["action"] = action, ["userIds"] = Writing.Array(UserIds.Select(user => (JsonNode)user)) };
    }
}

/// <summary>An Adaptive Card 1.5, the highest that Teams documents for bots.</summary>
public sealed record Card
{
    private readonly IReadOnlyList<Element> _body;
    private readonly Refresh? _refresh;
    private readonly string? _speak;
    private readonly string? _fallbackText;

    /// <param name="name">What we call it; only in errors.</param>
    /// <param name="actions">Buttons below the body, at most six. They are written as the body's last action set, where clients honour a button's fallback.</param>
    /// <param name="speak">What is read out in place of the card.</param>
    /// <param name="fallbackText">What a client shows that cannot draw it.</param>
    /// <exception cref="ArgumentException">It breaks a rule of the schema or of Teams; the message names the card.</exception>
    public Card(
        string name,
        IEnumerable<Element> body,
        IEnumerable<CardAction>? actions = null,
        Refresh? refresh = null,
        string? speak = null,
        string? fallbackText = null)
    {
        Name = name;
        CardAction[] buttons = [.. actions ?? []];
        _body = CardLimits.NotEmpty(buttons.Length == 0 ? body : body.Append(new ActionSet(buttons)), $"The card {name}");
        (_refresh, _speak, _fallbackText) = (refresh, speak, fallbackText);
        CardRules.Check(name, _body);
    }

    public string Name { get; }

    /// <summary>Whether Teams takes it: at most 28 KB of UTF-8.</summary>
    public bool Fits => SizeOf(Write()) <= CardLimits.LargestCard;

    /// <exception cref="CardTooLargeException">It has more than 28 KB of UTF-8.</exception>
    public JsonObject ToJson()
    {
        var json = Write();
        var size = SizeOf(json);
        return size <= CardLimits.LargestCard ? json : throw new CardTooLargeException(Name, size);
    }

    private static int SizeOf(JsonObject json) => JsonSerializer.SerializeToUtf8Bytes(json, TeamsJson.Wire).Length;

    private JsonObject Write()
    {
        var json = new JsonObject
        {
            ["type"] = "AdaptiveCard",
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["version"] = "1.5",
            ["body"] = Writing.Items(_body),
            ["msteams"] = new JsonObject { ["width"] = "Full" },
        };
        return json.With("refresh", _refresh?.Write()).With("speak", _speak).With("fallbackText", _fallbackText);
    }
}

/// <summary>Teams would drop the card, so it is not sent: shorten what goes into it.</summary>
public sealed class CardTooLargeException(string card, int size)
    : Exception($"The card {card} has {size} bytes; at most {CardLimits.LargestCard} are allowed.")
{
    public string Card { get; } = card;
}
