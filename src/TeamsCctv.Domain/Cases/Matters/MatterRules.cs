using NodaTime;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Cases.Matters;

/// <summary>A click on a decision card. <paramref name="Reason"/> is needed to refuse, <paramref name="Filled"/> to approve.</summary>
/// <param name="Seen">The hash of the sheet the card showed.</param>
public sealed record DecideMatter(Person Who, bool Approve, string? Reason, Filled Filled, string Seen);

/// <summary>What a policy allows in the kinds of case it describes. All of it is looked up; none of it is known here.</summary>
public static class MatterRules
{
    public static Ruling<MatterOpened> Open(MatterKind kind, Person who, Filled filled, Scene scene)
    {
        if (kind.Forbidden is { } instead)
            return scene.Refuse("forbidden", kind.Clause, instead);
        if (scene.OfficeOf(who, kind.Ask) is not { } office)
            return scene.Refuse("not-yours-to-ask", kind.Clause, $"Ask the {scene.FirstTitle(kind.Ask)} to open it.");
        // Alternates of alternates could keep an office for ever, and decide what its first holder asks.
        if (kind.Appoints is { IsAlternate: true } && office.Alternate)
            return scene.Refuse("alternate-nominates", kind.Clause, $"Only the {scene.FirstTitle(kind.Ask)} nominates, and no alternate.");
        var check = FormCheck.Of(kind.Form, filled, who, scene);
        if (check.Errors is [_, ..])
            return new Ruling<MatterOpened>.Invalid(check.Errors);
        if (MatterEffects.WrongDay(kind, who, check.Answers, scene) is { } wrong)
            return new Ruling<MatterOpened>.Invalid([wrong]);
        if (check.Refusal is { } refusal)
            return refusal;
        var opened = new MatterOpened(kind.Id, kind.Title, kind.Clause, check.Answers, kind.Decision is not null, kind is { Decision: null, Steps: null }, kind.IsDisclosure, Scene.Sign(office), scene.Staff.Version,
            kind.Form.FirstOrDefault(field => field.Type == FieldType.Recording) is { } about ? check.Answers.FirstOrDefault(answer => answer.Field == about.Id)?.Value : null);
        return kind.Decision is { } decision && DecidersOf(decision, opened, scene.Now, [], scene).Count == 0
            ? scene.Refuse("nobody-may-decide", decision.Clause, scene.NobodyElse(decision.By))
            : opened;
    }

    /// <summary>
    /// Who may decide it: never who asked, no alternate whom they nominated on the day they asked or since, and nobody who left
    /// it to the others. Where nobody is left, those whom the policy names next.
    /// </summary>
    public static IReadOnlyList<Office> DecidersOf(Matter matter, MatterDecision decision, Scene scene) =>
        matter.Opened is { } opened ? DecidersOf(decision, opened, matter.At, matter.PassedOn, scene) : [];

    private static List<Office> DecidersOf(
        MatterDecision decision, MatterOpened opened, Instant asked, IReadOnlyList<string> passedOn, Scene scene)
    {
        // Whoever left it to others who are gone or away has it again: no case is left to nobody, and to who is away only
        // where nobody is there.
        return Left(passedOn, away: false) is [_, ..] here ? here
            : Left([], away: false) is [_, ..] again ? again
            : Left(passedOn, away: true) is [_, ..] absent ? absent
            : Left([], away: true);

        List<Office> Left(IReadOnlyList<string> without, bool away)
        {
            var named = Free(decision.By, without, away);
            return named.Count > 0 || decision.Otherwise is not { } next ? named : Free(next, without, away);
        }

        List<Office> Free(IReadOnlyList<string> positions, IReadOnlyList<string> without, bool away) =>
        [
            .. scene.Offices(positions)
                .Where(office => Scene.IsFreeOf(office, opened.By.Person, asked) && !without.Contains(office.Person.Key) && (away || !scene.IsAway(office.Person)))
                .OrderBy(office => office.Alternate)
                .DistinctBy(office => office.Person.Key),
        ];
    }

    /// <summary>The office in which a person may decide a waiting case now, or null.</summary>
    public static Office? DeciderOf(Matter matter, MatterKind kind, Person who, Scene scene) =>
        matter.State == MatterState.Waiting && kind.Decision is { } decision
            ? DecidersOf(matter, decision, scene).FirstOrDefault(office => office.Person.Key == who.Key)
            : null;

