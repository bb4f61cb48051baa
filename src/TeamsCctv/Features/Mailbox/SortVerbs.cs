using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.Matters;
using TeamsCctv.Features.Messages;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox;

/// <summary>Confirming what a mail was taken for, correcting it, or saying that it needs no case.</summary>
public sealed class SortVerbs(MatterActs acts, Scenes scenes, RecordLog log, CardDrawer drawer, TimeProvider time) : ICardVerbs
{
    public const string Sort = "mail.sort";
    public const string Dismiss = "mail.dismiss";

    internal const string Prefix = "sort.";

    public IReadOnlyDictionary<string, Func<CardClick, CancellationToken, Task<Answer>>> Verbs =>
        new Dictionary<string, Func<CardClick, CancellationToken, Task<Answer>>>
        {
            [Sort] = (click, _) => SortAsync(click),
            [Dismiss] = async (click, _) => await AfterAsync(
                click, Dismiss, await acts.DismissAsync(click.School, click.Case, click.Caller, click["reason"], Key(click)), new(name => click[name])),
        };

    /// <summary>Tells the form of one kind from the others on the card.</summary>
    public static string FormOf(string kind) => $"{Sort}:{kind}";

    private async Task<Answer> SortAsync(CardClick click)
    {
        var chosen = click["as"] ?? click["sortAs"] ?? "";
        var now = NodaTime.Instant.FromDateTimeOffset(time.GetUtcNow());
        var (matter, scene) = await log.ReadAsync(click.School, reader => (Matter.Fold(click.Case, reader.Case(click.Case)), scenes.Of(reader, click.Case, now)));
        var kind = scene?.Policy.Matter(chosen);
        var typed = kind is not null && click["typed"] == "true" ? MatterForm.Read(kind.Form, Prefix, click) : null;
        var outcome = await acts.SortAsync(click.School, click.Case, click.Caller, chosen, typed, Key(click));

        // A form that the mail alone could not fill comes back with what it could.
        var found = kind is null || matter is null || typed is not null ? new Typed(name => click[name]) : MatterForm.TypedOf(kind.Form, Prefix, MailCases.Fill(kind, matter.Found, scene!));
        return await AfterAsync(click, kind is null ? $"{Sort}:else" : FormOf(kind.Id), outcome, found);
    }

    private static string Key(CardClick click) => $"sort:{click.Case}:{click.Caller.Person.Key}:{OneTime.Of($"{click.Press.Verb} {click.Press.Data.GetRawText()}")}";

    private async Task<Answer> AfterAsync(CardClick click, string form, MatterOutcome outcome, Typed typed)
    {
        if (outcome.NotNow is { } why)
            return new Answer.Say(why.Says);
        var topic = click["topic"] is { } asked && asked.Split(':')[0] == Topics.SortMail ? asked : Topics.SortMail;
        if (outcome.Ruling is null || !drawer.HasCopy(click.School, click.Case, topic, click.Caller.Person))
            return new Answer.Say(outcome.Ruling is Ruling<IFact>.Refused(var rule) ? CaseAnswers.Refused(rule) : CaseAnswers.NotFound);
        var card = await drawer.DrawAsync(click.School, click.Case, topic, click.Caller.Person.Key, context => outcome.Ruling switch
        {
            Ruling<IFact>.Refused(var refusal) => context with { Refusal = refusal },
            Ruling<IFact>.Invalid(var errors) => context with { Verb = form, Errors = errors, Typed = typed },
            Ruling<IFact>.OutOfDate => context with { Note = "Nothing was changed: the card was out of date. This is how it stands." },
            _ => context,
        });
        return card is null ? new Answer.Say(CaseAnswers.NotFound) : new Answer.ShowCard(card);
    }
}
