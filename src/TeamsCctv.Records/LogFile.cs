namespace TeamsCctv.Records;

/// <summary>What came of reading one file.</summary>
/// <param name="Path">The file that was read; the full one where a partial is gone.</param>
/// <param name="Bytes">Its bytes; null if it is absent or could not be read.</param>
/// <param name="Trouble">Why it has no usable bytes: the end of a sentence; null if it has.</param>
/// <param name="Width">Hashes or entries that it should hold.</param>
internal sealed record LogFile(string Path, byte[]? Bytes, string? Trouble, int Width = 0)
{
    /// <summary>Whether the file is simply not there.</summary>
    public bool Absent { get; private init; }

    public static async Task<LogFile> ReadAsync(ILogSource source, string path, int width, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await source.ReadAsync(path, cancellationToken);
            if (bytes is null)
                return new LogFile(path, null, "is missing", width) { Absent = true };
            return bytes.Length > LogPaths.MaxBytes(path)
                ? new LogFile(path, null, "is larger than such a file can be", width)
                : new LogFile(path, bytes, null, width);
        }
        catch (IOException e)
        {
            return new LogFile(path, null, "could not be read: " + e.Message.TrimEnd('.'), width);
        }
    }

    /// <summary>A log may drop a partial tile once the full one is there (C2SP tlog-tiles, Partial Tiles).</summary>
    public static async Task<LogFile> ReadAsync(ILogSource source, TilePath path, CancellationToken cancellationToken)
    {
        var file = await ReadAsync(source, path.ToString(), path.Width, cancellationToken);
        if (!file.Absent || !path.IsPartial)
            return file;
        var full = await ReadAsync(source, path.Full.ToString(), TilePath.FullWidth, cancellationToken);
        return full.Absent ? file : full;
    }
}
