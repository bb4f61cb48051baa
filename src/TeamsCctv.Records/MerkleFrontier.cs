using System.Buffers.Binary;
using System.Numerics;

namespace TeamsCctv.Records;

/// <summary>
/// A hash that a C2SP tile holds. Tile level 0 holds leaf hashes, and a hash at level n+1 covers 256 at level n; the
/// index counts from the start of the level, across its tiles.
/// </summary>
public readonly record struct TileNode(int TileLevel, long Index, byte[] Hash)
{
    /// <summary>The tile that this hash is the last of, for now: full when its width is 256.</summary>
    public TilePath Tile => TilePath.Tile(TileLevel, Index / TilePath.FullWidth, (int)(Index % TilePath.FullWidth) + 1);
}

/// <summary>
/// The right edge of a growing tree: at most 63 hashes, enough to append and to know the root. Not for use by several
/// threads at once; a clone is a snapshot.
/// </summary>
public sealed class MerkleFrontier
{
    private const int Levels = 63;

    /// <summary>At i the root of a complete subtree of 2^i leaves, where bit i of the size is set.</summary>
    private readonly byte[]?[] edge;

    public MerkleFrontier()
        : this(new byte[]?[Levels], 0)
    {
    }

    private MerkleFrontier(byte[]?[] edge, long size) => (this.edge, Size) = (edge, size);

    /// <summary>Leaves in the tree.</summary>
    public long Size { get; private set; }

    public byte[] Root
    {
        get
        {
            byte[]? root = null;
            foreach (var hash in edge)
            {
                if (hash is not null)
                    root = root is null ? hash : Merkle.HashNode(hash, root);
            }
            return root ?? Merkle.EmptyRoot;
        }
    }

    /// <summary>
    /// Adds a leaf hash and returns the hashes that tiles gained: the leaf's own at level 0 first, then one for each
    /// tile that it filled.
    /// </summary>
    public IReadOnlyList<TileNode> Append(byte[] leafHash)
    {
        var gained = new List<TileNode>(1) { new(0, Size, leafHash) };
        AppendSubtree(0, leafHash, gained);
        return gained;
    }

    /// <summary>Adds the root of 2^level complete leaves; the size must be a multiple of that.</summary>
    internal void AppendSubtree(int level, byte[] hash, List<TileNode>? gained = null)
    {
        if (hash.Length != Merkle.HashSize)
            throw new ArgumentException("A hash is 32 bytes.", nameof(hash));
        Size = checked(Size + (1L << level));
        for (; edge[level] is { } left; level++)
        {
            hash = Merkle.HashNode(left, hash);
            edge[level] = null;
            if ((level + 1) % TilePath.Height == 0)
                gained?.Add(new((level + 1) / TilePath.Height, (Size >> (level + 1)) - 1, hash));
        }
        edge[level] = hash;
    }

    public MerkleFrontier Clone() => new((byte[]?[])edge.Clone(), Size);

    /// <summary>The size in 8 bytes, big-endian, then the edge's hashes from the largest subtree to the smallest.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[8 + (BitOperations.PopCount((ulong)Size) * Merkle.HashSize)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Size);
        var at = 8;
        for (var level = Levels - 1; level >= 0; level--)
        {
            if (edge[level] is not { } hash)
                continue;
            hash.CopyTo(bytes, at);
            at += Merkle.HashSize;
        }
        return bytes;
    }

    /// <exception cref="FormatException">Not what <see cref="ToBytes"/> writes.</exception>
    public static MerkleFrontier FromBytes(ReadOnlySpan<byte> bytes)
    {
        var size = bytes.Length < 8 ? -1 : BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (size < 0 || bytes.Length != 8 + (BitOperations.PopCount((ulong)size) * Merkle.HashSize))
            throw new FormatException("Not the right edge of a tree: a size and one hash for each of its set bits.");
        var edge = new byte[]?[Levels];
        var rest = bytes[8..];
        for (var level = Levels - 1; level >= 0; level--)
        {
            if ((size >> level & 1) == 0)
                continue;
            edge[level] = rest[..Merkle.HashSize].ToArray();
            rest = rest[Merkle.HashSize..];
        }
        return new MerkleFrontier(edge, size);
    }
}
