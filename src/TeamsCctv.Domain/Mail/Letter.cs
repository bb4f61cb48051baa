using NodaTime;

namespace TeamsCctv.Domain.Mail;

/// <summary>A mail as it matters here, whatever program wrote it. Everything in it was written by a stranger.</summary>
/// <param name="MessageId">Without its angle brackets, as all ids here.</param>
/// <param name="References">From the oldest to the newest.</param>
/// <param name="FromName">Empty where the sender gives none.</param>
/// <param name="FromAddress">In lower case; empty where there is none. Anybody can write any address: see <see cref="LetterNotes.SenderNotProved"/>.</param>
/// <param name="To">Lower-case addresses of To, Cc, Delivered-To and X-Original-To, each once.</param>
/// <param name="Text">Plain text, quoted text included; at most <see cref="LetterNotes.MostText"/> characters.</param>
/// <param name="Sent">As the sender says; null where that is missing or outside 2000 to 2100.</param>
/// <param name="Automatic">Null where a person wrote it, as far as its headers say.</param>
/// <param name="Notes">What was odd, in sentences for whoever reads the case: could not be read, cut, nested too deep.</param>
public sealed record Letter(
    string? MessageId,
    string? InReplyTo,
    IReadOnlyList<string> References,
    string FromName,
    string FromAddress,
    IReadOnlyList<string> To,
    string Subject,
    string Text,
    Instant? Sent,
    AutomaticMail? Automatic,
    IReadOnlyList<Enclosure> Enclosures,
    IReadOnlyList<string> Notes)
{
    /// <summary>Where the sender wants answers, where that is another address: a school's mailing service names the parent here.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>The server that received it says that the sender's address is theirs. Where it says nothing this is false, and nothing refutes the address either.</summary>
    public bool IsSenderProved { get; init; }
}

/// <summary>A mail that a machine wrote. Each needs evidence beyond the words of its subject.</summary>
public enum AutomaticMail
{
    /// <summary>An answer by itself, for example out of office.</summary>
    AutoReply,

    /// <summary>A mail of ours, or one in our name, could not be delivered.</summary>
    Bounce,

    /// <summary>Sent to many, or by a program. A person may still have written it: see <see cref="Sorting.OpensCase"/>.</summary>
    List,

    /// <summary>A mail of ours that came back.</summary>
    Loop,
}

/// <summary>A file that came with the mail.</summary>
/// <param name="Name">Safe as a file name: no folder, no control or formatting letters, at most 120 characters.</param>
/// <param name="Type">The media type that the sender gives, lower case.</param>
/// <param name="Size">Bytes, decoded.</param>
/// <param name="Sha256">Lower-case hex, of the decoded bytes.</param>
/// <param name="Text">Text found in it (text, HTML, Word, PDF with its form's values, calendar, another mail); null where there is none or it could not be read.</param>
public sealed record Enclosure(string Name, string Type, long Size, string Sha256, string? Text);

/// <summary>What reader and sorting say to each other in a letter's notes, and how much text there can be.</summary>
public static class LetterNotes
{
    /// <summary>Characters of a letter's text; the same for an enclosure's.</summary>
    public const int MostText = 200_000;

    /// <summary>The note where it was taken for an office's mail by its address, of which nobody said whether it is the sender's.</summary>
    public const string SenderNotKnown =
        "Nothing proves the sender's address: anybody can write one. Ring them on a number that you found yourself before anything is given out.";

    /// <summary>The note where the receiving server could not prove the sender's address: no rule about addresses fires then.</summary>
    public const string SenderNotProved = "The sender's address was not proved by the server that received the mail: somebody else may have written it.";
}
