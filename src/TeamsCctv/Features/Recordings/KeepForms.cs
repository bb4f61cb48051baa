using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Protocols.Teams.Cards;

namespace TeamsCctv.Features.Recordings;

/// <summary>The forms behind the buttons of a kept recording's card.</summary>
internal static class KeepForms
{
    public static CardForm Record(CardContext context) => new("Type its SHA-256", "Record the download", KeepVerbs.Record, ActionStyle.Positive,
    [
        Moment(context, "at", "Downloaded"),
        Text(context, "sha256", "SHA-256 of the file", 64, "64 digits, 0–9 and a–f.", regex: "^[0-9a-fA-F]{64}$"),
        Text(context, "kept", "Where is it kept?", 200, "Say where the recording is kept."),
    ]);

    public static CardForm View(CardContext context)
    {
        var scene = context.Scene;
        Choice[] staff = [.. scene.Holders(scene.Policy.Viewing.See).Select(office => new Choice(office.Person.Name, office.Person.Key))];
        Choice[] areas = [.. scene.School.RestrictedAreas.Select(area => new Choice(area, area))];
        var who = new InputChoiceSet("staff", "Who saw it?", staff, value: context.Typed.Choice("staff", staff));
        var outsider = new InputText("outsider", "Or someone from outside", maxLength: 120, value: context.Typed.Text("outsider", 120));
        var area = new InputChoiceSet(
            "area", "Where?", areas, isRequired: true, errorMessage: "Choose where it was seen.", value: context.Typed.Choice("area", areas));
        return new("Add a viewing", "Add the viewing", KeepVerbs.View, ActionStyle.Positive,
        [
            context.Download!.Request!.Outsiders ? new("outsider", who, outsider) : new("outsider", who),
            Moment(context, "at", "Seen"),
            new("area", area),
        ]);
    }

    public static CardForm AskDeletion(CardContext context) => new(
        "Ask for deletion", context.Scene.WhoDecides(context.Viewer!, context.Scene.Policy.Deletion.Decide) is { } decider ? $"Ask {decider}" : "Ask", KeepVerbs.AskDeletion, ActionStyle.Positive,
        [Text(context, "why", "Why can it go?", 500, "Say why it can go.")]);

    public static CardForm CarryOut(CardContext context) => new(
        "Record the deletion", "Record the deletion", KeepVerbs.CarryOut, ActionStyle.Positive,
    [
        new("on", new InputDate(
            "on", "Deleted on", isRequired: true, errorMessage: "Give the day.", value: context.Typed.Date("on") ?? London.DayOf(context.Scene.Now))),
        Text(context, "how", "How was it deleted?", 200, "Say how it was deleted, and every copy with it."),
        new("sameFile", new InputToggle(
            "sameFile", "The file", $"I deleted the file with the SHA-256 {context.Download!.Downloaded!.Fact.Sha256}",
            isRequired: true, errorMessage: "Confirm that it is this file.")),
    ]);

    private static CardField Text(CardContext context, string name, string label, int longest, string error, string? regex = null) =>
        new(name, new InputText(name, label, isRequired: true, errorMessage: error, maxLength: longest, regex: regex, value: context.Typed.Text(name, longest)));

    private static CardField Moment(CardContext context, string name, string label) => new(
        name,
        new InputDate(
            $"{name}Date", $"{label}: date", isRequired: true, errorMessage: "Give the date.",
            value: context.Typed.Date($"{name}Date") ?? London.DayOf(context.Scene.Now)),
        new InputTime(
            $"{name}Time", $"{label}: time", isRequired: true, errorMessage: "Give the time.",
            value: context.Typed.Time($"{name}Time") ?? London.LocalOf(context.Scene.Now).TimeOfDay));
}
