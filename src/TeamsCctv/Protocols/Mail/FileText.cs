using System.Xml;

namespace TeamsCctv.Protocols.Mail;

/// <summary>The text in a file that came with a mail, by what it is rather than by what it calls itself.</summary>
internal static class FileText
{
    /// <returns>Null where there is none; a note where there should be.</returns>
    public static string? Of(string name, string type, string? charset, ReadOnlyMemory<byte> bytes, Notes notes)
    {
        var ending = Path.GetExtension(name).ToLowerInvariant();
        var start = bytes.Span[..Math.Min(1024, bytes.Length)];
        try
        {
            if (start.IndexOf("%PDF-"u8) >= 0)
                return Within(bytes) ? PdfText.Of(bytes, name, notes) : TooLarge(name, notes);
            if (start.StartsWith("PK"u8))
                return ending is ".docx" or ".docm" or ".dotx" || type.Contains("wordprocessing", StringComparison.Ordinal)
                    ? Within(bytes) ? WordText.Of(bytes) : TooLarge(name, notes) : Unread(name, ending, notes);
            if (ending is ".htm" or ".html" || type == "text/html")
                return HtmlText.Of(RawText.Of(bytes.Span, charset, HtmlText.MostInput));
            if (ending is ".ics" || type == "text/calendar")
                return CalendarText.Of(RawText.Of(bytes.Span, charset));
            if (ending is ".txt" or ".text" or ".csv" or ".md" || type is "text/plain" or "text/csv" or "message/delivery-status" or "text/rfc822-headers")
                return RawText.Of(bytes.Span, charset);
            if (ending is ".docx" or ".docm" or ".pdf")
                notes.Add($"{name} is not what its name says, or is locked: its text could not be read.");
            return Unread(name, ending, notes);
        }
        catch (Exception broken) when (broken is InvalidDataException or XmlException or IOException or NotSupportedException or ArgumentException or OverflowException or InvalidOperationException)
        {
            notes.Add($"{name}: its text could not be read.");
            return null;
        }
    }

    private static bool Within(ReadOnlyMemory<byte> bytes) => bytes.Length <= MailLimits.TextFileBytes;

    private static string? TooLarge(string name, Notes notes)
    {
        notes.Add($"{name} is too large to look for text in it.");
        return null;
    }

    private static string? Unread(string name, string ending, Notes notes)
    {
        if (ending is ".doc" or ".rtf" or ".odt" or ".pages" or ".xls" or ".xlsx" or ".zip" or ".7z" or ".msg" or ".wps")
            notes.Add($"{name} may hold text; files of this kind are not read.");
        return null;
    }
}
