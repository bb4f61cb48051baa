using NodaTime;
using NodaTime.Text;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Recorders;

namespace TeamsCctv.Domain.Cases.Matters;

/// <summary>Footage that left a recorder although nobody was allowed to take it (AL-16, VL-A3.10).</summary>
public static class Misuse
{
    /// <summary>What the position is of a case that a recorder opens by itself.</summary>
    public const string Position = "recorder";

    /// <summary>A recorder tells of an export late, and people write down a download after it: so long the two may lie apart.</summary>
    public static readonly Duration Apart = Duration.FromHours(24);

    /// <summary>What an authorisation explains that nobody has made use of yet: so long after it, and no longer.</summary>
    public static readonly Duration Waits = Duration.FromDays(7);

    /// <summary>So many further exports are told of in one case; more say nothing new.</summary>
    public const int MostTold = 50;

    /// <summary>
    /// Whether a download explains an export: it is of a camera that this recorder stores, and of that camera where the
    /// recorder names one; it was allowed by then; and it was neither made long before nor left for more than <see cref="Waits"/>.
    /// A camera that is no longer in the register explains nothing.
    /// </summary>
    public static bool Explains(DownloadCase download, RecorderReported export, Scene scene)
    {
        if (download.Request is not { } request || scene.Cameras.Camera(scene.School.Id, request.Camera)?.Recorder != export.Recorder
            || (export.Camera is { } camera && request.Camera != camera))
        {
            return false;
        }

        var allowed = request.NoSignature is not null ? download.Opened.At : download.Authorised?.At;
        return allowed is { } from && export.At >= from - Duration.FromMinutes(5) && export.At <= (download.Downloaded is { } kept ? kept.At + Apart : from + Waits);
    }

    /// <summary>The case that an unexplained export opens, or null where the policy knows none.</summary>
    /// <param name="record">The record that tells of the export.</param>
    public static MatterOpened? Open(RecorderReported export, long record, Scene scene)
    {
        if (scene.Policy.Mailbox?.Misuse is not { } rule || scene.Policy.Matter(rule.Matter) is not { } kind || export.Event != nameof(RecorderEventKind.FootageExported))
            return null;
        var what = Says(export, record);
        List<FieldAnswer> answers = [.. Answer(kind, rule.When, InstantPattern.ExtendedIso.Format(scene.Now), London.Say(scene.Now)), .. Answer(kind, rule.What, what, what)];
        return new(
            kind.Id, kind.Title, rule.Clause, answers, kind.Decision is not null, false, kind.IsDisclosure,
            new(export.Recorder, export.RecorderName, Position, "a recorder, by itself"), scene.Staff.Version);
    }

    /// <summary>What a recorder told, as a case says it.</summary>
    public static string Says(RecorderReported export, long record) =>
        $"{export.RecorderName} told that footage was exported or deleted{(export.CameraName is { } camera ? $" on {camera}" : "")} at {London.Say(export.At)} (record {record}). Nobody had an authorised download that explains it.";

    private static IEnumerable<FieldAnswer> Answer(MatterKind kind, string field, string value, string says) =>
        kind.Form.Where(known => known.Id == field).Select(known => new FieldAnswer(field, known.Label, value, says));
}
