using NodaTime;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.Messages;

namespace TeamsCctv.Features.Matters;

/// <summary>
/// “I am away until …” on a card that waits for a decision. It opens the policy's case for that, which brings every
/// decision of theirs to the others; their own card of it has the way back.
/// </summary>
public sealed class AwayVerbs(MatterActs acts, Scenes scenes, CardDrawer drawer, TimeProvider time) : ICardVerbs
{
    public IReadOnlyDictionary<string, Func<CardClick, CancellationToken, Task<Answer>>> Verbs =>
        new Dictionary<string, Func<CardClick, CancellationToken, Task<Answer>>> { [AwayForm.Verb] = (click, _) => AwayAsync(click) };

    private async Task<Answer> AwayAsync(CardClick click)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var person = click.Caller.Person;
        if (scenes.At(click.School, now) is not { } scene || AwayForm.KindFor(person, scene) is not { Absence: { } rule } kind)
            return new Answer.Say("Nothing waits for a decision of yours there. Send “help” to see what you can do.");
        var until = Forms.Date(click[AwayForm.Day]);
        var filled = Filled.Nothing with { Days = until is { } day ? new Dictionary<string, LocalDate> { [rule.Until] = day } : Filled.Nothing.Days };
        if (click[AwayForm.Once] is not { Length: OneTime.Length } once)
            return new Answer.Say("This card is too old for that. Send “away”.");
        var outcome = await acts.OpenAsync(click.School, kind.Id, click.Caller, filled, $"away:{person.Key}:{once}:{until}", once, (_, _, _) => { });
        var topic = click["topic"] ?? "";
        if (outcome.NotNow is { } why)
            return new Answer.Say(why.Says);
        if (!drawer.HasCopy(click.School, click.Case, topic, person))
            return new Answer.Say(CaseAnswers.NotFound);
        var card = await drawer.DrawAsync(click.School, click.Case, topic, person.Key, context => outcome.Ruling switch
        {
            Ruling<IFact>.Refused(var refusal) => context with { Refusal = refusal },
            Ruling<IFact>.Invalid(var errors) => context with
            {
                Verb = AwayForm.Verb,
                Errors = [.. errors.Select(error => error with { Field = AwayForm.Day })],
                Typed = new(name => click[name]),
            },
            _ => context with { Note = $"You are away until {London.Say(until!.Value)}. Others who may decide get this now." },
        });
        return card is null ? new Answer.Say(CaseAnswers.NotFound) : new Answer.ShowCard(card);
    }
}
