namespace TeamsCctv.Records;

/// <summary>A tile as the log stores it, if it has the length it should.</summary>
internal static class StoredTile
{
    /// <summary>
    /// The tile's first <c>path.Width</c> hashes, laid end to end, or null with a finding that names the records whose
    /// hashes it lacks.
    /// </summary>
    public static byte[]? Hashes(LogFile file, TilePath path, FindingList findings)
    {
        var expected = file.Width * Merkle.HashSize;
        if (file.Bytes is { } bytes && bytes.Length == expected)
            return bytes.Length == path.Width * Merkle.HashSize ? bytes : bytes[..(path.Width * Merkle.HashSize)];
        var whole = file.Bytes is { } cut && cut.Length < expected ? Math.Min(cut.Length / Merkle.HashSize, path.Width - 1) : 0;
        var trouble = file.Trouble ?? $"is {file.Bytes!.Length} bytes long and not {expected}";
        findings.Records(
            FirstRecord(path, whole),
            FirstRecord(path, path.Width) - 1,
            file.Path,
            $"nothing to check against, because {file.Path} {trouble}.");
        return null;
    }

    /// <summary>The first record under hash number <paramref name="slot"/> of a tile.</summary>
    public static long FirstRecord(TilePath path, int slot) =>
        ((path.Index * TilePath.FullWidth) + slot) << (path.Level * TilePath.Height);
}
