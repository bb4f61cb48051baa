using System.Text.RegularExpressions;

namespace TeamsCctv.Domain.Policies;

/// <summary>A profile's members in plain words. One without words of its own here is said by its name.</summary>
internal static partial class PlaceWords
{
    private static readonly Dictionary<string, string> Rules = new(StringComparer.Ordinal)
    {
        ["$.download.askClause"] = "who may ask for a download",
        ["$.download.decideClause"] = "who decides a download",
        ["$.download.recordClause"] = "who records a download",
        ["$.viewing.seeClause"] = "who may see a recording",
        ["$.viewing.whereClause"] = "where a recording may be seen",
        ["$.viewing.permitClause"] = "who may let others see a recording",
        ["$.deletion.decideClause"] = "who decides a deletion",
        ["$.deletion.eraseClause"] = "who may erase names",
        ["$.retention.recorderClause"] = "how long footage stays on the recorder",
        ["$.retention.downloadClause"] = "how long a recording is kept",
        ["$.retention.reasonClause"] = "when keeping a recording needs a reason of its own",
        ["$.log.clause"] = "the CCTV log and who reads it",
        ["$.training.clause"] = "who makes a download is trained",
        ["$.faults.clause"] = "who is told of a recorder's fault",
        ["$.oversight.clause"] = "who watches over the schools",
        ["$.oversight.titlesClause"] = "which job titles watch over schools as well",
        ["$.oversight.numbersClause"] = "who may read the numbers without names",
    };

    private static readonly Dictionary<string, string> Entries = new(StringComparer.Ordinal)
    {
        ["positions"] = "the position",
        ["grounds"] = "the ground",
        ["uses"] = "the use",
        ["matters"] = "the case",
        ["steps"] = "the step",
        ["form"] = "the field",
        ["choices"] = "the choice",
        ["guards"] = "kept back by",
    };

    private static readonly Dictionary<string, string> Parts = new(StringComparer.Ordinal)
    {
        ["decision"] = "the decision",
        ["condition"] = "its condition",
        ["say"] = "by when somebody says what a mail is",
    };

    private static readonly string[] Names = ["Title", "Label", "Id", "Reason"];

    /// <param name="within">What the place lies in, from the outside in.</param>
    /// <param name="member">The member that names the clause.</param>
    public static string Of(string path, string[] within, string member) =>
        Rules.TryGetValue(path, out var says) ? says
        : member == "clause" ? string.Join(": ", within)
        : string.Join(": ", [.. within, Spaced(member[..^"Clause".Length])]);

    /// <summary>One entry of a list, for example <c>the ground Safeguarding</c>.</summary>
    public static string OfOne(string list, object entry)
    {
        var name = Names.Select(member => entry.GetType().GetProperty(member)?.GetValue(entry)).FirstOrDefault(said => said is not null);
        var forbidden = entry is MatterKind { Forbidden: not null } ? ", which is not allowed" : "";
        return $"{(Entries.TryGetValue(list, out var noun) ? noun : Spaced(list))} {name}{forbidden}";
    }

    public static string OfPart(string member) => Parts.TryGetValue(member, out var says) ? says : Spaced(member);

    private static string Spaced(string member) => Capital().Replace(member, found => $" {found.Value.ToLowerInvariant()}");

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
