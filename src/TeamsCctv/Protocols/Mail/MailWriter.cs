using System.Text;
using MimeKit;

namespace TeamsCctv.Protocols.Mail;

/// <summary>Writes mails: those that people send, and what stands in for one that is too large to take.</summary>
public static class MailWriter
{
    /// <summary>Marks what we send: a mail with it that comes back is a loop.</summary>
    public const string Mark = "X-TeamsCctv";

    /// <param name="messageId">Without angle brackets, as all ids.</param>
    /// <param name="to">One plain address.</param>
    public static byte[] Write(
        string messageId, string from, string to, string subject, string text, string? inReplyTo, IReadOnlyList<string> references, DateTimeOffset at)
    {
        using var message = new MimeMessage { MessageId = messageId, Subject = subject, Date = at, Body = new TextPart("plain") { Text = text } };
        message.From.Add(new MailboxAddress("", from));
        message.To.Add(new MailboxAddress("", to));
        message.Headers.Add(Mark, "sent");
        if (inReplyTo is not null)
            message.InReplyTo = inReplyTo;
        foreach (var reference in references)
            message.References.Add(reference);
        using var bytes = new MemoryStream();
        message.WriteTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>A small mail with the headers of a large one, and a text that says so: it opens a case like any other.</summary>
    /// <param name="head">The beginning of the mail.</param>
    public static byte[] TooLarge(ReadOnlySpan<byte> head, long length)
    {
        var end = head.IndexOf("\r\n\r\n"u8) is >= 0 and var crlf ? crlf + 2 : head.IndexOf("\n\n"u8) is >= 0 and var lf ? lf + 1 : 0;
        var kept = Encoding.Latin1.GetString(head[..end]).ReplaceLineEndings("\n").Split('\n').Where(line => line.Length > 0).ToList();
        StringBuilder mail = new();
        var skipping = false;
        foreach (var line in kept)
        {
            if (line[0] is not (' ' or '\t'))
                skipping = line.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) || line.StartsWith("MIME-Version", StringComparison.OrdinalIgnoreCase);
            if (!skipping)
                mail.Append(line).Append("\r\n");
        }

        mail.Append("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n");
        mail.Append(System.Globalization.CultureInfo.InvariantCulture, $"This mail is {length / (1024 * 1024)} MB, too large to be taken in. Look at it in the mailbox itself.\r\n");
        return Encoding.Latin1.GetBytes(mail.ToString());
    }
}
