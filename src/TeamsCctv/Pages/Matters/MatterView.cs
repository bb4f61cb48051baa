using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Mailbox;
using TeamsCctv.Pages.Shared;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Matters;

/// <summary>What the address of a case's page asks for beside the case.</summary>
/// <param name="Step">The step whose form is open at first.</param>
/// <param name="As">The kind that an unsorted mail is to be, whose form is shown.</param>
public sealed record MatterAsked(string? Step = null, string? As = null);

/// <summary>A case as one visitor is shown it.</summary>
/// <param name="Under">The scene that it runs under; null where nothing is known of that any more.</param>
/// <param name="Kind">Null where its names were erased, or its policy does not know the kind.</param>
/// <param name="Steps">What the visitor may do in it now.</param>
/// <param name="Mails">With their whole text.</param>
/// <param name="Documents">What is attached to it, by hash and name.</param>
/// <param name="Chosen">The kind that was chosen for an unsorted mail, beside the one that it was taken for.</param>
public sealed record MatterView(
    Visitor Visitor, Matter Matter, Scene? Under, MatterKind? Kind, IReadOnlyList<MatterStep> Steps, IReadOnlyList<ShownMail> Mails,
    IReadOnlyList<(string Sha256, string Name)> Documents, MatterKind? Chosen)
{
    public string Path => $"/matters/{Visitor.School.Id}/{Matter.Id}";

    /// <summary>Whether the visitor says what the mail is.</summary>
    public bool MaySort => Under is { } scene && Kind is not null && Matter.State == MatterState.Unsorted && MailCases.MaySort(Visitor.Person, scene);

    /// <summary>As whoever keeps the footage is shown it: no mail, no document and no other step.</summary>
    public MatterView ForKeeper() => this with { Steps = [.. Steps.Where(step => step.TaskOnce is not null)], Mails = [], Documents = [], Chosen = null };

    public bool Has(string sha256) => Documents.Any(document => document.Sha256 == sha256);

    /// <summary>What did not come with a mail.</summary>
    public IEnumerable<(string Sha256, string Name)> Attached =>
        Documents.Where(document => !Mails.Any(mail => mail.Fact.Original == document.Sha256 || mail.Fact.Files.Any(file => file.Sha256 == document.Sha256)));
}

/// <summary>A mail with its whole text, of which the record may hold the beginning alone.</summary>
/// <param name="TakenFor">What it was taken for, in the policy's words.</param>
public sealed record ShownMail(long Record, MailReceived Fact, string Text, string? TakenFor)
{
    public static ShownMail Of(LogReader log, string caseId, long record, MailReceived fact, Scene? scene) =>
        new(record, fact, MailText.WholeOf(log, caseId, fact), scene?.Policy.Mailbox?.KindOf(fact.Kind) is { } kind ? scene.Policy.Matter(kind)?.Title : null);
}
