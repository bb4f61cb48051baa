using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TeamsCctv.Kills.Load;

/// <summary>Reads a card as a client does: its buttons, what their inputs hold, what is written on it.</summary>
public static partial class Cards
{
    /// <summary>The button with a verb and the values its inputs hold before anybody types; null where it has none.</summary>
    public static (JsonObject Action, JsonObject Values)? Button(JsonObject card, string verb)
    {
        // A folded card's button sends its own inputs and those around it, not those of its neighbours.
        var here = new JsonObject();
        foreach (var input in Objects(card, unfold: false).Where(IsInput))
            here[input["id"]!.GetValue<string>()] = input["value"]?.DeepClone() ?? "";
        foreach (var action in Actions(card))
        {
            if (action["verb"]?.GetValue<string>() == verb)
                return (action, here);
            if (action["card"] is JsonObject folded && Button(folded, verb) is var (found, values))
            {
                foreach (var (name, value) in here)
                    values.TryAdd(name, value?.DeepClone());
                return (found, values);
            }
        }

        return null;
    }

    public static bool Has(JsonObject card, string verb) => Button(card, verb) is not null;

    public static string? Data(JsonObject action, string name) => action["data"]?[name]?.GetValue<string>();

    /// <summary>The school and case that a card says it is about, for example <c>Oakfield Primary (sample) · D-12</c>.</summary>
    public static string? HeadOf(JsonObject card) => Objects(card, unfold: true)
        .Select(part => part["text"]?.ToString())
        .FirstOrDefault(text => text is not null && Head().IsMatch(text));

    /// <summary>Whether anybody can press anything on it.</summary>
    public static bool HasButtons(JsonObject card) => Actions(new JsonArray(card["body"]?.DeepClone(), card["actions"]?.DeepClone())).Any();

    /// <summary>The card's first line.</summary>
    public static string TitleOf(JsonObject card) => card["body"]?[0]?["text"]?.ToString() ?? "";

    /// <summary>
    /// What a copy is about, as far as the card itself tells: school, case and topic, or an alarm's moment; null for an outcome
    /// without buttons, for forms and for help.
    /// </summary>
    public static string? IdentityOf(JsonObject card)
    {
        foreach (var action in Objects(card, unfold: true).Where(part => part["type"]?.ToString() == "Action.Execute"))
        {
            if (Data(action, "case") is { } about)
                return $"{Data(action, "school")} {about} {Data(action, "topic")}";
            if (Data(action, "at") is { } at)
                return $"alarm {at}";
        }

        return null;
    }

    /// <summary>
    /// The card without what differs each time it is drawn: one-time keys, what the inputs offer, and whose clients
    /// may refresh it, which grows as people write to the bot.
    /// </summary>
    public static string Essence(JsonObject card)
    {
        var copy = card.DeepClone().AsObject();
        copy.Remove("refresh");
        foreach (var part in Objects(copy, unfold: true).ToList())
        {
            (part["data"] as JsonObject)?.Remove("key");
            (part["data"] as JsonObject)?.Remove("once");
            if (IsInput(part))
                part.Remove("value");
        }

        return copy.ToJsonString();
    }

    /// <summary>Where the essences of two cards part, a few letters of each.</summary>
    public static string Difference(JsonObject shown, JsonObject now)
    {
        var (one, other) = (Essence(shown), Essence(now));
        var at = one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        return $": “{Around(one)}”, “{Around(other)}”";

        string Around(string essence) => essence[Math.Max(0, at - 60)..Math.Min(essence.Length, at + 60)];
    }

    private static IEnumerable<JsonObject> Actions(JsonNode card) => Objects(card, unfold: false)
        .Where(part => part["type"]?.ToString().StartsWith("Action.", StringComparison.Ordinal) == true);

    private static bool IsInput(JsonObject part) => part["type"]?.ToString().StartsWith("Input.", StringComparison.Ordinal) == true;

    private static IEnumerable<JsonObject> Objects(JsonNode? node, bool unfold)
    {
        if (node is JsonArray list)
            return list.SelectMany(one => Objects(one, unfold));
        if (node is not JsonObject part)
            return [];
        return part.Where(member => unfold || member.Key is not "card")
            .SelectMany(member => Objects(member.Value, unfold))
            .Prepend(part);
    }

    [GeneratedRegex(@" · [A-Z]-\d+$")]
    private static partial Regex Head();
}
