using TeamsCctv.Records;

namespace TeamsCctv.Verify;

/// <summary>A log as files in a folder, which is also the form of an export.</summary>
internal sealed class FolderLogSource(string folder) : ILogSource
{
    /// <summary>An export without bodies has no folder for them.</summary>
    public bool SuppliesBodies { get; } =
        Directory.Exists(Path.Combine(folder, "body")) && Directory.EnumerateFiles(Path.Combine(folder, "body")).Any();

    /// <remarks>Every path comes from the verifier and never from the log, so none leads out of the folder.</remarks>
    public async Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new FileStream(Path.Combine(folder, path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.Asynchronous);
            return await BoundedFile.ReadAsync(stream, path, cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException("permission denied, or it is not a file", e);
        }
    }
}
