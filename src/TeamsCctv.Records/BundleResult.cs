namespace TeamsCctv.Records;

/// <summary>What one entry bundle, its level-0 tile and its bodies gave, to be put together in order.</summary>
internal sealed class BundleResult
{
    public required TilePath Path { get; init; }

    public FindingList Findings { get; } = new();

    /// <summary>Neither bundle nor tile is there.</summary>
    public bool Absent { get; set; }

    /// <summary>The leaf hashes to build on, end to end: the stored ones if usable, else the entries' own; else null.</summary>
    public byte[]? Hashes { get; set; }

    /// <summary>The root over <see cref="Hashes"/> of a full bundle.</summary>
    public byte[]? Root { get; set; }

    /// <summary>
    /// The entries' own hashes, end to end; null if not every entry could be taken out. The same array as
    /// <see cref="Hashes"/> where both agree.
    /// </summary>
    public byte[]? RecordHashes { get; set; }

    /// <summary>Stretches of sound records of one school: where each starts.</summary>
    public List<(long First, long Last, string School)> Schools { get; } = [];

    public (long Sequence, DateTimeOffset At)? FirstSound { get; set; }

    public (long Sequence, DateTimeOffset At)? LastSound { get; set; }

    /// <summary>Sound records that license erasure or whose body is absent, in order.</summary>
    public List<(Leaf Leaf, bool BodyAbsent)> Notable { get; } = [];

    /// <summary>Sound records of another key, in order.</summary>
    public List<Leaf> KeyChanges { get; } = [];

    public int VerifiedBodies { get; set; }

    public int BodiesNotSupplied { get; set; }

    public void Sound(Leaf leaf)
    {
        if (Schools.Count > 0 && Schools[^1] is var run && run.School == leaf.School)
            Schools[^1] = run with { Last = leaf.Sequence };
        else
            Schools.Add((leaf.Sequence, leaf.Sequence, leaf.School));
        if (LastSound is { } before)
            CheckOrder(Findings, before, (leaf.Sequence, leaf.At), Path.ToString());
        if (leaf.Kind == RecordKinds.KeyChanged)
            KeyChanges.Add(leaf);
        FirstSound ??= (leaf.Sequence, leaf.At);
        LastSound = (leaf.Sequence, leaf.At);
    }

    public static void CheckOrder(FindingList findings, (long Sequence, DateTimeOffset At) before, (long Sequence, DateTimeOffset At) now, string path)
    {
        if (now.At < before.At)
            findings.Record(now.Sequence, path, $"dated {LondonTime.Format(now.At)}, earlier than record {before.Sequence} ({LondonTime.Format(before.At)}).");
    }
}
