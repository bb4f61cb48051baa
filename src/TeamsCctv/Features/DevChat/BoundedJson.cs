using System.Text.Json;
using System.Text.Json.Nodes;
using TeamsCctv.Protocols.Teams;

namespace TeamsCctv.Features.DevChat;

internal static class BoundedJson
{
    private const int LargestBody = 256 * 1024;

    /// <summary>The request's JSON object, or null if it is none, too long or too deep.</summary>
    public static async Task<JsonObject?> ReadAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType()
            || await BoundedHttp.ReadAsync(request.Body, LargestBody, request.HttpContext.RequestAborted) is not { } body)
            return null;
        try
        {
            return JsonNode.Parse(body.Span, documentOptions: new() { MaxDepth = 64, AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A text field, or null.</summary>
    public static string? Text(this JsonObject json, string field) =>
        json[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
