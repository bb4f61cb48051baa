namespace TeamsCctv.Records;

/// <summary>
/// The keys a log has had. A change counts where the log holds its record, and a checkpoint that covers the record is
/// signed by the key before as well as by the new one: whoever had only one of them could not make it. The key that the
/// stranger pinned may be any of them; what came before it is vouched for by it, what comes after follows from it.
/// </summary>
internal sealed class KeyChain(ILogSource source, VerifierKey pinned, Checkpoint now, SignedNote? note, FindingList findings)
{
    /// <summary>A log changes its key now and then; one that does it more often is not looked at for ever.</summary>
    private const int MostChanges = 1000;

    private readonly List<KeyFollowed> links = [];
    private readonly List<(long Record, PrefixRoot Root)> covers = [];
    private bool broken;

    /// <summary>Null while no change has said it: then the log has had the pinned key alone.</summary>
    private VerifierKey? opened;

    public IReadOnlyList<KeyFollowed> Links => links;

    public bool Changed => links.Count > 0;

    private VerifierKey First => opened ?? pinned;

    private VerifierKey Last => Changed ? links[^1].Key : First;

    /// <summary>The key that signs a checkpoint of so many records.</summary>
    public VerifierKey InForceAt(long size) => Changed && links.FindLastIndex(link => link.Record < size) is var at and >= 0 ? links[at].Key : First;

    /// <summary>Called for each record of a change, in order, before the bundle that holds it is passed.</summary>
    public async Task TakeAsync(Leaf change, CancellationToken cancellationToken)
    {
        if (broken)
            return;
        if (await WrongAsync(change, cancellationToken) is { } wrong)
        {
            broken = true;
            findings.Record(change.Sequence, LogPaths.KeyChange(change.Sequence), $"the log changes its key here, {wrong}. No later key was followed.");
        }
    }

    /// <inheritdoc cref="PrefixRoot.Pass"/>
    public void Pass(MerkleFrontier? before, byte[] hashes)
    {
        foreach (var (_, root) in covers)
            root.Pass(before, hashes);
    }

    public void Close()
    {
        foreach (var (record, root) in covers)
        {
            if (root.Holds is not true)
                findings.Record(record, LogPaths.KeyChange(record), root.Holds is null
                    ? "the log changes its key here; whether the checkpoint that both keys signed is of this log is not known, because hashes are missing."
                    : $"the log changes its key here, and its first {root.Covers.Size} records are not those that both keys signed: the log has been rewritten.");
        }
        if (pinned != First && links.TrueForAll(link => link.Key != pinned))
            findings.Checkpoint($"the key that was given for {pinned.Name} is none of the keys that this log has had.");
        else if (note is not null && Unsigned(note) is { } unsigned)
            findings.Checkpoint(unsigned);
    }

    private string? Unsigned(SignedNote note)
    {
        var key = InForceAt(now.Size);
        var check = note.Check(key);
        if (check == NoteCheck.Verified)
            return null;
        if (check == NoteCheck.BadSignature)
            return CheckpointCheck.BadSignature(key);
        if (links.FindLastIndex(link => link.Record < now.Size) is var at and >= 0)
            return Left(note, at)
                ? $"it is signed by a key that the log left with record {links[at].Record} and not by the one it has had since."
                : $"it is not signed by the key that the log has had since record {links[at].Record}.";
        return broken ? null : CheckpointCheck.NotSigned(key);
    }

    private bool Left(SignedNote note, int at) => links.Take(at).Select(link => link.Key).Prepend(First).Any(key => note.Check(key) == NoteCheck.Verified);

    /// <summary>Why a change does not count, as the end of a sentence; or null, and from here on the log has its new key.</summary>
    private async Task<string?> WrongAsync(Leaf leaf, CancellationToken cancellationToken)
    {
        if (links.Count == MostChanges)
            return $"and it has done so {MostChanges} times before";
        var (change, wrong) = KeyChange.Read(await LogFile.ReadAsync(source, LogPaths.Body(leaf.Sequence), 0, cancellationToken), leaf);
        if (change is null)
            return wrong;
        if (change.Was.Name != pinned.Name || change.Key.Name != pinned.Name)
            return $"and the keys it names are not for {pinned.Name}";
        if (Changed && change.Was != Last)
            return "and the key it says the log had is another than the one it had";
        if (change.Key == change.Was || (Changed && change.Key == First) || links.Exists(link => link.Key == change.Key))
            return "and the new key is one that it has had before";
        var (root, uncovered) = await CoveringAsync(leaf.Sequence, change, cancellationToken);
        if (root is null)
            return uncovered;
        if (!Changed)
            opened = change.Was;
        links.Add(new KeyFollowed(leaf.Sequence, change.Key));
        covers.Add((leaf.Sequence, root));
        return null;
    }

    private async Task<(PrefixRoot? Root, string? Wrong)> CoveringAsync(long record, KeyChange change, CancellationToken cancellationToken)
    {
        var file = await LogFile.ReadAsync(source, LogPaths.KeyChange(record), 0, cancellationToken);
        // The log's own checkpoint will do until there is a later one.
        var covering = file.Absent ? note : null;
        if (covering is null && file.Bytes is null)
            return (null, $"and the checkpoint that both keys signed {file.Trouble}");
        string? error = null;
        if (covering is null && !SignedNote.TryParse(file.Bytes, out covering, out error))
            return (null, $"and the checkpoint that both keys signed is not a signed note: {error}");
        if (!Checkpoint.TryParse(covering!.Text, out var checkpoint, out error))
            return (null, $"and the checkpoint that both keys signed cannot be read: {error}");
        var (old, fresh) = (covering.Check(change.Was), covering.Check(change.Key));
        if (file.Absent && (old != NoteCheck.Verified || fresh != NoteCheck.Verified))
            return (null, "and the checkpoint that both keys signed is missing");
        if (old != NoteCheck.Verified)
            return (null, "and the checkpoint of the change is not signed by the key that it had before");
        if (fresh != NoteCheck.Verified)
            return (null, "and the checkpoint of the change is not signed by the new key");
        if (checkpoint.Origin != pinned.Name)
            return (null, $"and the checkpoint that both keys signed is of {checkpoint.Origin}, which is another log");
        if (checkpoint.Size <= record)
            return (null, "and the checkpoint that both keys signed does not reach as far as the change");
        return checkpoint.Size <= now.Size
            ? (new PrefixRoot(checkpoint), null)
            : (null, $"and the checkpoint that both keys signed covers {checkpoint.Size} records, more than there are: the log has been cut short");
    }
}