    /// <summary>What the decider is shown.</summary>
    public static DecisionSheet Sheet(Matter matter, MatterKind kind, Scene scene, Office decider)
    {
        var opened = matter.Opened ?? throw new InvalidOperationException($"{matter.Id} has no names any more.");
        var decision = kind.Decision ?? throw new InvalidOperationException($"{matter.Id} waits for nobody.");
        return new(matter.Id, decision.Question,
        [
            .. opened.Answers.Select(answer => new SheetLine(answer.Label, answer.Says)),
            .. matter.Steps.SelectMany(step => step.Fact.Answers.Select(answer => new SheetLine($"{step.Fact.Title}: {answer.Label}", answer.Says))),
            .. matter.Steps.Where(step => step.Fact.Link is not null).Select(step => new SheetLine($"{step.Fact.Title}: signed by", $"{step.Fact.By.Name}, {step.Fact.By.Title}")),
            new("Asked by", $"{opened.By.Name}, {opened.By.Title}"),
            new("Asked", London.Say(matter.At)),
            new("Policy", $"{scene.Policy.Title}, version {scene.Policy.Version} ({scene.Policy.Hash[..8]})"),
        ], Statement(decision, decider));
    }

    /// <param name="current">The hash of the sheet as this person would be shown it now.</param>
    public static Ruling<IFact> Decide(Matter matter, MatterKind kind, DecideMatter command, Scene scene, string current)
    {
        if (matter is not { State: MatterState.Waiting, Opened: { } opened } || kind.Decision is not { } decision)
            return new Ruling<IFact>.OutOfDate();
        if (opened.By.Person == command.Who.Key)
            return scene.Refuse("own-request", decision.Clause, "Someone else who may decide has the card too; wait for them.");
        if (DeciderOf(matter, kind, command.Who, scene) is not { } office)
            return scene.Refuse("not-your-decision", decision.Clause, $"Leave it to those who have the card: {NamesOf(DecidersOf(matter, decision, scene))}.");
        if (command.Seen != current)
            return new Ruling<IFact>.OutOfDate();
        if (!command.Approve)
            return Refuse(command, decision, office);
        if (decision.Needs?.FirstOrDefault(step => !matter.HasDone(step)) is { } missing && kind.Step(missing) is { } first)
            return scene.Refuse("not-shown", first.Clause, $"“{first.Title}” comes first: whoever asked can do it on their card.");
        var check = FormCheck.Of(decision.Form ?? [], command.Filled, command.Who, scene);
        return check.Errors is [_, ..] ? new Ruling<IFact>.Invalid(check.Errors)
            : check.Refusal is { } refusal ? refusal
            : new MatterApproved(Scene.Sign(office), Statement(decision, office), check.Answers);
    }

    /// <summary>The steps that can be taken now, all that they need being done.</summary>
    public static IEnumerable<MatterStep> StepsOf(Matter matter, MatterKind kind) =>
        (kind.Steps ?? []).Where(step => IsDue(matter, step) && step.IsReady(matter.HasDone));

    /// <summary>Those of them that a person may take.</summary>
    public static IEnumerable<MatterStep> StepsOf(Matter matter, MatterKind kind, Person who, Scene scene) =>
        StepsOf(matter, kind).Where(step => May(matter, step, who, scene) && Guarding.Own(matter, kind, step, who) is null);

    public static Ruling<IFact> Take(Matter matter, MatterKind kind, string step, Person who, Filled filled, Scene scene)
    {
        if (kind.Step(step) is not { } rule || !IsDue(matter, rule))
            return new Ruling<IFact>.OutOfDate();
        if (!May(matter, rule, who, scene))
            return scene.Refuse("not-yours-to-do", rule.Clause, $"Leave it to the {scene.FirstTitle(rule.By)}.");
        if (rule.Needs?.FirstOrDefault(need => !matter.HasDone(need)) is { } missing && kind.Step(missing) is { } first)
            return scene.Refuse("not-yet", first.Clause, $"“{first.Title}” comes first.");
        if (!rule.IsReady(matter.HasDone))
            return scene.Refuse("not-yet", rule.Clause, $"One of these comes first: {string.Join(", ", rule.NeedsOne!.Select(kind.Step).OfType<MatterStep>().Select(one => $"“{one.Title}”"))}.");
        if (Guarding.Own(matter, kind, rule, who) is { } own)
            return scene.Refuse("own-step", rule.Clause, $"You took “{own.Title}” yourself. Leave this to somebody else who is {scene.FirstTitle(rule.By)}, or to whom the case goes next.");
        if (Guarding.Barring(matter, kind, rule) is { } guard)
            return scene.Refuse(guard.Reason, guard.Clause, guard.Instead);
        var check = FormCheck.Of(rule.Form, filled, who, scene, matter.Approved?.At);
        if (check.Errors is [_, ..])
            return new Ruling<IFact>.Invalid(check.Errors);
        check = check with { Answers = Drafts.Compose(rule.Form, check.Answers, matter, kind, scene) };
        if (Drafts.Unfinished(rule.Form, check.Answers) is { } unfinished)
            return new Ruling<IFact>.Invalid([unfinished]);
        if (rule.Mail is { To: var to } && check.Answers.FirstOrDefault(answer => answer.Field == to) is { } address && !OutgoingLetter.IsAddress(address.Value))
            return new Ruling<IFact>.Invalid([new(to, "That is no e-mail address. Give one, or leave it empty where you write or telephone.")]);
        return check.Refusal is { } refusal ? refusal
            : new MatterStepTaken(rule.Id, rule.Title, rule.Closes, check.Answers, scene.SignAs(who, rule.By, kind.Ask), Mail: LetterOf(rule, check.Answers), Amends: rule.Amends);
    }

