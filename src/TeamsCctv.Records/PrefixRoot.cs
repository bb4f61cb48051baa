namespace TeamsCctv.Records;

/// <summary>Whether a log begins with what another checkpoint of it covers; shown the log bundle by bundle.</summary>
internal sealed class PrefixRoot(Checkpoint covers)
{
    public Checkpoint Covers => covers;

    /// <summary>Null for as long as the hashes that it needs have not been seen.</summary>
    public bool? Holds { get; private set; } = covers.Size == 0 ? Same(Merkle.EmptyRoot, covers) : null;

    /// <summary>Called with the tree as it stood before each bundle, and the bundle's leaf hashes, end to end.</summary>
    public void Pass(MerkleFrontier? before, byte[] hashes)
    {
        var extra = covers.Size - before?.Size ?? -1;
        if (Holds is not null || before is null || extra < 0 || extra > hashes.Length / Merkle.HashSize)
            return;
        var then = before.Clone();
        for (var i = 0; i < extra; i++)
            then.AppendSubtree(0, hashes[(i * Merkle.HashSize)..((i + 1) * Merkle.HashSize)]);
        Holds = Same(then.Root, covers);
    }

    private static bool Same(byte[] root, Checkpoint covers) => root.AsSpan().SequenceEqual(covers.Root);
}
