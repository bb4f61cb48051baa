using NodaTime;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Cases.Downloads;

/// <summary>A click on a decision card.</summary>
/// <param name="Seen">The hash of the sheet the card showed.</param>
/// <param name="Reason">Needed to refuse.</param>
public sealed record Decide(Person Who, bool Approve, string? Reason, string Seen);

/// <summary>Whether a person may decide a download, and what their decision becomes.</summary>
public static class Authorising
{
    /// <summary>What the decider is shown.</summary>
    public static DecisionSheet Sheet(DownloadCase download, Scene scene, Office decider)
    {
        var request = download.Request ?? throw new InvalidOperationException($"{download.Id} has no names any more.");
        return new(download.Id, "May this footage be downloaded?",
        [
            new("Camera", request.CameraName),
            new("From", London.Say(request.From)),
            new("To", London.Say(request.To)),
            new("Ground", $"{request.GroundTitle} ({request.GroundClause})"),
            .. Asking.Condition(request),
            new("What happened", request.What),
            new("Wants to see it", request.WantsToSee),
            new("Asked by", $"{request.By.Name}, {request.By.Title}"),
            new("Asked", London.Say(download.Opened.At)),
            new("Policy", $"{scene.Policy.Title}, version {scene.Policy.Version} ({scene.Policy.Hash[..8]})"),
        ], Statement(scene.Policy.Download.Statement!, decider));
    }

    /// <param name="current">The hash of the sheet as this person would be shown it now.</param>
    public static Ruling<IFact> Rule(DownloadCase download, Decide command, Scene scene, string current)
    {
        var rules = scene.Policy.Download;
        if (download.State != DownloadState.AwaitingAuthorisation || download.Request is not { } request)
            return new Ruling<IFact>.OutOfDate();
        if (Barred(rules.Decide, rules.Otherwise, rules.DecideClause, command.Who, request.By.Person, download.Opened.At, scene) is { } barred)
            return barred;
        var office = DeciderOf(download, command.Who, scene)!;
        if (command.Seen != current)
            return new Ruling<IFact>.OutOfDate();
        if (command.Approve)
            return new DownloadAuthorised(Scene.Sign(office), Statement(rules.Statement!, office));

        List<FieldError> errors = [];
        errors.Text("reason", command.Reason, 1000, "Say why, so that the person who asked can act on it.");
        return errors.Count > 0
            ? new Ruling<IFact>.Invalid(errors)
            : new DownloadRefused(Scene.Sign(office), command.Reason!.Trim());
    }

    /// <summary>Who may authorise what the case asks for.</summary>
    public static IReadOnlyList<Office> DecidersOf(DownloadCase download, Scene scene) =>
        download.Request is { } request ? scene.DecidersOf(scene.Policy.Download.Decide, scene.Policy.Download.Otherwise, request.By.Person, download.Opened.At) : [];

    /// <summary>The office in which a person may, or null.</summary>
    public static Office? DeciderOf(DownloadCase download, Person who, Scene scene) =>
        DecidersOf(download, scene).FirstOrDefault(office => office.Person.Key == who.Key);

    /// <summary>Why a person may not decide what somebody asked for, or null where they may.</summary>
    internal static Refusal? Barred(IReadOnlyList<string> positions, IReadOnlyList<string>? otherwise, string clause, Person who, string? asker, Instant asked, Scene scene) =>
        asker == who.Key ? scene.Refuse("own-request", clause, "Someone else who may sign has the card too; wait for them.")
        : scene.DecidersOf(positions, otherwise, asker, asked).Any(office => office.Person.Key == who.Key) ? null
        : scene.OfficeOf(who, positions) is null ? scene.Refuse("not-your-decision", clause, $"Leave it to the {scene.OrAlternate(positions)}.")
        : scene.IsAway(who) ? scene.Refuse("away", clause, "You said that you are away, so others decide it. Press “I am back” on your card first.")
        : scene.Refuse("nominated-for-it", clause, "Whoever asked made you their alternate since. Leave it to somebody else who may sign.");

    internal static string Statement(string template, Office office) =>
        template.Replace("{title}", Scene.Sign(office).Title, StringComparison.Ordinal);
}
