using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Domain.Cases.Downloads;

internal static class Saying
{
    /// <summary>A refusal that says the clause's text.</summary>
    public static Refusal Refuse(this Scene scene, string reason, string clause, string instead) =>
        new(reason, clause, scene.Policy.Clause(clause).Says, instead);

    public static string FirstTitle(this Scene scene, IReadOnlyList<string> positions) =>
        scene.Policy.Position(positions[0])?.Title ?? positions[0];

    /// <summary>A required text of at most <paramref name="longest"/> characters.</summary>
    public static void Text(this List<FieldError> errors, string field, string? text, int longest, string missing)
    {
        if (string.IsNullOrWhiteSpace(text))
            errors.Add(new(field, missing));
        else if (text.Trim().Length > longest)
            errors.Add(new(field, $"At most {longest} characters."));
        else if (text.Any(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t')))
            errors.Add(new(field, "Remove the control characters."));
    }
}
