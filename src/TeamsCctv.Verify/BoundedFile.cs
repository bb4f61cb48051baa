using TeamsCctv.Records;

namespace TeamsCctv.Verify;

internal static class BoundedFile
{
    /// <summary>Reads to the end, or to one byte beyond what a file at this path may have.</summary>
    public static async Task<byte[]> ReadAsync(Stream stream, string path, CancellationToken cancellationToken)
    {
        var limit = LogPaths.MaxBytes(path) + 1L;
        using var read = new MemoryStream();
        var buffer = new byte[32 * 1024];
        while (read.Length < limit)
        {
            var count = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, limit - read.Length)), cancellationToken);
            if (count == 0)
                break;
            read.Write(buffer, 0, count);
        }
        return read.ToArray();
    }
}
