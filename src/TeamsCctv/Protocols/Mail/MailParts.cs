using System.Text;
using MimeKit;
using MimeKit.Tnef;
using TeamsCctv.Domain.Mail;

namespace TeamsCctv.Protocols.Mail;

/// <summary>Goes through the parts of a mail: which of them is the letter's text, and which are its files.</summary>
internal sealed class MailParts(Notes notes)
{
    private readonly List<MailFile> _files = [];
    private readonly StringBuilder _text = new();
    private int _parts;
    private int _textFiles;
    private int _letters;

    public IReadOnlyList<MailFile> Files => _files;

    /// <summary>Something was left out, and the mail has to be kept whole.</summary>
    public bool Unread { get; private set; }

    public string Text => RawText.Tidy(_text.ToString()).Trim();

    public void Walk(MimeMessage mail)
    {
        if (mail.Body is { } body)
            Walk(body, 0);
        // A forward as an attachment, an invitation or a bare form has no words of its own: its file's are the letter's.
        if (string.IsNullOrWhiteSpace(_text.ToString()) && _files.FirstOrDefault(file => file.Enclosure is { Text: not null, Type: "message/rfc822" or "text/calendar" }) is { } file)
            Say(file.Enclosure.Text!);
        if (_files.Count == 0 && string.IsNullOrWhiteSpace(_text.ToString()) && mail.Body is { } whole && !IsBlank(whole))
        {
            notes.Add($"Nothing could be read in it; it is kept whole as {MailReader.Whole}.");
            Unread = true;
        }
    }

    /// <summary>A letter that was sent without a word.</summary>
    private static bool IsBlank(MimeEntity body)
    {
        if (body is not TextPart { Content: { Stream: { } stream } } || stream.Length > 64)
            return body is TextPart { Content: null };
        var bytes = new byte[64];
        stream.Position = 0;
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes.AsSpan(0, length).IndexOfAnyExcept(" \r\n\t"u8) < 0;
    }

    private void Walk(MimeEntity entity, int depth)
    {
        if (++_parts > MailLimits.Parts || depth > MailLimits.Depth)
        {
            notes.Add($"It has too many parts, or parts nested too deep: the mail is kept whole as {MailReader.Whole}.");
            Unread = true;
            return;
        }
        switch (entity)
        {
            case MultipartAlternative alternatives:
                Choose(alternatives, depth);
                Beside(alternatives);
                break;
            case Multipart multipart:
                if (multipart.ContentType.IsMimeType("multipart", "encrypted"))
                    notes.Add("It is encrypted and cannot be read here.");
                foreach (var part in multipart)
                    Walk(part, depth + 1);
                Beside(multipart);
                break;
            case MessagePart forwarded:
                Forwarded(forwarded, depth);
                break;
            case TnefPart outlook:
                Outlook(outlook, depth);
                break;
            case TextPart text when IsLetter(text):
                Say(TextOf(text));
                break;
            case MimePart part:
                File(part);
                break;
        }
    }

    /// <summary>
    /// What stands before the first part and behind the last. Programs say there that this is a mail in parts; where the
    /// marks between parts are broken, the letter itself stands there.
    /// </summary>
    private void Beside(Multipart multipart)
    {
        foreach (var text in new[] { multipart.Preamble, multipart.Epilogue }.OfType<string>().Select(text => RawText.Tidy(text).Trim()))
        {
            if (text.Length == 0 || (text.Length < 200 && multipart.Count > 0))
                continue;
            notes.Add($"There is text outside its parts; the mail is kept whole as {MailReader.Whole}.");
            Unread = true;
            if (string.IsNullOrWhiteSpace(_text.ToString()))
                Say(text);
        }
    }

    /// <summary>Plain text before HTML, unless it only says that there is HTML.</summary>
    private void Choose(MultipartAlternative alternatives, int depth)
    {
        var texts = alternatives.OfType<TextPart>().Where(IsLetter).ToList();
        var plain = texts.FirstOrDefault(text => text.IsPlain) is { } first ? TextOf(first) : null;
        var html = texts.FirstOrDefault(text => text.IsHtml) is { } second ? TextOf(second) : null;
        var chosen = html is not null && (string.IsNullOrWhiteSpace(plain) || (plain.Length < 200 && html.Length > plain.Length * 4)) ? html : plain;
        if (chosen is not null)
            Say(chosen);
        foreach (var other in alternatives)
        {
            if (chosen is null ? other is not null : other is not TextPart text || !IsLetter(text))
            {
                // HTML with pictures: its text was said in plain words already, its pictures are files.
                var before = _text.Length;
                Walk(other, depth + 1);
                if (chosen is { Length: > 0 } && !string.IsNullOrWhiteSpace(chosen) && other is Multipart)
                    _text.Length = Math.Min(_text.Length, before);
            }
        }
    }

    private static bool IsLetter(TextPart text) =>
        (text.IsPlain || text.IsHtml || text.ContentType.IsMimeType("text", "enriched"))
        && text.ContentDisposition is not { Disposition: "attachment" } && string.IsNullOrEmpty(text.FileName);

    private string TextOf(TextPart text)
    {
        var bytes = Decoded(text);
        var most = text.IsHtml ? HtmlText.MostInput : LetterNotes.MostText;
        var words = RawText.Of(bytes.Span, text.ContentType.Charset, most);
        if (words.Length >= most)
            Cut();
        return text.IsHtml ? HtmlText.Of(words) : words;
    }

