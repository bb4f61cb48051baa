using System.Numerics;

namespace TeamsCctv.Records;

public static partial class Merkle
{
    /// <summary>The hash over the leaves from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    public delegate byte[] SubtreeHash(long start, long end);

    /// <summary>RFC 6962, 2.1.1: proves that leaf <paramref name="index"/> is in the tree of these leaves.</summary>
    public static IReadOnlyList<byte[]> InclusionProof(IReadOnlyList<byte[]> leafHashes, long index) =>
        InclusionProof(Over(leafHashes), leafHashes.Count, index);

    public static IReadOnlyList<byte[]> InclusionProof(SubtreeHash hash, long size, long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var proof = new List<byte[]>();
        Path(hash, proof, index, 0, size);
        return proof;
    }

    /// <summary>RFC 6962, 2.1.2: proves that the tree of these leaves begins with its first <paramref name="oldSize"/>.</summary>
    public static IReadOnlyList<byte[]> ConsistencyProof(IReadOnlyList<byte[]> leafHashes, long oldSize) =>
        ConsistencyProof(Over(leafHashes), oldSize, leafHashes.Count);

    public static IReadOnlyList<byte[]> ConsistencyProof(SubtreeHash hash, long oldSize, long newSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, newSize);
        var proof = new List<byte[]>();
        if (oldSize > 0)
            Subproof(hash, proof, oldSize, 0, newSize, whole: true);
        return proof;
    }

    /// <summary>RFC 9162, 2.1.3.2. False for any proof that does not lead from the leaf to the root.</summary>
    public static bool VerifyInclusion(long index, long size, byte[] leafHash, IReadOnlyList<byte[]> proof, byte[] root)
    {
        if (index < 0 || index >= size || leafHash.Length != HashSize || proof.Any(h => h.Length != HashSize))
            return false;
        var (node, last, hash) = (index, size - 1, leafHash);
        foreach (var sibling in proof)
        {
            if (last == 0)
                return false;
            if (node % 2 == 1 || node == last)
            {
                hash = HashNode(sibling, hash);
                SkipRightEdge(ref node, ref last);
            }
            else
                hash = HashNode(hash, sibling);
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.AsSpan().SequenceEqual(root);
    }

    /// <summary>
    /// RFC 9162, 2.1.4.2; from an empty tree the proof is empty and the old root is <see cref="EmptyRoot"/> (C2SP
    /// tlog-witness). False for any proof that does not lead to both roots.
    /// </summary>
    public static bool VerifyConsistency(long oldSize, long newSize, byte[] oldRoot, byte[] newRoot, IReadOnlyList<byte[]> proof)
    {
        if (oldSize < 0 || oldSize > newSize || proof.Any(h => h.Length != HashSize))
            return false;
        if (oldSize == newSize)
            return proof.Count == 0 && oldRoot.AsSpan().SequenceEqual(newRoot);
        if (oldSize == 0)
            return proof.Count == 0 && oldRoot.AsSpan().SequenceEqual(EmptyRoot);
        IEnumerable<byte[]> path = BitOperations.IsPow2(oldSize) ? proof.Prepend(oldRoot) : proof;
        if (proof.Count == 0)
            return false;
        var (node, last) = (oldSize - 1, newSize - 1);
        while (node % 2 == 1)
            (node, last) = (node >> 1, last >> 1);
        var oldHash = path.First();
        var newHash = oldHash;
        foreach (var sibling in path.Skip(1))
        {
            if (last == 0)
                return false;
            if (node % 2 == 1 || node == last)
            {
                oldHash = HashNode(sibling, oldHash);
                newHash = HashNode(sibling, newHash);
                SkipRightEdge(ref node, ref last);
            }
            else
                newHash = HashNode(newHash, sibling);
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && oldHash.AsSpan().SequenceEqual(oldRoot) && newHash.AsSpan().SequenceEqual(newRoot);
    }

    private static void SkipRightEdge(ref long node, ref long last)
    {
        while (node != 0 && node % 2 == 0)
        {
            node >>= 1;
            last >>= 1;
        }
    }

    private static SubtreeHash Over(IReadOnlyList<byte[]> leafHashes) => (start, end) =>
    {
        var hashes = new byte[(end - start) * HashSize];
        for (var i = start; i < end; i++)
            leafHashes[(int)i].CopyTo(hashes, (i - start) * HashSize);
        return RootInPlace(hashes);
    };

    private static void Path(SubtreeHash hash, List<byte[]> proof, long index, long start, long end)
    {
        if (end - start == 1)
            return;
        var middle = start + Split(end - start);
        if (index < middle)
        {
            Path(hash, proof, index, start, middle);
            proof.Add(hash(middle, end));
        }
        else
        {
            Path(hash, proof, index, middle, end);
            proof.Add(hash(start, middle));
        }
    }

    /// <summary><paramref name="whole"/>: the part before the old size is the whole old tree, whose root the verifier has.</summary>
    private static void Subproof(SubtreeHash hash, List<byte[]> proof, long oldEnd, long start, long end, bool whole)
    {
        if (oldEnd == end)
        {
            if (!whole)
                proof.Add(hash(start, end));
            return;
        }
        var middle = start + Split(end - start);
        if (oldEnd <= middle)
        {
            Subproof(hash, proof, oldEnd, start, middle, whole);
            proof.Add(hash(middle, end));
        }
        else
        {
            Subproof(hash, proof, oldEnd, middle, end, whole: false);
            proof.Add(hash(start, middle));
        }
    }
}
