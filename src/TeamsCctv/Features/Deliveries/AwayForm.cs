using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.Messages;
using TeamsCctv.Protocols.Teams.Cards;

namespace TeamsCctv.Features.Deliveries;

/// <summary>“I am away until …” on every card that waits for a decision, and what the card says to whoever is.</summary>
public static class AwayForm
{
    public const string Verb = "away";

    /// <summary>The input.</summary>
    public const string Day = "awayUntil";

    /// <summary>Of this drawing of the card: pressed again it counts once, drawn anew it can be said again.</summary>
    public const string Once = "once";

    /// <summary>The kind of case in which somebody says that they are away, where they are one of those who say it.</summary>
    public static MatterKind? KindFor(Person who, Scene scene) =>
        scene.Policy.Matters?.FirstOrDefault(kind => kind.Absence is not null && scene.OfficeOf(who, kind.Ask) is not null);

    /// <summary>Adds the form to a decision card; nothing for who may not say it.</summary>
    public static void AddTo(List<Element> body, List<CardAction> actions, CardContext context)
    {
        if (context.Viewer is not { } viewer || KindFor(viewer, context.Scene) is null)
            return;
        var data = Parts.Data(context);
        data[Once] = OneTime.Key();
        new CardForm(
            "I am away", "Let others decide", Verb, ActionStyle.Default,
            [new(Day, new InputDate(Day, "Until and including", isRequired: true, errorMessage: "Give the last day on which you are away.", value: context.Typed.Date(Day)))])
            .AddTo(body, actions, context, data);
    }

    /// <summary>What a card says to its viewer who is away, in place of its buttons.</summary>
    public static IEnumerable<TextBlock> Says(CardContext context) => context.Viewer is { } viewer && context.Scene.Staff.AwayUntil(viewer.Key, context.Scene.Now) is { } back
        ? [new($"You are away until {London.Say(back.PlusDays(-1))}, so others decide this. Press “I am back” on the card you were sent to have it again.", color: TextColor.Warning)]
        : [];
}
