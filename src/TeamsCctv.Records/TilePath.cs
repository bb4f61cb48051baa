using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TeamsCctv.Records;

/// <summary>The path of a tile or an entry bundle under a log's prefix (C2SP tlog-tiles).</summary>
public readonly record struct TilePath
{
    /// <summary>Levels of the tree in one tile.</summary>
    public const int Height = 8;

    /// <summary>Hashes in a full tile, entries in a full bundle.</summary>
    public const int FullWidth = 1 << Height;

    private const int MaxLevel = 63;

    /// <summary>The number of the first hash in a tile, 256 times its index, is a long as well.</summary>
    private const long MaxIndex = long.MaxValue / FullWidth;

    private TilePath(bool entries, int level, long index, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, MaxLevel);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, MaxIndex);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, FullWidth);
        (IsEntries, Level, Index, Width) = (entries, level, index, width);
    }

    public bool IsEntries { get; }

    /// <summary>0 to 63; 0 for an entry bundle.</summary>
    public int Level { get; }

    public long Index { get; }

    /// <summary>1 to 256; below 256 the tile or bundle is partial.</summary>
    public int Width { get; }

    public bool IsPartial => Width < FullWidth;

    /// <summary>The same tile or bundle once it is full.</summary>
    public TilePath Full => new(IsEntries, Level, Index, FullWidth);

    public static TilePath Tile(int level, long index, int width = FullWidth) => new(false, level, index, width);

    public static TilePath Entries(long index, int width = FullWidth) => new(true, 0, index, width);

    /// <summary>Every bundle and tile that a log of this many records serves: bundles first, then tiles from level 0 up.</summary>
    public static IEnumerable<TilePath> OfTree(long size)
    {
        foreach (var bundle in OfLevel(true, 0, size))
            yield return bundle;
        for (var level = 0; level * Height < 64 && size >> (level * Height) > 0; level++)
        {
            foreach (var tile in OfLevel(false, level, size >> (level * Height)))
                yield return tile;
        }
    }

    /// <exception cref="FormatException">Not a path in its one spelling.</exception>
    public static TilePath Parse(string path) =>
        TryParse(path, out var tile) ? tile : throw new FormatException("Not the path of a tile or an entry bundle.");

    public static bool TryParse([NotNullWhen(true)] string? path, out TilePath tile)
    {
        tile = default;
        var parts = path is { Length: <= 64 } ? path.Split('/') : [];
        if (parts.Length < 3 || parts[0] != "tile")
            return false;
        var entries = parts[1] == "entries";
        var level = 0;
        if (!entries && !TryNumber(parts[1], MaxLevel, out level))
            return false;
        var width = FullWidth;
        var end = parts.Length;
        if (parts[end - 2].EndsWith(".p", StringComparison.Ordinal))
        {
            if (!TryNumber(parts[end - 1], FullWidth - 1, out width) || width == 0)
                return false;
            end--;
            parts[end - 1] = parts[end - 1][..^2];
        }
        if (!TryIndex(parts.AsSpan(2, end - 2), out var index))
            return false;
        tile = new TilePath(entries, level, index, width);
        return true;
    }

    public override string ToString()
    {
        var index = Index.ToString("D3", CultureInfo.InvariantCulture);
        var last = index[^3..];
        for (var before = Index / 1000; before > 0; before /= 1000)
            last = (before % 1000).ToString("'x'000", CultureInfo.InvariantCulture) + "/" + last;
        var kind = IsEntries ? "entries" : Level.ToString(CultureInfo.InvariantCulture);
        return IsPartial ? string.Create(CultureInfo.InvariantCulture, $"tile/{kind}/{last}.p/{Width}") : $"tile/{kind}/{last}";
    }

    private static IEnumerable<TilePath> OfLevel(bool entries, int level, long hashes)
    {
        for (var index = 0L; index < hashes / FullWidth; index++)
            yield return new TilePath(entries, level, index, FullWidth);
        if (hashes % FullWidth is var rest and > 0)
            yield return new TilePath(entries, level, hashes / FullWidth, (int)rest);
    }

    private static bool TryNumber(string text, int max, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
        && value <= max
        && value.ToString(CultureInfo.InvariantCulture) == text;

    private static bool TryIndex(ReadOnlySpan<string> groups, out long index)
    {
        index = 0;
        if (groups.Length is 0 or > 6)
            return false;
        for (var i = 0; i < groups.Length; i++)
        {
            var last = i == groups.Length - 1;
            var digits = last ? groups[i] : groups[i].StartsWith('x') ? groups[i][1..] : "";
            if (digits.Length != 3 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var group))
                return false;
            // A leading x000 would be a second spelling of a smaller index.
            if (i == 0 && !last && group == 0)
                return false;
            index = (index * 1000) + group;
        }
        return index <= MaxIndex;
    }
}
