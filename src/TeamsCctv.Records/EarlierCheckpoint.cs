namespace TeamsCctv.Records;

/// <summary>Whether the log still begins with what a checkpoint from before covers.</summary>
internal sealed class EarlierCheckpoint(Checkpoint earlier, FindingList findings)
{
    private bool compared;

    public static EarlierCheckpoint? Read(byte[] bytes, VerifierKey key, Checkpoint now, FindingList findings)
    {
        if (!SignedNote.TryParse(bytes, out var note, out var error) || !Checkpoint.TryParse(note.Text, out var earlier, out error))
            findings.Checkpoint($"the earlier one cannot be read, so nothing was compared with it: {error}.");
        else if (note.Check(key) != NoteCheck.Verified || earlier.Origin != key.Name)
            findings.Checkpoint("the earlier one is not signed by this key, so nothing was compared with it.");
        else if (earlier.Size > now.Size)
            findings.Checkpoint($"it covers {now.Size} records and the earlier one {earlier.Size}: the log has been cut short.");
        else
            return new EarlierCheckpoint(earlier, findings);
        return null;
    }

    /// <summary>Called with the tree as it stood before each bundle, and the bundle's leaf hashes, end to end.</summary>
    public void Pass(MerkleFrontier? before, byte[] hashes)
    {
        var extra = earlier.Size - before?.Size ?? -1;
        if (compared || before is null || extra < 0 || extra > hashes.Length / Merkle.HashSize)
            return;
        var then = before.Clone();
        for (var i = 0; i < extra; i++)
            then.AppendSubtree(0, hashes[(i * Merkle.HashSize)..((i + 1) * Merkle.HashSize)]);
        Compare(then.Root);
    }

    public void Close()
    {
        if (!compared && earlier.Size == 0)
            Compare(Merkle.EmptyRoot);
        if (!compared)
            findings.Checkpoint($"not compared with the earlier one of {earlier.Size} records, because hashes that this needs are missing.");
    }

    private void Compare(byte[] root)
    {
        compared = true;
        if (!root.AsSpan().SequenceEqual(earlier.Root))
            findings.Checkpoint($"the first {earlier.Size} records are not those that the earlier one covered: the log has been rewritten.");
    }
}
