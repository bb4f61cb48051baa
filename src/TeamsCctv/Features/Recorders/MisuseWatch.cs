using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Recorders;
using TeamsCctv.Features.Matters;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Recorders;

/// <summary>Holds a recorder's exports against the downloads that were allowed, in the transaction that records them.</summary>
internal static class MisuseWatch
{
    /// <summary>Opens a case for an export that nothing explains; further ones of the recorder that day are told in it while it is under way.</summary>
    /// <param name="record">The record that tells of it.</param>
    public static void Look(Commit commit, RecorderReported export, long record, Scene scene)
    {
        if (export.Event != nameof(RecorderEventKind.FootageExported) || scene.Policy.Mailbox?.Misuse is null
            || Recent(commit, scene).Any(download => Misuse.Explains(download, export, scene)))
        {
            return;
        }

        var key = $"misuse:{export.Recorder}:{London.DayOf(scene.Now):uuuu-MM-dd}";
        if (commit.Done(key) is { } first)
        {
            if (commit.Record(first)?.Leaf.Case is { } today && Matter.Fold(today, commit.Case(today)) is { IsUnderWay: true } running)
            {
                if (running.Exports.Count < Misuse.MostTold)
                    commit.Append(new(new MatterExportAdded(record, Misuse.Says(export, record)), today, Actor.System("recorder"), Commit.Under(scene.Policy)));
                return;
            }

            key += $":{record}";
        }

        if (Misuse.Open(export, record, scene) is not { } opened)
            return;
        var (_, caseId) = commit.Append(new(opened, null, Actor.System("recorder"), Commit.Under(scene.Policy), Key: key));
        CaseClocks.Set(commit, caseId, scene);
    }

    /// <summary>The downloads that are allowed and not made yet, or have changed within the time that may lie between an export and its record.</summary>
    private static IEnumerable<DownloadCase> Recent(Commit commit, Scene scene) => commit.Session.Query(
            "SELECT case_id FROM case_list WHERE school = $1 AND (state = 'Authorised' OR (state IN ('Kept', 'AwaitingDeletion', 'DeletionAuthorised', 'Deleted') AND since >= $2))",
            row => row.GetString(0), commit.School, (scene.Now - Misuse.Apart - Misuse.Apart).ToUnixTimeMilliseconds())
        .Select(id => DownloadCase.Fold(id, commit.Case(id))).OfType<DownloadCase>();
}
