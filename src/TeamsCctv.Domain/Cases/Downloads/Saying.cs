using System.Globalization;
using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Domain.Cases.Downloads;

internal static class Saying
{
    /// <summary>A refusal that says the clause's text.</summary>
    public static Refusal Refuse(this Scene scene, string reason, string clause, string instead) =>
        new(reason, clause, scene.Policy.Clause(clause).Says, instead);

    public static string FirstTitle(this Scene scene, IReadOnlyList<string> positions) =>
        scene.Policy.Position(positions[0])?.Title ?? positions[0];

    /// <summary>Controls, and format characters that turn or hide what a decider reads.</summary>
    private static bool IsHidden(char character) =>
        (char.IsControl(character) && character is not ('\n' or '\r' or '\t')) || char.GetUnicodeCategory(character) == UnicodeCategory.Format;

    /// <summary>A required text of at most <paramref name="longest"/> characters.</summary>
    public static void Text(this List<FieldError> errors, string field, string? text, int longest, string missing)
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
