using System.Globalization;

namespace TeamsCctv.Records;

/// <summary>Where a verifier reads a log's files from: a folder, a server, a store. What it gives is not trusted.</summary>
public interface ILogSource
{
    /// <summary>
    /// True if bodies are here, so that a body which is not must be accounted for by a record of its erasure. False
    /// where bodies are never given out, as over HTTP.
    /// </summary>
    bool SuppliesBodies { get; }

    /// <summary>
    /// The whole file at a path under the log's prefix, or null if there is none. Reads no more than one byte beyond
    /// <see cref="LogPaths.MaxBytes"/>. Called from several threads at once.
    /// </summary>
    /// <exception cref="IOException">The file may be there and cannot be read.</exception>
    Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken);
}

/// <summary>The paths of a log's files that are not tiles, and how large any file may be.</summary>
public static class LogPaths
{
    public const string Checkpoint = "checkpoint";

    private const string Bodies = "body/";

    private const string KeyChanges = "key-change/";

    /// <summary>The sealed body of one record; ours, not C2SP's.</summary>
    public static string Body(long sequence) => Bodies + sequence.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// For a record of <see cref="RecordKinds.KeyChanged"/>: a checkpoint that covers it, signed by the key before and by the
    /// new one; ours, not C2SP's. Beside it the body of that record is served: it holds keys and no name.
    /// </summary>
    public static string KeyChange(long sequence) => KeyChanges + sequence.ToString(CultureInfo.InvariantCulture);

    /// <summary>Bytes that the file at this path has at most.</summary>
    public static int MaxBytes(string path) => path switch
    {
        Checkpoint => SignedNote.MaxBytes,
        _ when path.StartsWith(KeyChanges, StringComparison.Ordinal) => SignedNote.MaxBytes,
        _ when path.StartsWith(Bodies, StringComparison.Ordinal) => SealedBody.MaxBytes,
        _ when path.StartsWith("tile/entries/", StringComparison.Ordinal) => TilePath.FullWidth * (2 + Leaf.MaxBytes),
        _ => TilePath.FullWidth * Merkle.HashSize,
    };
}
