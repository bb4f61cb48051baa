using NodaTime;
using NodaTime.Text;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Cases.Matters;

/// <summary>What somebody put into a form's fields, by the field's id; nothing where nothing usable was given.</summary>
public sealed record Filled(
    IReadOnlyDictionary<string, string> Texts, IReadOnlyDictionary<string, LocalDate> Days, IReadOnlyDictionary<string, LocalDateTime> Moments)
{
    public static Filled Nothing { get; } = new(
        new Dictionary<string, string>(), new Dictionary<string, LocalDate>(), new Dictionary<string, LocalDateTime>());

    /// <summary>The files that arrived with the form. Only a page can give one: what a card sends is text.</summary>
    public IReadOnlyDictionary<string, GivenDocument> Documents { get; init; } = new Dictionary<string, GivenDocument>();

    internal string? Text(string field) => Texts.TryGetValue(field, out var text) && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
}

/// <summary>Holds a filled-in form against the policy's fields.</summary>
/// <param name="Refusal">The first thing in it that the policy does not allow; only told where no field is wrong.</param>
public sealed record FormCheck(IReadOnlyList<FieldAnswer> Answers, IReadOnlyList<FieldError> Errors, Refusal? Refusal)
{
    private const int Line = 200;
    private const int Paragraph = 1000;
    private const int Page = 4000;

    /// <param name="since">What must not be before, for the fields that say so.</param>
    public static FormCheck Of(IReadOnlyList<FormField> form, Filled filled, Person who, Scene scene, Instant? since = null) => Read(form, filled, who, scene, since);

    /// <summary>
    /// As somebody outside fills it in. They hold no office in which they could be refused: what the policy does not allow is
    /// said at the field.
    /// </summary>
    public static FormCheck OfOutside(IReadOnlyList<FormField> form, Filled filled, Scene scene, Instant? since = null) =>
        Read([.. form.Where(field => !field.OnPaper)], filled, null, scene, since);

    private static FormCheck Read(IReadOnlyList<FormField> form, Filled filled, Person? who, Scene scene, Instant? since)
    {
        List<FieldAnswer> answers = [];
        List<FieldError> errors = [];
        Refusal? refusal = null;
        foreach (var field in form)
        {
            switch (Read(field, filled, who, scene, since))
            {
                case Reading.Given(var value, var says):
                    answers.Add(new(field.Id, field.Label, value, says));
                    break;
                case Reading.Wrong(var message):
                    errors.Add(new(field.Id, message));
                    break;
                case Reading.Barred(_, var instead) when who is null:
                    errors.Add(new(field.Id, field.Missing ?? instead));
                    break;
                case Reading.Barred(var reason, var instead):
                    refusal ??= scene.Refuse(reason, field.Clause!, instead);
                    break;
                case Reading.Left when field.Missing is { } missing && (field.If is not { } only || Several(filled.Text(only.Field)).Any(only.Is.Contains)):
                    errors.Add(new(field.Id, missing));
                    break;
            }
        }

        // Both are written in ISO form, in which text sorts as time does.
        errors.AddRange(
            from field in form
            where field.After is not null && Value(field.Id) is { } later && Value(field.After) is { } earlier && string.CompareOrdinal(later, earlier) is var order && (order < 0 || (order == 0 && field.Type != FieldType.Day))
            select new FieldError(field.Id, "The end must be after the start."));
        return new(answers, errors, refusal);

        string? Value(string field) => answers.Find(answer => answer.Field == field)?.Value;
    }

    private static string[] Several(string? text) => text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static Reading Read(FormField field, Filled filled, Person? who, Scene scene, Instant? since)
    {
        var text = filled.Text(field.Id);
        return field.Type switch
        {
            FieldType.Text => Words(text, Line),
            FieldType.LongText => Words(text, Paragraph),
            FieldType.Letter => Words(text, Page),
            FieldType.Confirm => text == "true" ? new Reading.Given("true", "yes")
                : field.Clause is null ? new Reading.Left()
                : new Reading.Barred("condition-not-met", $"It holds only if this is so: {field.Label}"),
            FieldType.Choice => text is null ? new Reading.Left()
                : field.Choice(text) is not { } choice ? new Reading.Wrong("Choose one of the list.")
                : choice.Barred is { } instead ? new Reading.Barred("not-allowed", instead)
                : new Reading.Given(choice.Id, choice.Title),
            FieldType.Ticks => Ticks(field, Several(text)),
            FieldType.Camera => text is null ? new Reading.Left()
                : scene.Cameras.Camera(scene.School.Id, text) is { } camera ? new Reading.Given(camera.Id, camera.Name)
                : new Reading.Wrong("Choose a camera of this school."),
            FieldType.Colleague => text is null ? new Reading.Left() : Colleague(text, who, scene),
            FieldType.Recording => text is null ? new Reading.Left()
                : scene.Kept.FirstOrDefault(kept => kept.Id == text) is { } recording ? new Reading.Given(recording.Id, recording.Says)
                : new Reading.Wrong("Choose a recording that this school keeps."),
            FieldType.Document => filled.Documents.TryGetValue(field.Id, out var document) ? Document(document) : new Reading.Left(),
            FieldType.Area => text is null ? new Reading.Left() : Area(field, text, scene),
            FieldType.Day => filled.Days.TryGetValue(field.Id, out var day) ? Day(field, day, scene) : new Reading.Left(),
            FieldType.Past => filled.Moments.TryGetValue(field.Id, out var moment) ? Past(London.At(moment), scene, field.Since ? since : null) : new Reading.Left(),
            _ => throw new InvalidOperationException($"A field cannot be a {field.Type}."),
        };
    }

