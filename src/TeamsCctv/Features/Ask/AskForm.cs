using System.Text.Json.Nodes;
using NodaTime;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.Messages;
using TeamsCctv.Protocols.Teams.Cards;

namespace TeamsCctv.Features.Ask;

/// <summary>The form for footage, offering only what the policy allows the person who opened it.</summary>
public static class AskForm
{
    /// <param name="typed">What the fields hold: what was typed before, or what an alarm already knows.</param>
    public static Card Draw(Scene scene, Person who, string number, Typed typed, IReadOnlyList<FieldError> errors, Refusal? refusal)
    {
        List<Element> body = [TextBlock.Heading("Ask for footage"), new TextBlock(scene.School.Name, isSubtle: true), .. Parts.Refused(refusal)];
        var grounds = scene.Policy.Grounds.Where(ground => scene.OfficeOf(who, ground.Positions) is not null).ToList();
        var cameras = scene.Cameras.CamerasAt(scene.School.Id).ToList();
        if (grounds.Count == 0 || cameras.Count == 0)
            return new("Ask for footage", body);

        if (errors.Count > 0)
            body.Add(new TextBlock("Nothing was sent yet. Put right what is marked.", TextWeight.Bolder, color: TextColor.Attention));
        foreach (var field in Fields(scene.Now, cameras, grounds, typed))
            body.AddRange([.. field.Inputs, .. errors.Where(error => error.Field == field.Name).Select(Parts.Error)]);

        if (scene.Policy.Download is { IsSigned: false, DecideClause: var clause })
            body.Add(new TextBlock(scene.NobodySigns("download", clause), isSubtle: true));
        var data = new JsonObject { ["school"] = scene.School.Id, ["form"] = number };
        var send = scene.WhoDecides(who, scene.Policy.Download.Decide) is { } decider ? $"Send to {decider}" : "Send";
        return new("Ask for footage", body, [new ActionExecute(AskVerbs.Submit, send, data, ActionStyle.Positive)]);
    }

    private static IEnumerable<CardField> Fields(Instant now, IEnumerable<Camera> cameras, List<Ground> grounds, Typed typed)
    {
        Choice[] camera = [.. cameras.Select(known => new Choice(known.Name, known.Id))];
        Choice[] ground = [.. grounds.Select(known => new Choice($"{known.Title} ({known.Clause})", known.Id))];
        yield return new("camera", new InputChoiceSet(
            "camera", "Camera", camera, isRequired: true, errorMessage: "Choose a camera.", value: typed.Choice("camera", camera)));
        yield return Moment("from", "From", typed, now.Minus(Duration.FromMinutes(30)));
        yield return Moment("to", "To", typed, now);
        yield return new("ground", new InputChoiceSet(
            "ground", "Ground", ground, isRequired: true, errorMessage: "Choose the ground.", value: typed.Choice("ground", ground)));
        if (string.Join(" ", grounds.Where(known => known.Condition is not null).Select(known => $"Only for “{known.Title}”: {known.Condition!.Asks}")) is { Length: > 0 } asks)
            yield return new("condition", new InputText("condition", asks, maxLength: 500, isMultiline: true, value: typed.Text("condition", 500)));
        yield return new("what", new InputText(
            "what", "What happened?", isRequired: true, errorMessage: "Say what happened.", maxLength: 1000, isMultiline: true,
            value: typed.Text("what", 1000)));
        yield return new("wants", new InputText(
            "wants", "Who wants to see it?", isRequired: true, errorMessage: "Name the person who wants to see it.", maxLength: 120,
            value: typed.Text("wants", 120)));
    }

    private static CardField Moment(string name, string label, Typed typed, Instant otherwise) => new(
        name,
        new InputDate(
            $"{name}Date", $"{label}: date", isRequired: true, errorMessage: "Give the date.",
            value: typed.Date($"{name}Date") ?? London.DayOf(otherwise)),
        new InputTime(
            $"{name}Time", $"{label}: time", isRequired: true, errorMessage: "Give the time.",
            value: typed.Time($"{name}Time") ?? London.LocalOf(otherwise).TimeOfDay));
}
