using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace TeamsCctv.Tests.Support;

/// <summary>What lies in a journal's container, as somebody sees it who reads everything there.</summary>
internal sealed class JournalContent(BlobContainerClient container)
{
    public async Task<List<string>> NamesAsync(string prefix = "") =>
        await container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }).Select(blob => blob.Name).ToListAsync();

    /// <summary>Those of the blobs that hold a word, as they are or unpacked.</summary>
    public async Task<List<string>> HoldingAsync(string word)
    {
        List<string> holding = [];
        foreach (var name in await NamesAsync())
        {
            var bytes = (await container.GetBlobClient(name).DownloadContentAsync()).Value.Content.ToArray();
            if (Readable(name, bytes).Append(bytes).Any(part => part.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0))
                holding.Add(name);
        }

        return holding;
    }

    private static IEnumerable<byte[]> Readable(string name, byte[] bytes) => name[..name.IndexOf('/', StringComparison.Ordinal)] switch
    {
        "copies" => [Unpack(bytes)],
        "large" => [Unpack(bytes[17..])],
        _ => Blocks(bytes).Select(block => Unpack(block[17..])),
    };

    private static IEnumerable<byte[]> Blocks(byte[] segment)
    {
        for (var at = 0; at < segment.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(segment.AsSpan(at));
            var isAside = segment[at + 4] == 1;
            at += 5 + length;
            if (length > 0 && !isAside)
                yield return segment[(at - length)..at];
        }
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var open = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var all = new MemoryStream();
        open.CopyTo(all);
        return all.ToArray();
    }
}
