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
        .. Period(context),
    ]);

    /// <summary>Until when, where the policy sets no period, and why so long, where it asks for that.</summary>
    private static IEnumerable<CardField> Period(CardContext context)
    {
        var rules = context.Scene.Policy.Retention;
        if (rules.DownloadMonths is null)
        {
            yield return new("keepUntil", new InputDate(
                "keepUntil", "Until which day is it needed?", isRequired: true, errorMessage: "Give the last day it is needed.", value: context.Typed.Date("keepUntil")));
        }

        if (rules.ReasonAfterDays is { } days)
        {
            yield return new("longer", new InputText(
                "longer", $"If that is more than {days} days after the footage: why so long?", maxLength: 500, value: context.Typed.Text("longer", 500)));
        }
    }

    public static CardForm View(CardContext context)
    {
        var scene = context.Scene;
        var rules = scene.Policy.Viewing;
        Choice[] staff = [.. Viewing.Staff(scene).Select(office => new Choice(rules.ByTitle ? $"{office.Title} ({office.Person.Name})" : office.Person.Name, office.Person.Key))];
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
            .. rules.Permit is { } permit ? [Permitted(context, permit)] : Array.Empty<CardField>(),
        ]);
    }

    private static CardField Permitted(CardContext context, IReadOnlyList<string> permit)
    {
        Choice[] who = [.. context.Scene.Holders(permit).Select(office => new Choice($"{office.Person.Name}, {office.Title}", office.Person.Key))];
        return new("permitted", new InputChoiceSet("permitted", "Who permitted it, if they may not see it by themselves?", who, value: context.Typed.Choice("permitted", who)));
    }

    public static CardForm Use(CardContext context)
    {
        Choice[] uses = [.. context.Scene.Policy.Uses!.Select(use => new Choice($"{use.Title} ({use.Clause})", use.Id))];
        return new("Add a use", "Add the use", KeepVerbs.Use, ActionStyle.Positive,
        [
            new("use", new InputChoiceSet("use", "What was it used for?", uses, isRequired: true, errorMessage: "Choose what it was used for.", value: context.Typed.Choice("use", uses))),
            Moment(context, "used", "Used", "at"),
            Text(context, "what", "For what exactly, and by whom?", 500, "Say what it was used for, and by whom."),
            new("reference", new InputText("reference", "Reference of the proceedings, if there are any", maxLength: 120, value: context.Typed.Text("reference", 120))),
            SameFile(context, "used"),
        ]);
    }

    public static CardForm Longer(CardContext context) => new("Keep it longer", "Keep it longer", KeepVerbs.Longer, ActionStyle.Default,
    [
        Text(context, "reason", "Why must it be kept?", 1000, "Say why it must be kept."),
        new("keepUntil", new InputDate("keepUntil", "Keep it until", isRequired: true, errorMessage: "Give a day.", value: context.Typed.Date("keepUntil"))),
    ]);

    public static CardForm AskDeletion(CardContext context) => !context.Scene.Policy.Deletion.IsSigned
        ? new("It can go", "It can go", KeepVerbs.AskDeletion, ActionStyle.Positive, [Text(context, "why", "Why can it go?", 500, "Say why it can go.")])
        : new(
        "Ask for deletion", context.Scene.WhoDecides(context.Viewer!, context.Scene.Policy.Deletion.Decide) is { } decider ? $"Ask {decider}" : "Ask", KeepVerbs.AskDeletion, ActionStyle.Positive,
        [Text(context, "why", "Why can it go?", 500, "Say why it can go.")]);

    public static CardForm CarryOut(CardContext context) => new(
        "Record the deletion", "Record the deletion", KeepVerbs.CarryOut, ActionStyle.Positive,
    [
        new("on", new InputDate(
            "on", "Deleted on", isRequired: true, errorMessage: "Give the day.", value: context.Typed.Date("on") ?? London.DayOf(context.Scene.Now))),
        Text(context, "how", "How was it deleted?", 200, "Say how it was deleted, and every copy with it."),
        SameFile(context, "deleted"),
        .. context.Download!.HeldBy.Count == 0 ? [] : new CardField[] { new("beforeHold", new InputToggle("beforeHold", "The hold", "It was gone before I knew that another case holds it")) },
    ]);

    private static CardField SameFile(CardContext context, string done) => new("sameFile", new InputToggle(
        "sameFile", "The file", $"I {done} the file with the SHA-256 {context.Download!.Downloaded!.Fact.Sha256}",
        isRequired: true, errorMessage: "Confirm that it is this file."));

    private static CardField Text(CardContext context, string name, string label, int longest, string error, string? regex = null) =>
        new(name, new InputText(name, label, isRequired: true, errorMessage: error, maxLength: longest, regex: regex, value: context.Typed.Text(name, longest)));

    /// <param name="field">As decisions name it, where another form on the same card has inputs of that name: they are once a card.</param>
    private static CardField Moment(CardContext context, string name, string label, string? field = null) => new(
        field ?? name,
        new InputDate(
            $"{name}Date", $"{label}: date", isRequired: true, errorMessage: "Give the date.",
            value: context.Typed.Date($"{name}Date") ?? London.DayOf(context.Scene.Now)),
        new InputTime(
            $"{name}Time", $"{label}: time", isRequired: true, errorMessage: "Give the time.",
            value: context.Typed.Time($"{name}Time") ?? London.LocalOf(context.Scene.Now).TimeOfDay));
}
