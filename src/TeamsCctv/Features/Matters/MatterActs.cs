using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Acts;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Matters;

/// <summary>What an act on such a case came to.</summary>
/// <param name="Case">Null where none was opened.</param>
/// <param name="Ruling">Null where there is no such case, or where nothing can be recorded now.</param>
public sealed record MatterOutcome(string? Case, Ruling<IFact>? Ruling, RecordingStopped? NotNow = null);

/// <summary>
/// The way of every command on a case that the policy describes: load, let the domain decide, append the fact or the
/// refusal, in one transaction.
/// </summary>
public sealed class MatterActs(RecordLog log, Scenes scenes)
{
    /// <summary>Opens a case. <paramref name="after"/> runs in the same transaction, with the new case's id.</summary>
    /// <param name="key">The form's: sent again it opens nothing more.</param>
    /// <param name="press">What was sent: a refusal is recorded once for it.</param>
    public Task<MatterOutcome> OpenAsync(
        string school, string kind, Caller caller, Filled filled, string key, string press, Action<Commit, string, long> after) =>
        CommitAsync(school, (commit, scene) =>
        {
            if (scene.Policy.Matter(kind) is not { } rules || scene.Staff.OfficesOf(caller.Person, school, scene.Now).Count == 0)
                return new(null, null);
            if (commit.Done(key) is { } earlier)
                return Again(commit, earlier);
            switch (MatterRules.Open(rules, caller.Person, filled, KeptRecordings.Named(rules.Form, filled, scene, commit)))
            {
                case Ruling<MatterOpened>.Allowed(var opened):
                    var (number, id) = commit.Append(new(opened, null, caller.As(opened.By), Commit.Under(scene.Policy), Key: key));
                    after(commit, id, number);
                    CaseClocks.Set(commit, id, scene);
                    return new(id, opened);
                case Ruling<MatterOpened>.Refused(var refusal):
                    CaseActs.Record(commit, scene, caller, $"open a case ({rules.Title})", press, refusal, null);
                    return new(null, refusal);
                case Ruling<MatterOpened>.Invalid(var errors):
                    return new(null, new Ruling<IFact>.Invalid(errors));
                default:
                    throw new InvalidOperationException("Opening knows no other ruling.");
            }
        });

    /// <summary>Approves or refuses. The case's state makes it happen once.</summary>
    public Task<MatterOutcome> DecideAsync(string school, string caseId, Caller caller, DecideMatter command) =>
        RunAsync(school, caseId, caller, command.Approve ? "approve" : "refuse", null, command.Seen, (matter, kind, scene, _) =>
        {
            var current = MatterRules.DeciderOf(matter, kind, caller.Person, scene) is { } office
                ? Seen.Of(MatterRules.Sheet(matter, kind, scene, office))
                : "";
            return MatterRules.Decide(matter, kind, command, scene, current);
        });

    /// <summary>Leaves the decision to the others.</summary>
    public Task<MatterOutcome> PassOnAsync(string school, string caseId, Caller caller) =>
        RunAsync(school, caseId, caller, "pass on", null, null, (matter, kind, scene, _) => MatterRules.PassOn(matter, kind, caller.Person, scene));

    /// <summary>Erases the names in a closed case.</summary>
    public Task<MatterOutcome> EraseAsync(string school, string caseId, Caller caller, string? why, string key) =>
        RunAsync(school, caseId, caller, "erase the names", key, null, (matter, _, scene, _) => MatterRules.Erase(matter, caller.Person, why, scene));

    /// <summary>Confirms what a mail was taken for, or says that it is of another kind.</summary>
    /// <param name="as">The kind's id.</param>
    /// <param name="typed">What was put into the kind's form; null takes what the mail itself says.</param>
    /// <param name="key">Of what was sent.</param>
    public Task<MatterOutcome> SortAsync(string school, string caseId, Caller caller, string @as, Filled? typed, string key) =>
        RunAsync(school, caseId, caller, "say what a mail is", key, null, (matter, _, scene, commit) =>
        {
            if (scene.Policy.Matter(@as) is not { } chosen)
                return new Ruling<IFact>.Invalid([new("sortAs", "Choose what it is.")]);
            var filled = typed ?? MailCases.Fill(chosen, matter.Found, scene);
            return MailCases.Sort(matter, chosen, caller.Person, filled, KeptRecordings.Named(chosen.Form, filled, scene, commit));
        });

    /// <summary>Says that a mail needs no case.</summary>
    public Task<MatterOutcome> DismissAsync(string school, string caseId, Caller caller, string? reason, string key) =>
        RunAsync(school, caseId, caller, "say that a mail needs no case", key, null, (matter, _, scene, _) => MailCases.Dismiss(matter, caller.Person, reason, scene));