    private void Say(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return;
        if (_text.Length > LetterNotes.MostText)
        {
            Cut();
            return;
        }
        _text.Append(_text.Length > 0 ? "\n\n" : "").Append(text);
        if (_text.Length > LetterNotes.MostText)
            Cut();
    }

    private void Cut()
    {
        notes.Add($"Its text is too long: it is cut after {LetterNotes.MostText:N0} characters, and the mail is kept whole as {MailReader.Whole}.");
        Unread = true;
    }

    private void Forwarded(MessagePart part, int depth)
    {
        if (part.Message is not { } message || ++_letters > MailLimits.Letters)
        {
            notes.Add($"It holds a mail that could not be read: the whole is kept as {MailReader.Whole}.");
            Unread = true;
            return;
        }
        using var written = new MemoryStream();
        message.WriteTo(written);
        var inner = new MailParts(notes) { _letters = _letters, _parts = _parts, _textFiles = _textFiles };
        if (message.Body is { } body)
            inner.Walk(body, depth + 1);
        (_letters, _parts, _textFiles, Unread) = (inner._letters, inner._parts, inner._textFiles, Unread || inner.Unread);
        var text = $"---------- Forwarded message ----------\nFrom: {RawText.Line(message.From.ToString())}\nDate: {RawText.Line(message.Headers[HeaderId.Date])}\nSubject: {RawText.Line(message.Subject)}\n\n{inner.Text}";
        var name = part.ContentDisposition?.FileName ?? part.ContentType.Name ?? (RawText.Line(message.Subject, 80) is { Length: > 0 } subject ? subject + ".eml" : null);
        Add(name, "message/rfc822", written.ToArray(), RawText.Tidy(text));
        _files.AddRange(inner._files);
    }

    /// <summary><c>winmail.dat</c>: a letter in Outlook's own wrapping.</summary>
    private void Outlook(TnefPart part, int depth)
    {
        try
        {
            using var unpacked = part.ConvertToMessage();
            var inner = new MailParts(notes) { _letters = _letters, _parts = _parts, _textFiles = _textFiles };
            if (unpacked.Body is { } body)
                inner.Walk(body, depth + 1);
            if (inner._files.Count > 0 || inner.Text.Length > 0)
            {
                (_letters, _parts, _textFiles, Unread) = (inner._letters, inner._parts, inner._textFiles, Unread || inner.Unread);
                if (string.IsNullOrWhiteSpace(_text.ToString()))
                    Say(inner.Text);
                _files.AddRange(inner._files);
                return;
            }
            notes.Add("It is in Outlook's own wrapping (winmail.dat), with nothing in it that could be read.");
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            notes.Add("It is in Outlook's own wrapping (winmail.dat), which could not be opened.");
        }
        File(part);
    }

    private void File(MimePart part)
    {
        if (part.ContentType.IsMimeType("application", "pkcs7-mime") || part.ContentType.IsMimeType("application", "x-pkcs7-mime"))
            notes.Add("It is encrypted, or signed in a way that hides its text: it cannot be read here.");
        if (part.ContentType.MediaType.Equals("multipart", StringComparison.OrdinalIgnoreCase))
            notes.Add($"It has parts nested more than {MailLimits.Depth} deep: they are kept as a file, and not read.");
        var type = RawText.Line(part.ContentType.MimeType, 100).ToLowerInvariant();
        var bytes = Decoded(part);
        var name = SafeNames.Of(part.FileName, type, _files.Count + 1);
        string? text = null;
        if (bytes.Length > 0 && !type.StartsWith("image/", StringComparison.Ordinal) && !type.StartsWith("video/", StringComparison.Ordinal))
        {
            if (++_textFiles <= MailLimits.TextFiles)
                text = FileText.Of(name, type, part.ContentType.Charset, bytes, notes);
            else
                notes.Add($"Text was looked for in the first {MailLimits.TextFiles} files only.");
        }
        Add(name, type, bytes, text);
    }

    private void Add(string? name, string type, ReadOnlyMemory<byte> bytes, string? text) =>
        _files.Add(MailReader.FileOf(SafeNames.Of(name, type, _files.Count + 1), type, bytes, text));

    private ReadOnlyMemory<byte> Decoded(MimePart part)
    {
        if (part.Content is not { Stream: not null } content)
            return ReadOnlyMemory<byte>.Empty;
        using var bytes = new MemoryStream();
        if (content.Encoding is ContentEncoding.Base64 or ContentEncoding.UUEncode && !IsEncoded(content))
        {
            notes.Add("A part of it is not encoded as it says; it is kept as it is.");
            content.WriteTo(bytes);
        }
        else
        {
            content.DecodeTo(bytes);
        }
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    /// <summary>Whether it can be what it says: words with spaces between them are not Base64, and uuencoding has a beginning.</summary>
    private static bool IsEncoded(IMimeContent content)
    {
        var stream = content.Stream!;
        var start = new byte[512];
        stream.Position = 0;
        var some = start.AsSpan(0, stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        stream.Position = 0;
        if (content.Encoding == ContentEncoding.UUEncode)
            return some.IndexOf("begin "u8) >= 0;
        var words = 0;
        for (var i = 1; i + 1 < some.Length; i++)
            words += some[i] == ' ' && some[i - 1] > ' ' && some[i + 1] > ' ' ? 1 : 0;
        return words <= some.Length / 40;
    }
}
