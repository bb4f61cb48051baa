namespace TeamsCctv.Domain.Policies;

/// <summary>Every place of a profile that names a clause or a position, and whether it is there.</summary>
internal static class PolicyReferences
{
    public static IEnumerable<string> Errors(Policy policy) => [.. Clauses(policy), .. Positions(policy)];

    private static IEnumerable<string> Clauses(Policy policy)
    {
        IEnumerable<(string Path, string? Id)> used =
        [
            ("$.download.askClause", policy.Download.AskClause),
            ("$.download.decideClause", policy.Download.DecideClause),
            ("$.viewing.seeClause", policy.Viewing.SeeClause),
            ("$.viewing.whereClause", policy.Viewing.WhereClause),
            ("$.deletion.decideClause", policy.Deletion.DecideClause),
            ("$.deletion.eraseClause", policy.Deletion.EraseClause),
            ("$.retention.recorderClause", policy.Retention.RecorderClause),
            ("$.retention.downloadClause", policy.Retention.DownloadClause),
            ("$.log.clause", policy.Log.Clause),
            ("$.faults.clause", policy.Faults.Clause),
            .. policy.Positions.Select((position, i) => ($"$.positions[{i}].clause", (string?)position.Clause)),
            .. policy.Grounds.Select((ground, i) => ($"$.grounds[{i}].clause", (string?)ground.Clause)),
        ];
        return Unknown(used, "$.clauses", [.. policy.Clauses.Select(clause => clause.Id)]);
    }

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
