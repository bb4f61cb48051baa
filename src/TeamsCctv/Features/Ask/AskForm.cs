using System.Text.Json.Nodes;
using NodaTime;
using TeamsCctv.Domain;
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
    public static Card Draw(
        Scene scene, Person who, string number, Func<string, string?> typed, IReadOnlyList<FieldError> errors, Refusal? refusal)
    {
        List<Element> body =
        [
            new TextBlock("Ask for footage", weight: TextWeight.Bolder, size: TextSize.Large, style: TextStyle.Heading),
            new TextBlock(scene.School.Name, isSubtle: true),
            .. Parts.Refused(refusal),
        ];
        if (errors.Count > 0)
            body.Add(new TextBlock("Nothing was sent yet. Put right what is marked.", weight: TextWeight.Bolder, color: TextColor.Attention));
        foreach (var (field, inputs) in Fields(scene, who, typed))
            body.AddRange([.. inputs, .. errors.Where(error => error.Field == field).Select(Parts.Error)]);

        var data = new JsonObject { ["school"] = scene.School.Id, ["form"] = number };
        return new("Ask for footage", body, [new ActionExecute(AskVerbs.Submit, "Send to the Headteacher", data, ActionStyle.Positive)]);
    }

    private static IEnumerable<(string Field, IEnumerable<Element> Inputs)> Fields(Scene scene, Person who, Func<string, string?> typed)
    {
        var grounds = scene.Policy.Grounds.Where(ground => scene.OfficeOf(who, ground.Positions) is not null);
        var now = scene.Now;
        yield return ("camera",
        [
            new InputChoiceSet("camera", "Camera", [.. scene.Cameras.CamerasAt(scene.School.Id).Select(camera => new Choice(camera.Name, camera.Id))], isRequired: true, errorMessage: "Choose a camera.", value: typed("camera")),
        ]);
        yield return ("from", Moment("from", "From", typed, now.Minus(Duration.FromMinutes(30))));
        yield return ("to", Moment("to", "To", typed, now));
        yield return ("ground",
        [
            new InputChoiceSet("ground", "Ground", [.. grounds.Select(ground => new Choice($"{ground.Title} ({ground.Clause})", ground.Id))], isRequired: true, errorMessage: "Choose the ground.", value: typed("ground")),
        ]);
        yield return ("what",
        [
            new InputText("what", "What happened?", isRequired: true, errorMessage: "Say what happened.", isMultiline: true, maxLength: 1000, value: typed("what")),
        ]);
        yield return ("wants",
        [
            new InputText("wants", "Who wants to see it?", isRequired: true, errorMessage: "Name the person who wants to see it.", maxLength: 120, value: typed("wants")),
        ]);
    }

    private static IEnumerable<Element> Moment(string name, string label, Func<string, string?> typed, Instant otherwise)
    {
        yield return new InputDate($"{name}Date", $"{label}: date", isRequired: true, errorMessage: "Give the date.", value: Forms.Date(typed($"{name}Date")) ?? London.DayOf(otherwise));
        yield return new InputTime($"{name}Time", $"{label}: time", isRequired: true, errorMessage: "Give the time.", value: Forms.Time(typed($"{name}Time")) ?? London.LocalOf(otherwise).TimeOfDay);
    }
}