    private static Reading Words(string? text, int longest)
    {
        if (text is null)
            return new Reading.Left();
        List<FieldError> errors = [];
        if (longest == Line)
            errors.Line("", text, longest, "Write it in words.");
        else
            errors.Text("", text, longest, "Write it in words.");
        return errors is [var wrong, ..] ? new Reading.Wrong(wrong.Message) : new Reading.Given(text, text);
    }

    private static Reading Ticks(FormField field, string[] ticked)
    {
        FieldChoice[] found = [.. field.Choices!.Where(choice => ticked.Contains(choice.Id))];
        return ticked.Length == 0 ? new Reading.Left()
            : !ticked.All(id => field.Choice(id) is not null) ? new Reading.Wrong("Tick what is on the list.")
            : Array.Find(found, choice => choice.Barred is not null) is { Barred: { } instead } ? new Reading.Barred("not-allowed", instead)
            : new Reading.Given(string.Join(',', found.Select(choice => choice.Id)), string.Join("; ", found.Select(choice => choice.Title)));
    }

    private static Reading Colleague(string key, Person? who, Scene scene) =>
        scene.Staff.OfficesAt(scene.School.Id, scene.Now).FirstOrDefault(office => office.Person.Key == key) is not { } office
            ? new Reading.Wrong("Choose somebody who is in office at this school today.")
            : key == who?.Key
                ? new Reading.Wrong("Choose somebody else: you cannot record this for yourself.")
                : new Reading.Given(key, $"{office.Person.Name}, {office.Title}");

    private static Reading Area(FormField field, string area, Scene scene)
    {
        if (scene.School.RestrictedAreas.Contains(area))
            return new Reading.Given(area, area);
        var areas = string.Join(", ", scene.School.RestrictedAreas);
        return field.Clause is null ? new Reading.Wrong($"Choose one of: {areas}.") : new Reading.Barred("not-a-restricted-area", $"View it in one of: {areas}.");
    }

    private static Reading Document(GivenDocument document) =>
        document.Bytes == 0 ? new Reading.Wrong("That file is empty. Attach the one that holds the document.")
        : document.Bytes > GivenDocument.MostBytes ? new Reading.Wrong("That file is larger than 5 MB. Scan it in black and white or at a lower resolution, and attach that.")
        : document.Type is null ? new Reading.Wrong("That file is neither a PDF nor a JPEG nor a PNG, whatever its name says. Save the document as a PDF and attach that.")
        : new Reading.Given(document.Sha256, document.Says);

    private static Reading Day(FormField field, LocalDate day, Scene scene) =>
        field.Over && day > London.DayOf(scene.Now) ? new Reading.Wrong("That day is still to come. Give the day it happened.")
        : London.IsPlausible(London.StartOf(day))
        ? new Reading.Given(LocalDatePattern.Iso.Format(day), London.Say(day))
        : new Reading.Wrong("Give a day between 2000 and 2100.");

    private static Reading Past(Instant at, Scene scene, Instant? since) => !London.IsPlausible(at) ? new Reading.Wrong("Give a time between 2000 and 2100.")
        : since is { } from && at < London.MinuteOf(from) ? new Reading.Wrong($"That is before it was allowed ({London.Say(from)}). Give the time it happened.")
        : at > scene.Now ? new Reading.Wrong("That is in the future. Give the time it happened.")
        : new Reading.Given(InstantPattern.ExtendedIso.Format(at), London.Say(at));

    private abstract record Reading
    {
        internal sealed record Left : Reading;

        internal sealed record Given(string Value, string Says) : Reading;

        internal sealed record Wrong(string Message) : Reading;

        internal sealed record Barred(string Reason, string Instead) : Reading;
    }
}