    /// <summary>Puts on the record what the case's clocks have come to and whom they remind; the number of records.</summary>
    public async Task<int> TickAsync(string school, string caseId, NodaTime.Instant now)
    {
        if (!await log.ReadAsync(school, reader => scenes.Of(reader, caseId, now) is { } scene && Ticks(reader, caseId, scene) is var (matter, kind)
            && (MatterClocks.Changes(matter, kind, scene).Count > 0 || MatterClocks.Reminders(matter, kind, scene, now).Count > 0)))
        {
            return 0;
        }

        return await log.CommitAsync(school, commit =>
        {
            if (commit.Behind is not null || scenes.Of(commit, caseId, commit.Now) is not { } scene || Ticks(commit, caseId, scene) is not var (matter, kind))
                return 0;
            var made = CaseClocks.Set(commit, caseId, scene);
            var reminders = MatterClocks.Reminders(matter, kind, scene, commit.Now);
            foreach (var reminder in reminders)
                commit.Append(new(reminder, caseId, Records.Actor.System("clock"), Commit.Under(scene.Policy)));
            return made + reminders.Count;
        });
    }

    /// <summary>Opens the cases of the running policy that are counted from its adoption and that nobody has opened, once each; their number.</summary>
    /// <param name="known">The kinds of which the school has cases.</param>
    public async Task<int> OpenFirstAsync(string school, IReadOnlyCollection<string> known, NodaTime.Instant now)
    {
        if (!await log.ReadAsync(school, reader => scenes.At(school, now) is { } scene && First(reader, scene, known).Any()))
            return 0;
        return await log.CommitAsync(school, commit =>
        {
            if (commit.Behind is not null || scenes.At(school, commit.Now) is not { } scene)
                return 0;
            var opened = 0;
            foreach (var first in First(commit, scene, known).Where(first => commit.Done(Key(first, scene)) is null).ToList())
            {
                var (_, id) = commit.Append(new(first, null, Records.Actor.System("clock"), Commit.Under(scene.Policy), Key: Key(first, scene)));
                CaseClocks.Set(commit, id, scene);
                opened++;
            }

            return opened;
        });

        static string Key(MatterOpened first, Scene scene) => $"first:{scene.Policy.Id}:{first.Matter}";
    }

    private static IEnumerable<MatterOpened> First(LogReader reader, Scene scene, IReadOnlyCollection<string> known) =>
        from kind in scene.Policy.Matters ?? []
        where kind.Adoption is not null && !known.Contains(kind.Id)
        let adopted = reader.Case(PolicyAdopted.Case).FirstOrDefault(record => record.Fact is PolicyAdopted fact && fact.Policy == scene.Policy.Id)
        where adopted is not null
        let first = FirstReview.Open(kind, adopted.At, scene)
        where first is not null
        select first;

    private static (Matter Matter, MatterKind Kind)? Ticks(LogReader reader, string caseId, Scene scene) =>
        Matter.Fold(caseId, reader.Case(caseId)) is { Opened: { } opened, IsUnderWay: true } matter && scene.Policy.Matter(opened.Matter) is { } kind ? (matter, kind) : null;

    /// <summary>Reminds, where it is due; true where it did.</summary>
    public Task<bool> RemindAsync(string school, string caseId) => log.CommitAsync(school, commit =>
    {
        if (commit.Behind is not null || scenes.Of(commit, caseId, commit.Now) is not { } scene
            || Matter.Fold(caseId, commit.Case(caseId)) is not { Opened: { } opened } matter || scene.Policy.Matter(opened.Matter) is not { } kind
            || MatterRules.Remind(matter, kind, scene) is not Ruling<IFact>.Allowed(var reminder))
        {
            return false;
        }

        commit.Append(new(reminder, caseId, Records.Actor.System("reminders"), Commit.Under(scene.Policy)));
        return true;
    });

    /// <summary>Makes a one-time link for a step, beside which every earlier one is dead.</summary>
    /// <param name="made">How many the step had when the maker was shown it.</param>
    /// <param name="keyOf">The key under which a link is found again, by the number of its record.</param>
    public Task<MatterOutcome> MakeLinkAsync(string school, string caseId, Caller caller, string step, int made, Func<long, string> keyOf) =>
        CommitAsync(school, (commit, today) =>
        {
            if (Find(commit, caseId, caller, today) is not var (matter, kind, scene))
                return new(null, null);

            // The same press again, its answer lost: the link is there.
            if (matter.Links.LastOrDefault(link => link.Fact.Step == step) is { } last && last.Fact.By.Person == caller.Person.Key && OutsideForms.CountOf(matter, step) == made + 1)
                return new(caseId, last.Fact);
            var ruling = OutsideForms.MakeLink(matter, kind, step, made, caller.Person, scene);
            if (ruling is Ruling<IFact>.Allowed(MatterLinkMade link))
                commit.Append(new(link, caseId, caller.As(link.By), Commit.Under(scene.Policy), Key: keyOf(commit.Size)));
            else if (ruling is Ruling<IFact>.Refused(var refusal))
                CaseActs.Record(commit, scene, caller, $"make a link ({kind.Title})", $"{step} {made}", refusal, caseId);
            return new(caseId, ruling);
        });

