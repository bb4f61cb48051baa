using System.Text.Json;

namespace TeamsCctv.Protocols.Teams.Connector;

/// <summary>The two shapes of an error's body, the protocol's own and the one Teams sends.</summary>
internal sealed record ConnectorError(string Code, string Message)
{
    /// <summary><c>{"error":{"code","message"}}</c>, or <c>{"errorCode":209,"message":"{…\"subCode\"…}"}</c>.</summary>
    public static ConnectorError Of(JsonElement? body)
    {
        if (body is not { } given)
            return new("", "");
        if (given.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
        {
            var message = error.Text("message") ?? "";
            return new(SubCode(message) ?? error.Text("code") ?? "", message);
        }

        var text = given.Text("message") ?? "";
        var number = given.TryGetProperty("errorCode", out var code) ? code.ToString() : "";
        return new(SubCode(text) ?? given.Text("subCode") ?? number, text);
    }

    /// <summary>Teams packs the telling code into a JSON text inside the message.</summary>
    private static string? SubCode(string message)
    {
        if (!message.AsSpan().TrimStart().StartsWith("{"))
            return null;
        try
        {
            using var inner = JsonDocument.Parse(message, new() { MaxDepth = 8 });
            return inner.RootElement.Text("subCode");
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
