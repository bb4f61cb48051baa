using NodaTime;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Cases.Downloads;

/// <summary>A filled-in form; null where nothing usable was typed.</summary>
public sealed record AskForDownload(
    Person Who,
    string? Camera,
    LocalDateTime? From,
    LocalDateTime? To,
    string? Ground,
    string? What,
    string? WantsToSee,
    string? Condition = null);

/// <summary>Whether a download may be asked for.</summary>
public static class Asking
{
    /// <summary>A day of footage at once is the most a case asks for; a longer matter is several cases.</summary>
    public static readonly Duration LongestWindow = Duration.FromHours(24);

    public static Ruling<DownloadRequested> Ask(AskForDownload form, Scene scene)
    {
        var rules = scene.Policy.Download;
        if (scene.OfficeOf(form.Who, rules.Ask) is not { } office)
            return scene.Refuse("not-approved", rules.AskClause, Instead(scene));

        var errors = Check(form, scene, out var camera, out var from, out var to);
        if (errors.Count > 0)
            return new Ruling<DownloadRequested>.Invalid(errors);

        var ground = scene.Policy.Ground(form.Ground!);
        if (ground is null || scene.OfficeOf(form.Who, ground.Positions) is not { } asker)
        {
            return scene.Refuse(
                "ground-not-yours",
                ground?.Clause ?? rules.AskClause,
                "Choose a ground the form offers you, or ask a colleague in that position.");
        }

        // On the day after the last sure one it may be there yet, and is worth asking for.
        if (scene.HeldUntil(camera!.Id, from)?.PlusDays(1) < London.DayOf(scene.Now))
        {
            return scene.Refuse(
                "footage-gone",
                scene.Policy.Retention.RecorderClause,
                $"Ask the {scene.FirstTitle(scene.Policy.Faults.Tell)} whether a copy was kept; give a later time if the date was a slip.");
        }

        var request = new DownloadRequested(
            camera.Id, camera.Name, from, to, ground.Id, ground.Title, ground.Clause, ground.Outsiders,
            form.What!.Trim(), form.WantsToSee!.Trim(), Scene.Sign(asker), scene.Staff.Version, scene.Cameras.Version,
            ground.Condition?.Asks, ground.Condition is null ? null : form.Condition!.Trim(), rules.IsSigned ? null : rules.DecideClause);

        if (rules.AskerRecords && scene.Untrained(form.Who, scene.Now) is { } untrained)
            return untrained;
        if (rules.IsSigned && scene.DecidersOf(rules.Decide, rules.Otherwise, form.Who.Key, scene.Now).Count == 0)
            return scene.Refuse("nobody-may-decide", rules.DecideClause, scene.NobodyElse(rules.Decide));
        return request;
    }

    /// <summary>The ground's condition as it was answered, for who reads the request.</summary>
    public static IEnumerable<SheetLine> Condition(DownloadRequested request) =>
        request is { ConditionAsks: { } asks, Condition: { } answer } ? [new(asks, answer)] : [];

    private static string Instead(Scene scene) => scene.Policy.Download is { IsSigned: true, Decide: var signers }
        ? $"Ask the {scene.FirstTitle(signers)} to have you approved, or ask an approved colleague to make the request."
        : $"Ask one who may to make the request: the {scene.Policy.Titles(scene.Policy.Download.Ask)}.";

    private static List<FieldError> Check(
        AskForDownload form, Scene scene, out Cameras.Camera? camera, out Instant from, out Instant to)
    {
        List<FieldError> errors = [];
        camera = form.Camera is null ? null : scene.Cameras.Camera(scene.School.Id, form.Camera);
        from = form.From is { } start ? London.At(start) : default;
        to = form.To is { } end ? London.At(end) : default;
        if (camera is null)
            errors.Add(new("camera", "Choose a camera of this school."));
        if (form.From is null)
            errors.Add(new("from", "Give the date and time the footage starts."));
        else if (from > scene.Now)
            errors.Add(new("from", "That is in the future. Give the time it happened."));
        if (form.To is null)
            errors.Add(new("to", "Give the date and time the footage ends."));
        else if (form.From is not null && to <= from)
            errors.Add(new("to", "The end must be after the start."));
        else if (to > scene.Now)
            errors.Add(new("to", "That is in the future. Ask when it has been recorded."));
        else if (form.From is not null && to - from > LongestWindow)
            errors.Add(new("to", "At most 24 hours at once. Give the shortest time that is needed."));
        if (string.IsNullOrWhiteSpace(form.Ground))
            errors.Add(new("ground", "Choose the ground."));
        else if (scene.Policy.Ground(form.Ground) is { Condition: { } condition } ground && scene.OfficeOf(form.Who, ground.Positions) is not null)
            errors.Text("condition", form.Condition, 500, $"“{ground.Title}” holds only on a condition ({condition.Clause}). Answer it: {condition.Asks}");
        errors.Text("what", form.What, 1000, "Say what happened.");
        errors.Line("wants", form.WantsToSee, 120, "Name the person who wants to see it.");
        return errors;
    }
}
