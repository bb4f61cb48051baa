using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Recorders;

namespace TeamsCctv.Pages.Records;

/// <summary>A record in plain words.</summary>
public static class RecordWords
{
    /// <summary>What a kind of record is called; also where its body is gone.</summary>
    public static string TitleOf(string kind) => kind switch
    {
        "log.opened" => "Record log opened",
        TeamsCctv.Records.RecordKinds.KeyChanged => "Key of the log changed",
        "policy.adopted" => "Policy adopted",
        "act.refused" => "Refused by the policy",
        "recorder.event" => "A recorder reported",
        "download.requested" => "Download asked for",
        "download.authorised" => "Download authorised",
        "download.refused" => "Download refused",
        "download.recorded" => "Downloaded",
        "viewing.recorded" => "Recording viewed",
        "recording.used" => "Recording used",
        "deletion.asked" => "Deletion asked for",
        "deletion.authorised" => "Deletion authorised",
        "deletion.refused" => "Deletion refused",
        "deletion.done" => "Recording deleted",
        "decision.reminded" => "Reminder",
        "matter.opened" => "Case opened",
        "matter.approved" => "Approved",
        "matter.refused" => "Refused",
        "matter.step" => "A step in a case",
        "matter.link" => "One-time link made",
        "matter.passed-on" => "Left to the others",
        "matter.reminded" => "Reminder",
        "matter.sorted" => "Mail confirmed",
        "matter.dismissed" => "Mail needs no case",
        "matter.export" => "Another export",
        "matter.clock" => "Due date",
        "matter.due-reminded" => "Reminder of a due date",
        "mail.received" => "Mail came in",
        "mail.looked-through" => "Mail looked at",
        "mail.posted" => "Mail went out",
        "view.corrected" => "List put right",
        "register.changed" => "Register changed",
        TeamsCctv.Records.RecordKinds.BodiesErased => "Names erased",
        _ => kind,
    };

    /// <summary>What happened, as a sentence.</summary>
    public static string Say(IFact fact) => fact switch
    {
        LogOpened => "The school's record log begins here.",
        LogKeyChanged => "From here on another key signs the school's record log. The old key has signed this record as well.",
        PolicyAdopted adopted => $"From here on the school runs version {adopted.Version} of policy {adopted.Policy}.",
        ActRefused refused => $"{Doer(refused.By)} tried to {refused.Act} and was refused under {refused.Clause}: “{refused.Says}”",
        RecorderReported told => $"{told.RecorderName} reported: {EventWords.Of(told.Event).Title}{(told.CameraName is { } camera ? $" on {camera}" : "")} at {London.Say(told.At)}.",
        DownloadRequested asked => $"{Doer(asked.By)} asked for footage of {asked.CameraName}, from {London.Say(asked.From)} to {London.Say(asked.To)}.{NobodySigned(asked.NoSignature)}",
        DownloadAuthorised signed => $"{Doer(signed.By)} signed: “{signed.Statement}”",
        DownloadRefused refused => $"{Doer(refused.By)} refused: “{refused.Reason}”",
        DownloadRecorded clip => $"{Doer(clip.By)} downloaded the recording at {London.Say(clip.At)}. It is kept: {Stop(clip.KeptWhere)}",
        ViewingRecorded seen => $"{seen.Who} saw the recording at {London.Say(seen.At)}, in: {seen.Area}.{(seen.PermittedBy is { } permitted ? $" {Who(permitted)}, permitted it." : "")} Added by {Who(seen.By)}.",
        RecordingUsed used => $"The recording was used at {London.Say(used.At)}: {used.UseTitle} ({used.UseClause}). “{used.What}” Added by {Who(used.By)}.",
        DeletionAsked { By: { } by } asked => $"{Doer(by)} asked for the recording to be deleted: “{asked.Why}”{NobodySigned(asked.NoSignature)}",
        DeletionAsked asked => $"The retention clock asked for the recording to be deleted ({asked.Clause}). {asked.Why}{NobodySigned(asked.NoSignature)}",
        DeletionAuthorised signed => $"{Doer(signed.By)} signed: “{signed.Statement}”",
        DeletionRefused refused => $"{Doer(refused.By)} refused the deletion: “{refused.Reason}” The recording is kept until {London.Say(refused.KeepUntil)}.",
        DeletionCarriedOut gone => $"{Doer(gone.By)} deleted the recording on {London.Say(gone.On)}: {Stop(gone.How)}{(gone.HeldBy is { } held ? $" It was gone before they knew that {held} holds it." : "")}",
        MatterOpened opened => $"{Doer(opened.By)} opened a case: {opened.Title}.",
        MatterApproved signed => $"{Doer(signed.By)} signed: “{signed.Statement}”",
        MatterRefused refused => $"{Doer(refused.By)} refused: “{refused.Reason}”",
        MatterPassedOn passed => $"{Doer(passed.By)} left the decision to the others who may decide.",
        DecisionReminded reminded => $"It had waited for {reminded.After} days: those whose decision it is were reminded. It was reminder {reminded.Time}.",
        MatterReminded reminded => $"Nothing had happened for {reminded.After} days: those whose turn it is were reminded. It was reminder {reminded.Time}.",
        MatterSorted sorted => $"{Doer(sorted.By)} said what the mail is: {sorted.As.Title}.",
        MatterDismissed dismissed => $"{Doer(dismissed.By)} said that the mail needs no case: “{dismissed.Reason}”",
        MatterExportAdded added => added.Says,
        MatterClockSet set => set.Due is null ? $"{set.Title}: {set.Says}." : $"{set.Title}: {set.Says}{(set.Safe is null ? "" : ", earlier on the safe side")}.",
        MatterDueReminded reminded => $"Those who can act were reminded: {reminded.Title.ToLowerInvariant()}.",
        MailReceived { Automatic: not null } mail => $"A mail that a machine wrote came in from {mail.Address} on {London.Say(mail.Received)}.",
        MailReceived mail => $"{(mail.Name.Length > 0 ? $"{mail.Name} ({mail.Address})" : mail.Address)} wrote on {London.Say(mail.Received)}: “{mail.Subject}”",
        MailLookedThrough looked => $"{Doer(looked.By)} looked at the mail that was set aside and left it there.",
        MailPosted posted => $"The mail of record {posted.Record} has gone out.",
        MatterStepTaken { Link: not null } filled => $"{Doer(filled.By)} filled in and signed: {filled.Title}.",
        MatterStepTaken taken => $"{Doer(taken.By)} did this: {taken.Title}.",
        MatterLinkMade link => $"{Doer(link.By)} made a one-time link for: {link.Title}. It could be used until {London.Say(link.Until)}.",
        ViewCorrected { What: "list-removed" } => "Somebody removed a list that the records make. It is made again from the records.",
        ViewCorrected corrected => $"Somebody {corrected.What} {corrected.Key} by hand in a list that the records make. It is put right from the records.",
        RegisterChanged changed => $"The register's entry {changed.Id} was {(changed.Before is null ? "added" : "changed")} in its list, and counts from here on.",
        BodiesErased erased => $"The names in this case were erased under {erased.Clause}: {Stop(erased.Why)} The sealed records stay.",
        _ => "",
    };

