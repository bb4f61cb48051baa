using NodaTime;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.Messages;
using TeamsCctv.Protocols.Teams.Cards;

namespace TeamsCctv.Features.Matters;

/// <summary>
/// “I am away until …” on a card that waits for a decision. It opens the policy's case for that, which brings every
/// decision of theirs to the others; their own card of it has the way back.
/// </summary>
public sealed class AwayVerbs(MatterActs acts, Scenes scenes, CardDrawer drawer, TimeProvider time) : ICardVerbs
{
    public const string Away = "away";

    private const string Day = "awayUntil";

    public IReadOnlyDictionary<string, Func<CardClick, CancellationToken, Task<Answer>>> Verbs =>
        new Dictionary<string, Func<CardClick, CancellationToken, Task<Answer>>> { [Away] = (click, _) => AwayAsync(click) };

    /// <summary>The kind of case in which somebody says that they are away, where they are one of those who say it.</summary>
    public static MatterKind? KindFor(Person who, Domain.Cases.Downloads.Scene scene) =>
        scene.Policy.Matters?.FirstOrDefault(kind => kind.Absence is not null && scene.OfficeOf(who, kind.Ask) is not null);

    /// <summary>The form behind a decision card's button; none for who may not say it.</summary>
    public static IEnumerable<CardForm> Form(CardContext context) => context.Viewer is { } viewer && KindFor(viewer, context.Scene) is not null
        ?
        [
            new("I am away", "Let others decide", Away, ActionStyle.Default,
                [new(Day, new InputDate(Day, "Until and including", isRequired: true, errorMessage: "Give the last day on which you are away.", value: context.Typed.Date(Day)))]),
        ]
        : [];

    /// <summary>What a card says to its viewer who is away, in place of its buttons.</summary>
    public static IEnumerable<TextBlock> Says(CardContext context) => context.Viewer is { } viewer && context.Scene.Staff.AwayUntil(viewer.Key, context.Scene.School.Id, context.Scene.Now) is { } back
        ? [new($"You are away until {London.Say(back.PlusDays(-1))}, so others decide this. Press “I am back” on the card you were sent to have it again.", color: TextColor.Warning)]
        : [];

    private async Task<Answer> AwayAsync(CardClick click)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var person = click.Caller.Person;
        if (scenes.At(click.School, now) is not { } scene || KindFor(person, scene) is not { Absence: { } rule } kind)
            return new Answer.Say("Nothing waits for a decision of yours there. Send “help” to see what you can do.");
        var until = Forms.Date(click[Day]);
        var filled = Filled.Nothing with { Days = until is { } day ? new Dictionary<string, LocalDate> { [rule.Until] = day } : Filled.Nothing.Days };
        var press = OneTime.Of($"{click.Case} {click.Press.Data.GetRawText()}");
        var outcome = await acts.OpenAsync(click.School, kind.Id, click.Caller, filled, $"away:{person.Key}:{London.DayOf(now)}:{press}", press, (_, _, _) => { });
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
                Verb = Away,
                Errors = [.. errors.Select(error => error with { Field = Day })],
                Typed = new(name => click[name]),
            },
            _ => context with { Note = $"You are away until {London.Say(until!.Value)}. Others who may decide get this now." },
        });
        return card is null ? new Answer.Say(CaseAnswers.NotFound) : new Answer.ShowCard(card);
    }
}
