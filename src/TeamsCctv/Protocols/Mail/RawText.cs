using System.Text;
using TeamsCctv.Domain.Mail;

namespace TeamsCctv.Protocols.Mail;

/// <summary>Bytes as text: as they say they are written, or as they must be.</summary>
internal static class RawText
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);
    private static readonly Encoding Windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>Names under which programs send what is not what they say: Windows' own letters, or UTF-8.</summary>
    private static readonly string[] Loose = ["us-ascii", "ascii", "ansi_x3.4-1968", "iso-8859-1", "latin1", "utf-8", "utf8", "utf-7", "unknown-8bit", "default", "x-unknown", ""];

    /// <param name="most">Characters; HTML needs many for few words.</param>
    public static string Of(ReadOnlySpan<byte> bytes, string? charset = null, int most = LetterNotes.MostText) =>
        Tidy(Decode(bytes.Length > most * 4 ? bytes[..(most * 4)] : bytes, (charset ?? "").Trim().Trim('"', '\'').ToLowerInvariant()), most);

    /// <summary>One kind of line end, nothing that cannot be shown or that turns the direction of text, and not too long.</summary>
    public static string Tidy(string text, int most = LetterNotes.MostText)
    {
        var tidy = new StringBuilder(Math.Min(text.Length, most));
        for (var i = 0; i < text.Length && tidy.Length < most; i++)
        {
            var letter = text[i];
            if (letter == '\r')
                tidy.Append(i + 1 < text.Length && text[i + 1] == '\n' ? "" : "\n");
            else if (letter is '\u00a0' or '\u202f' or '\u2007')
                tidy.Append(' ');
            else if (char.IsSurrogate(letter))
                tidy.Append(char.IsHighSurrogate(letter) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? text[i..(++i + 1)] : "\ufffd");
            else if (letter is '\n' or '\t' || (!char.IsControl(letter) && char.GetUnicodeCategory(letter) != System.Globalization.UnicodeCategory.Format))
                tidy.Append(letter);
        }
        if (tidy.Length > most)
            tidy.Length = most;
        return tidy.ToString();
    }

    /// <summary>The same in one line, for names and subjects.</summary>
    public static string Line(string? text, int most = MailLimits.HeaderLetters)
    {
        var line = Tidy((text ?? "").Length > most * 4 ? text![..(most * 4)] : text ?? "").Replace('\n', ' ').Replace('\t', ' ').Trim();
        return line.Length > most ? line[..(char.IsHighSurrogate(line[most - 1]) ? most - 1 : most)] : line;
    }

    private static string Decode(ReadOnlySpan<byte> bytes, string charset)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            bytes = bytes[3..];
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return Encoding.Unicode.GetString(bytes[2..]);
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        if (!Loose.Contains(charset) && Named(charset) is { } named)
            return named.GetString(bytes);
        // A cut in the middle of a letter at the very end does not make it another encoding.
        for (var cut = 0; cut < 4 && cut <= bytes.Length; cut++)
        {
            try
            {
                return Utf8.GetString(bytes[..^cut]);
            }
            catch (DecoderFallbackException)
            {
            }
        }
        // Cut or damaged in places, but what it says it is.
        if (charset.StartsWith("utf", StringComparison.Ordinal) && Encoding.UTF8.GetString(bytes) is var damaged && damaged.Any(letter => letter is > '\u007f' and not '\ufffd'))
            return damaged;
        return Windows.GetString(bytes);
    }

    private static Encoding? Named(string charset)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset);
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
