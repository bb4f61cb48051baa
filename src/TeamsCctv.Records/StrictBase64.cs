namespace TeamsCctv.Records;

/// <summary>RFC 4648, section 4, one text for one value: no white space, padding complete, spare bits zero.</summary>
internal static class StrictBase64
{
    public static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length / 4 * 3];
        return Convert.TryFromBase64String(text, bytes, out var written) && Convert.ToBase64String(bytes, 0, written) == text
            ? bytes[..written]
            : null;
    }
}
