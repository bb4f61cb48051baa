using NodaTime;
using TeamsCctv.Domain.Clocks;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Cases.Downloads;

/// <summary>The download was made.</summary>
/// <param name="Sha256">64 hex digits, of the file handed in or as typed.</param>
/// <param name="KeepUntil">The last day it is needed, where the policy sets no period.</param>
/// <param name="Longer">Why it is needed beyond the policy's usual period, where it is.</param>
public sealed record RecordDownload(
    Person Who, LocalDateTime? At, string? Sha256, long? Bytes, string? KeptWhere, LocalDate? KeepUntil = null, string? Longer = null);

/// <summary>The recording was seen.</summary>
/// <param name="Staff">The key of a member of staff, or null for someone from outside, named in <paramref name="Outsider"/>.</param>
/// <param name="PermittedBy">The key of who let them see it, where the policy asks for that.</param>
public sealed record RecordViewing(
    Person Who, string? Staff, string? Outsider, LocalDateTime? At, string? Area, string? PermittedBy = null);

/// <summary>What happens to a clip while it is kept.</summary>
public static class Keeping
{
    /// <summary>Months. Where the policy sets no period the clock asks at least so often: nothing is kept because it was forgotten.</summary>
    private const int LongestUnasked = 12;

    /// <summary>Whether a person may make the download and say so.</summary>
    public static bool MayRecord(DownloadCase download, Person who, Scene scene) =>
        download.Request is not null
        && (scene.OfficeOf(who, scene.Policy.Download.Record) is not null || (scene.Policy.Download.AskerRecords && IsAsker(download, who, scene)));

    /// <summary>Whether a person may add what happens to the recording while it is kept.</summary>
    public static bool MayAdd(DownloadCase download, Person who, Scene scene) => MayRecord(download, who, scene) || IsAsker(download, who, scene);

    private static bool IsAsker(DownloadCase download, Person who, Scene scene) =>
        download.Request?.By.Person == who.Key && scene.OfficeOf(who, scene.Policy.Download.Ask) is not null;

    public static Ruling<IFact> Record(DownloadCase download, RecordDownload command, Scene scene)
    {
        if (download is not { State: DownloadState.Authorised, Request: { } request })
            return new Ruling<IFact>.OutOfDate();
        if (!MayRecord(download, command.Who, scene))
            return NotYours(scene);

        List<FieldError> errors = [];
        var at = command.At is { } local ? London.At(local) : default;
        if (command.At is null)
            errors.Add(new("at", "Give the date and time of the download."));
        else if (at > scene.Now)
            errors.Add(new("at", "That is in the future. Give the time it was downloaded."));
        else if (at < London.MinuteOf(download.FreeSince))
            errors.Add(new("at", $"That is before it was {(download.Authorised is null ? "asked for" : "authorised")} ({London.Say(download.FreeSince)}). Give the time it was downloaded."));
        if (command.Sha256 is not { Length: 64 } hash || !hash.All(char.IsAsciiHexDigit))
            errors.Add(new("sha256", "Hand the file in, or type its SHA-256: 64 digits, 0–9 and a–f."));
        errors.Line("kept", command.KeptWhere, 200, "Say where the recording is kept.");
        var (until, longer) = Period(command, request, at, scene, errors);
        if (errors.Count > 0)
            return new Ruling<IFact>.Invalid(errors);
        if (scene.Untrained(command.Who, at) is { } untrained)
            return untrained with { Instead = $"{untrained.Instead} A download that is made already is recorded by a trained colleague: {scene.Policy.Titles(scene.Policy.Download.Record)}." };
        return new DownloadRecorded(
            scene.SignAs(command.Who, scene.Policy.Download.Record, scene.Policy.Download.Ask), at, command.Sha256!.ToLowerInvariant(), command.Bytes,
            command.KeptWhere!.Trim(), until, longer);
    }

    /// <summary>Until when, by the policy's period or as its keeper says, and why so long where the policy asks for that.</summary>
    private static (LocalDate Until, string? Longer) Period(
        RecordDownload command, DownloadRequested request, Instant at, Scene scene, List<FieldError> errors)
    {
        var rules = scene.Policy.Retention;
        if (rules.DownloadMonths is not null && (command.At is null || !London.IsPlausible(at)))
            return default;
        var until = rules.DownloadMonths is { } period
            ? MonthsClock.Retention(at, period, rules.DownloadClause).Day!.Value
            : errors.KeepUntil(command.KeepUntil, scene, "Say until which day it is needed: a day after today.");
        if (rules.ReasonAfterDays is not { } days || until <= London.DayOf(request.From).PlusDays(days))
            return (until, null);
        errors.Text("longer", command.Longer, 500, $"That is longer than {days} days after the footage was recorded ({rules.ReasonClause}). Say why it is needed so long.");
        return (until, command.Longer?.Trim());
    }

    /// <summary>A day until which something is kept, within what the clock may wait before it asks again.</summary>
    internal static LocalDate KeepUntil(this List<FieldError> errors, LocalDate? day, Scene scene, string missing)
    {
        var today = London.DayOf(scene.Now);
        var months = scene.Policy.Retention.DownloadMonths ?? LongestUnasked;
        if (day is not { } until || until <= today)
            errors.Add(new("keepUntil", missing));
        else if (until > today.PlusMonths(months))
            errors.Add(new("keepUntil", $"At most {months} months from today; it can be kept again then."));
        return day ?? default;
    }

    /// <summary>What somebody is told who may not record a download.</summary>
    public static Refusal NotYours(Scene scene) => scene.Policy.Download is { AskerRecords: false, RecordClause: { } clause, Record: var record }
        ? scene.Refuse("not-yours-to-download", clause, $"Leave it to the {scene.Policy.Titles(record)}.")
        : scene.Refuse("not-yours-to-download", scene.Policy.Download.AskClause, $"Leave it to the person who asked or the {scene.FirstTitle(scene.Policy.Download.Record)}.");
}
