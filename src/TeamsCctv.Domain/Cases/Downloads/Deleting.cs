using NodaTime;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Cases.Downloads;

/// <summary>A click on a deletion card. <paramref name="KeepUntil"/> is needed to refuse.</summary>
public sealed record DecideDeletion(Person Who, bool Approve, string? Reason, LocalDate? KeepUntil, string Seen);

/// <summary>The deletion was done.</summary>
/// <param name="BeforeHold">It was gone before whoever says so knew that another case holds it.</param>
public sealed record CarryOutDeletion(Person Who, LocalDate? On, string? How, bool SameFile, bool BeforeHold = false);

/// <summary>How a kept recording goes: asked for, signed, done, proved.</summary>
public static class Deleting
{
    /// <summary>The retention clock asks; a no-op ruling (out of date) until it has run out.</summary>
    public static Ruling<IFact> AskByClock(DownloadCase download, Scene scene)
    {
        if (download is not { State: DownloadState.Kept, KeepUntil: { } until, HeldBy: [] } || scene.Now < London.StartOf(until.PlusDays(1)))
            return new Ruling<IFact>.OutOfDate();
        return new DeletionAsked(null, $"It was to be kept until {London.Say(until)}.", scene.Policy.Retention.DownloadClause, NoSignature(scene));
    }

    public static bool MayAsk(DownloadCase download, Person who, Scene scene) =>
        download.State == DownloadState.Kept
        && (download.Request?.By.Person == who.Key || scene.OfficeOf(who, scene.Policy.Deletion.Ask) is not null)
        && scene.Staff.OfficesOf(who, scene.School.Id, scene.Now).Count > 0;

    public static Ruling<IFact> Ask(DownloadCase download, Person who, string? why, Scene scene)
    {
        if (download.State != DownloadState.Kept)
            return new Ruling<IFact>.OutOfDate();
        if (!MayAsk(download, who, scene))
            return scene.Refuse("not-yours-to-delete", scene.Policy.Deletion.DecideClause, "Ask the person who asked for the footage.");
        if (Held(download, scene) is { } held)
            return held;
        List<FieldError> errors = [];
        errors.Text("why", why, 500, "Say why it can go.");
        if (errors.Count > 0)
            return new Ruling<IFact>.Invalid(errors);
        var asked = new DeletionAsked(scene.SignAs(who, scene.Policy.Deletion.Ask, scene.Policy.Download.Ask), why!.Trim(), scene.Policy.Deletion.DecideClause, NoSignature(scene));
        return scene.Policy.Deletion.IsSigned && scene.DecidersOf(scene.Policy.Deletion.Decide, scene.Policy.Deletion.Otherwise, who.Key, scene.Now).Count == 0
            ? scene.Refuse("nobody-may-decide", scene.Policy.Deletion.DecideClause, scene.NobodyElse(scene.Policy.Deletion.Decide))
            : asked;
    }

    /// <summary>What the decider is shown.</summary>
    public static DecisionSheet Sheet(DownloadCase download, Scene scene, Office decider)
    {
        var request = download.Request ?? throw new InvalidOperationException($"{download.Id} has no names any more.");
        var clip = download.Downloaded ?? throw new InvalidOperationException($"{download.Id} has no clip.");
        var asked = download.DeletionAsked ?? throw new InvalidOperationException($"No deletion of {download.Id} is asked for.");
        return new(download.Id, "May this recording be deleted?",
        [
            new("Camera", request.CameraName),
            new("Footage from", London.Say(request.From)),
            new("Footage to", London.Say(request.To)),
            new("Why it was downloaded", $"{request.GroundTitle}: {request.What}"),
            new("Downloaded", London.Say(clip.Fact.At)),
            new("Kept", clip.Fact.KeptWhere),
            new("SHA-256", clip.Fact.Sha256),
            new("Seen", download.Viewings.Count == 1 ? "once" : $"{download.Viewings.Count} times"),
            new("Asked by", asked.Fact.By is { } by ? $"{by.Name}, {by.Title}" : $"the retention clock ({asked.Fact.Clause})"),
            new("Why now", asked.Fact.Why),
        ], Authorising.Statement(scene.Policy.Deletion.Statement!, decider));
    }

    /// <inheritdoc cref="Authorising.Rule"/>
    public static Ruling<IFact> Rule(DownloadCase download, DecideDeletion command, Scene scene, string current)
    {
        var rules = scene.Policy.Deletion;
        if (download.State != DownloadState.AwaitingDeletion || download.DeletionAsked is not { } asked)
            return new Ruling<IFact>.OutOfDate();
        if (Authorising.Barred(rules.Decide, rules.Otherwise, rules.DecideClause, command.Who, asked.Fact.By?.Person, asked.At, scene) is { } barred)
            return barred;
        var office = DeciderOf(download, command.Who, scene)!;
        if (command.Seen != current)
            return new Ruling<IFact>.OutOfDate();
        if (command.Approve && Held(download, scene) is { } held)
            return held;
        if (command.Approve)
            return new DeletionAuthorised(Scene.Sign(office), Authorising.Statement(rules.Statement!, office));

        List<FieldError> errors = [];
        return Keep(errors, command, Scene.Sign(office), scene);
    }

