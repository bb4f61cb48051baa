using System.Text.Json.Nodes;

namespace TeamsCctv.Tests.Support.Js;

/// <summary>
/// Holds what the bot sends against Microsoft's own JavaScript (<c>tests/js</c>): the Adaptive Cards renderer, the
/// activity schema, and our checks of what they are silent about. An empty answer means no complaint.
/// </summary>
public static class JsValidator
{
    // One node serves the whole run; it ends when this process does, with its input.
    private static readonly Lazy<Task<NodeLines>> Node = new(NodeLines.StartAsync);

    /// <summary>Complaints about a card, each beginning with its place in the card.</summary>
    public static Task<IReadOnlyList<string>> CheckCardAsync(JsonNode card) => CheckAsync("card", card);

    /// <summary>Complaints about an activity, and about every card attached to it.</summary>
    public static Task<IReadOnlyList<string>> CheckActivityAsync(JsonNode activity) => CheckAsync("activity", activity);

    /// <summary>Complaints about the manifest of a Teams app.</summary>
    public static Task<IReadOnlyList<string>> CheckManifestAsync(JsonNode manifest) => CheckAsync("manifest", manifest);

    /// <summary>Complaints about a text of a card that is not drawn as it was typed.</summary>
    public static Task<IReadOnlyList<string>> CheckTextAsync(string text, string typed) =>
        CheckAsync("text", new JsonObject { ["text"] = text, ["typed"] = typed });

    /// <summary>Complaints about a call to Microsoft Graph that its own list of endpoints does not have.</summary>
    /// <param name="path">Without the version.</param>
    /// <param name="query">The names alone.</param>
    public static Task<IReadOnlyList<string>> CheckRequestAsync(string method, string path, IEnumerable<string> query) =>
        CheckAsync("request", new JsonObject { ["method"] = method, ["path"] = path, ["query"] = new JsonArray([.. query.Select(name => JsonValue.Create(name))]) });

    private static async Task<IReadOnlyList<string>> CheckAsync(string kind, JsonNode value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var answer = await (await Node.Value).AskAsync(kind, value);
        return [.. answer["errors"]!.AsArray().Select(error => error!.GetValue<string>())];
    }
}
