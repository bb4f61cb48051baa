using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Azure;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using TeamsCctv.Storage;

namespace TeamsCctv.Protocols.AzureStorage;

/// <summary>
/// The journal as append blobs in one container, a blob a segment. A block is put at an offset or not at all (Append
/// Block with <c>x-ms-blob-condition-appendpos</c>), which is what decides between two processes. A segment ends with an
/// empty block, and what follows is in the next one.
/// </summary>
/// <param name="mostBlocks">After how many blocks a segment ends; an append blob takes 50,000.</param>
internal sealed class BlobJournal(BlobContainerClient container, TimeProvider time, int mostBlocks = 45_000) : IJournal
{
    /// <summary>A block takes 4 MiB in every version of the service; what is larger is a blob of its own, named in the block.</summary>
    private const int LargestBlock = 3 * 1024 * 1024;

    private const int ReadAtOnce = 8 * 1024 * 1024;

    private const int Head = 5;

    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    /// <summary>By the address of a container, as a managed identity, or in Development by a connection string; null where it is neither.</summary>
    /// <param name="identity">The client id of a user-assigned identity.</param>
    public static BlobJournal? TryOpen(string given, string? identity, bool development, TimeProvider time)
    {
        var options = new BlobClientOptions { Retry = { MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(200), NetworkTimeout = TimeSpan.FromSeconds(8) } };
        if (Uri.TryCreate(given, UriKind.Absolute, out var address) && address is { Scheme: "https", Segments: [_, _] } && address.Query.Length == 0)
        {
            var own = identity is { Length: > 0 } ? ManagedIdentityId.FromUserAssignedClientId(identity) : ManagedIdentityId.SystemAssigned;
            return new(new(address, new ManagedIdentityCredential(own), options), time);
        }

        return development && given.Contains("AccountKey=", StringComparison.Ordinal) ? new(new(given, "journal", options), time) : null;
    }

