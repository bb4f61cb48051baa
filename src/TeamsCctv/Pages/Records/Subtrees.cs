using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Records;

/// <summary>
/// Hashes over runs of a school's records from the tiles that the store keeps, so that a proof reads a few hundred
/// hashes of a log of millions.
/// </summary>
internal sealed class Subtrees(Session session, string school)
{
    /// <summary>The hash over the records from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    public byte[] Hash(long start, long end)
    {
        var (count, level) = (end - start, 0);
        while (count >> ((level + 1) * TilePath.Height) > 0)
            level++;
        var width = 1L << (level * TilePath.Height);
        if (count % width == 0)
            return Merkle.Root(Nodes(level, start / width, end / width));

        // What is left over at the right edge has no node of this level; it is split where RFC 6962 splits.
        var middle = start + LargestPowerBelow(count);
        return Merkle.HashNode(Hash(start, middle), Hash(middle, end));
    }

    private static long LargestPowerBelow(long count) => 1L << (63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)count - 1));

    private List<byte[]> Nodes(int level, long first, long end) => level == 0
        ? session.Query("SELECT hash FROM record WHERE school = $1 AND seq >= $2 AND seq < $3 ORDER BY seq", row => (byte[])row[0], school, first, end)
        : session.Query("SELECT hash FROM node WHERE school = $1 AND level = $2 AND idx >= $3 AND idx < $4 ORDER BY idx", row => (byte[])row[0], school, level, first, end);
}
