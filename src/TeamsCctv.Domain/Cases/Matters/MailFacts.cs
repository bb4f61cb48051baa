using NodaTime;

namespace TeamsCctv.Domain.Cases.Matters;

/// <summary>A mail came in. As a case's record it belongs to the case; alone it was set aside: a machine wrote it.</summary>
/// <param name="Name">The sender's own name for themselves; anybody can write any.</param>
/// <param name="Received">When the mailbox had it.</param>
/// <param name="Text">Its text, cut where it is very long: the original is kept with the case.</param>
/// <param name="Original">SHA-256 of the whole mail, lower-case hex.</param>
/// <param name="Kind">What it was taken for.</param>
/// <param name="Because">The rules that made it so, each with the words it found.</param>
/// <param name="Notes">What was odd in it.</param>
/// <param name="Automatic">Why a machine wrote it; null where a person did.</param>
/// <param name="Fired">What the rules that fired would take it for, each once; null in records of before that was kept.</param>
/// <param name="Delivery">Its id at the source it came from.</param>
public sealed record MailReceived(
    string Name,
    string Address,
    string Subject,
    Instant Received,
    string? MessageId,
    string Text,
    IReadOnlyList<MailFileKept> Files,
    string Original,
    string Kind,
    IReadOnlyList<MailReason> Because,
    IReadOnlyList<FoundThing> Found,
    IReadOnlyList<string> Notes,
    string Source,
    string Delivery,
    string? Automatic = null,
    IReadOnlyList<string>? Fired = null) : IFact;

/// <summary>Somebody who leads the mailbox saw a mail that was set aside, and left it there. Before this nothing of it is erased.</summary>
public sealed record MailLookedThrough(Signatory By) : IFact;

/// <summary>A file that came with a mail; it is kept with the case.</summary>
public sealed record MailFileKept(string Name, string Type, long Size, string Sha256);

/// <summary>Why a mail was taken for what it was.</summary>
/// <param name="Quote">The mail's own words.</param>
public sealed record MailReason(string Says, string Quote);

/// <summary>Something that a mail says, under the name by which a form's field takes it.</summary>
/// <param name="Value">As a field's answer has it.</param>
public sealed record FoundThing(string What, string Value, string Says);

/// <summary>A person said what the mail is: from here on the case is of this kind, with these answers.</summary>
/// <param name="As">The case as if they had opened it themselves.</param>
public sealed record MatterSorted(MatterOpened As, Signatory By) : IFact;

/// <summary>A person said that the mail needs no case; it is closed.</summary>
public sealed record MatterDismissed(string Reason, Signatory By) : IFact;

/// <summary>What a step sends by mail.</summary>
public sealed record OutgoingLetter(string To, string Subject, string Text)
{
    /// <summary>Whether it is one plain address: nothing that a mail program would read as two, or as a header.</summary>
    public static bool IsAddress(string address) =>
        address.Length <= 254 && address.Split('@') is [{ Length: > 0 and <= 64 } local, { Length: > 0 } domain]
        && domain.Contains('.', StringComparison.Ordinal) && domain.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-')
        && local.All(letter => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-/=?^_`{|}~.".Contains(letter, StringComparison.Ordinal));
}

/// <summary>A recorder told of another export that nothing explains, while the case of the day's first one is under way.</summary>
/// <param name="Record">The record that tells of it.</param>
public sealed record MatterExportAdded(long Record, string Says) : IFact;

/// <summary>A mail that a record of the case asks for has gone out.</summary>
/// <param name="Record">The number of that record.</param>
public sealed record MailPosted(long Record, string MessageId) : IFact;

/// <summary>A clock of the case is set, anew or otherwise: the date by which something must be done, and how it came about.</summary>
/// <param name="Clock">The clock's id in the profile.</param>
/// <param name="Due">The last day in ISO form, or the last instant; null while it is paused.</param>
/// <param name="Says">The same for people, or what it waits for.</param>
/// <param name="Safe">An earlier day that is right on every reading of the law.</param>
/// <param name="Holidays">The version of the bank holidays it was counted with.</param>
public sealed record MatterClockSet(
    string Clock, string Title, string? Due, string Says, IReadOnlyList<string> Because, string? Safe = null, string? Paused = null, string? Holidays = null) : IFact;

/// <summary>Somebody was reminded of a date.</summary>
/// <param name="Due">The date, as <see cref="MatterClockSet.Due"/> has it.</param>
/// <param name="After">Days (of a clock in hours: hours) after the last one; negative before it.</param>
public sealed record MatterDueReminded(string Clock, string Title, string Due, int After) : IFact;
