using System.Globalization;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Cases.Downloads;

/// <summary>What people are told, in the words of the school's own policy.</summary>
public static class Saying
{
    /// <summary>A refusal that says the clause's text.</summary>
    public static Refusal Refuse(this Scene scene, string reason, string clause, string instead) =>
        new(reason, clause, scene.Policy.Clause(clause).Says, instead);

    /// <summary>The title that the policy gives the first of these positions.</summary>
    public static string FirstTitle(this Scene scene, IReadOnlyList<string> positions) =>
        scene.Policy.Position(positions[0])?.Title ?? positions[0];

    /// <summary>Positions by their titles, as one asks for them: <c>Headteacher, Site Manager or DPO</c>.</summary>
    public static string Titles(this Policy policy, IReadOnlyList<string> positions) =>
        Or([.. positions.Select(id => policy.Position(id)?.Title ?? id)]);

    /// <summary>The position that decides, and whoever stands in for it where the policy has that.</summary>
    public static string OrAlternate(this Scene scene, IReadOnlyList<string> positions) =>
        scene.FirstTitle(positions) + (scene.Policy.Alternates ? " or a nominated alternate" : "");

    /// <summary>What to do where nobody else may decide.</summary>
    public static string NobodyElse(this Scene scene, IReadOnlyList<string> positions) => scene.Policy.Alternates
        ? $"Ask the {scene.FirstTitle(positions)} to nominate an alternate, then ask again."
        : "Nobody decides their own request: let a colleague ask instead.";

    /// <summary>Why nobody signs, in plain words with the clause.</summary>
    /// <param name="what">For example <c>download</c>.</param>
    public static string NobodySigns(this Scene scene, string what, string clause) =>
        $"Nobody has to sign for this {what}. {clause}: {scene.Policy.Clause(clause).Says}";

    private static string Or(IReadOnlyList<string> names) =>
        names.Count == 1 ? names[0] : $"{string.Join(", ", names.Take(names.Count - 1))} or {names[^1]}";

    /// <summary>
    /// Whom a question goes to: the position, or the people by name where the one who asks holds it and may not answer
    /// it; null where nobody else may, or nobody has to.
    /// </summary>
    public static string? WhoDecides(this Scene scene, Person asker, IReadOnlyList<string> positions)
    {
        if (positions.Count == 0)
            return null;
        if (scene.OfficeOf(asker, positions) is null)
            return $"the {scene.FirstTitle(positions)}";
        var others = scene.Holders(positions).Where(office => office.Person.Key != asker.Key).Select(office => office.Person.Name).ToList();
        return others switch
        {
            [] => null,
            [var one] => one,
            [var one, var two] => $"{one} or {two}",
            [var one, var two, ..] => $"{one}, {two} or another who may sign",
        };
    }

    /// <summary>Controls, separators and format characters that turn, hide or imitate what a decider reads.</summary>
    private static bool IsHidden(char character) => (char.IsControl(character) && character is not ('\n' or '\r' or '\t'))
        || char.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>As <see cref="Text"/>, on one line: in a log or on paper a second line could pass for an entry of its own.</summary>
    internal static void Line(this List<FieldError> errors, string field, string? text, int longest, string missing)
    {
        if (text?.Trim().AsSpan().IndexOfAny('\n', '\r', '\t') >= 0)
            errors.Add(new(field, "Write it on one line."));
        else
            errors.Text(field, text, longest, missing);
    }

    /// <summary>A required text of at most <paramref name="longest"/> characters.</summary>
    internal static void Text(this List<FieldError> errors, string field, string? text, int longest, string missing)
    {
        if (string.IsNullOrWhiteSpace(text))
            errors.Add(new(field, missing));
        else if (text.Trim().Length > longest)
            errors.Add(new(field, $"At most {longest} characters."));
        else if (text.Any(IsHidden))
            errors.Add(new(field, "Remove the hidden characters."));
        else if (!text.Any(char.IsLetterOrDigit))
            errors.Add(new(field, missing));
    }
}
