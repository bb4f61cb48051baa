using System.Runtime.InteropServices;
using System.Text;
using MimeKit;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Mail;

namespace TeamsCctv.Protocols.Mail;

/// <summary>A letter from a parsed mail: its headers here, its parts in <see cref="MailParts"/>.</summary>
internal static class MimeLetter
{
    private static readonly ParserOptions Options = Prepared();

    public static ReadMail Read(ReadOnlyMemory<byte> mime, Notes notes)
    {
        var start = Start(mime.Span);
        var end = Math.Max(start, MailBounds.Of(mime.Span, notes));
        using var mail = Parse(mime[start..end], notes, out var broken);
        var parts = new MailParts(notes);
        parts.Walk(mail);

        List<MailFile> files = [.. parts.Files];
        if (end < mime.Length || parts.Unread || (broken && !mime.IsEmpty))
            files.Add(MailReader.FileOf(MailReader.Whole, "message/rfc822", mime, null));

        var from = Sender(mail, notes);
        var address = Address(from?.Address);
        var subject = RawText.Line(mail.Subject);
        var refuted = SenderSigns.Refuted(mail, address);
        if (refuted)
            notes.Add(LetterNotes.SenderNotProved);
        var reply = SenderSigns.AnswersGoTo(mail, address);
        if (reply is not null && SenderSigns.DomainOf(reply) != SenderSigns.DomainOf(address))
            notes.Add($"An answer would go to {reply}, not to the sender's address.");
        var sent = mail.Headers.Contains(HeaderId.Date) ? NodaTime.Instant.FromDateTimeOffset(mail.Date) : (NodaTime.Instant?)null;
        return new(
            new(
                Id(mail.MessageId), Id(mail.InReplyTo), [.. mail.References.TakeLast(MailLimits.Ids).Select(Id).OfType<string>()],
                RawText.Line(from?.Name, 200), address, Recipients(mail), subject, parts.Text,
                sent is { } moment && London.IsPlausible(moment) ? moment : null,
                AutomaticSigns.Of(mail, address, subject), [.. files.Select(file => file.Enclosure)], notes.All)
            { ReplyTo = reply, IsSenderProved = !refuted && SenderSigns.Proved(mail, address) },
            files);
    }

    private static ParserOptions Prepared()
    {
        // The library asks the process for Windows' code pages: without them no winmail.dat opens and old names are dots.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return new() { MaxMimeDepth = MailLimits.Depth, AllowAddressesWithoutDomain = true, RespectContentLength = false };
    }

    /// <summary>Behind a byte order mark, empty lines and an mbox's own line.</summary>
    private static int Start(ReadOnlySpan<byte> mime)
    {
        var at = mime.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        while (at < mime.Length && mime[at] is (byte)'\r' or (byte)'\n')
            at++;
        return mime[at..].StartsWith("From "u8) && mime[at..].IndexOf((byte)'\n') is >= 0 and var line ? at + line + 1 : at;
    }

    private static MimeMessage Parse(ReadOnlyMemory<byte> mime, Notes notes, out bool broken)
    {
        broken = false;
        try
        {
            return new MimeParser(Options, StreamOf(mime), MimeFormat.Entity, persistent: true).ParseMessage();
        }
        catch (Exception wrong) when (wrong is FormatException or EndOfStreamException)
        {
            broken = true;
            notes.Add("It has no headers that can be read; all of it is taken as text.");
            var part = new TextPart("plain") { Content = new MimeContent(StreamOf(mime), ContentEncoding.Binary) };
            var mail = new MimeMessage { Body = part };
            mail.Headers.Clear();
            return mail;
        }
    }

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var array)
        ? new(array.Array!, array.Offset, array.Count, writable: false)
        : new(bytes.ToArray(), writable: false);

    private static MailboxAddress? Sender(MimeMessage mail, Notes notes)
    {
        if (mail.Headers.Count(header => header.Id == HeaderId.From) > 1)
            notes.Add("It names its sender more than once.");
        if (mail.From.Mailboxes.FirstOrDefault() is { } from)
            return from;
        notes.Add("It does not say who sent it.");
        return mail.Sender ?? mail.ReplyTo.Mailboxes.FirstOrDefault();
    }

    private static List<string> Recipients(MimeMessage mail)
    {
        var named = mail.To.Mailboxes.Concat(mail.Cc.Mailboxes).Take(MailLimits.Addresses).Select(mailbox => Address(mailbox.Address));
        var delivered = mail.Headers.Where(header => header.Field.ToLowerInvariant() is "delivered-to" or "x-original-to").Take(MailLimits.Addresses)
            .SelectMany(header => InternetAddressList.TryParse(Options, header.Value, out var list) ? list.Mailboxes.Select(mailbox => Address(mailbox.Address)) : []);
        return [.. named.Concat(delivered).Where(address => address.Length > 0).Distinct(StringComparer.Ordinal).Take(MailLimits.Addresses * 2)];
    }

    internal static string Address(string? address) => RawText.Line(address, 320).ToLowerInvariant();

    private static string? Id(string? id) => RawText.Line(id, 998).Trim('<', '>', ' ') is { Length: > 0 } known ? known : null;
}
