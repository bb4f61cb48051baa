using System.Text.RegularExpressions;
using NodaTime;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Mail;
using TeamsCctv.Features.Matters;
using TeamsCctv.Protocols.Mail;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox;

/// <summary>A mail that was read, on its way onto the record.</summary>
/// <param name="Notes">What its reader has to know beside what stands in the mail.</param>
internal sealed record ReadLetter(ArrivedMail Arrived, Instant Received, ReadMail Mail, Sorted Sorted, byte[] Original, IReadOnlyList<string> Notes);

/// <summary>
/// Puts a mail on the record, in the transaction that takes it out of the inbox: into the case whose thread it belongs to, into a
/// case of its own, or, where a machine wrote it, to one side. Whatever happens the mail is kept.
/// </summary>
internal static partial class MailFiling
{
    public const int LongestText = 4000;
    private const int LongestLine = 200;

    public static void File(Commit commit, Scene scene, ReadLetter read)
    {
        var key = $"mail:{read.Arrived.Source}:{read.Arrived.Delivery}";
        if (commit.Done(key) is not null)
            return;
        var letter = read.Mail.Letter;
        var opens = Domain.Mail.Sorting.OpensCase(letter, read.Sorted);
        var thread = Thread(commit, letter, opens);
        var apart = thread is null ? null : Apart(thread, read, scene, opens);
        if (thread is { } joined && apart is null)
        {
            Append(commit, scene, read, joined.Id, key, IsStranger(joined, letter) ? "It comes from another address than the mails before it." : null);
            return;
        }

        if (apart is not null)
            read = read with { Sorted = read.Sorted with { Kind = MailKinds.Unsure } };
        if (!opens || scene.Policy.Mailbox?.KindOf(read.Sorted.Kind) is not { } id || scene.Policy.Matter(id) is not { } kind)
        {
            Append(commit, scene, read, null, key, opens ? "The policy names nobody who reads mail." : null);
            return;
        }

        var found = FoundThings.Of(letter, read.Sorted, read.Received, scene.Cameras.Cameras);
        var (_, caseId) = commit.Append(new(MailCases.Open(kind, found, scene), null, Actor.System("mailbox"), Commit.Under(scene.Policy), Key: key));
        Append(commit, scene, read, caseId, null, apart);
        CaseClocks.Set(commit, caseId, scene);
    }

    private static void Append(Commit commit, Scene scene, ReadLetter read, string? caseId, string? key, string? note)
    {
        var letter = read.Mail.Letter;
        var fact = new MailReceived(
            MailText.Line(letter.FromName, LongestLine), MailText.Line(letter.FromAddress, LongestLine), MailText.Line(letter.Subject, LongestLine),
            read.Received, letter.MessageId, MailText.Paragraphs(letter.Text, LongestText),
            [.. letter.Enclosures.Select(file => new MailFileKept(GivenDocument.NameOf(file.Name), MailText.Line(file.Type, 100), file.Size, file.Sha256))],
            read.Arrived.Sha256, read.Sorted.Kind,
            [.. read.Sorted.Because.Select(reason => new MailReason(reason.Says, MailText.Line(reason.Quote, 300)))],
            FoundThings.Of(letter, read.Sorted, read.Received, scene.Cameras.Cameras),
            [.. note is null ? [] : new[] { note }, .. read.Notes, .. read.Sorted.Notes, .. letter.Notes.Select(said => MailText.Line(said, 300))],
            read.Arrived.Source, read.Arrived.Delivery, letter.Automatic?.ToString(),
            [.. read.Sorted.Because.Select(reason => reason.Kind).OfType<string>().Distinct()]);
        var (_, id) = commit.Append(new(fact, caseId, Actor.System("mailbox"), Commit.Under(scene.Policy), Key: key));
        MailThreads.Keep(commit, letter.MessageId, id);
        DocumentTable.Keep(commit, id, new(read.Arrived.Sha256, "mail.eml", "message/rfc822", read.Original));
        foreach (var file in read.Mail.Files)
            DocumentTable.Keep(commit, id, new(file.Enclosure.Sha256, GivenDocument.NameOf(file.Enclosure.Name), AttachedFile.TypeOf(file.Bytes.Span) ?? "application/octet-stream", file.Bytes.ToArray()));
    }

    /// <summary>
    /// The case that a mail belongs to. What a person writes joins a case that is under way and otherwise opens one of its own; what
    /// a machine answers belongs where it belongs.
    /// </summary>
    private static Matter? Thread(Commit commit, Letter letter, bool opens)
    {
        IEnumerable<string?> ids = [letter.InReplyTo, .. letter.References.Reverse(), letter.MessageId];
        var named = ids.Select(id => MailThreads.Find(commit, id)).FirstOrDefault(id => id is not null);
        if ((named ?? Tagged(commit, letter)) is not { } caseId || Matter.Fold(caseId, commit.Case(caseId)) is not { Opened: not null } matter)
            return null;
        return matter.IsUnderWay || !opens ? matter : null;
    }

    /// <summary>
    /// Why an answer becomes a case of its own, of which nobody is sure, and is not swallowed by the case that it answers; null where it
    /// joins. What only stands in the thread's own subject is nothing new.
    /// </summary>
    private static string? Apart(Matter joined, ReadLetter read, Scene scene, bool opens)
    {
        if (!opens || scene.Policy.Mailbox is not { } rules || joined.Opened is not { } opened)
            return null;
        var letter = read.Mail.Letter;
        var isOldSubject = joined.Mails.Select(mail => mail.Fact.Subject).Concat(joined.Steps.Select(step => step.Fact.Mail?.Subject)).Any(subject => Bare(subject) == Bare(letter.Subject));
        bool IsNew(string quote) => !isOldSubject || !letter.Subject.Contains(quote, StringComparison.Ordinal);

        if (opened.Matter != rules.KindOf(MailKinds.Unsure) && read.Sorted.Asks.Any(ask => IsNew(ask.Quote) && rules.KindOf(ask.Kind) != opened.Matter))
            return $"It answers {joined.Id} and reads like something else than that case. Look at both.";
        return IsStranger(joined, letter) && read.Sorted.Because.Any(reason => reason.Rule != Domain.Mail.Sorting.NoRule && IsNew(reason.Quote))
            ? $"It answers {joined.Id}, from an address that has not written there, and reads like something to answer. Look at both."
            : null;
    }

    private static string Bare(string? subject) => Dressing().Replace(subject ?? "", "").Trim();

    /// <summary>A mail program that forgets the thread keeps the subject; it counts from an address that has written in the case.</summary>
    private static string? Tagged(Commit commit, Letter letter) =>
        Tag().Match(letter.Subject) is { Success: true } tag && Matter.Fold(tag.Groups[1].Value, commit.Case(tag.Groups[1].Value)) is { } matter && !IsStranger(matter, letter)
            ? matter.Id
            : null;

    private static bool IsStranger(Matter matter, Letter letter) =>
        !matter.Mails.Any(mail => mail.Fact.Address == letter.FromAddress) && !matter.Steps.Any(step => string.Equals(step.Fact.Mail?.To, letter.FromAddress, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"^(?:\s*(?:re|fwd?|aw)\s*:)+|\[M-[0-9]{1,12}\]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Dressing();

    [GeneratedRegex(@"\[(M-[0-9]{1,12})\]")]
    private static partial Regex Tag();
}
