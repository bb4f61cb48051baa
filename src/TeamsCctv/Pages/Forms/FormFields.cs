using NodaTime;
using NodaTime.Text;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Pages.Cases;
using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.Forms;

/// <summary>A policy's fields as the inputs of a page, what stands in them at first, and what was put into them.</summary>
internal static class FormFields
{
    public const string Signature = "signature";

    private static readonly LocalDateTimePattern Minute = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    /// <summary>The input's name. The prefix keeps a field from being called like an input of the page's own.</summary>
    public static string NameOf(FormField field) => $"f.{field.Id}";

    public static string NameOf(FormField field, FieldChoice tick) => $"f.{field.Id}.{tick.Id}";

    public static Filled Read(IEnumerable<FormField> form, PostedForm posted)
    {
        Dictionary<string, string> texts = [];
        Dictionary<string, LocalDate> days = [];
        Dictionary<string, LocalDateTime> moments = [];
        foreach (var field in form)
        {
            // A browser sends a line's end as two letters and counts it as one: so do we.
            var text = field.Type == FieldType.Ticks
                ? string.Join(',', field.Choices!.Where(tick => posted[NameOf(field, tick)] == "true").Select(tick => tick.Id))
                : posted[NameOf(field)].ReplaceLineEndings("\n");
            if (field.Type == FieldType.Day && CaseCommands.Day(text) is { } day)
                days[field.Id] = day;
            else if (field.Type == FieldType.Past && CaseCommands.When(text) is { } moment)
                moments[field.Id] = moment;
            else if (field.Type is not (FieldType.Day or FieldType.Past or FieldType.Document) && text.Length > 0)
                texts[field.Id] = text;
        }

        return new(texts, days, moments);
    }

    /// <summary>The inputs of a form that is filled in so; nothing for its files.</summary>
    public static IReadOnlyDictionary<string, string> Write(IReadOnlyList<FormField> form, Filled filled)
    {
        Dictionary<string, string> inputs = [];
        foreach (var field in form)
        {
            if (filled.Days.TryGetValue(field.Id, out var day))
                inputs[NameOf(field)] = LocalDatePattern.Iso.Format(day);
            else if (filled.Moments.TryGetValue(field.Id, out var moment))
                inputs[NameOf(field)] = Minute.Format(moment);
            else if (filled.Texts.TryGetValue(field.Id, out var text) && field.Type == FieldType.Ticks)
            {
                foreach (var tick in field.Choices!.Where(tick => text.Split(',').Contains(tick.Id)))
                    inputs[NameOf(field, tick)] = "true";
            }
            else if (text is not null)
                inputs[NameOf(field)] = text;
        }

        return inputs;
    }

    /// <summary>What stands in a step's form at first: the policy's drafts, and now for what must have happened.</summary>
    public static IReadOnlyDictionary<string, string> Begin(MatterStep step, Matter matter, MatterKind kind, Scene scene)
    {
        Dictionary<string, string> inputs = [];
        foreach (var field in step.Form)
        {
            if (Drafts.Fill(field, step.Form, matter, kind, scene) is { } draft)
                inputs[NameOf(field)] = draft;
            else if (field is { Type: FieldType.Past, Missing: not null, If: null })
                inputs[NameOf(field)] = Minute.Format(London.LocalOf(scene.Now));
        }

        return inputs;
    }
}