    /// <summary>
    /// Where nobody signs, nobody refuses: whoever would carry out the deletion may say instead why the recording is needed
    /// longer, and until when.
    /// </summary>
    public static Ruling<IFact> KeepLonger(DownloadCase download, DecideDeletion command, Scene scene)
    {
        if (download is not { State: DownloadState.DeletionAuthorised, DeletionAsked.Fact.NoSignature: not null })
            return new Ruling<IFact>.OutOfDate();
        return MayCarryOut(download, command.Who, scene)
            ? Keep([], command, scene.SignAs(command.Who, scene.Policy.Deletion.CarryOut, scene.Policy.Download.Record, scene.Policy.Download.Ask), scene)
            : NotYours(scene);
    }

    private static Ruling<IFact> Keep(List<FieldError> errors, DecideDeletion command, Signatory by, Scene scene)
    {
        errors.Text("reason", command.Reason, 1000, "Say why it must be kept.");
        var until = errors.KeepUntil(command.KeepUntil, scene, "Give a day after today until which it must be kept.");
        return errors.Count > 0 ? new Ruling<IFact>.Invalid(errors) : new DeletionRefused(by, command.Reason!.Trim(), until);
    }

    private static string? NoSignature(Scene scene) => scene.Policy.Deletion.IsSigned ? null : scene.Policy.Deletion.DecideClause;

    /// <summary>Who may authorise the deletion that is asked for.</summary>
    public static IReadOnlyList<Office> DecidersOf(DownloadCase download, Scene scene) =>
        download.DeletionAsked is { } asked ? scene.DecidersOf(scene.Policy.Deletion.Decide, scene.Policy.Deletion.Otherwise, asked.Fact.By?.Person, asked.At) : [];

    /// <summary>The office in which a person may, or null.</summary>
    public static Office? DeciderOf(DownloadCase download, Person who, Scene scene) =>
        DecidersOf(download, scene).FirstOrDefault(office => office.Person.Key == who.Key);

    /// <summary>Nothing goes while another case is about it, whoever has signed.</summary>
    private static Refusal? Held(DownloadCase download, Scene scene) => download.HeldBy is [var first, ..]
        ? scene.Refuse("held", scene.Policy.Retention.DownloadClause, $"{first.Case} is about this recording and holds it. It can go once that case is closed; until then keep it.")
        : null;

    private static Refusal NotYours(Scene scene) => scene.Refuse(
        "not-yours-to-delete", scene.Policy.Deletion.DecideClause, $"Leave it to the person who asked or the {scene.FirstTitle(scene.Policy.Deletion.CarryOut)}.");

    public static bool MayCarryOut(DownloadCase download, Person who, Scene scene) =>
        Keeping.MayRecord(download, who, scene) || scene.OfficeOf(who, scene.Policy.Deletion.CarryOut) is not null;

    public static Ruling<IFact> CarryOut(DownloadCase download, CarryOutDeletion command, Scene scene)
    {
        if (download is not { State: DownloadState.DeletionAuthorised, Downloaded: { } clip, DeletableSince: { } since })
            return new Ruling<IFact>.OutOfDate();
        if (!MayCarryOut(download, command.Who, scene))
            return NotYours(scene);

        // What has happened is put on the record also where it should not have: a log that says the file exists would be false.
        if (!command.BeforeHold && Held(download, scene) is { } held)
            return held with { Instead = $"{held.Instead} If it was gone before you knew of that, tick so." };
        List<FieldError> errors = [];
        if (command.On is not { } on || on > London.DayOf(scene.Now))
            errors.Add(new("on", "Give the day it was deleted, not later than today."));
        else if (on < London.DayOf(since))
            errors.Add(new("on", $"That is before it was {(download.DeletionAuthorised is null ? "asked for" : "authorised")} ({London.Say(London.DayOf(since))})."));
        else if (download.HeldBy.FirstOrDefault(hold => on > London.DayOf(hold.Since)) is { } hold)
            errors.Add(new("on", $"That is after {hold.Case} held it ({London.Say(London.DayOf(hold.Since))}). What was deleted in spite of a hold is a matter for the {scene.FirstTitle(scene.Policy.Deletion.Erase)}: tell them."));
        errors.Line("how", command.How, 200, "Say how it was deleted, and every copy with it.");
        if (!command.SameFile)
            errors.Add(new("sameFile", "Confirm that the file deleted is the one with this SHA-256."));
        return errors.Count > 0
            ? new Ruling<IFact>.Invalid(errors)
            : new DeletionCarriedOut(
                scene.SignAs(command.Who, scene.Policy.Deletion.CarryOut, scene.Policy.Download.Record, scene.Policy.Download.Ask), command.On!.Value, command.How!.Trim(), clip.Fact.Sha256,
                download.HeldBy.Count == 0 ? null : string.Join(", ", download.HeldBy.Select(hold => hold.Case)));
    }

    /// <summary>Names in a closed case may be erased; the sealed leaves stay.</summary>
    public static Ruling<IFact> Erase(DownloadCase download, Person who, string? why, Scene scene) =>
        download.State is DownloadState.Deleted or DownloadState.Refused ? Erasing.Rule(who, why, scene) : new Ruling<IFact>.OutOfDate();
}
