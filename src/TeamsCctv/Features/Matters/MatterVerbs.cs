using NodaTime;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.Messages;
using TeamsCctv.Protocols.Teams.Cards;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Matters;

/// <summary>Choosing a kind of case, opening one, deciding it, doing its steps.</summary>
public sealed class MatterVerbs(MatterActs acts, FormLinks links, Scenes scenes, Registers registers, CardDrawer drawer, RecordLog log, KeptRecordings recordings, TimeProvider time) : ICardVerbs
{
    public const string Begin = "matter.begin";
    public const string Open = "matter.open";
    public const string Approve = "matter.approve";
    public const string Refuse = "matter.refuse";
    public const string Step = "matter.step";
    public const string PassOn = "matter.pass-on";
    public const string Link = "matter.link";

    internal const string ApprovePrefix = "approve.";

    public IReadOnlyDictionary<string, Func<CardClick, CancellationToken, Task<Answer>>> Verbs =>
        new Dictionary<string, Func<CardClick, CancellationToken, Task<Answer>>>
        {
            [Begin] = BeginAsync,
            [Open] = OpenAsync,
            [Approve] = (click, _) => DecideAsync(click, approve: true),
            [Refuse] = (click, _) => DecideAsync(click, approve: false),
            [Step] = (click, _) => StepAsync(click),
            [Link] = (click, _) => LinkAsync(click),
            [PassOn] = async (click, _) => await AfterAsync(click, Asked(click, Topics.DecideMatter), PassOn, await acts.PassOnAsync(click.School, click.Case, click.Caller)),
        };

    /// <summary>The kinds of case that a person may open, at the schools where they hold an office.</summary>
    /// <param name="which">Of all kinds those that are offered; null offers all.</param>
    public Card Choose(Caller caller, Func<MatterKind, bool>? which = null)
    {
        const string Title = "Open a case";
        var now = Now;
        List<Choice> kinds =
        [
            .. registers.Staff.SchoolsOf(caller.Person, registers.Cameras.Schools.Select(school => school.Id), now)
                .Select(school => scenes.At(school, now)!)
                .SelectMany(scene => (scene.Policy.Matters ?? [])
                    .Where(kind => which?.Invoke(kind) != false && (kind.Forbidden is not null || scene.OfficeOf(caller.Person, kind.Ask) is not null))
                    .Select(kind => (Scene: scene, Kind: kind)))
                .Select(offer => new Choice($"{offer.Kind.Title} · {offer.Scene.School.Name}", $"{offer.Scene.School.Id}/{offer.Kind.Id}")),
        ];
        if (kinds.Count == 0)
            return new(Title, [TextBlock.Heading(Title), new TextBlock(which is null ? "Your position opens no other case. Send “ask” for footage." : "You decide nothing here, so you need not say when you are away.")]);
        return new(
            Title,
            [TextBlock.Heading(Title), new InputChoiceSet("matterKind", "What is it about?", kinds, isRequired: true, errorMessage: "Choose one.")],
            [new ActionExecute(Begin, "Go on", style: ActionStyle.Positive)]);
    }

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    private async Task<Answer> BeginAsync(CardClick click, CancellationToken cancellation)
    {
        if (click["matterKind"]?.Split('/') is not [var school, var chosen])
            return new Answer.ShowCard(Choose(click.Caller));
        if (scenes.At(school, Now) is not { } scene || scene.Policy.Matter(chosen) is not { } kind || scene.Staff.OfficesOf(click.Caller.Person, school, scene.Now).Count == 0)
            return new Answer.Say("You hold no position at that school. Send “open” to see what you can open.");
        var number = OneTime.Key();
        if (kind.Forbidden is null && scene.OfficeOf(click.Caller.Person, kind.Ask) is not null)
            return new Answer.ShowCard(MatterForm.Draw(kind, await recordings.ForAsync(kind, scene, cancellation), click.Caller.Person, number, Typed.Nothing, [], null));

        // Whom the policy does not let open it is refused here, on the record, and not only after filling in a form.
        var refused = await acts.OpenAsync(school, chosen, click.Caller, Filled.Nothing, $"begin:{click.Caller.Person.Key}:{Sent(click)}", Sent(click), (_, _, _) => { });
        return refused.NotNow is { } why
            ? new Answer.Say(why.Says)
            : new Answer.ShowCard(MatterForm.Draw(kind, scene, click.Caller.Person, number, Typed.Nothing, [], (refused.Ruling as Ruling<IFact>.Refused)?.Refusal));
    }

