using System.Security.Cryptography;
using System.Text.Json;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Acts;

/// <summary>
/// The way of every command on a case: load, let the domain decide, append the fact or the refusal, all in one
/// transaction. The answer is given after its fsync.
/// </summary>
public sealed class CaseActs(RecordLog log, Scenes scenes)
{
    /// <summary>Seconds.</summary>
    private const long SamePress = 120;

    /// <summary>What an act does to a case.</summary>
    /// <param name="Name">As a refusal says it, for example <c>authorise the download</c>.</param>
    /// <param name="Key">The command's key, or null where the case's state already makes it happen once.</param>
    /// <param name="Rule">The decision; it gets the hash of what the caller would be shown now.</param>
    public sealed record Act(string Name, string? Key, string? Seen, Func<DownloadCase, Scene, Ruling<IFact>> Rule);

    /// <summary>Opens a case. <paramref name="after"/> runs in the same transaction, with the new case's id.</summary>
    public Task<Outcome> OpenAsync(
        string school, Caller caller, AskForDownload form, string key, Action<Commit, string, long> after) =>
        CommitAsync(school, commit =>
        {
            if (scenes.At(school, commit.Now) is not { } scene || IsStranger(caller, scene))
                return new Outcome.NotFound();
            if (commit.Done(key) is { } earlier)
                return Again(commit, earlier);
            switch (Asking.Ask(form, scene))
            {
                case Ruling<DownloadRequested>.Allowed(var request):
                    var (number, id) = commit.Append(new(request, null, caller.As(request.By), Commit.Under(scene.Policy), Key: key));
                    after(commit, id, number);
                    return new Outcome.Done(Load(commit, id)!, number);
                case Ruling<DownloadRequested>.Refused(var refusal):
                    return new Outcome.Refused(null, refusal, Record(commit, scene, caller, "ask for a download", $"{key} {form}", refusal, null));
                case Ruling<DownloadRequested>.Invalid(var errors):
                    return new Outcome.Invalid(null, errors);
                default:
                    throw new InvalidOperationException("Asking knows no other ruling.");
            }
        });

    /// <summary>Acts on a case.</summary>
    public Task<Outcome> RunAsync(string school, string caseId, Caller caller, Act act) =>
        CommitAsync(school, commit =>
        {
            if (scenes.Of(commit, caseId, commit.Now) is not { } scene || IsStranger(caller, scene) || Load(commit, caseId) is not { } download)
                return new Outcome.NotFound();
            if (act.Key is not null && commit.Done(act.Key) is { } earlier)
                return Again(commit, earlier);
            switch (act.Rule(download, scene))
            {
                case Ruling<IFact>.Allowed(var fact):
                    var (number, _) = commit.Append(new(
                        fact, caseId, caller.In(PositionOf(fact, scene, caller)), Commit.Under(scene.Policy), act.Seen, act.Key));
                    if (fact is BodiesErased)
                        commit.EraseBodies(caseId, number);
                    return new Outcome.Done(Load(commit, caseId)!, number);
                case Ruling<IFact>.Refused(var refusal):
                    return new Outcome.Refused(download, refusal, Record(commit, scene, caller, act.Name, $"{act.Key} {act.Seen}", refusal, caseId));
                case Ruling<IFact>.Invalid(var errors):
                    return new Outcome.Invalid(download, errors);
                default:
                    return new Outcome.OutOfDate(download);
            }
        });

    /// <summary>Erases the name in a refusal that no case was opened for.</summary>
    /// <param name="number">The refusal's record.</param>
    /// <returns>
    /// The ruling, recorded where it is a fact or a refusal; no ruling where there is no such refusal at this school, or
    /// where nothing can be recorded now.
    /// </returns>
    public Task<(Ruling<IFact>? Ruling, RecordingStopped? NotNow)> EraseRefusalAsync(string school, long number, Caller caller, string? why, string key) =>
        log.CommitAsync<(Ruling<IFact>?, RecordingStopped?)>(school, commit =>
        {
            if (commit.Behind is { } behind)
                return (null, behind);
            var caseId = Commit.RefusalCase(number);
            var records = commit.Case(caseId);
            if (scenes.At(school, commit.Now) is not { } scene || IsStranger(caller, scene) || records is not [{ Kind: Facts.ActRefused }, ..])
                return (null, null);
            var ruling = Refusals.Erase(records, caller.Person, why, scene);
            if (ruling is Ruling<IFact>.Allowed(BodiesErased fact))
                commit.EraseBodies(caseId, commit.Append(new(fact, caseId, caller.In(fact.ByPosition), Commit.Under(scene.Policy), Key: key)).Number);
            else if (ruling is Ruling<IFact>.Refused(var refusal))
                Record(commit, scene, caller, "erase the name in a refusal", key, refusal, caseId);
            return (ruling, null);
        });

