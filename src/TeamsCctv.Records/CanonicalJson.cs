using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TeamsCctv.Records;

/// <summary>
/// The one byte form of a JSON value (RFC 8785): members in UTF-16 order, numbers as ECMAScript writes them, no
/// white space, UTF-8. Two parties that hold the same value hold the same bytes, so the bytes can be hashed.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Objects and arrays nested deeper than this are refused.</summary>
    public const int MaxDepth = 64;

    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\"\\\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b\t\n\v\f\r\u000e\u000f" +
        "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="FormatException">
    /// The value has no canonical form: a lone surrogate, a number that is not finite or an integer that a double
    /// cannot hold, a member named twice, or nesting beyond <see cref="MaxDepth"/>.
    /// </exception>
    public static byte[] Serialize(JsonNode? node) => Serialize(node, 0);

    /// <param name="node">As above.</param>
    /// <param name="depth">How many objects and arrays will stand around these bytes.</param>
    internal static byte[] Serialize(JsonNode? node, int depth)
    {
        var output = new ArrayBufferWriter<byte>(256);
        try
        {
            Write(output, node, depth);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or JsonException)
        {
            // JsonNode reads its text lazily: a bad escape or a member named twice shows itself only here.
            throw new FormatException("This JSON has no canonical form: " + e.Message, e);
        }
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads bytes that must already be the canonical form of what they say.</summary>
    /// <exception cref="FormatException">They are not JSON, or not canonical.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8) => Parse(utf8, 0);

    internal static JsonNode? Parse(ReadOnlySpan<byte> utf8, int depth)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(utf8, null, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException("Not JSON: " + e.Message, e);
        }
        if (!utf8.SequenceEqual(Serialize(node, depth)))
            throw new FormatException("JSON, but not in its canonical form (RFC 8785).");
        return node;
    }

    internal static void WriteString(IBufferWriter<byte> output, string value)
    {
        output.Write("\""u8);
        var rest = value.AsSpan();
        while (!rest.IsEmpty)
        {
            var plain = rest.IndexOfAny(Escaped);
            WriteText(output, plain < 0 ? rest : rest[..plain]);
            if (plain < 0)
                break;
            WriteEscape(output, rest[plain]);
            rest = rest[(plain + 1)..];
        }
        output.Write("\""u8);
    }

    private static void WriteText(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return;
        try
        {
            var bytes = output.GetSpan(Utf8.GetMaxByteCount(text.Length));
            output.Advance(Utf8.GetBytes(text, bytes));
        }
        catch (EncoderFallbackException e)
        {
            throw new FormatException("Text with a lone surrogate has no canonical form (RFC 8785, 3.2.2.2).", e);
        }
    }

    private static void WriteEscape(IBufferWriter<byte> output, char c) => output.Write(c switch
    {
        '"' => "\\\""u8,
        '\\' => "\\\\"u8,
        '\b' => "\\b"u8,
        '\t' => "\\t"u8,
        '\n' => "\\n"u8,
        '\f' => "\\f"u8,
        '\r' => "\\r"u8,
        _ => Encoding.ASCII.GetBytes($"\\u{(int)c:x4}"),
    });

    private static void Write(ArrayBufferWriter<byte> output, JsonNode? node, int depth)
    {
        if (depth >= MaxDepth && (node is JsonObject or JsonArray))
            throw new FormatException($"JSON nested deeper than {MaxDepth} is refused.");
        switch (node)
        {
            case null:
                output.Write("null"u8);
                break;
            case JsonObject members:
                WriteObject(output, members, depth);
                break;
            case JsonArray items:
                output.Write("["u8);
                for (var i = 0; i < items.Count; i++)
                {
                    if (i > 0)
                        output.Write(","u8);
                    Write(output, items[i], depth + 1);
                }
                output.Write("]"u8);
                break;
            default:
                WriteValue(output, node.AsValue(), depth);
                break;
        }
    }

    private static void WriteObject(ArrayBufferWriter<byte> output, JsonObject members, int depth)
    {
        var first = true;
        output.Write("{"u8);
        foreach (var (name, value) in members.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            if (!first)
                output.Write(","u8);
            first = false;
            WriteString(output, name);
            output.Write(":"u8);
            Write(output, value, depth + 1);
        }
        output.Write("}"u8);
    }

    private static void WriteValue(ArrayBufferWriter<byte> output, JsonValue value, int depth)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.True:
                output.Write("true"u8);
                break;
            case JsonValueKind.False:
                output.Write("false"u8);
                break;
            case JsonValueKind.Null:
                output.Write("null"u8);
                break;
            case JsonValueKind.Number:
                output.Write(Encoding.ASCII.GetBytes(EcmaScriptNumber.Canonical(value.ToJsonString())));
                break;
            case JsonValueKind.String:
                WriteString(output, value.TryGetValue<string>(out var text) ? text : Decode(value));
                break;
            default:
                Write(output, JsonNode.Parse(value.ToJsonString(Plain)), depth);
                break;
        }
    }

    /// <summary>A date, id or enum that the caller put into a node serialises as text; this is that text.</summary>
    private static string Decode(JsonValue value) => JsonSerializer.Deserialize<string>(value.ToJsonString(Plain))!;
}
