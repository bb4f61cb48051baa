using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Domain.Cases;

/// <summary>Which clauses a record rests on: those it names itself, and those that the profile says let it happen.</summary>
public static class FiredClauses
{
    /// <param name="policy">The school's policy, or null where the record was made under another one.</param>
    /// <param name="matter">The kind of case the record belongs to, where the policy describes it.</param>
    public static IReadOnlyList<string> Of(IFact fact, Policy? policy, MatterKind? matter) =>
        [.. Named(fact).Concat(policy is null ? [] : Ruled(fact, policy, matter)).OfType<string>().Distinct()];

    /// <summary>Whether the record lets something happen; otherwise somebody was refused.</summary>
    public static bool Allows(IFact fact) => fact is not (ActRefused or DownloadRefused or DeletionRefused or MatterRefused);

    private static IEnumerable<string?> Named(IFact fact) => fact switch
    {
        ActRefused refused => [refused.Clause],
        BodiesErased erased => [erased.Clause],
        DownloadRequested asked => [asked.GroundClause],
        DeletionAsked asked => [asked.Clause],
        MatterOpened opened => [opened.Clause],
        MatterSorted sorted => [sorted.As.Clause],
        _ => [],
    };

    private static IEnumerable<string?> Ruled(IFact fact, Policy policy, MatterKind? matter) => fact switch
    {
        RecorderReported => [policy.Faults.Clause],
        DownloadRequested => [policy.Download.AskClause],
        DownloadAuthorised or DownloadRefused => [policy.Download.DecideClause],
        DownloadRecorded => [policy.Retention.DownloadClause],
        ViewingRecorded => [policy.Viewing.SeeClause, policy.Viewing.WhereClause],
        DeletionAuthorised or DeletionRefused or DeletionCarriedOut => [policy.Deletion.DecideClause],
        MatterOpened opened => Insisted(matter?.Form, opened.Answers),
        MatterSorted sorted => [policy.Mailbox?.Clause, .. Insisted(matter?.Form, sorted.As.Answers)],
        MatterDismissed or MailReceived => [policy.Mailbox?.Clause],
        MatterExportAdded => [policy.Mailbox?.Misuse?.Clause],
        MatterClockSet set => [matter?.Clocks?.FirstOrDefault(clock => clock.Id == set.Clock)?.Clause],
        MatterApproved approved => [matter?.Decision?.Clause, .. Insisted(matter?.Decision?.Form, approved.Answers)],
        MatterRefused => [matter?.Decision?.Clause],
        MatterStepTaken taken when matter?.Step(taken.Step) is { } step => [step.Clause, .. Insisted(step.Form, taken.Answers)],
        MatterLinkMade made => [matter?.Step(made.Step)?.Clause],
        _ => [],
    };

    /// <summary>The clauses that the answers were held against.</summary>
    private static IEnumerable<string?> Insisted(IReadOnlyList<FormField>? form, IReadOnlyList<FieldAnswer> answers) =>
        (form ?? []).Where(field => answers.Any(answer => answer.Field == field.Id)).Select(field => field.Clause);
}
