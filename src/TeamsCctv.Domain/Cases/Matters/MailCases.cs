using NodaTime;
using NodaTime.Text;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Cases.Matters;

/// <summary>
/// What a mail makes of itself, and what people make of it. A machine opens the case, so that its clocks run and its footage is
/// asked to be kept; only a person says what it is, or that it is nothing.
/// </summary>
public static class MailCases
{
    /// <summary>What the mailbox's position is, in whose name cases are opened that nobody has looked at yet.</summary>
    public const string Position = "mailbox";

    private static readonly Signatory Itself = new(Position, "Shared mailbox", Position, "by a mail, not confirmed yet");

    /// <summary>The case that a mail opens: what was found in it is in the fields that take it, and nothing else is.</summary>
    public static MatterOpened Open(MatterKind kind, IReadOnlyList<FoundThing> found, Scene scene) => new(
        kind.Id, kind.Title, kind.Clause, Answers(kind, found, scene), kind.Decision is not null, false, kind.IsDisclosure, Itself, scene.Staff.Version);

    /// <summary>What a mail says, as the answers of a kind's form.</summary>
    public static Filled Fill(MatterKind kind, IReadOnlyList<FoundThing> found, Scene scene)
    {
        Dictionary<string, string> texts = [];
        Dictionary<string, LocalDate> days = [];
        Dictionary<string, LocalDateTime> moments = [];
        foreach (var field in kind.Form)
        {
            if (found.FirstOrDefault(thing => thing.What == field.Found) is not { } thing || !Fits(field, thing, scene))
                continue;
            if (field.Type == FieldType.Day && LocalDatePattern.Iso.Parse(thing.Value) is { Success: true, Value: var day })
                days[field.Id] = day;
            else if (field.Type == FieldType.Past && InstantPattern.ExtendedIso.Parse(thing.Value) is { Success: true, Value: var at })
                moments[field.Id] = London.LocalOf(at);
            else if (field.Type is not (FieldType.Day or FieldType.Past))
                texts[field.Id] = Cut(field, thing.Value);
        }

        return new(texts, days, moments);
    }

    /// <summary>Who confirms or corrects what a mail was taken for: those who are there before those who are away.</summary>
    public static IReadOnlyList<Office> LeadsOf(Scene scene) =>
        scene.Policy.Mailbox is { } rules ? scene.DecidersOf(rules.Lead, null, null, scene.Now) : [];

    public static bool MaySort(Person who, Scene scene) =>
        scene.Policy.Mailbox is { } rules && scene.OfficeOf(who, rules.Lead) is not null;

    /// <summary>Confirms what a mail was taken for, or says that it is of another kind.</summary>
    public static Ruling<IFact> Sort(Matter matter, MatterKind kind, Person who, Filled filled, Scene scene)
    {
        if (matter.State != MatterState.Unsorted || scene.Policy.Mailbox is not { } rules)
            return new Ruling<IFact>.OutOfDate();
        if (scene.OfficeOf(who, rules.Lead) is not { } office)
            return NotTheirs(rules, scene);
        return MatterRules.Open(kind, who, filled, scene) switch
        {
            Ruling<MatterOpened>.Allowed(var opened) => new MatterSorted(opened, Scene.Sign(office)),
            Ruling<MatterOpened>.Refused(var refusal) => refusal,
            Ruling<MatterOpened>.Invalid(var errors) => new Ruling<IFact>.Invalid(errors),
            _ => throw new InvalidOperationException("Opening knows no other ruling."),
        };
    }

    /// <summary>Says that a mail needs no case.</summary>
    public static Ruling<IFact> Dismiss(Matter matter, Person who, string? reason, Scene scene)
    {
        if (matter.State != MatterState.Unsorted || scene.Policy.Mailbox is not { } rules)
            return new Ruling<IFact>.OutOfDate();
        if (scene.OfficeOf(who, rules.Lead) is not { } office)
            return NotTheirs(rules, scene);
        List<FieldError> errors = [];
        errors.Text("reason", reason, 1000, "Say why this mail needs no case.");
        return errors.Count > 0 ? new Ruling<IFact>.Invalid(errors) : new MatterDismissed(reason!.Trim(), Scene.Sign(office));
    }

    internal static Refusal NotTheirs(MailboxRules rules, Scene scene) =>
        scene.Refuse("not-yours-to-sort", rules.Clause, $"Leave it to the {scene.Policy.Titles(rules.Lead)}.");

    private static List<FieldAnswer> Answers(MatterKind kind, IReadOnlyList<FoundThing> found, Scene scene) =>
    [
        .. from field in kind.Form
           let thing = found.FirstOrDefault(thing => thing.What == field.Found)
           where thing is not null && Fits(field, thing, scene)
           select new FieldAnswer(field.Id, field.Label, Cut(field, thing.Value), field.Choice(thing.Value)?.Title ?? Cut(field, thing.Says)),
    ];

    private static string Cut(FormField field, string text) => field.Type == FieldType.Text && text.Length > 200 ? $"{text[..199]}…" : text;

    private static bool Fits(FormField field, FoundThing thing, Scene scene) => field.Type switch
    {
        FieldType.Day => LocalDatePattern.Iso.Parse(thing.Value).Success,
        FieldType.Past => InstantPattern.ExtendedIso.Parse(thing.Value).Success,
        FieldType.Camera => scene.Cameras.Camera(scene.School.Id, thing.Value) is not null,
        FieldType.Choice => field.Choice(thing.Value) is not null,
        FieldType.Text or FieldType.LongText => true,
        _ => false,
    };
}
