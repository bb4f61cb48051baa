using NodaTime;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Cases.Downloads;

/// <summary>The recording was used.</summary>
/// <param name="Use">The policy's id of the use.</param>
/// <param name="SameFile">It was the file with the SHA-256 on the record.</param>
public sealed record RecordUse(Person Who, string? Use, LocalDateTime? At, string? What, string? Reference, bool SameFile);

/// <summary>What a kept recording is used for, beside being seen: each use is appended to the case.</summary>
public static class Using
{
    public static bool May(DownloadCase download, Person who, Scene scene) =>
        scene.Policy.Uses is not null && Keeping.MayAdd(download, who, scene);

    public static Ruling<IFact> Rule(DownloadCase download, RecordUse command, Scene scene)
    {
        if (download is not { State: DownloadState.Kept or DownloadState.AwaitingDeletion, Downloaded: { } clip } || scene.Policy.Uses is not { } uses)
            return new Ruling<IFact>.OutOfDate();
        if (!Keeping.MayAdd(download, command.Who, scene))
            return scene.Refuse("not-yours-to-add", uses[0].Clause, "Ask the person who asked for the footage to add the use.");

        List<FieldError> errors = [];
        var use = command.Use is null ? null : scene.Policy.Use(command.Use);
        if (use is null)
            errors.Add(new("use", "Choose what it was used for."));
        var at = errors.Past("at", command.At, clip.Fact.At, scene, "it was used");
        errors.Text("what", command.What, 500, "Say what it was used for, and by whom.");
        if (use is { Reference: true } || !string.IsNullOrWhiteSpace(command.Reference))
            errors.Text("reference", command.Reference, 120, $"“{use?.Title}” is recorded with the reference of the proceedings ({use?.Clause}). Give it.");
        if (!command.SameFile)
            errors.Add(new("sameFile", "Confirm that the file used is the one with this SHA-256. If it is not, tell who keeps it before anybody uses it."));
        if (errors.Count > 0)
            return new Ruling<IFact>.Invalid(errors);
        return new RecordingUsed(
            scene.SignAs(command.Who, scene.Policy.Download.Record, scene.Policy.Download.Ask), at, use!.Id, use.Title, use.Clause,
            command.What!.Trim(), string.IsNullOrWhiteSpace(command.Reference) ? null : command.Reference.Trim(), clip.Fact.Sha256);
    }

    /// <summary>A moment that must lie between the download and now.</summary>
    /// <param name="what">For example <c>it was seen</c>.</param>
    internal static Instant Past(this List<FieldError> errors, string field, LocalDateTime? local, Instant downloaded, Scene scene, string what)
    {
        var at = local is { } given ? London.At(given) : default;
        if (local is null)
            errors.Add(new(field, $"Give the date and time {what}."));
        else if (at > scene.Now)
            errors.Add(new(field, $"That is in the future. Give the time {what}."));
        else if (at < London.MinuteOf(downloaded))
            errors.Add(new(field, $"That is before it was downloaded ({London.Say(downloaded)})."));
        return at;
    }
}
