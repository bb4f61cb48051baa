using NodaTime;
using TeamsCctv.Domain.Clocks;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Cases.Downloads;

/// <summary>The download was made.</summary>
/// <param name="Sha256">64 hex digits, of the file handed in or as typed.</param>
public sealed record RecordDownload(Person Who, LocalDateTime? At, string? Sha256, long? Bytes, string? KeptWhere);

/// <summary>The recording was seen.</summary>
/// <param name="Staff">The key of a member of staff, or null for someone from outside, named in <paramref name="Outsider"/>.</param>
public sealed record RecordViewing(Person Who, string? Staff, string? Outsider, LocalDateTime? At, string? Area);

/// <summary>What happens to a clip while it is kept.</summary>
public static class Keeping
{
    public static bool MayRecord(DownloadCase download, Person who, Scene scene) =>
        download.Request is { } request
        && (scene.OfficeOf(who, scene.Policy.Download.Record) is not null
            || (request.By.Person == who.Key && scene.OfficeOf(who, scene.Policy.Download.Ask) is not null));

    public static Ruling<IFact> Record(DownloadCase download, RecordDownload command, Scene scene)
    {
        if (download is not { State: DownloadState.Authorised, Authorised: { } authorised })
            return new Ruling<IFact>.OutOfDate();
        if (!MayRecord(download, command.Who, scene))
            return scene.Refuse("not-yours-to-download", scene.Policy.Download.AskClause, $"Leave it to the person who asked or the {scene.FirstTitle(scene.Policy.Download.Record)}.");

        List<FieldError> errors = [];
        var at = command.At is { } local ? London.At(local) : default;
        if (command.At is null)
            errors.Add(new("at", "Give the date and time of the download."));
        else if (at > scene.Now)
            errors.Add(new("at", "That is in the future. Give the time it was downloaded."));
        else if (at < London.MinuteOf(authorised.At))
            errors.Add(new("at", $"That is before it was authorised ({London.Say(authorised.At)}). Give the time it was downloaded."));
        if (command.Sha256 is not { Length: 64 } hash || !hash.All(char.IsAsciiHexDigit))
            errors.Add(new("sha256", "Hand the file in, or type its SHA-256: 64 digits, 0–9 and a–f."));
        errors.Text("kept", command.KeptWhere, 200, "Say where the recording is kept.");
        if (errors.Count > 0)
            return new Ruling<IFact>.Invalid(errors);

        var retention = scene.Policy.Retention;
        var clock = RetentionClock.From(at, retention.DownloadMonths, retention.DownloadClause);
        return new DownloadRecorded(
            scene.SignAs(command.Who, scene.Policy.Download.Record, scene.Policy.Download.Ask), at, command.Sha256!.ToLowerInvariant(), command.Bytes, command.KeptWhere!.Trim(), clock.Due);
    }

    public static Ruling<IFact> View(DownloadCase download, RecordViewing command, Scene scene)
    {
        if (download is not { State: DownloadState.Kept or DownloadState.AwaitingDeletion, Downloaded: { } clip })
            return new Ruling<IFact>.OutOfDate();
        var rules = scene.Policy.Viewing;
        if (!MayRecord(download, command.Who, scene))
            return scene.Refuse("not-yours-to-add", rules.SeeClause, "Ask the person who asked for the footage to add the viewing.");

        List<FieldError> errors = [];
        var at = command.At is { } local ? London.At(local) : default;
        if (command.At is null)
            errors.Add(new("at", "Give the date and time it was seen."));
        else if (at > scene.Now)
            errors.Add(new("at", "That is in the future. Give the time it was seen."));
        else if (at < London.MinuteOf(clip.Fact.At))
            errors.Add(new("at", $"That is before it was downloaded ({London.Say(clip.Fact.At)})."));
        if (string.IsNullOrWhiteSpace(command.Area))
            errors.Add(new("area", "Choose where it was seen."));
        var who = command.Staff is null ? null : scene.Staff.People.FirstOrDefault(person => person.Key == command.Staff);
        if (who is not null && !string.IsNullOrWhiteSpace(command.Outsider))
            errors.Add(new("outsider", "Choose a member of staff or name someone from outside, one at a time."));
        else if (who is null)
            errors.Text("outsider", command.Outsider, 120, "Choose who saw it, or name someone from outside.");
        if (errors.Count > 0)
            return new Ruling<IFact>.Invalid(errors);

        if (!scene.School.RestrictedAreas.Contains(command.Area))
            return scene.Refuse("not-a-restricted-area", rules.WhereClause, $"View it in one of: {string.Join(", ", scene.School.RestrictedAreas)}.");
        if (who is null && !download.Request!.Outsiders)
            return scene.Refuse("not-for-outsiders", rules.SeeClause, "Only approved staff may see footage on this ground.");
        if (who is not null && scene.OfficeOf(who, rules.See) is null)
            return scene.Refuse("not-an-approved-viewer", rules.SeeClause, $"Ask the {scene.FirstTitle(scene.Policy.Download.Decide)} to approve them as a viewer first.");
        return new ViewingRecorded(
            scene.SignAs(command.Who, scene.Policy.Download.Record, scene.Policy.Download.Ask), who?.Name ?? command.Outsider!.Trim(), at, command.Area!);
    }
}
