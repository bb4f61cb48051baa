using System.Text.Json.Nodes;

namespace TeamsCctv.Protocols.Teams.Cards;

/// <summary>
/// A card as a dialog holds it. What is pressed there comes back as the dialog's submit and no other way, so each button is the
/// Action.Submit that old clients get in its place; it carries the same verb and data.
/// </summary>
internal static class DialogCard
{
    public static JsonObject Of(Card card)
    {
        var json = card.ToJson();
        json.Remove("refresh");
        Replace(json);
        return json;
    }

    private static void Replace(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject whole:
                foreach (var (name, value) in whole.ToList())
                {
                    if (value is JsonObject one && Submit(one) is { } submit)
                        whole[name] = submit;
                    else
                        Replace(value);
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is JsonObject one && Submit(one) is { } submit)
                        list[i] = submit;
                    else
                        Replace(list[i]);
                }

                break;
        }
    }

    private static JsonNode? Submit(JsonObject action) =>
        action["type"]?.GetValue<string>() == "Action.Execute" ? action["fallback"]?.DeepClone() : null;
}
