using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.Messages;
using TeamsCctv.Protocols.Teams.Cards;

namespace TeamsCctv.Features.Matters;

/// <summary>The policy's forms as inputs of a card, and what was put into them.</summary>
internal static class MatterForm
{
    private const string All = "form.";

    /// <summary>The form that opens a case.</summary>
    public static Card Draw(MatterKind kind, Scene scene, Person who, string number, Typed typed, IReadOnlyList<FieldError> errors, Refusal? refusal)
    {
        List<Element> body = [TextBlock.Heading(kind.Title), new TextBlock(scene.School.Name, isSubtle: true), .. Parts.Refused(refusal)];
        if (kind.Forbidden is not null || scene.OfficeOf(who, kind.Ask) is null)
            return new(kind.Title, body);
        if (errors.Count > 0)
            body.Add(new TextBlock("Nothing was sent yet. Put right what is marked.", TextWeight.Bolder, color: TextColor.Attention));
        foreach (var field in Fields(kind.Form, All, typed, scene, who, counts: kind))
            body.AddRange([.. field.Inputs, .. errors.Where(error => error.Field == field.Name).Select(Parts.Error)]);
        var data = new JsonObject { ["school"] = scene.School.Id, ["matter"] = kind.Id, ["form"] = number };
        var send = kind.Decision is not { } decision ? "Put on the record"
            : (scene.WhoDecides(who, decision.By) ?? scene.WhoDecides(who, decision.Otherwise ?? decision.By)) is { } decider ? $"Send to {decider}" : "Send";
        return new(kind.Title, body, [new ActionExecute(MatterVerbs.Open, send, data, ActionStyle.Positive)]);
    }

    /// <param name="draft">What stands in a field at first.</param>
    /// <param name="counts">The kind whose opening form it is: a moment that one of its clocks counts from is given by a person, never now by itself.</param>
    /// <param name="prefix">Keeps the inputs of several forms on one card apart.</param>
    public static IReadOnlyList<CardField> Fields(IReadOnlyList<FormField> form, string prefix, Typed typed, Scene scene, Person who, Func<FormField, string?>? draft = null, MatterKind? counts = null) =>
        [.. form.Select(field => new CardField(field.Id, [.. Inputs(field, $"{prefix}{field.Id}", typed, scene, who, draft, counts?.Clocks?.Any(clock => clock.From == field.Id) != true)]))];

    public static Filled OfOpening(MatterKind kind, CardClick click) => Read(kind.Form, All, click);

    public static Filled Read(IReadOnlyList<FormField> form, string prefix, CardClick click)
    {
        Dictionary<string, string> texts = [];
        Dictionary<string, LocalDate> days = [];
        Dictionary<string, LocalDateTime> moments = [];
        foreach (var field in form)
        {
            var id = $"{prefix}{field.Id}";
            if (field.Type == FieldType.Day && Forms.Date(click[id]) is { } day)
                days[field.Id] = day;
            else if (field.Type == FieldType.Past && Forms.Moment(click[$"{id}Date"], click[$"{id}Time"]) is { } moment)
                moments[field.Id] = moment;
            else if (field.Type is not (FieldType.Day or FieldType.Past or FieldType.Document) && click[id] is { } text)
                texts[field.Id] = text;
        }

        return new(texts, days, moments);
    }

    /// <summary>What a form would hold had it been filled in so.</summary>
    public static Typed TypedOf(IReadOnlyList<FormField> form, string prefix, Filled filled) => new(name =>
    {
        foreach (var field in form)
        {
            var id = $"{prefix}{field.Id}";
            if (name == id)
                return filled.Days.TryGetValue(field.Id, out var day) ? LocalDatePattern.Iso.Format(day) : filled.Texts.GetValueOrDefault(field.Id);
            if (filled.Moments.TryGetValue(field.Id, out var moment) && name == $"{id}Date")
                return LocalDatePattern.Iso.Format(moment.Date);
            if (filled.Moments.TryGetValue(field.Id, out moment) && name == $"{id}Time")
                return LocalTimePattern.CreateWithInvariantCulture("HH:mm").Format(moment.TimeOfDay);
        }

        return null;
    });

    private static IEnumerable<Element> Inputs(FormField field, string id, Typed typed, Scene scene, Person who, Func<FormField, string?>? draft, bool isNow)
    {
        // What is needed only after another answer is asked for by us: the client cannot know.
        var required = field is { Missing: not null, If: null };
        switch (field.Type)
        {
            case FieldType.Text:
                return [new InputText(id, field.Label, required, field.Missing, 200, value: typed.Text(id, 200) ?? draft?.Invoke(field))];
            case FieldType.LongText:
                return [new InputText(id, field.Label, required, field.Missing, 1000, isMultiline: true, value: typed.Text(id, 1000) ?? draft?.Invoke(field))];
            case FieldType.Letter:
                return [new InputText(id, field.Label, required, field.Missing, 4000, isMultiline: true, value: typed.Text(id, 4000) ?? draft?.Invoke(field))];
            case FieldType.Ticks:
                Choice[] ticks = Choices(field, scene, who);
                return [new InputChoiceSet(id, field.Label, ticks, required, field.Missing, isMultiSelect: true, ChoiceStyle.Expanded, typed.Ticks(id, ticks))];
            case FieldType.Choice or FieldType.Camera or FieldType.Area or FieldType.Recording or FieldType.Colleague:
                return Choose(field, id, typed, Choices(field, scene, who), FieldOptions.None(field));
            case FieldType.Confirm:
                // Where the policy insists, an empty box is answered with its clause and not by the client.
                var insisted = field.Clause is not null;
                return [new InputToggle(id, "Confirm", field.Label, required && !insisted, insisted ? null : field.Missing, typed.Text(id, 5) == "true")];
            case FieldType.Document:
                throw new InvalidOperationException($"{field.Id} takes a file, which no card can.");
            case FieldType.Day:
                return [new InputDate(id, field.Label, required, field.Missing, typed.Date(id))];
            default:
                return
                [
                    new InputDate($"{id}Date", $"{field.Label}: date", required, field.Missing, typed.Date($"{id}Date") ?? (required && isNow ? London.DayOf(scene.Now) : null)),
                    new InputTime($"{id}Time", $"{field.Label}: time", required, field.Missing, typed.Time($"{id}Time") ?? (required && isNow ? London.LocalOf(scene.Now).TimeOfDay : null)),
                ];
        }
    }

    private static Choice[] Choices(FormField field, Scene scene, Person who) => [.. FieldOptions.Of(field, scene, who).Select(option => new Choice(option.Text, option.Value))];

    private static IEnumerable<Element> Choose(FormField field, string id, Typed typed, Choice[] choices, string none) => choices.Length == 0
        ? none.Length == 0 ? [] : [new TextBlock(none)]
        : [new InputChoiceSet(id, field.Label, choices, field is { Missing: not null, If: null }, field.Missing, value: typed.Choice(id, choices))];
}
