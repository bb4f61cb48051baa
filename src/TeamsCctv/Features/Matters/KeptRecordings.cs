using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Following;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Matters;

/// <summary>The recordings of a school that a case may be about: made, and not deleted.</summary>
public sealed class KeptRecordings(CaseList cases, RecordLog log)
{
    /// <summary>A form offers so many of the next to be deleted, and as many of the newest.</summary>
    private const int Most = 20;

    private static readonly DownloadState[] Kept = [DownloadState.Kept, DownloadState.AwaitingDeletion, DownloadState.DeletionAuthorised];

    /// <summary>The scene with what a form of this kind needs of them.</summary>
    public async Task<Scene> ForAsync(MatterKind kind, Scene scene, CancellationToken cancellation)
    {
        if (!kind.Form.Concat((kind.Steps ?? []).SelectMany(step => step.Form)).Any(field => field.Type == FieldType.Recording))
            return scene;
        var listed = await cases.InAsync(scene.School.Id, Kept, cancellation);
        return await log.ReadAsync(scene.School.Id, reader => scene with
        {
            Kept =
            [
                .. listed.OrderBy(row => row.KeepUntil ?? NodaTime.LocalDate.MaxIsoValue).Where(row => reader.HoldsOn(row.Id).Count == 0).Take(Most)
                    .Concat(listed.OrderByDescending(row => row.Since).Take(Most))
                    .DistinctBy(row => row.Id).Select(row => Of(reader, row.Id)).OfType<KeptRecording>(),
            ],
        });
    }

    /// <summary>The scene of a decision on a filled-in form: with the recordings that the form names, as far as they are kept.</summary>
    public static Scene Named(IReadOnlyList<FormField> form, Filled filled, Scene scene, LogReader log) => scene with
    {
        Kept = [.. form.Where(field => field.Type == FieldType.Recording).Select(field => filled.Texts.GetValueOrDefault(field.Id)).OfType<string>().Select(id => Of(log, id)).OfType<KeptRecording>()],
    };

    /// <summary>The recording of this case, or null where there is none of it.</summary>
    public static KeptRecording? Of(LogReader log, string caseId) =>
        CaseActs.Load(log, caseId) is { Request: { } request, State: var state } && Kept.Contains(state)
            ? new(caseId, $"{caseId}: {request.CameraName}, {London.Say(request.From)}")
            : null;
}
