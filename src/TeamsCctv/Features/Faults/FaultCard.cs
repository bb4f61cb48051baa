using NodaTime.Text;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Recorders;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Protocols.Teams.Cards;

namespace TeamsCctv.Features.Faults;

/// <summary>Tells who looks after the recorders what one of them said, and offers the form with camera and time in it.</summary>
public sealed class FaultCard : ICards
{
    public IReadOnlyList<string> Topics { get; } = [Deliveries.Topics.Fault];

    public Card Draw(CardContext context)
    {
        if (context.Records is not [{ Fact: RecorderReported told }, ..])
            return new("Recorder", [new TextBlock("This entry's details were erased.")]);

        var where = told.CameraName ?? told.RecorderName;
        var words = EventWords.Of(told.Event);
        var title = $"{words.Title}: {where}";
        return new(title,
        [
            TextBlock.Heading(title),
            new TextBlock(words.Means),
            .. Parts.Facts(
            [
                new("School", context.Scene.School.Name),
                new("Recorder", told.RecorderName),
                .. told.CameraName is { } camera ? new SheetLine[] { new("Camera", camera) } : [],
                new("When", London.Say(told.At)),
                new("The recorder says", told.VendorType),
            ]),
            new TextBlock(words.Next, weight: TextWeight.Bolder),
            new TextBlock($"{context.Scene.Policy.Faults.Clause}: {context.Scene.Policy.Clause(context.Scene.Policy.Faults.Clause).Says}", isSubtle: true),
        ],
        [
            new ActionExecute(Ask.AskVerbs.Open, "Ask for footage", new()
            {
                ["school"] = context.Scene.School.Id,
                ["camera"] = told.Camera,
                ["at"] = InstantPattern.ExtendedIso.Format(told.At),
            }, associatedInputs: AssociatedInputs.None),
        ]);
    }
}
