namespace TeamsCctv.Protocols.Mail;

/// <summary>
/// How far a mail can be parsed at all. The parser makes objects for each header and part, so a small mail of nothing but
/// headers or boundaries would take all memory; it is cut before the parser sees it.
/// </summary>
internal static class MailBounds
{
    /// <returns>Bytes to parse from the start; fewer than there are with a note.</returns>
    public static int Of(ReadOnlySpan<byte> mime, Notes notes)
    {
        var most = Math.Min(mime.Length, MailLimits.Bytes);
        var end = HeadersWithin(mime, 0) ? Boundaries(mime[..most]) : MailLimits.HeaderBytes;
        if (end < mime.Length)
            notes.Add($"The mail is too large or has too many parts or headers: what is behind byte {end} was not read. It is kept whole as {MailReader.Whole}.");
        return end;
    }

    private static int Boundaries(ReadOnlySpan<byte> mime)
    {
        var at = 0;
        for (var count = 0; ; count++)
        {
            var next = mime[at..].IndexOf("\n--"u8);
            if (next < 0)
                return mime.Length;
            at += next + 1;
            if (count == MailLimits.Boundaries || !HeadersWithin(mime, at))
                return at;
        }
    }

    /// <summary>Whether an empty line, or the end, comes soon enough.</summary>
    private static bool HeadersWithin(ReadOnlySpan<byte> mime, int from)
    {
        var headers = mime[from..];
        if (headers.Length <= MailLimits.HeaderBytes)
            return true;
        headers = headers[..MailLimits.HeaderBytes];
        return headers.IndexOf("\n\n"u8) >= 0 || headers.IndexOf("\r\n\r\n"u8) >= 0;
    }
}
