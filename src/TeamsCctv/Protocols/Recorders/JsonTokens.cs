using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TeamsCctv.Protocols.Recorders;

/// <summary>
/// Reading JSON of any quality: a name or text with broken UTF-8 or half a surrogate pair is an odd text, not an
/// outage, as long as it is not one that we need.
/// </summary>
internal static class JsonTokens
{
    public static readonly JsonReaderOptions Options = new() { MaxDepth = Wire.MostDepth };

    /// <summary>The name or text the reader stands on, broken bytes replaced; the digits of a number; otherwise empty.</summary>
    public static string Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String or JsonTokenType.Number))
            return "";
        if (!reader.ValueIsEscaped)
            return Encoding.UTF8.GetString(reader.ValueSpan);
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // The reader's word for an escaped half of a surrogate pair: no name or value of ours has one.
            return "\uFFFD";
        }
    }

    /// <summary>A whole number, written as one or as a text; null for anything else.</summary>
    public static long? Number(ref Utf8JsonReader reader) =>
        long.TryParse(Text(ref reader), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Steps to the next member of the object the reader is in; false at its end.</summary>
    public static bool NextMember(ref Utf8JsonReader reader, out string name)
    {
        name = "";
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
            return false;
        name = Text(ref reader);
        return reader.Read();
    }
}
