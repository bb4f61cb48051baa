namespace TeamsCctv.Domain.Policies;

/// <summary>Every place of a profile that names a clause or a position, and whether it is there.</summary>
internal static class PolicyReferences
{
    public static IEnumerable<string> Errors(Policy policy) => [.. Clauses(policy), .. Positions(policy)];

    private static IEnumerable<string> Clauses(Policy policy) => Unknown(
        ClausePlace.Of(policy).Select(place => (place.Path, place.Clause)), "$.clauses", [.. policy.Clauses.Select(clause => clause.Id)]);

    private static IEnumerable<string> Positions(Policy policy)
    {
        List<(string Path, IReadOnlyList<string>? Ids)> used =
        [
            ("$.download.ask", policy.Download.Ask),
            ("$.download.decide", policy.Download.Decide),
            ("$.download.record", policy.Download.Record),
            ("$.viewing.see", policy.Viewing.See),
            ("$.deletion.ask", policy.Deletion.Ask),
            ("$.deletion.decide", policy.Deletion.Decide),
            ("$.deletion.carryOut", policy.Deletion.CarryOut),
            ("$.deletion.erase", policy.Deletion.Erase),
            ("$.log.readers", policy.Log.Readers),
            ("$.faults.tell", policy.Faults.Tell),
            .. policy.Grounds.Select((ground, i) => ($"$.grounds[{i}].positions", (IReadOnlyList<string>?)ground.Positions)),
        ];
        List<string> known = [.. policy.Positions.Select(position => position.Id)];
        return
        [
            .. used.Where(rule => rule.Ids is not [_, ..]).Select(rule => $"{rule.Path}: must name at least one position of {string.Join(", ", known)}"),
            .. Unknown(used.SelectMany(rule => (rule.Ids ?? []).Select(id => (rule.Path, (string?)id))), "$.positions", known),
        ];
    }

    private static IEnumerable<string> Unknown(IEnumerable<(string Path, string? Id)> used, string list, List<string> known) => used
        .Where(use => use.Id is null || !known.Contains(use.Id))
        .Select(use => $"{use.Path}: {use.Id ?? "nothing"} is not one of {list}, which are {string.Join(", ", known)}");
}
