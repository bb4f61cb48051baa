using System.Text.RegularExpressions;
using NodaTime.Text;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Domain.Cases.Matters;

/// <summary>
/// Texts that the policy has ready, with what a case says put in: <c>{school}</c>, <c>{case}</c>, <c>{today}</c>, <c>{wanted}</c> (what
/// the opening form lacks, line by line), <c>{overwritten}</c> (the last day on which the recorder has the footage), <c>{due}</c> (the first clock's date), <c>{mail}</c> (the subject of the last mail) and
/// <c>{a field's id}</c>. They are drafts: a person reads and changes them before they go anywhere.
/// </summary>
public static partial class Drafts
{
    private const string Unknown = "…";

    public static string? Fill(FormField field, Matter matter, MatterKind kind, Scene scene) => field.Draft is { } draft
        ? Places().Replace(draft, place => Of(place.Groups[1].Value, matter, kind, scene))
        : null;

    private static string Of(string place, Matter matter, MatterKind kind, Scene scene) => place switch
    {
        "school" => scene.School.Name,
        "case" => matter.Id,
        "today" => London.Say(London.DayOf(scene.Now)),
        "mail" => matter.Mails is [.., { Fact.Subject: { Length: > 0 } subject }] ? subject : kind.Title,
        "wanted" => Wanted(matter, kind),
        "overwritten" => Overwritten(matter, kind, scene),
        "due" => MatterClocks.Of(matter, kind, scene.Calendar) is [{ Value: not null } clock, ..] ? clock.Says : Unknown,
        "holder" => scene.FirstTitle(scene.Policy.Mailbox?.Lead ?? kind.Ask),
        _ => matter.Given(place)?.Says ?? (kind.Form.Any(field => field.Id == place) && matter.Opened is not null ? Unknown : ""),
    };

    private static string Overwritten(Matter matter, MatterKind kind, Scene scene) =>
        matter.Given(kind.FootageFrom ?? "from") is { } from && InstantPattern.ExtendedIso.Parse(from.Value) is { Success: true, Value: var start }
            && scene.HeldUntil(matter.Given("camera")?.Value ?? "", start) is { } last
            ? London.Say(last)
            : Unknown;

    private static string Wanted(Matter matter, MatterKind kind)
    {
        var lines = kind.Form.Where(field => field.Wanted is not null && matter.Given(field.Id) is null).Select(field => $"- {field.Wanted}").ToList();
        return lines.Count == 0 ? "- …" : string.Join('\n', lines);
    }

    [GeneratedRegex(@"\{([a-z][a-zA-Z0-9-]*)\}")]
    private static partial Regex Places();
}