    /// <summary>Takes a step.</summary>
    /// <param name="key">Of what was sent: the same press again is the same step, another one from the same card is another.</param>
    /// <param name="document">The file that <paramref name="filled"/> tells of, to be kept with the record of the step.</param>
    public Task<MatterOutcome> StepAsync(string school, string caseId, Caller caller, string step, Filled filled, string key, StoredDocument? document = null) =>
        RunAsync(school, caseId, caller, "take a step", key, null, (matter, kind, scene, commit) => MatterRules.Take(
            matter, kind, step, caller.Person, filled, KeptRecordings.Named(kind.Step(step)?.Form ?? [], filled, scene, commit)), document);

    private Task<MatterOutcome> RunAsync(
        string school, string caseId, Caller caller, string act, string? key, string? seen, Func<Matter, MatterKind, Scene, LogReader, Ruling<IFact>> rule, StoredDocument? document = null) =>
        CommitAsync(school, (commit, today) =>
        {
            if (Find(commit, caseId, caller, today) is not var (matter, kind, scene))
                return new(null, null);
            if (key is not null && commit.Done(key) is { } earlier)
                return Again(commit, earlier);
            var ruling = rule(matter, kind, scene, commit);
            if (ruling is Ruling<IFact>.Allowed(var fact))
            {
                var (number, _) = commit.Append(new(fact, caseId, caller.In(PositionOf(fact)), Commit.Under(scene.Policy), seen, key));
                if (fact is BodiesErased)
                    commit.EraseBodies(caseId, number);
                if (fact is MatterStepTaken taken && kind.Step(taken.Step)?.Attaches() is { } field && taken.Answers.FirstOrDefault(answer => answer.Field == field.Id) is { } named)
                    Keep(commit, caseId, named, document);
                if (kind.Clocks is not null)
                    CaseClocks.Set(commit, caseId, scene);
            }
            else if (ruling is Ruling<IFact>.Refused(var refusal))
                CaseActs.Record(commit, scene, caller, $"{act} ({kind.Title})", $"{key} {seen}", refusal, caseId);
            return new(caseId, ruling);
        });

    /// <summary>A record that names a file which is not there would be a lie: then nothing of the transaction stays.</summary>
    private static void Keep(Commit commit, string caseId, FieldAnswer named, StoredDocument? document) => DocumentTable.Keep(
        commit, caseId, document?.Sha256 == named.Value ? document : throw new InvalidOperationException($"The file that {caseId} would name is not the one that arrived."));

    /// <summary>Whoever holds nothing at the school is told nothing of its cases, and leaves nothing in them.</summary>
    private (Matter, MatterKind, Scene)? Find(Commit commit, string caseId, Caller caller, Scene today) =>
        today.Staff.OfficesOf(caller.Person, commit.School, today.Now).Count > 0
        && scenes.Of(commit, caseId, commit.Now) is { } scene
        && Matter.Fold(caseId, commit.Case(caseId)) is { Opened: { } opened } matter && scene.Policy.Matter(opened.Matter) is { } kind
            ? (matter, kind, scene)
            : null;

    private Task<MatterOutcome> CommitAsync(string school, Func<Commit, Scene, MatterOutcome> act) => log.CommitAsync(school, commit =>
        commit.Behind is { } behind ? new(null, null, behind)
        : scenes.At(school, commit.Now) is { } scene ? act(commit, scene)
        : new(null, null));

    private static MatterOutcome Again(LogReader log, long earlier)
    {
        var (leaf, body) = log.Record(earlier)!.Value;
        return new(leaf.Case, body is null ? new Ruling<IFact>.OutOfDate() : new Ruling<IFact>.Allowed(Facts.Read(leaf.Kind, body.Content)));
    }

    private static string PositionOf(IFact fact) => fact switch
    {
        MatterApproved signed => signed.By.Position,
        MatterRefused signed => signed.By.Position,
        MatterStepTaken taken => taken.By.Position,
        MatterPassedOn passed => passed.By.Position,
        MatterSorted sorted => sorted.By.Position,
        MatterDismissed dismissed => dismissed.By.Position,
        BodiesErased erased => erased.ByPosition,
        _ => throw new InvalidOperationException($"{fact.GetType().Name} is no act of a person here."),
    };
}