    private async Task<Answer> OpenAsync(CardClick click, CancellationToken cancellation)
    {
        if (click["form"] is not { Length: OneTime.Length } number || scenes.At(click.School, Now) is not { } scene || scene.Policy.Matter(click["matter"] ?? "") is not { } kind)
            return new Answer.Say("This form is too old. Send “open” for a new one.");
        var person = click.Caller.Person;
        var outcome = await acts.OpenAsync(click.School, kind.Id, click.Caller, MatterForm.OfOpening(kind, click), $"matter:{person.Key}:{number}", Sent(click), (commit, id, seq) =>
        {
            // The form's own message turns into the case, for as long as it lives.
            if (click.Activity is not null)
                new DeliveryTable(commit.Session).AddSent(commit.School, id, Topics.Matter, person.Key, seq, Conversations.Write(click.Conversation), click.Activity);
        });
        return outcome switch
        {
            { NotNow: { } why } => new Answer.Say(why.Says),
            { Ruling: Ruling<IFact>.Refused(var refusal) } => await AgainAsync([], refusal),
            { Ruling: Ruling<IFact>.Invalid(var errors) } => await AgainAsync(errors, null),
            { Case: { } id } when await drawer.DrawAsync(click.School, id, Topics.Matter, person.Key) is { } card => new Answer.ShowCard(card),
            _ => new Answer.Say(CaseAnswers.NotFound),
        };

        async Task<Answer> AgainAsync(IReadOnlyList<FieldError> errors, Refusal? refusal) => new Answer.ShowCard(
            MatterForm.Draw(kind, await recordings.ForAsync(kind, scene, cancellation), person, number, new(name => click[name]), errors, refusal));
    }

    private async Task<Answer> DecideAsync(CardClick click, bool approve)
    {
        var form = (await KindAsync(click))?.Decision?.Form ?? [];
        var outcome = await acts.DecideAsync(click.School, click.Case, click.Caller, new(
            click.Caller.Person, approve, click["reason"], approve ? MatterForm.Read(form, ApprovePrefix, click) : Refusing(click), click["seen"] ?? ""));
        return await AfterAsync(click, Asked(click, Topics.DecideMatter), click.Press.Verb, outcome);
    }

    /// <summary>One press of one card with what was typed; how often the step was taken is among it, so that the same again later is another.</summary>
    private static string Sent(CardClick click) => OneTime.Of($"{click.Press.Verb} {click.Press.Data.GetRawText()}");

    private static Filled Refusing(CardClick click) => click["ground"] is { } ground
        ? Filled.Nothing with { Texts = new Dictionary<string, string> { ["ground"] = ground } }
        : Filled.Nothing;

    /// <summary>The topic of the card that was clicked, a reminder's among them.</summary>
    private static string Asked(CardClick click, string topic) =>
        click["topic"] is { } asked && (asked == topic || asked.StartsWith($"{topic}:", StringComparison.Ordinal)) ? asked : topic;

    private async Task<Answer> StepAsync(CardClick click)
    {
        var step = click["step"] ?? "";
        var form = (await KindAsync(click))?.Step(step)?.Form ?? [];
        var outcome = await acts.StepAsync(
            click.School, click.Case, click.Caller, step, MatterForm.Read(form, $"{step}.", click), $"step:{click.Case}:{click.Caller.Person.Key}:{Sent(click)}");
        return await AfterAsync(click, Asked(click, Topics.Matter), MatterCard.FormOf(step), outcome);
    }

    private async Task<Answer> LinkAsync(CardClick click)
    {
        var step = click["step"] ?? "";
        var outcome = await acts.MakeLinkAsync(
            click.School, click.Case, click.Caller, step, int.TryParse(click["made"], out var made) ? made : -1,
            record => FormLinks.KeyOf(links.TokenOf(click.School, click.Case, step, record)));
        return await AfterAsync(click, Asked(click, Topics.Matter), Link, outcome);
    }

    private async Task<MatterKind?> KindAsync(CardClick click) => await log.ReadAsync(
        click.School,
        reader => Matter.Fold(click.Case, reader.Case(click.Case)) is { Opened: { } opened } ? scenes.Of(reader, click.Case, Now)?.Policy.Matter(opened.Matter) : null);

    /// <summary>The card as it stands now; who was sent no copy is told the rule and shown nothing of the case.</summary>
    private async Task<Answer> AfterAsync(CardClick click, string topic, string form, MatterOutcome outcome)
    {
        if (outcome.NotNow is { } why)
            return new Answer.Say(why.Says);
        if (outcome.Ruling is null || !drawer.HasCopy(click.School, click.Case, topic, click.Caller.Person))
            return new Answer.Say(outcome.Ruling is Ruling<IFact>.Refused(var rule) ? CaseAnswers.Refused(rule) : CaseAnswers.NotFound);
        var card = await drawer.DrawAsync(click.School, click.Case, topic, click.Caller.Person.Key, context => outcome.Ruling switch
        {
            Ruling<IFact>.Refused(var refusal) => context with { Refusal = refusal },
            Ruling<IFact>.Invalid(var errors) => context with { Verb = form, Errors = errors, Typed = new(name => click[name]) },
            Ruling<IFact>.OutOfDate => context with { Note = "Nothing was changed: the card was out of date. This is how it stands." },
            _ => context,
        });
        return card is null ? new Answer.Say(CaseAnswers.NotFound) : new Answer.ShowCard(card);
    }
}
