using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Pages.Records;

namespace TeamsCctv.Pages.Cases;

/// <summary>A case in plain words.</summary>
public static class CaseWords
{
    /// <summary>Where it stands and who has the next step.</summary>
    public static string Stands(DownloadCase download, Scene scene) => download.HeldBy is [_, ..] held
        ? $"{Stage(download, scene)} {string.Join(", ", held.Select(hold => hold.Case))} is about this recording and holds it: it must not be deleted before that is closed."
        : Stage(download, scene);

    private static string Stage(DownloadCase download, Scene scene) => download switch
    {
        { State: DownloadState.AwaitingAuthorisation, Request: { } request } =>
            $"Nothing has been downloaded. It waits for the signature of {Names(scene, scene.Policy.Download.Decide, Authorising.DecidersOf(download, scene))}.",
        { State: DownloadState.Refused, Refused: { } refused } =>
            $"Closed. {refused.Fact.By.Name}, {refused.Fact.By.Title}, refused it: “{refused.Fact.Reason}”",
        { State: DownloadState.Authorised, Request: { } request } =>
            $"{Signed(download.Authorised?.Fact.By, "it", scene, "download", request.NoSignature)} {Downloaders(request, scene)} downloads the footage and records it here. {Held(request, scene)}",
        { State: DownloadState.Kept, Downloaded: { } clip, KeepUntil: { } until } =>
            $"The recording is kept: {RecordWords.Stop(clip.Fact.KeptWhere)} It is to be deleted after {London.Say(until)}.",
        { State: DownloadState.AwaitingDeletion, DeletionAsked: { } asked } =>
            $"Its deletion waits for the signature of {Names(scene, scene.Policy.Deletion.Decide, Deleting.DecidersOf(download, scene))}. Until then it is kept.",
        { State: DownloadState.DeletionAuthorised, Request: { } request } =>
            $"{Signed(download.DeletionAuthorised?.Fact.By, "the deletion", scene, "deletion", download.DeletionAsked?.Fact.NoSignature)} {request.By.Name} or {Titles(scene, scene.Policy.Deletion.CarryOut)} deletes the recording and every copy, and records it here.",
        { State: DownloadState.Deleted, Deleted: { } gone } =>
            $"Closed. The recording was deleted on {London.Say(gone.Fact.On)}.",
        _ => "Closed. The names were erased; the sealed records stay.",
    };

    /// <summary>The id of the input that an error of an act belongs to, for a link to it.</summary>
    public static string InputOf(string act, string field, bool outsiders) => (act, field) switch
    {
        (CaseCommands.View, "outsider") when !outsiders => $"{act}-staff",
        (CaseCommands.Record, "sha256") => $"{act}-sha256",
        _ => $"{act}-{field}",
    };

    private static string Signed(Signatory? by, string what, Scene scene, string kind, string? noSignature) => by is not null
        ? $"{by.Name}, {by.Title}, authorised {what}."
        : scene.NobodySigns(kind, noSignature!);

    private static string Downloaders(DownloadRequested request, Scene scene) => scene.Policy.Download is { AskerRecords: false, Record: var record }
        ? $"Only the {scene.Policy.Titles(record)}"
        : $"{request.By.Name} or {Titles(scene, scene.Policy.Download.Record)}";

    /// <summary>Until when there is still something to download.</summary>
    private static string Held(DownloadRequested request, Scene scene) => scene.HeldUntil(request.Camera, request.From) is { } until
        ? $"The recorder keeps it until {London.Say(until)}."
        : $"The recorder keeps it for a period of its own ({scene.Policy.Retention.RecorderClause}): download it soon.";

    private static string Names(Scene scene, IReadOnlyList<string> positions, IReadOnlyList<Office> offices) => offices.Count == 0
        ? $"somebody who may sign; nobody does at present{(scene.Policy.Alternates ? $". Ask the {scene.FirstTitle(positions)} to nominate an alternate" : "")}"
        : Or([.. offices.Select(office => $"{office.Person.Name} ({office.Title}{(office.Alternate ? ", nominated alternate" : "")})")]);

    private static string Or(IReadOnlyList<string> names) => names.Count == 1 ? names[0] : $"{string.Join(", ", names.Take(names.Count - 1))} or {names[^1]}";

    private static string Titles(Scene scene, IReadOnlyList<string> positions) =>
        string.Join(" or ", positions.Select(id => $"the {scene.Policy.Position(id)?.Title ?? id}"));
}