    public async Task<IReadOnlyList<(JournalPlace Place, byte[] Entry)>> ReadAsync(JournalPlace after, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var (entries, ended) = Split(after, await TailAsync(after, cancellation));
                if (entries.Count > 0 || !ended)
                    return await WholeAsync(entries, cancellation);
                after = new(after.Segment + 1, 0);
            }
        }
        catch (Exception failure) when (IsOfStorage(failure))
        {
            throw new JournalException("it cannot be read now.", failure);
        }
    }

    public async Task<JournalPlace?> AppendAsync(JournalPlace after, byte[] entry, CancellationToken cancellation)
    {
        try
        {
            var block = entry.Length <= LargestBlock ? Block(0, entry) : Block(1, await PutAsideAsync(entry, cancellation));
            if (await TryAppendAsync(after, block, cancellation) is { } blocks)
            {
                if (blocks >= mostBlocks)
                    await EndAsync(new(after.Segment, after.Offset + block.Length), cancellation);
                return new(after.Segment, after.Offset + block.Length);
            }

            // It was somebody else's place, or ours already: the answer to a first try was lost on the way.
            if (await ReadAsync(after, cancellation) is [var (place, there), ..])
                return there.AsSpan().SequenceEqual(entry) ? place : null;

            // Nothing but the end of the segment: the place is the beginning of the next one.
            return Split(after, await TailAsync(after, cancellation)).Ended
                ? await AppendAsync(new(after.Segment + 1, 0), entry, cancellation)
                : throw new JournalException("it took no entry, and holds none there.");
        }
        catch (Exception failure) when (IsOfStorage(failure))
        {
            return await FindAsync(after, entry) ?? throw new JournalException("it did not say whether it took an entry.", failure);
        }
    }

    public async Task<JournalPlace?> RestoreAsync(string file, CancellationToken cancellation)
    {
        try
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellation);
            if ((await CopiesAsync(cancellation)).LastOrDefault() is not { Name: { } name } newest)
                return null;
            await using var packed = await container.GetBlobClient(name).OpenReadAsync(cancellationToken: cancellation);
            await using var open = new BrotliStream(packed, CompressionMode.Decompress);
            await using var to = File.Create(file);
            await open.CopyToAsync(to, cancellation);
            return newest.Place;
        }
        catch (Exception failure) when (IsOfStorage(failure))
        {
            throw new JournalException("the copy of the database cannot be read now.", failure);
        }
    }

    public async Task KeepAsync(JournalPlace at, string file, CancellationToken cancellation)
    {
        try
        {
            // Packed first, so that one call puts the whole: half a copy must never be the newest.
            var packed = $"{file}.packed";
            try
            {
                await using (var to = new BrotliStream(File.Create(packed), CompressionLevel.Fastest))
                {
                    await using var from = File.OpenRead(file);
                    await from.CopyToAsync(to, cancellation);
                }

                // The beginning is put once: two stores that were alone are not one.
                await container.GetBlobClient(string.Create(CultureInfo.InvariantCulture, $"copies/{at.Segment:D8}-{at.Offset:D12}"))
                    .UploadAsync(packed, overwrite: at != JournalPlace.Start, cancellation);
            }
            finally
            {
                File.Delete(packed);
            }

            await ForgetAsync(cancellation);
        }
        catch (Exception failure) when (IsOfStorage(failure))
        {
            throw new JournalException("the copy of the database could not be left.", failure);
        }
    }

    public async Task<bool> IsEmptyAsync(CancellationToken cancellation)
    {
        try
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellation);
            await foreach (var _ in container.GetBlobsAsync(cancellationToken: cancellation))
                return false;
            return true;
        }
        catch (Exception failure) when (IsOfStorage(failure))
        {
            throw new JournalException("it cannot be read now.", failure);
        }
    }

    private static bool IsOfStorage(Exception failure) =>
        failure is RequestFailedException or AuthenticationFailedException or OperationCanceledException or IOException or AggregateException;

    private AppendBlobClient Segment(long number) =>
        container.GetAppendBlobClient(string.Create(CultureInfo.InvariantCulture, $"segments/{number:D8}"));

    private async Task<byte[]> TailAsync(JournalPlace after, CancellationToken cancellation)
    {
        try
        {
            var answer = await Segment(after.Segment).DownloadContentAsync(
                new BlobDownloadOptions { Range = new(after.Offset, ReadAtOnce) }, cancellation);
            return answer.Value.Content.ToArray();
        }
        catch (RequestFailedException none) when (none.Status is 416)
        {
            // Nothing behind it yet.
            return [];
        }
        catch (RequestFailedException none) when (none.Status is 404 && none.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            // A segment that is not there is yet to come, or was forgotten long ago: then something later is there.
            return after.Offset == 0 && !await HasLaterAsync(after.Segment, cancellation)
                ? []
                : throw new JournalException("what came next was forgotten. Start anew.", none, gone: true);
        }
    }

    private async Task<bool> HasLaterAsync(long segment, CancellationToken cancellation)
    {
        if ((await CopiesAsync(cancellation)).Exists(copy => copy.Place.Segment > segment || (copy.Place.Segment == segment && copy.Place.Offset > 0)))
            return true;
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = "segments/" }, cancellation))
        {
            if (long.Parse(blob.Name["segments/".Length..], CultureInfo.InvariantCulture) > segment)
                return true;
        }

        return false;
    }

    /// <summary>The blocks of a part of a segment; one that is cut off at the end is left for the next read.</summary>
    private static (List<(JournalPlace Place, byte Kind, byte[] Content)> Entries, bool Ended) Split(JournalPlace after, byte[] tail)
    {
        List<(JournalPlace, byte, byte[])> entries = [];
        var at = 0;
        while (tail.Length - at >= Head)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(tail.AsSpan(at));
            if (length == 0)
                return (entries, true);
            if (length < 0 || length > LargestBlock)
                throw new JournalException("a block cannot be read.");
            if (tail.Length - at - Head < length)
                break;
            at += Head + length;
            entries.Add((new(after.Segment, after.Offset + at), tail[at - length - 1], tail[(at - length)..at]));
        }

        return (entries, false);
    }

    private async Task<IReadOnlyList<(JournalPlace, byte[])>> WholeAsync(List<(JournalPlace Place, byte Kind, byte[] Content)> entries, CancellationToken cancellation)
    {
        List<(JournalPlace, byte[])> whole = [];
        foreach (var (place, kind, content) in entries)
        {
            whole.Add((place, kind == 0
                ? content
                : (await container.GetBlobClient(Encoding.ASCII.GetString(content)).DownloadContentAsync(cancellation)).Value.Content.ToArray()));
        }

        return whole;
    }

    private static byte[] Block(byte kind, byte[] content)
    {
        var block = new byte[Head + content.Length];
        BinaryPrimitives.WriteInt32LittleEndian(block, content.Length);
        block[Head - 1] = kind;
        content.CopyTo(block, Head);
        return block;
    }

    /// <summary>How many blocks the segment has, or null where something stands at the place.</summary>
    private async Task<int?> TryAppendAsync(JournalPlace after, byte[] block, CancellationToken cancellation)
    {
        var segment = Segment(after.Segment);
        if (after.Offset == 0)
            await segment.CreateIfNotExistsAsync(cancellationToken: cancellation);
        try
        {
            var answer = await segment.AppendBlockAsync(
                new MemoryStream(block), new AppendBlobAppendBlockOptions { Conditions = new() { IfAppendPositionEqual = after.Offset } }, cancellation);
            return answer.Value.BlobCommittedBlockCount;
        }
        catch (RequestFailedException taken) when (taken.Status == 412)
        {
            return null;
        }
    }

    /// <summary>Whoever comes second finds it ended; where nobody manages, the next entry tries again.</summary>
    private async Task EndAsync(JournalPlace at, CancellationToken cancellation)
    {
        try
        {
            await TryAppendAsync(at, Block(0, []), cancellation);
        }
        catch (RequestFailedException)
        {
            // The segment goes on; it has room for another 5,000 blocks.
        }
    }

    private async Task<byte[]> PutAsideAsync(byte[] entry, CancellationToken cancellation)
    {
        var name = $"large/{Convert.ToHexStringLower(entry.AsSpan(0, 16))}";
        await container.GetBlobClient(name).UploadAsync(new BinaryData(entry), overwrite: true, cancellation);
        return Encoding.ASCII.GetBytes(name);
    }

    /// <summary>Our entry's place where it stands right behind, after an answer that did not come; null where nothing or another does.</summary>
    private async Task<JournalPlace?> FindAsync(JournalPlace after, byte[] entry)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await ReadAsync(after, patience.Token) is [var (place, there), ..] && there.AsSpan().SequenceEqual(entry) ? place : null;
    }

    private async Task<List<(string Name, JournalPlace Place, DateTimeOffset At)>> CopiesAsync(CancellationToken cancellation)
    {
        List<(string, JournalPlace, DateTimeOffset)> copies = [];
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = "copies/" }, cancellation))
        {
            if (blob.Name["copies/".Length..].Split('-') is [var segment, var offset])
                copies.Add((blob.Name, new(long.Parse(segment, CultureInfo.InvariantCulture), long.Parse(offset, CultureInfo.InvariantCulture)), blob.Properties.LastModified ?? default));
        }

        return copies;
    }

    /// <summary>
    /// What the newest copy of at least a day ago makes needless: older copies, and segments and large entries that only they
    /// need. Names that were erased are gone from here with them.
    /// </summary>
    private async Task ForgetAsync(CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - Grace;
        if ((await CopiesAsync(cancellation)).FindLast(copy => copy.At < before) is not { Name: { } kept } oldest)
            return;
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions(), cancellation))
        {
            var needless = blob.Name.StartsWith("copies/", StringComparison.Ordinal) ? string.CompareOrdinal(blob.Name, kept) < 0
                : blob.Name.StartsWith("segments/", StringComparison.Ordinal) ? long.Parse(blob.Name["segments/".Length..], CultureInfo.InvariantCulture) < oldest.Place.Segment
                : blob.Name.StartsWith("large/", StringComparison.Ordinal) && blob.Properties.LastModified < oldest.At - Grace;
            if (needless)
                await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellation);
        }
    }
}
