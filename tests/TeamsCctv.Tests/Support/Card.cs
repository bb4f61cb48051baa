using System.Text.Json.Nodes;

namespace TeamsCctv.Tests.Support;

/// <summary>A card as a person meets it: words, buttons, fields.</summary>
public static class Card
{
    public static string Words(JsonNode? card) => string.Join('\n', Nodes(card)
        .SelectMany(node => new[] { node["text"], node["value"], node["label"], node["title"] })
        .OfType<JsonValue>().Select(value => value.ToString()));

    public static IReadOnlyList<string> Buttons(JsonNode? card) =>
        [.. Nodes(card).Where(IsButton).Select(node => node["title"]!.GetValue<string>())];

    /// <summary>The Action.Execute with this title, also one that opens inside the card.</summary>
    public static JsonObject Button(JsonNode card, string title) => Nodes(card).FirstOrDefault(node =>
            node["type"]?.GetValue<string>() == "Action.Execute" && node["title"]?.GetValue<string>() == title)
        ?? throw new InvalidOperationException($"There is no button {title}; there are {string.Join(", ", Buttons(card))}.");

    /// <summary>Where the button with this title leads that opens a page.</summary>
    public static Uri Opens(JsonNode card, string title) => new(Nodes(card)
        .Single(node => node["type"]?.GetValue<string>() == "Action.OpenUrl" && node["title"]?.GetValue<string>() == title)["url"]!.GetValue<string>());

    public static IReadOnlyList<string> Inputs(JsonNode? card) =>
        [.. Nodes(card).Where(node => node["type"]?.ToString().StartsWith("Input.", StringComparison.Ordinal) == true).Select(node => node["id"]!.GetValue<string>())];

    public static IEnumerable<string> Choices(JsonNode card, string input) => Nodes(card)
        .Single(node => node["id"]?.ToString() == input)["choices"]!.AsArray().Select(choice => choice!["value"]!.GetValue<string>());

    /// <summary>What an input holds before anybody types.</summary>
    public static string? Value(JsonNode card, string input) =>
        Nodes(card).Single(node => node["id"]?.ToString() == input)["value"]?.GetValue<string>();

    /// <summary>Every object of the card but what stands in for it in old clients and in its refresh.</summary>
    private static IEnumerable<JsonObject> Nodes(JsonNode? node) => node switch
    {
        JsonObject found => found.Where(pair => pair.Key is not ("fallback" or "refresh" or "data"))
            .SelectMany(pair => Nodes(pair.Value)).Prepend(found),
        JsonArray list => list.SelectMany(Nodes),
        _ => [],
    };

    private static bool IsButton(JsonObject node) =>
        node["type"]?.GetValue<string>() is "Action.Execute" or "Action.ShowCard" or "Action.OpenUrl" or "Action.Submit";
}
