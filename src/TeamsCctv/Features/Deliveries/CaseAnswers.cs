using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Messages;

namespace TeamsCctv.Features.Deliveries;

/// <summary>What a click on a case's card is answered with: the card as it stands now, saying what came of the click.</summary>
public sealed class CaseAnswers(CardDrawer drawer) : ICardVerbs
{
    public const string NotFound = "That case is not here. Send “help” to see what you can do.";

    public IReadOnlyDictionary<string, Func<CardClick, CancellationToken, Task<Answer>>> Verbs =>
        new Dictionary<string, Func<CardClick, CancellationToken, Task<Answer>>> { [Parts.RefreshVerb] = (click, _) => RefreshAsync(click) };

    public async Task<Answer> AfterAsync(CardClick click, string topic, Outcome outcome)
    {
        if (outcome is Outcome.NotNow { Why: var why })
            return new Answer.Say(why.Says);

        // Who was sent no copy of this card is told the rule and shown nothing of the case.
        if (outcome is Outcome.NotFound || !drawer.HasCopy(click.School, click.Case, topic, click.Caller.Person))
            return new Answer.Say(outcome is Outcome.Refused { Refusal: var rule } ? Refused(rule) : NotFound);
        var card = await drawer.DrawAsync(click.School, click.Case, topic, click.Caller.Person.Key, context => outcome switch
        {
            Outcome.Refused refused => context with { Refusal = refused.Refusal },
            Outcome.Invalid invalid => context with { Verb = click.Press.Verb, Errors = invalid.Errors, Typed = new(name => click[name]) },
            Outcome.OutOfDate => context with { Note = "Nothing was changed: the card was out of date. This is how it stands." },
            _ => context,
        });
        return card is null ? new Answer.Say(NotFound) : new Answer.ShowCard(card);
    }

    public static string Refused(Refusal refusal) =>
        $"The policy does not allow that. {refusal.Clause}: {refusal.Says} {refusal.Instead}";

    private async Task<Answer> RefreshAsync(CardClick click)
    {
        var topic = click["topic"] ?? "";
        return drawer.HasCopy(click.School, click.Case, topic, click.Caller.Person)
            && await drawer.DrawAsync(click.School, click.Case, topic, click.Caller.Person.Key) is { } card
            ? new Answer.ShowCard(card)
            : new Answer.Say(NotFound);
    }
}
