namespace TeamsCctv.Protocols.Mail;

/// <summary>How much of a mail is read. Beyond it nothing is lost: the bytes stay, and a note says so.</summary>
internal static class MailLimits
{
    /// <summary>Bytes of a mail that are parsed: Exchange Online takes 150 MB at most, and 35 MB unless told otherwise.</summary>
    public const int Bytes = 64 * 1024 * 1024;

    /// <summary>Bytes of one block of headers.</summary>
    public const int HeaderBytes = 32 * 1024;

    /// <summary>Lines that begin like a boundary.</summary>
    public const int Boundaries = 5_000;

    public const int Depth = 100;
    public const int Parts = 500;

    /// <summary>Mails within mails.</summary>
    public const int Letters = 8;

    /// <summary>Files whose text is looked for, and bytes of one.</summary>
    public const int TextFiles = 12;
    public const int TextFileBytes = 8 * 1024 * 1024;

    /// <summary>Bytes that a packed file may unpack to.</summary>
    public const int Unpacked = 8 * 1024 * 1024;

    public const int Addresses = 100;
    public const int Ids = 100;
    public const int HeaderLetters = 500;
    public const int NameLetters = 120;
}
