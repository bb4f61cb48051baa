using System.Text.RegularExpressions;
using NodaTime.Text;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Domain.Cases.Matters;

/// <summary>
/// Texts that the policy has ready, with what a case says put in: <c>{school}</c>, <c>{case}</c>, <c>{today}</c>, <c>{wanted}</c> (what
/// the opening form lacks, line by line), <c>{kept}</c> (that the footage is kept, where it is), <c>{overwritten}</c> (the last day on which the recorder has the footage), <c>{due}</c> (the first clock's date), <c>{mail}</c> (the subject of the last mail) and
/// <c>{a field's id}</c>. <c>{=a field's id}</c> is a place for what the same form says in that field; it shows as the field's label in
/// brackets and is filled in once the form is sent. They are drafts: a person reads and changes them before they go anywhere, and a
/// letter in which a place is still open goes nowhere.
/// </summary>
public static partial class Drafts
{
    private const string Unknown = "…";

    /// <param name="form">The form that the field is of.</param>
    public static string? Fill(FormField field, IReadOnlyList<FormField> form, Matter matter, MatterKind kind, Scene scene) =>
        field.Draft is { } draft ? Fill(draft, form, matter, kind, scene) : null;

    /// <summary>The answers with their letters whole: what the form says elsewhere stands in its places.</summary>
    internal static IReadOnlyList<FieldAnswer> Compose(IReadOnlyList<FormField> form, IReadOnlyList<FieldAnswer> answers, Matter matter, MatterKind kind, Scene scene)
    {
        return [.. answers.Select(answer => form.Any(field => field.Id == answer.Field && field.Type == FieldType.Letter) ? Whole(answer) : answer)];

        FieldAnswer Whole(FieldAnswer letter)
        {
            var text = letter.Value;
            foreach (var (field, said) in from field in form
                                          let said = answers.FirstOrDefault(answer => answer.Field == field.Id)
                                          where said is not null && said != letter
                                          select (field, said))
            {
                text = text.Replace(PlaceOf(field), InLetter(field, said), StringComparison.Ordinal);
            }

            return letter with { Value = text, Says = text };
        }

        string InLetter(FormField field, FieldAnswer said) => field.Type switch
        {
            FieldType.Choice => Named(field, said.Value),
            FieldType.Ticks => string.Join('\n', said.Value.Split(',').Select(tick => Named(field, tick)).Select(line => line.StartsWith("- ", StringComparison.Ordinal) ? line : $"- {line}")),
            _ => said.Says,
        };

        string Named(FormField field, string id) => field.Choice(id) switch
        {
            { Letter: { } letter } => Fill(letter, form, matter, kind, scene),
            { } choice => choice.Title,
            null => id,
        };
    }

    /// <summary>The place of a draft that a letter still holds, as the error at its field; null where it is whole.</summary>
    internal static FieldError? Unfinished(IReadOnlyList<FormField> form, IReadOnlyList<FieldAnswer> answers)
    {
        foreach (var field in form.Where(field => field is { Type: FieldType.Letter, Draft: not null }))
        {
            if (answers.FirstOrDefault(answer => answer.Field == field.Id)?.Value is not { } text)
                continue;
            if (form.FirstOrDefault(other => text.Contains(PlaceOf(other), StringComparison.Ordinal)) is { } empty)
                return new(field.Id, $"The letter still says {PlaceOf(empty)}. Fill in “{empty.Label}”, or write it in the letter itself.");
            if (Open().Match(text) is { Success: true } open)
                return new(field.Id, $"The letter is not finished: write in it what belongs at {Around(text, open.Index)}, or empty it where you write or telephone.");
        }

        return null;
    }

    private static string PlaceOf(FormField field) => $"[{field.Label}]";

    /// <summary>The words before an open place, so that it is found again.</summary>
    private static string Around(string text, int at)
    {
        var line = text[(text.LastIndexOf('\n', Math.Max(0, at - 1)) + 1)..at].TrimEnd();
        return line.Length == 0 ? text[..at].TrimEnd() is { Length: > 0 } before ? $"“…” after “{Last(before)}”" : "“…”" : $"“{Last(line)} …”";

        static string Last(string words) => string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).TakeLast(5));
    }

    private static string Fill(string draft, IReadOnlyList<FormField> form, Matter matter, MatterKind kind, Scene scene) => Places().Replace(draft, place => place.Groups[1].Value is ['=', .. var said]
        ? form.FirstOrDefault(other => other.Id == said) is { } other ? PlaceOf(other) : Unknown
        : Of(place.Groups[1].Value, matter, kind, scene));

    private static string Of(string place, Matter matter, MatterKind kind, Scene scene) => place switch
    {
        "school" => scene.School.Name,
        "case" => matter.Id,
        "today" => London.Say(London.DayOf(scene.Now)),
        "mail" => matter.Mails is [.., { Fact.Subject: { Length: > 0 } subject }] ? subject : kind.Title,
        "wanted" => Wanted(matter, kind),
        "kept" => matter.HasDone("preserve") ? "The footage is kept meanwhile.\n\n" : "",
        "overwritten" => Overwritten(matter, kind, scene),
        "due" => MatterClocks.Of(matter, kind, scene) is [{ Value: not null } clock, ..] ? clock.Says : Unknown,
        "holder" => scene.FirstTitle(scene.Policy.Mailbox?.Lead ?? kind.Ask),
        _ => matter.Given(place) is { } given ? Quoted(given.Says) : kind.Form.Any(field => field.Id == place) && matter.Opened is not null ? Unknown : "",
    };

    /// <summary>What somebody wrote is no open place of ours.</summary>
    private static string Quoted(string says) => says.Replace(Unknown, "...", StringComparison.Ordinal);

    private static string Overwritten(Matter matter, MatterKind kind, Scene scene) =>
        matter.Given(kind.FootageFrom ?? "from") is { } from && InstantPattern.ExtendedIso.Parse(from.Value) is { Success: true, Value: var start }
            && scene.HeldUntil(matter.Given("camera")?.Value ?? "", start) is { } last
            ? London.Say(last)
            : Unknown;

    private static string Wanted(Matter matter, MatterKind kind)
    {
        var lines = kind.Form.Where(field => field.Wanted is not null && matter.Given(field.Id) is null).Select(field => $"- {field.Wanted}").ToList();
        return lines.Count == 0 ? "- the day, the time and the place of the footage, as closely as you can say" : string.Join('\n', lines);
    }

    [GeneratedRegex(@"(?<!\S)…(?!\w)")]
    private static partial Regex Open();

    [GeneratedRegex(@"\{(=?[a-z][a-zA-Z0-9-]*)\}")]
    private static partial Regex Places();
}
