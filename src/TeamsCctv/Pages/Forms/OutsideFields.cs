using NodaTime;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Pages.Cases;
using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.Forms;

/// <summary>A policy's fields as the inputs of a page, and what was put into them.</summary>
internal static class OutsideFields
{
    public const string Signature = "signature";

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
            var text = field.Type == FieldType.Ticks
                ? string.Join(',', field.Choices!.Where(tick => posted[NameOf(field, tick)] == "true").Select(tick => tick.Id))
                : posted[NameOf(field)];
            if (field.Type == FieldType.Day && CaseCommands.Day(text) is { } day)
                days[field.Id] = day;
            else if (field.Type == FieldType.Past && CaseCommands.When(text) is { } moment)
                moments[field.Id] = moment;
            else if (field.Type is not (FieldType.Day or FieldType.Past or FieldType.Document) && text.Length > 0)
                texts[field.Id] = text;
        }

        return new(texts, days, moments);
    }
}
