using System.Text.Json;

namespace TeamsCctv.Protocols.Recorders.Hikvision;

/// <summary>An alert in JSON: the XML's names as members, at the top or under <c>EventNotificationAlert</c>.</summary>
internal static class AlertJson
{
    public static WireError? Read(ReadOnlySpan<byte> document, Alert alert)
    {
        var reader = new Utf8JsonReader(document, JsonTokens.Options);
        try
        {
            reader.Read();
            ReadMembers(ref reader, alert);
            return null;
        }
        catch (JsonException)
        {
            return new WireError.NotUnderstood("the JSON is broken");
        }
    }

    private static void ReadMembers(ref Utf8JsonReader reader, Alert alert)
    {
        while (JsonTokens.NextMember(ref reader, out var name))
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject when name == "EventNotificationAlert":
                    ReadMembers(ref reader, alert);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray when name == "DurationList":
                    ReadRelations(ref reader, alert);
                    break;
                case JsonTokenType.String or JsonTokenType.Number when reader.ValueSpan.Length <= Alert.LongestField:
                    alert.Set(name, JsonTokens.Text(ref reader));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static void ReadRelations(ref Utf8JsonReader reader, Alert alert)
    {
        for (var outside = reader.CurrentDepth; reader.Read() && reader.CurrentDepth > outside;)
        {
            if (reader.TokenType != JsonTokenType.PropertyName || JsonTokens.Text(ref reader) != Alert.Relation)
                continue;
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
                alert.Set(Alert.Relation, JsonTokens.Text(ref reader));
        }
    }
}
