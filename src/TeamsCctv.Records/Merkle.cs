using System.Numerics;
using System.Security.Cryptography;

namespace TeamsCctv.Records;

/// <summary>The Merkle tree of RFC 6962, section 2.1, over SHA-256. Hashes are 32 bytes and treated as immutable.</summary>
public static partial class Merkle
{
    public const int HashSize = Hashes.Size;

    /// <summary>The root of a tree without leaves: SHA-256 of nothing.</summary>
    public static byte[] EmptyRoot => SHA256.HashData([]);

    public static byte[] HashLeaf(ReadOnlySpan<byte> entry)
    {
        var hash = new byte[HashSize];
        var input = new byte[1 + entry.Length];
        entry.CopyTo(input.AsSpan(1));
        SHA256.HashData(input, hash);
        return hash;
    }

    public static byte[] HashNode(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var hash = new byte[HashSize];
        HashNode(left, right, hash);
        return hash;
    }

    public static byte[] Root(IReadOnlyList<byte[]> leafHashes)
    {
        if (leafHashes.Count == 0)
            return EmptyRoot;
        var hashes = new byte[leafHashes.Count * HashSize];
        for (var i = 0; i < leafHashes.Count; i++)
            leafHashes[i].CopyTo(hashes.AsSpan(i * HashSize));
        return RootInPlace(hashes);
    }

    /// <summary>The root over at least one hash laid end to end; the span is used as working space.</summary>
    internal static byte[] RootInPlace(Span<byte> hashes)
    {
        // Pairing from the left and lifting an odd last node unchanged gives RFC 6962's split at the largest power of two.
        for (var count = hashes.Length / HashSize; count > 1; count = (count + 1) / 2)
        {
            for (var i = 0; i + 1 < count; i += 2)
                HashNode(Slot(hashes, i), Slot(hashes, i + 1), Slot(hashes, i / 2));
            if (count % 2 == 1)
                Slot(hashes, count - 1).CopyTo(Slot(hashes, count / 2));
        }
        return hashes[..HashSize].ToArray();
    }

    private static void HashNode(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> into)
    {
        Span<byte> input = stackalloc byte[1 + (2 * HashSize)];
        input[0] = 1;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + HashSize)..]);
        SHA256.HashData(input, into);
    }

    private static Span<byte> Slot(Span<byte> hashes, int index) => hashes.Slice(index * HashSize, HashSize);

    /// <summary>The largest power of two below <paramref name="count"/>, which is at least 2.</summary>
    private static long Split(long count) => 1L << BitOperations.Log2((ulong)count - 1);
}
