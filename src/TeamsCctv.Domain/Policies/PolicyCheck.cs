namespace TeamsCctv.Domain.Policies;

/// <summary>What a profile must be for decisions to be able to rely on it without looking twice.</summary>
public static class PolicyCheck
{
    /// <summary>The first thing wrong, as <c>JSON path: what is wrong</c>, or null.</summary>
    public static string? FirstError(Policy policy)
    {
        ReadOnlySpan<object?> parts =
        [
            policy.Id, policy.Title, policy.Regime, policy.Clauses, policy.Positions, policy.Grounds, policy.Download,
            policy.Viewing, policy.Deletion, policy.Retention, policy.Log, policy.Faults,
        ];
        foreach (var part in parts)
        {
            if (part is null)
                return "$: a part is missing; a profile has id, version, title, regime, clauses, positions, grounds, download, viewing, deletion, retention, log and faults";
        }

        if (policy.Version < 1)
            return "$.version: must be 1 or more";
        return Clauses(policy) ?? Positions(policy) ?? Numbers(policy);
    }

    private static string? Clauses(Policy policy)
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
        var known = policy.Clauses.Select(clause => clause.Id).ToHashSet(StringComparer.Ordinal);
        return used.Where(use => use.Id is null || !known.Contains(use.Id))
            .Select(use => $"{use.Path}: {use.Id ?? "nothing"} is not one of $.clauses")
            .FirstOrDefault();
    }

    private static string? Positions(Policy policy)
    {
        IEnumerable<(string Path, IReadOnlyList<string>? Ids)> used =
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
        foreach (var (path, ids) in used)
        {
            if (ids is not [_, ..])
                return $"{path}: must name at least one position";
            if (ids.FirstOrDefault(id => policy.Position(id) is null) is { } unknown)
                return $"{path}: {unknown} is not one of $.positions";
        }

        return null;
    }

    private static string? Numbers(Policy policy) => policy switch
    {
        { Retention.RecorderDays: < 1 or > 366 } => "$.retention.recorderDays: 1 to 366",
        { Retention.DownloadMonths: < 1 or > 120 } => "$.retention.downloadMonths: 1 to 120",
        { Log.Columns: null or [] } => "$.log.columns: must name at least one column",
        _ => null,
    };
}
