namespace TeamsCctv.Records;

/// <summary>Accounts for absent bodies: erased by right, or missing. Fed with records in order.</summary>
internal sealed class BodyLedger(FindingList findings)
{
    private readonly Dictionary<string, List<long>> absent = [];
    private readonly List<Erasure> erasures = [];

    public IReadOnlyList<Erasure> Erasures => erasures;

    public void Absent(Leaf leaf)
    {
        if (leaf.Case is null)
            Missing(leaf.Sequence);
        else if (absent.TryGetValue(leaf.Case, out var others))
            others.Add(leaf.Sequence);
        else
            absent.Add(leaf.Case, [leaf.Sequence]);
    }

    /// <summary>What is absent of the case so far is so by right; what comes later is not.</summary>
    public void Licensed(Leaf erasure)
    {
        if (erasure.Case is not null && absent.Remove(erasure.Case, out var records))
            erasures.Add(new Erasure(erasure.Case, erasure.Sequence, erasure.At, erasure.Policy, records.Count));
    }

    public void Close()
    {
        foreach (var record in absent.Values.SelectMany(r => r).Order())
            Missing(record);
    }

    private void Missing(long record) =>
        findings.Record(record, LogPaths.Body(record), "its body is missing, and no record of an erasure allows that.");
}
