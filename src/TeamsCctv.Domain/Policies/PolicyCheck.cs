namespace TeamsCctv.Domain.Policies;

/// <summary>
/// What a profile must be for decisions to be able to rely on it without looking twice: complete, every text said, every
/// id once, every reference to something that is there.
/// </summary>
public static class PolicyCheck
{
    /// <summary>The first thing wrong, as <c>JSON path: what is wrong and what is allowed</c>, or null.</summary>
    public static string? FirstError(Policy policy) => Parts(policy).FirstOrDefault() ?? Rest(policy).FirstOrDefault();

    private static readonly UseRule Nothing = new("", "", "");

    /// <summary>What everything after it reads.</summary>
    private static IEnumerable<string> Parts(Policy policy)
    {
        (string Path, object? Part)[] parts =
        [
            ("$.clauses", policy.Clauses), ("$.positions", policy.Positions), ("$.grounds", policy.Grounds), ("$.download", policy.Download),
            ("$.viewing", policy.Viewing), ("$.deletion", policy.Deletion), ("$.retention", policy.Retention), ("$.log", policy.Log),
            ("$.log.columns", policy.Log?.Columns), ("$.faults", policy.Faults), ("$.uses", policy.Uses ?? [Nothing]),
        ];
        foreach (var (path, part) in parts)
        {
            if (part is null or System.Collections.ICollection { Count: 0 })
                yield return $"{path}: missing or empty; a profile has id, version, title, regime, clauses, positions, grounds, download, viewing, deletion, retention, log, faults and, where recordings are used for more than seeing them, uses";
            else if (part is IEnumerable<object?> list && list.Contains(null))
                yield return $"{path}: an entry is null";
        }
    }

    private static IEnumerable<string> Rest(Policy policy) =>
        [.. Texts(policy), .. PolicyReferences.Errors(policy), .. Once(policy), .. Numbers(policy), .. MatterCheck.Errors(policy), .. ClockCheck.Errors(policy), .. OversightCheck.Errors(policy)];

    private static IEnumerable<string> Texts(Policy policy)
    {
        IEnumerable<(string Path, string? Text)> texts =
        [
            ("$.id", policy.Id), ("$.title", policy.Title), ("$.regime", policy.Regime),
            .. policy.Clauses.SelectMany((clause, i) => new[] { ($"$.clauses[{i}].id", clause.Id), ($"$.clauses[{i}].says", clause.Says) }),
            .. policy.Positions.SelectMany((position, i) => new[] { ($"$.positions[{i}].id", position.Id), ($"$.positions[{i}].title", position.Title) }),
            .. policy.Positions.SelectMany((position, i) => (position.Synonyms ?? []).Select((synonym, j) => ($"$.positions[{i}].synonyms[{j}]", (string?)synonym))),
            .. policy.Grounds.SelectMany((ground, i) => new[] { ($"$.grounds[{i}].id", ground.Id), ($"$.grounds[{i}].title", ground.Title) }),
            .. policy.Grounds.SelectMany((ground, i) => ground.Condition is { } condition ? [($"$.grounds[{i}].condition.asks", (string?)condition.Asks)] : Array.Empty<(string, string?)>()),
            .. (policy.Uses ?? []).SelectMany((use, i) => new[] { ($"$.uses[{i}].id", use.Id), ($"$.uses[{i}].title", use.Title) }),
            .. policy.Log.Columns.Select((column, i) => ($"$.log.columns[{i}].heading", (string?)column.Heading)),
        ];
        foreach (var (path, text) in texts)
        {
            if (string.IsNullOrWhiteSpace(text))
                yield return $"{path}: nothing is said; write a text";
        }

        (string Path, bool IsSigned, string? Statement)[] statements =
        [
            ("$.download.statement", policy.Download.Decide is not { Count: 0 }, policy.Download.Statement),
            ("$.deletion.statement", policy.Deletion.Decide is not { Count: 0 }, policy.Deletion.Statement),
        ];
        foreach (var (path, isSigned, statement) in statements)
        {
            if ((isSigned || statement is not null) && statement?.Contains("{title}", StringComparison.Ordinal) != true)
                yield return $"{path}: a signature says in which office it is given; write a sentence with {{title}} in it";
        }
    }

    /// <summary>What must not be there twice: then nobody could say which is meant.</summary>
    private static IEnumerable<string> Once(Policy policy) =>
    [
        .. Twice("$.clauses", "id", policy.Clauses.Select(clause => clause.Id)),
        .. Twice("$.positions", "id", policy.Positions.Select(position => position.Id)),
        .. Twice("$.positions", "title or synonym", policy.Positions.SelectMany(position => (position.Synonyms ?? []).Prepend(position.Title))),
        .. Twice("$.grounds", "id", policy.Grounds.Select(ground => ground.Id)),
        .. Twice("$.grounds", "title", policy.Grounds.Select(ground => ground.Title)),
        .. Twice("$.uses", "id", (policy.Uses ?? []).Select(use => use.Id)),
        .. Twice("$.uses", "title", (policy.Uses ?? []).Select(use => use.Title)),
        .. Twice("$.log.columns", "cell", policy.Log.Columns.Select(column => column.Cell.ToString())),
    ];

    private static IEnumerable<string> Twice(string path, string what, IEnumerable<string> values) => values
        .GroupBy(value => value, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Skip(1).Any())
        .Select(group => $"{path}: the {what} {group.Key} is there twice; each may be there once");

    private static IEnumerable<string> Numbers(Policy policy)
    {
        if (policy.Version < 1)
            yield return "$.version: must be 1 or more";
        if (policy.Retention.RecorderDays is < 1 or > 366)
            yield return "$.retention.recorderDays: 1 to 366, or null where the policy sets no period";
        if (policy.Retention.DownloadMonths is < 1 or > 120)
            yield return "$.retention.downloadMonths: 1 to 120, or null where the policy sets no period";
        if (policy.Retention.ReasonAfterDays is < 1 or > 366)
            yield return "$.retention.reasonAfterDays: 1 to 366, or left out";
        if (policy.Training?.Months is < 1 or > 120)
            yield return "$.training.months: 1 to 120, or left out where a training counts for good";
        if (policy.Training is not null && policy.Matters?.Any(kind => kind.Trains is not null) != true)
            yield return "$.training: nobody could ever be trained; give one of $.matters a part \"trains\"";
        (string Path, ReminderRule? Rule, bool IsSigned)[] reminders = [("$.download.remind", policy.Download.Remind, policy.Download.Decide is not { Count: 0 }), ("$.deletion.remind", policy.Deletion.Remind, policy.Deletion.Decide is not { Count: 0 })];
        foreach (var (path, rule, isSigned) in reminders)
        {
            if (rule?.Days is < 1 or > 90)
                yield return $"{path}.days: 1 to 90";
            if (rule is not null && !isSigned)
                yield return $"{path}: nobody signs, so there is nothing to remind of; leave it out";
        }

        foreach (var (column, i) in policy.Log.Columns.Select((column, i) => (column, i)))
        {
            if (!Enum.IsDefined(column.Cell))
                yield return $"$.log.columns[{i}].cell: {column.Cell} is not one of {string.Join(", ", Enum.GetNames<LogCell>())}";
        }
    }
}
