using System.Text.Json;

namespace TeamsCctv.Protocols.Teams;

/// <summary>One JSON object of a stranger: a missing or null field is null, a field of the wrong kind is refused by name.</summary>
internal sealed class JsonShape
{
    private readonly JsonElement _object;
    private readonly string _name;

    /// <exception cref="WrongShapeException">It is not an object.</exception>
    public JsonShape(JsonElement element, string name)
    {
        _name = name;
        _object = element.ValueKind == JsonValueKind.Object ? element : throw new WrongShapeException($"{name} is not an object.");
    }

    public string? Text(string field) => Find(field, JsonValueKind.String)?.GetString();

    public bool Flag(string field) => _object.TryGetProperty(field, out var found) && found.ValueKind == JsonValueKind.True;

    public JsonShape? Object(string field) => Find(field, JsonValueKind.Object) is { } found ? new(found, field) : null;

    /// <summary>The objects of an array; what else it holds is left out.</summary>
    public IEnumerable<JsonShape> Objects(string field) =>
        Find(field, JsonValueKind.Array) is not { } found
            ? []
            : found.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Select(item => new JsonShape(item, field));

    /// <summary>As <see cref="Text"/>, but a field of another kind counts as missing.</summary>
    public string? TextOrNull(string field) =>
        _object.TryGetProperty(field, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    public JsonShape? ObjectOrNull(string field) =>
        _object.TryGetProperty(field, out var found) && found.ValueKind == JsonValueKind.Object ? new(found, field) : null;

    /// <summary>A field of any kind, to be kept after the document is gone; every text in it can be read.</summary>
    public JsonElement? Any(string field)
    {
        if (!_object.TryGetProperty(field, out var found))
            return null;
        Check(found);
        return found.Clone();
    }

    private JsonElement? Find(string field, JsonValueKind kind)
    {
        if (!_object.TryGetProperty(field, out var found) || found.ValueKind == JsonValueKind.Null)
            return null;
        return found.ValueKind == kind ? found : throw new WrongShapeException($"{_name}: {field} is not of the kind {kind}.");
    }

    /// <summary>The parser lets an escaped half of a surrogate pair through; reading it as text is what fails, so read all of it now.</summary>
    /// <exception cref="InvalidOperationException">It holds one.</exception>
    private static void Check(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            _ = element.GetString();
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                Check(item);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                _ = property.Name;
                Check(property.Value);
            }
        }
    }
}

/// <summary>Bytes that are JSON but not what the protocol says. Never leaves the reader that threw it.</summary>
internal sealed class WrongShapeException(string message) : Exception(message);
