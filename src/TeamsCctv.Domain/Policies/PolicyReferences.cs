namespace TeamsCctv.Domain.Policies;

/// <summary>Every place of a profile that names a clause or a position, and whether it is there.</summary>
internal static class PolicyReferences
{
    public static IEnumerable<string> Errors(Policy policy) => [.. Clauses(policy), .. Positions(policy)];

    private static IEnumerable<string> Clauses(Policy policy)
    {
        IEnumerable<(string Path, string? Id)> used =
        [
            .. ClausePlace.Of(policy).Select(place => (place.Path, place.Clause)),
            .. Needed(policy.Viewing.Permit is not null, "$.viewing.permitClause", policy.Viewing.PermitClause),
            .. Needed(!policy.Download.AskerRecords, "$.download.recordClause", policy.Download.RecordClause),
            .. Needed(policy.Oversight?.Titles is not null, "$.oversight.titlesClause", policy.Oversight?.TitlesClause),
            .. Needed(policy.Retention.ReasonAfterDays is not null, "$.retention.reasonClause", policy.Retention.ReasonClause),
        ];
        return Unknown(used, "$.clauses", [.. policy.Clauses.Select(clause => clause.Id)]);
    }

    /// <summary>A clause that must be named where a rule is there that rests on it.</summary>
    private static IEnumerable<(string Path, string? Id)> Needed(bool needed, string path, string? clause) =>
        needed && clause is null ? [(path, clause)] : [];

    private static IEnumerable<string> Positions(Policy policy)
    {
        List<(string Path, IReadOnlyList<string>? Ids)> used =
        [
            ("$.download.ask", policy.Download.Ask),
            ("$.download.record", policy.Download.Record),
            ("$.viewing.see", policy.Viewing.See),
            ("$.deletion.ask", policy.Deletion.Ask),
            ("$.deletion.carryOut", policy.Deletion.CarryOut),
            ("$.deletion.erase", policy.Deletion.Erase),
            ("$.log.readers", policy.Log.Readers),
            ("$.faults.tell", policy.Faults.Tell),
            .. policy.Grounds.Select((ground, i) => ($"$.grounds[{i}].positions", (IReadOnlyList<string>?)ground.Positions)),
            .. policy.Viewing.Permit is { } permit ? [("$.viewing.permit", permit)] : Array.Empty<(string, IReadOnlyList<string>?)>(),
            .. Reminded("$.download.remind", policy.Download.Remind),
            .. Reminded("$.deletion.remind", policy.Deletion.Remind),
            .. Optional("$.download.otherwise", policy.Download.Otherwise),
            .. Optional("$.deletion.otherwise", policy.Deletion.Otherwise),
            .. Signers("$.download.decide", policy.Download.Decide, policy.Download.Statement),
            .. Signers("$.deletion.decide", policy.Deletion.Decide, policy.Deletion.Statement),
        ];
        List<string> known = [.. policy.Positions.Select(position => position.Id)];
        return
        [
            .. used.Where(rule => rule.Ids is not [_, ..]).Select(rule => $"{rule.Path}: must name at least one position of {string.Join(", ", known)}"),
            .. Unknown(used.SelectMany(rule => (rule.Ids ?? []).Select(id => (rule.Path, (string?)id))), "$.positions", known),
        ];
    }

    /// <summary>Nobody signs only where nothing is to be said either: a list that lost its last position by a slip opens nothing.</summary>
    private static IEnumerable<(string Path, IReadOnlyList<string>? Ids)> Signers(string path, IReadOnlyList<string>? decide, string? statement) =>
        decide is { Count: 0 } && statement is null ? [] : [(path, decide)];

    private static IEnumerable<(string Path, IReadOnlyList<string>? Ids)> Optional(string path, IReadOnlyList<string>? ids) => ids is null ? [] : [(path, ids)];

    private static IEnumerable<(string Path, IReadOnlyList<string>? Ids)> Reminded(string path, ReminderRule? remind) =>
        remind is null ? [] : [($"{path}.then", remind.Then)];

    private static IEnumerable<string> Unknown(IEnumerable<(string Path, string? Id)> used, string list, List<string> known) => used
        .Where(use => use.Id is null || !known.Contains(use.Id))
        .Select(use => $"{use.Path}: {use.Id ?? "nothing"} is not one of {list}, which are {string.Join(", ", known)}");
}