    /// <summary>The body, a labelled line each, as it was sealed.</summary>
    public static IEnumerable<(string Label, string Text)> Lines(IFact fact, Policy policy) => fact switch
    {
        LogOpened opened => [("School", opened.School), ("Verifier key", opened.Key)],
        LogKeyChanged changed => [("Verifier key", changed.Key), ("Until now", changed.Was)],
        PolicyAdopted adopted => [("Policy", adopted.Policy), ("Version", $"{adopted.Version}"), ("SHA-256", adopted.Hash)],
        ActRefused refused => [("Tried to", refused.Act), ("By", Who(refused.By)), ("Reason", refused.Reason.Replace('-', ' ')), ("Clause", refused.Clause), ("It says", refused.Says)],
        RecorderReported told =>
        [
            ("Recorder", told.RecorderName), ("Event", EventWords.Of(told.Event).Title), ("In its own words", told.VendorType),
            ("Camera", told.CameraName ?? "none of the register"), ("At", London.Say(told.At)),
        ],
        DownloadRequested asked =>
        [
            ("Camera", asked.CameraName), ("From", London.Say(asked.From)), ("To", London.Say(asked.To)),
            ("Ground", $"{asked.GroundTitle} ({asked.GroundClause})"), .. Asking.Condition(asked).Select(line => (line.Label, line.Text)),
            ("What happened", asked.What), ("Wants to see it", asked.WantsToSee), ("Asked by", Who(asked.By)), .. Optional("Nobody had to sign", asked.NoSignature),
            ("Staff register", asked.Staff), ("Camera register", asked.Cameras),
        ],
        DownloadAuthorised signed => [("Signed by", Who(signed.By)), ("Statement", signed.Statement)],
        DownloadRefused refused => [("Refused by", Who(refused.By)), ("Reason", refused.Reason)],
        DownloadRecorded clip =>
        [
            ("Downloaded by", Who(clip.By)), ("At", London.Say(clip.At)), ("SHA-256 of the file", clip.Sha256),
            ("Size", clip.Bytes is { } bytes ? $"{bytes:N0} bytes" : "not known: the SHA-256 was typed"),
            ("Kept", clip.KeptWhere), ("Kept until", London.Say(clip.KeepUntil)), .. Optional("Why so long", clip.KeptLongerBecause),
        ],
        ViewingRecorded seen =>
        [
            ("Seen by", seen.Title is { } title ? $"{seen.Who}, {title}" : seen.Who), ("At", London.Say(seen.At)), ("In", seen.Area),
            .. Optional("Permitted by", seen.PermittedBy is { } permitted ? Who(permitted) : null), ("Added by", Who(seen.By)),
        ],
        RecordingUsed used =>
        [
            ("Used for", $"{used.UseTitle} ({used.UseClause})"), ("What exactly", used.What), ("At", London.Say(used.At)),
            .. Optional("Reference", used.Reference), ("SHA-256 of the file", used.Sha256), ("Added by", Who(used.By)),
        ],
        DeletionAsked asked => [("Asked by", asked.By is { } by ? Who(by) : "the retention clock"), ("Why", asked.Why), ("Clause", asked.Clause), .. Optional("Nobody has to sign", asked.NoSignature)],
        DeletionAuthorised signed => [("Signed by", Who(signed.By)), ("Statement", signed.Statement)],
        DeletionRefused refused => [("Refused by", Who(refused.By)), ("Reason", refused.Reason), ("Kept until", London.Say(refused.KeepUntil))],
        DeletionCarriedOut gone => [("Deleted by", Who(gone.By)), ("On", London.Say(gone.On)), ("How", gone.How), ("SHA-256 of the file", gone.Sha256), .. Optional("Held by", gone.HeldBy)],
        MatterOpened opened => [.. Given(opened.Answers), .. Optional("Holds the recording", opened.Recording), ("Opened by", Who(opened.By)), ("Clause", opened.Clause), ("Staff register", opened.StaffVersion)],
        MatterApproved signed => [.. Given(signed.Answers), ("Signed by", Who(signed.By)), ("Statement", signed.Statement)],
        MatterPassedOn passed => [("By", Who(passed.By))],
        DecisionReminded reminded => [("Reminder", $"{reminded.Time}"), ("After", $"{reminded.After} days")],
        MatterReminded reminded => [("Reminder", $"{reminded.Time}"), ("After", $"{reminded.After} days")],
        MatterRefused refused => [("Refused by", Who(refused.By)), ("Ground", refused.Ground ?? "none is asked for"), ("Reason", refused.Reason)],
        MatterLinkMade link => [("For", link.Title), ("Until", London.Say(link.Until)), ("Made by", Who(link.By))],
        MatterStepTaken taken => [.. Given(taken.Answers), ("Done by", Who(taken.By))],
        ViewCorrected corrected => [("List", corrected.List), ("Row", corrected.Key), ("What", corrected.What), ("Columns", string.Join(", ", corrected.Columns)), ("Account of who did it", corrected.EditedBy ?? "SharePoint does not say")],
        RegisterChanged changed =>
        [
            ("Register", changed.Register), ("Entry", changed.Id), .. Optional("SHA-256 before", changed.Before), ("SHA-256 now", changed.After),
            ("Account of who changed it", changed.EditedBy ?? "SharePoint does not say"),
        ],
        BodiesErased erased => [("Erased by", policy.Position(erased.ByPosition)?.Title ?? erased.ByPosition), ("Why", erased.Why), ("Clause", erased.Clause), .. Optional("Kind of case", erased.Matter is { Kind: var kind } ? policy.Matter(kind)?.Title ?? kind : null)],
        _ => [],
    };

    /// <summary>What somebody typed as the end of a sentence: with one full stop, theirs or ours.</summary>
    public static string Stop(string typed) => typed is [.., '.' or '!' or '?' or '…'] ? typed : $"{typed}.";

    private static string NobodySigned(string? clause) => clause is null ? "" : $" Nobody has to sign ({clause}).";

    private static IEnumerable<(string Label, string Text)> Optional(string label, string? text) => text is null ? [] : [(label, text)];

    private static IEnumerable<(string Label, string Text)> Given(IEnumerable<FieldAnswer> answers) =>
        answers.Select(answer => (answer.Label, answer.Says));

    /// <summary>The person as a sentence begins with them.</summary>
    private static string Doer(Signatory by) => $"{Who(by)},";

    private static string Who(Signatory by) => $"{by.Name}, {by.Title}";
}
