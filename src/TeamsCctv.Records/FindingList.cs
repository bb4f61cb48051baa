namespace TeamsCctv.Records;

/// <summary>Findings in bounded number; the same problem in the next record widens the last finding.</summary>
internal sealed class FindingList
{
    /// <summary>A log wholly of the wrong bytes must not become a report of its size.</summary>
    public const int Max = 1000;

    private readonly List<Finding> findings = [];

    public long Further { get; private set; }

    public void Checkpoint(string problem) => Add(new Finding(null, null, LogPaths.Checkpoint, problem));

    public void Record(long sequence, string path, string problem) => Records(sequence, sequence, path, problem);

    public void Records(long first, long last, string path, string problem) => Add(new Finding(first, last, path, problem));

    public void Add(Finding finding)
    {
        if (findings.Count > 0 && findings[^1] is var before && finding.First is not null && before.Last + 1 == finding.First
            && before.Path == finding.Path && before.Problem == finding.Problem)
            findings[^1] = before with { Last = finding.Last };
        else if (findings.Count < Max)
            findings.Add(finding);
        else
            Further++;
    }

    public void AddAll(FindingList others)
    {
        foreach (var finding in others.findings)
            Add(finding);
        Further += others.Further;
    }

    public IReadOnlyList<Finding> InOrder() => [.. findings.OrderBy(f => f.First ?? -1)];
}