    /// <summary>What a step sends, where an address was given.</summary>
    private static OutgoingLetter? LetterOf(MatterStep step, IReadOnlyList<FieldAnswer> answers)
    {
        return step.Mail is { } mail && Given(mail.To) is { Length: > 0 } to ? new(to, Given(mail.Subject), Given(mail.Text)) : null;

        string Given(string field) => answers.FirstOrDefault(answer => answer.Field == field)?.Value ?? "";
    }

    public static bool MayErase(Matter matter, Person who, Scene scene) =>
        matter.State is MatterState.Closed or MatterState.Refused && scene.OfficeOf(who, scene.Policy.Deletion.Erase) is not null;

    /// <summary>The names in a closed case go when whom the policy lets erase names says so; the sealed leaves stay.</summary>
    public static Ruling<IFact> Erase(Matter matter, Person who, string? why, Scene scene)
    {
        if (matter is not { State: MatterState.Closed or MatterState.Refused, Opened: { } opened })
            return new Ruling<IFact>.OutOfDate();
        var ruling = Erasing.Rule(who, why, scene);
        return ruling is Ruling<IFact>.Allowed(BodiesErased erased)
            ? erased with { Matter = new(opened.Matter, opened.IsDisclosure, matter.ClosedBy?.Step) }
            : ruling;
    }

    /// <summary>“Not me”: allowed while somebody else may decide, so that no case is left to nobody.</summary>
    public static Ruling<IFact> PassOn(Matter matter, MatterKind kind, Person who, Scene scene)
    {
        // Pressed again it is no refusal: they have left it already, and the card says so.
        if (matter.State != MatterState.Waiting || kind.Decision is not { } decision || matter.PassedOn.Contains(who.Key))
            return new Ruling<IFact>.OutOfDate();
        if (DeciderOf(matter, kind, who, scene) is not { } office)
            return scene.Refuse("not-your-decision", decision.Clause, $"Leave it to those who have the card: {NamesOf(DecidersOf(matter, decision, scene))}.");
        return DecidersOf(decision, matter.Opened!, matter.At, [.. matter.PassedOn, who.Key], scene).All(other => other.Person.Key == who.Key || matter.PassedOn.Contains(other.Person.Key))
            ? scene.Refuse("nobody-else", decision.Clause, "Nobody else may decide it, so it stays with you. Decide it, or refuse it and say why.")
            : new MatterPassedOn(Scene.Sign(office));
    }

    /// <summary>A reminder, where nothing has been recorded for as long as the policy allows.</summary>
    public static Ruling<IFact> Remind(Matter matter, MatterKind kind, Scene scene) =>
        kind.Remind is { } rule && matter.IsUnderWay && scene.Now >= matter.Since + Duration.FromDays(rule.Days)
            ? new MatterReminded(matter.Reminders + 1, rule.Days)
            : new Ruling<IFact>.OutOfDate();

    private static Ruling<IFact> Refuse(DecideMatter command, MatterDecision decision, Office office)
    {
        List<FieldError> errors = [];
        var ground = decision.Refusals?.FirstOrDefault(known => known.Id == command.Filled.Text("ground"));
        if (decision.Refusals is not null && ground is null)
            errors.Add(new("ground", "Choose on which ground."));
        errors.Text("reason", command.Reason, 1000, "Say why, so that the person who asked can act on it.");
        return errors.Count > 0 ? new Ruling<IFact>.Invalid(errors) : new MatterRefused(Scene.Sign(office), command.Reason!.Trim(), ground?.Title);
    }

    /// <summary>People as they sign, in a sentence.</summary>
    public static string NamesOf(IReadOnlyList<Office> offices) => offices.Count == 0
        ? "nobody in office today"
        : string.Join(", ", offices.Select(office => $"{office.Person.Name} ({Scene.Sign(office).Title})"));

    internal static bool IsDue(Matter matter, MatterStep step) =>
        (matter.State == MatterState.Open || (matter.State is MatterState.Waiting or MatterState.Unsorted && step.Early))
        && !(step.Unless ?? []).Any(matter.HasDone)
        && (step.Repeats || !matter.HasDone(step.Id));

    internal static bool May(Matter matter, MatterStep step, Person who, Scene scene) =>
        scene.OfficeOf(who, step.By) is not null
        || (step.Asker && matter.Opened?.By.Person == who.Key && scene.Staff.OfficesOf(who, scene.School.Id, scene.Now).Count > 0);

    private static string Statement(MatterDecision decision, Office office) =>
        decision.Statement.Replace("{title}", Scene.Sign(office).Title, StringComparison.Ordinal);
}
