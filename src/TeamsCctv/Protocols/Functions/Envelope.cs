using System.Globalization;
using System.Text.Json;

namespace TeamsCctv.Protocols.Functions;

/// <summary>What the host posts for a trigger that is not HTTP: <c>{"Data":{…},"Metadata":{…}}</c>.</summary>
/// <param name="Tries">How often the host has fetched the message, this time included; null where it does not say.</param>
internal sealed record Envelope(JsonElement Data, int? Tries)
{
    /// <summary>Bytes: a queue message of 48 KiB, encoded twice, with its metadata.</summary>
    public const int Largest = 512 * 1024;

    private static readonly JsonDocumentOptions Bounds = new() { MaxDepth = 32 };

    /// <summary>Null if this is no envelope.</summary>
    public static Envelope? Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, Bounds);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(nameof(Data), out var data) && data.ValueKind == JsonValueKind.Object
                    ? new(data.Clone(), TriesOf(document.RootElement))
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int? TriesOf(JsonElement root) =>
        root.TryGetProperty("Metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object && metadata.TryGetProperty("DequeueCount", out var count)
        && int.TryParse(count.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var tries)
            ? tries
            : null;

    /// <summary>
    /// The text of a binding, or null where there is none. The host encodes a queue's text as JSON once more; one that does
    /// not, or that parses an object for us, is understood as well.
    /// </summary>
    public string? Text(string binding)
    {
        if (!Data.TryGetProperty(binding, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.String)
            return value.ValueKind == JsonValueKind.Object ? value.GetRawText() : null;
        try
        {
            var text = value.GetString()!;
            return text.StartsWith('"') ? JsonSerializer.Deserialize<string>(text) : text;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // Half a surrogate, or a quotation mark that begins no JSON.
            return null;
        }
    }
}

/// <summary>
/// What the host understands as done. It takes an empty answer for none and waits for ever, and decodes every output text
/// that could be base64: there is always a body, and never an output.
/// </summary>
/// <param name="Logs">Lines for the host's own log.</param>
internal sealed record EnvelopeAnswer(IReadOnlyList<string> Logs)
{
#pragma warning disable CA1822 // Members are what is written.
    public IReadOnlyDictionary<string, string> Outputs => new Dictionary<string, string>();

    public object? ReturnValue => null;
#pragma warning restore CA1822
}

/// <summary>The envelope was not handled; the host is to send it again.</summary>
internal sealed class NotHandledException(string message, Exception? inner = null) : Exception(message, inner);
