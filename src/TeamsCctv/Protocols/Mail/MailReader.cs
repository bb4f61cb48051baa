using System.Security.Cryptography;
using TeamsCctv.Domain.Mail;

namespace TeamsCctv.Protocols.Mail;

/// <summary>Reads a mail as it came over the wire.</summary>
public static class MailReader
{
    /// <summary>The name under which the mail itself is kept, where it could not be read whole.</summary>
    public const string Whole = "mail.eml";

    /// <summary>Whatever the bytes are there is a letter; what could not be read is in its notes, and no bytes are lost.</summary>
    public static ReadMail Read(ReadOnlyMemory<byte> mime)
    {
        var notes = new Notes();
        try
        {
            return MimeLetter.Read(mime, notes);
        }
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
        {
            // The libraries throw what they like at broken mail. A letter that nobody sees would be worse than one nobody can read.
            notes.Add($"The mail could not be read ({wrong.GetType().Name}). It is kept whole as {Whole}.");
            var whole = FileOf(Whole, "message/rfc822", mime, RawText.Of(mime.Span));
            return new(new(null, null, [], "", "", [], "", whole.Enclosure.Text ?? "", null, null, [whole.Enclosure], notes.All), [whole]);
        }
    }

    internal static MailFile FileOf(string name, string type, ReadOnlyMemory<byte> bytes, string? text) =>
        new(new(name, type, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), text), bytes);
}

/// <summary>A letter and its files, in the same order.</summary>
public sealed record ReadMail(Letter Letter, IReadOnlyList<MailFile> Files);

/// <summary>A file with its bytes, decoded.</summary>
public sealed record MailFile(Enclosure Enclosure, ReadOnlyMemory<byte> Bytes);
