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

    /// <summary>Whether a download explains an export: it was allowed by then, of that camera, and not long over.</summary>
    public static bool Explains(DownloadCase download, RecorderReported export)
    {
        if (download.Request is not { } request || (export.Camera is { } camera && request.Camera != camera))
            return false;
        var allowed = request.NoSignature is not null ? download.Opened.At : download.Authorised?.At;
        return allowed is { } from && export.At >= from - Duration.FromMinutes(5) && (download.Downloaded is not { } kept || export.At <= kept.At + Apart);
    }

    /// <summary>The case that an unexplained export opens, or null where the policy knows none.</summary>
    /// <param name="record">The record that tells of the export.</param>
    public static MatterOpened? Open(RecorderReported export, long record, Scene scene)
    {
        if (scene.Policy.Mailbox?.Misuse is not { } rule || scene.Policy.Matter(rule.Matter) is not { } kind || export.Event != nameof(RecorderEventKind.FootageExported))
            return null;
        var what = $"{export.RecorderName} told that footage was exported or deleted{(export.CameraName is { } camera ? $" on {camera}" : "")} at {London.Say(export.At)} (record {record}). Nobody had an authorised download that explains it.";
        List<FieldAnswer> answers = [.. Answer(kind, rule.When, InstantPattern.ExtendedIso.Format(scene.Now), London.Say(scene.Now)), .. Answer(kind, rule.What, what, what)];
        return new(
            kind.Id, kind.Title, rule.Clause, answers, kind.Decision is not null, false, kind.IsDisclosure,
            new(export.Recorder, export.RecorderName, Position, "a recorder, by itself"), scene.Staff.Version);
    }

    private static IEnumerable<FieldAnswer> Answer(MatterKind kind, string field, string value, string says) =>
        kind.Form.Where(known => known.Id == field).Select(known => new FieldAnswer(field, known.Label, value, says));
}