    /// <summary>Null for a case of another kind: nothing of it is read.</summary>
    public static DownloadCase? Load(LogReader log, string caseId) =>
        Commit.IsDownload(caseId) && DownloadCase.Fold(caseId, log.Case(caseId)) is { } download ? download with { HeldBy = log.HoldsOn(caseId) } : null;

    /// <summary>Reminds those whose decision a case waits for, where it is due; true where it did.</summary>
    /// <param name="now">The look before the transaction, which most often finds nothing due.</param>
    public async Task<bool> RemindAsync(string school, string caseId, NodaTime.Instant now) =>
        await log.ReadAsync(school, reader => Due(reader, caseId, now) is not null) && await log.CommitAsync(school, commit =>
    {
        if (commit.Behind is not null || Due(commit, caseId, commit.Now) is not var (reminder, scene))
            return false;

        commit.Append(new(reminder, caseId, Records.Actor.System("reminders"), Commit.Under(scene.Policy)));
        return true;
    });

    private (IFact Reminder, Scene Scene)? Due(LogReader reader, string caseId, NodaTime.Instant now) =>
        scenes.Of(reader, caseId, now) is { } scene && Load(reader, caseId) is { } download && Reminding.Remind(download, scene) is Ruling<IFact>.Allowed(var reminder)
            ? (reminder, scene)
            : null;

    /// <summary>Whoever holds nothing at the school is told nothing of its cases, and leaves nothing in its log.</summary>
    private static bool IsStranger(Caller caller, Scene scene) =>
        scene.Staff.OfficesOf(caller.Person, scene.School.Id, scene.Now).Count == 0;

    private Task<Outcome> CommitAsync(string school, Func<Commit, Outcome> act) =>
        log.CommitAsync(school, commit => commit.Behind is { } behind ? new Outcome.NotNow(behind) : act(commit));

    private static Outcome.Done Again(LogReader log, long earlier)
    {
        var (leaf, _) = log.Record(earlier)!.Value;
        return new Outcome.Done(Load(log, leaf.Case!)!, earlier);
    }

    /// <summary>
    /// Records a refusal, once for the same press sent again. The act itself is decided anew each time: who was refused and
    /// has been approved since is not held to the old answer.
    /// </summary>
    internal static long Record(Commit commit, Scene scene, Caller caller, string act, string press, Refusal refusal, string? caseId)
    {
        var window = commit.Now.ToUnixTimeSeconds() / SamePress;
        if ((Earlier(window) ?? Earlier(window - 1)) is { } earlier)
            return earlier;
        var by = scene.Name(caller.Person);
        return commit.Append(new(
            new ActRefused(act, by, refusal.Reason, refusal.Clause, refusal.Says), caseId, caller.As(by), Commit.Under(scene.Policy), Key: Key(window))).Number;

        string Key(long within) => RefusalKey(caseId, act, caller.Person.Key, press, refusal.Reason, refusal.Clause, $"{within}");

        // A press may be sent again just after its window has ended.
        long? Earlier(long within) =>
            commit.Done(Key(within)) is { } number && (commit.Now.ToDateTimeOffset() - commit.Record(number)!.Value.Leaf.At).TotalSeconds < SamePress ? number : null;
    }

    /// <summary>
    /// Made of all that tells one attempt from another, hashed: the key outlives the names in the record. The channel
    /// sends a press again within seconds; who tries the same later tries once more.
    /// </summary>
    private static string RefusalKey(params string?[] parts) =>
        $"refused:{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(parts)))}";

    private static string PositionOf(IFact fact, Scene scene, Caller caller) => fact switch
    {
        DownloadAuthorised signed => signed.By.Position,
        DownloadRefused signed => signed.By.Position,
        DeletionAuthorised signed => signed.By.Position,
        DeletionRefused signed => signed.By.Position,
        DownloadRecorded made => made.By.Position,
        ViewingRecorded made => made.By.Position,
        RecordingUsed made => made.By.Position,
        DeletionAsked { By: { } by } => by.Position,
        DeletionCarriedOut made => made.By.Position,
        BodiesErased erased => erased.ByPosition,
        _ => scene.Name(caller.Person).Position,
    };
}
