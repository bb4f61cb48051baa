using TeamsCctv.Domain.Mail;

namespace TeamsCctv.Protocols.Mail;

/// <summary>Reads a mail as it came over the wire.</summary>
public static class MailReader
{
    /// <summary>Whatever the bytes are there is a letter; what could not be read is in its notes.</summary>
    public static ReadMail Read(ReadOnlyMemory<byte> mime) => throw new NotImplementedException();
}

/// <summary>A letter and its files.</summary>
public sealed record ReadMail(Letter Letter, IReadOnlyList<MailFile> Files);

/// <summary>A file with its bytes, decoded.</summary>
public sealed record MailFile(Enclosure Enclosure, ReadOnlyMemory<byte> Bytes);
