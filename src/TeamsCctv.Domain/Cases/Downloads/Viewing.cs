using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Cases.Downloads;

/// <summary>Who may have seen a kept recording, where, and with whose permission.</summary>
public static class Viewing
{
    /// <summary>Who can be named as having seen it: those who may see recordings, and everybody where somebody may permit it.</summary>
    public static IReadOnlyList<Office> Staff(Scene scene) => scene.Policy.Viewing.Permit is null
        ? scene.Holders(scene.Policy.Viewing.See)
        : scene.Holders([.. scene.Policy.Positions.Select(position => position.Id)]);

    public static Ruling<IFact> Rule(DownloadCase download, RecordViewing command, Scene scene)
    {
        if (download is not { State: DownloadState.Kept or DownloadState.AwaitingDeletion, Downloaded: { } clip })
            return new Ruling<IFact>.OutOfDate();
        var rules = scene.Policy.Viewing;
        if (!Keeping.MayAdd(download, command.Who, scene))
            return scene.Refuse("not-yours-to-add", rules.SeeClause, "Ask the person who asked for the footage to add the viewing.");

        List<FieldError> errors = [];
        var at = errors.Past("at", command.At, clip.Fact.At, scene, "it was seen");
        if (string.IsNullOrWhiteSpace(command.Area) || (rules.WhereClause is null && !scene.School.RestrictedAreas.Contains(command.Area)))
            errors.Add(new("area", "Choose where it was seen."));
        var who = command.Staff is null ? null : scene.Staff.Find(command.Staff);
        if (who is not null && !string.IsNullOrWhiteSpace(command.Outsider))
            errors.Add(new("outsider", "Choose a member of staff or name someone from outside, one at a time."));
        else if (who is null)
            errors.Text("outsider", command.Outsider, 120, "Choose who saw it, or name someone from outside.");
        if (errors.Count > 0)
            return new Ruling<IFact>.Invalid(errors);

        if (rules.WhereClause is { } where && !scene.School.RestrictedAreas.Contains(command.Area))
            return scene.Refuse("not-a-restricted-area", where, $"View it in one of: {string.Join(", ", scene.School.RestrictedAreas)}.");
        if (who is null && !download.Request!.Outsiders)
            return scene.Refuse("not-for-outsiders", rules.SeeClause, "Only approved staff may see footage on this ground.");
        var office = who is null ? null : scene.OfficeOf(who, rules.See);
        if (office is not null)
            return Made(who!.Name, office.Title, null);
        if (rules.Permit is not { } permit)
            return who is null ? Made(command.Outsider!.Trim(), null, null) : NotApproved(scene);
        var permitter = scene.Staff.Find(command.PermittedBy);
        if (permitter is null || permitter.Key == who?.Key || scene.OfficeOf(permitter, permit) is not { } permitting)
            return scene.Refuse("not-permitted", rules.PermitClause!, $"Ask one of these to permit it, and name them with the viewing: {scene.Policy.Titles(permit)}.");
        var staff = who is null ? null : scene.Name(who);
        return Made(who?.Name ?? command.Outsider!.Trim(), staff?.Title, Scene.Sign(permitting));

        ViewingRecorded Made(string name, string? title, Signatory? permitted) =>
            new(scene.SignAs(command.Who, scene.Policy.Download.Record, scene.Policy.Download.Ask), name, at, command.Area!, title, permitted);
    }

    /// <summary>A viewing as cards, lists and records say it: by job title where the policy wants that.</summary>
    public static string Who(ViewingRecorded viewing, Policy policy) => policy.Viewing.ByTitle && viewing.Title is { } title ? title : viewing.Who;

    private static Refusal NotApproved(Scene scene) => scene.Refuse(
        "not-an-approved-viewer",
        scene.Policy.Viewing.SeeClause,
        scene.Policy.Download.IsSigned
            ? $"Ask the {scene.FirstTitle(scene.Policy.Download.Decide)} to approve them as a viewer first."
            : $"Recordings are seen by the {scene.Policy.Titles(scene.Policy.Viewing.See)} only: ask one of them.");
}
