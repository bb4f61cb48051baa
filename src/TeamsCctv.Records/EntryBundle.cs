using System.Buffers.Binary;

namespace TeamsCctv.Records;

/// <summary>Log entries in a row, each behind its length in two bytes, big-endian (C2SP tlog-tiles, Log entries).</summary>
public static class EntryBundle
{
    /// <exception cref="ArgumentException">None or more than 256 entries, or one over 65,535 bytes.</exception>
    public static byte[] Encode(IReadOnlyList<byte[]> entries)
    {
        if (entries.Count is 0 or > TilePath.FullWidth || entries.Any(e => e.Length > ushort.MaxValue))
            throw new ArgumentException("A bundle is 1 to 256 entries of at most 65,535 bytes.", nameof(entries));
        var bundle = new byte[entries.Sum(e => 2 + e.Length)];
        var at = 0;
        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bundle.AsSpan(at), (ushort)entry.Length);
            entry.CopyTo(bundle, at + 2);
            at += 2 + entry.Length;
        }
        return bundle;
    }

    /// <exception cref="FormatException">Not exactly <paramref name="width"/> whole entries.</exception>
    public static IReadOnlyList<byte[]> Decode(ReadOnlySpan<byte> bundle, int width)
    {
        var entries = new List<byte[]>(width);
        while (entries.Count < width && TryTake(ref bundle, out var entry))
            entries.Add(entry.ToArray());
        return entries.Count == width && bundle.IsEmpty
            ? entries
            : throw new FormatException($"An entry bundle of {width} entries holds {entries.Count}, and {bundle.Length} bytes over.");
    }

    /// <summary>Takes the next entry off the front; false, and nothing taken, if no whole entry is left.</summary>
    internal static bool TryTake(ref ReadOnlySpan<byte> bundle, out ReadOnlySpan<byte> entry)
    {
        entry = default;
        if (bundle.Length < 2)
            return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(bundle);
        if (bundle.Length - 2 < length)
            return false;
        entry = bundle.Slice(2, length);
        bundle = bundle[(2 + length)..];
        return true;
    }
}
