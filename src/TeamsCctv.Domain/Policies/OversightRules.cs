namespace TeamsCctv.Domain.Policies;

/// <summary>Who watches over the schools of a trust, and who takes a school's numbers to its governing body (AL-3.5, VL-5).</summary>
/// <param name="Positions">Whoever holds one oversees each school that they are appointed to, and no other.</param>
/// <param name="Numbers">Who may read the numbers without names, beside whoever oversees.</param>
/// <param name="Made">The steps by which a disclosure is made; a disclosure that ends by another step was not.</param>
/// <param name="Titles">
/// Job titles that oversee as well, as a policy counts them among a position's (AL-3.2). An alternate does not inherit it.
/// </param>
public sealed record OversightRules(
    string Clause,
    IReadOnlyList<string> Positions,
    IReadOnlyList<string> Numbers,
    string NumbersClause,
    IReadOnlyList<string> Made,
    IReadOnlyList<string>? Titles = null,
    string? TitlesClause = null);

/// <summary>What an oversight must be: every position, title and step that it names is the profile's.</summary>
internal static class OversightCheck
{
    public static IEnumerable<string> Errors(Policy policy) => policy.Oversight is not { } rules ? [] :
    [
        .. Known("$.oversight.positions", "positions", rules.Positions, policy.Positions.Select(position => position.Id)),
        .. Known("$.oversight.numbers", "positions", rules.Numbers, policy.Positions.Select(position => position.Id)),
        .. Known("$.oversight.made", "steps of disclosures", rules.Made, Steps(policy)),
        .. rules.Titles is null ? [] : Known(
            "$.oversight.titles", "titles", rules.Titles, policy.Positions.SelectMany(position => (position.Synonyms ?? []).Prepend(position.Title))),
    ];

    private static IEnumerable<string> Steps(Policy policy) => (policy.Matters ?? [])
        .Where(kind => kind.IsDisclosure).SelectMany(kind => kind.Steps ?? []).Where(step => step.Closes).Select(step => step.Id).Distinct();

    private static IEnumerable<string> Known(string path, string what, IReadOnlyList<string>? named, IEnumerable<string> known)
    {
        List<string> all = [.. known];
        if (named is not [_, ..])
            return [$"{path}: must name at least one of the {what} {string.Join(", ", all)}"];
        return named.Where(name => !all.Contains(name)).Select(name => $"{path}: {name} is not one of the {what}, which are {string.Join(", ", all)}");
    }
}
