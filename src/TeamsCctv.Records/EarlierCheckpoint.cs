namespace TeamsCctv.Records;

/// <summary>
/// Whether the log still begins with what a checkpoint from before covers. Which key must have signed that one is known
/// only once the log has been read, so everything is said at the end.
/// </summary>
internal sealed class EarlierCheckpoint(SignedNote note, PrefixRoot root, Checkpoint now, FindingList findings)
{
    public static EarlierCheckpoint? Read(byte[] bytes, Checkpoint now, FindingList findings)
    {
        if (SignedNote.TryParse(bytes, out var note, out var error) && Checkpoint.TryParse(note.Text, out var earlier, out error))
            return new EarlierCheckpoint(note, new PrefixRoot(earlier), now, findings);
        findings.Checkpoint($"the earlier one cannot be read, so nothing was compared with it: {error}.");
        return null;
    }

    /// <inheritdoc cref="PrefixRoot.Pass"/>
    public void Pass(MerkleFrontier? before, byte[] hashes) => root.Pass(before, hashes);

    /// <param name="keys">The log's keys, all of them.</param>
    public void Close(KeyChain keys)
    {
        var earlier = root.Covers;
        var key = keys.InForceAt(earlier.Size);
        if (note.Check(key) != NoteCheck.Verified || earlier.Origin != key.Name)
            findings.Checkpoint(keys.Changed
                ? "the earlier one is not signed by the key that the log had then, so nothing was compared with it."
                : "the earlier one is not signed by this key, so nothing was compared with it.");
        else if (earlier.Size > now.Size)
            findings.Checkpoint($"it covers {now.Size} records and the earlier one {earlier.Size}: the log has been cut short.");
        else if (root.Holds is null)
            findings.Checkpoint($"not compared with the earlier one of {earlier.Size} records, because hashes that this needs are missing.");
        else if (root.Holds is false)
            findings.Checkpoint($"the first {earlier.Size} records are not those that the earlier one covered: the log has been rewritten.");
    }
}
