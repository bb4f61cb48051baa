using System.Buffers.Binary;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using TeamsCctv.Storage;

namespace TeamsCctv.Protocols.AzureStorage;

/// <summary>
/// The journal as append blobs in one container, a blob a segment. A block is put at an offset or not at all (Append
/// Block with <c>x-ms-blob-condition-appendpos</c>), which is what decides between two processes. A segment ends with an
/// empty block, put like any other, and what follows is in the next one, which is there by then.
/// </summary>
/// <param name="mostBlocks">After how many blocks a segment ends; an append blob takes 50,000.</param>
internal sealed class BlobJournal(BlobContainerClient container, TimeProvider time, int mostBlocks = 45_000) : IJournal
{
    /// <summary>A block takes 4 MiB in every version of the service; what is larger is a blob of its own, named in the block.</summary>
    private const int LargestBlock = 3 * 1024 * 1024;

    private const int ReadAtOnce = 8 * 1024 * 1024;

    private const int Head = 5;

    private readonly BlobCopies _copies = new(container, time);

    /// <summary>The segment that was made last for others to go on in.</summary>
    private long _made;

    /// <summary>By the address of a container, as a managed identity; for a person also by their own sign-in or a connection string. Null where it is neither.</summary>
    /// <param name="identity">The client id of a user-assigned identity.</param>
    /// <param name="person">Whether a developer or an administrator runs this.</param>
    public static BlobJournal? TryOpen(string given, string? identity, bool person, TimeProvider time)
    {
        var options = new BlobClientOptions { Retry = { MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(200), NetworkTimeout = TimeSpan.FromSeconds(8) } };
        if (Uri.TryCreate(given, UriKind.Absolute, out var address) && address is { Scheme: "https", Segments: [_, _] } && address.Query.Length == 0)
        {
            var own = identity is { Length: > 0 } ? ManagedIdentityId.FromUserAssignedClientId(identity) : ManagedIdentityId.SystemAssigned;
            TokenCredential credential = person
                ? new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = identity is { Length: > 0 } ? identity : null })
                : new ManagedIdentityCredential(own);
            return new(new(address, credential, options), time);
        }

        return person && given.Contains("AccountKey=", StringComparison.Ordinal) ? new(new(given, "journal", options), time) : null;
    }

    public async Task<JournalPart> ReadAsync(JournalPlace after, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var (blocks, ended) = Split(after, await TailAsync(after, cancellation));
                if (blocks.Count > 0 || !ended)
                    return new(await WholeAsync(blocks, cancellation), blocks.Count > 0 ? blocks[^1].Place : after);
                after = new(after.Segment + 1, 0);
            }
        }
        catch (Exception failure) when (JournalBlobs.IsOfStorage(failure))
        {
            throw new JournalException("it cannot be read now.", failure);
        }
    }

    public async Task<JournalPlace?> AppendAsync(JournalPlace after, byte[] entry, CancellationToken cancellation)
    {
        try
        {
            var block = entry.Length <= LargestBlock ? Block(0, entry) : Block(1, await PutAsideAsync(after.Segment, entry, cancellation));
            if (await TryAppendAsync(after, block, cancellation) is { } blocks)
            {
                var place = new JournalPlace(after.Segment, after.Offset + block.Length);
                if (blocks >= mostBlocks)
                    await TryEndAsync(place, cancellation);
                return place;
            }

            // It was somebody else's place, or ours already: the answer to a first try was lost on the way.
            var (there, next) = await ReadAsync(after, cancellation);
            if (there is [var first, ..])
                return first.Entry.AsSpan().SequenceEqual(entry) ? first.Place : null;

            // Nothing but the end of the segment: the place is the beginning of the next one.
            return next != after ? await AppendAsync(next, entry, cancellation) : throw new JournalException("it took no entry, and holds none there.");
        }
        catch (Exception failure) when (JournalBlobs.IsOfStorage(failure))
        {
            return await FindAsync(after, entry) ?? throw new JournalException("it did not say whether it took an entry.", failure);
        }
    }

    public async Task EndAsync(JournalPlace at, CancellationToken cancellation)
    {
        // A segment without entries has no need to end; without its next one nobody could go on behind the end.
        if (at.Offset == 0)
            return;
        try
        {
            // Once for each segment: whoever must try again is then quick enough to be first among others who write on.
            var next = at.Segment + 1;
            if (Interlocked.Read(ref _made) != next)
            {
                // Where something later is there, it ended long ago; and a next one that was forgotten must not be made again.
                if (await _copies.HasLaterAsync(next, cancellation))
                    return;
                await Segment(next).CreateIfNotExistsAsync(cancellationToken: cancellation);
                Interlocked.Exchange(ref _made, next);
            }

            await TryAppendAsync(at, Block(0, []), cancellation);
        }
        catch (Exception failure) when (JournalBlobs.IsOfStorage(failure))
        {
            throw new JournalException("it did not say whether a segment ended.", failure);
        }
    }

    public Task<JournalPlace?> RestoreAsync(string file, CancellationToken cancellation) => _copies.RestoreAsync(file, cancellation);

    public Task<(JournalPlace Place, TimeSpan Age)?> NewestAsync(CancellationToken cancellation) => _copies.NewestAsync(cancellation);

    public Task KeepAsync(JournalPlace at, string file, CancellationToken cancellation) => _copies.KeepAsync(at, file, cancellation);

    public Task ForgetAsync(CancellationToken cancellation) => _copies.ForgetAsync(cancellation);

    public async Task<bool> IsEmptyAsync(CancellationToken cancellation)
    {
        try
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellation);
            await foreach (var _ in container.GetBlobsAsync(cancellationToken: cancellation))
                return false;
            return true;
        }
        catch (Exception failure) when (JournalBlobs.IsOfStorage(failure))
        {
            throw new JournalException("it cannot be read now.", failure);
        }
    }

    private AppendBlobClient Segment(long number) => container.GetAppendBlobClient(JournalBlobs.Segment(number));

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
            return after.Offset == 0 && !await _copies.HasLaterAsync(after.Segment, cancellation) ? [] : throw Forgotten(none);
        }
    }

    private static JournalException Forgotten(Exception none) => new("what came next was forgotten. Start anew.", none, gone: true);

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

    private async Task<IReadOnlyList<(JournalPlace, byte[])>> WholeAsync(List<(JournalPlace Place, byte Kind, byte[] Content)> blocks, CancellationToken cancellation)
    {
        List<(JournalPlace, byte[])> whole = [];
        foreach (var (place, kind, content) in blocks)
            whole.Add((place, kind == 0 ? content : await AsideAsync(Encoding.ASCII.GetString(content), cancellation)));
        return whole;
    }

    private async Task<byte[]> AsideAsync(string name, CancellationToken cancellation)
    {
        try
        {
            return (await container.GetBlobClient(name).DownloadContentAsync(cancellation)).Value.Content.ToArray();
        }
        catch (RequestFailedException none) when (none.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            // It was put there before the block that names it: its segment is being forgotten.
            throw Forgotten(none);
        }
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
        try
        {
            var answer = await Segment(after.Segment).AppendBlockAsync(
                new MemoryStream(block), new AppendBlobAppendBlockOptions { Conditions = new() { IfAppendPositionEqual = after.Offset } }, cancellation);
            return answer.Value.BlobCommittedBlockCount;
        }
        catch (RequestFailedException taken) when (taken.Status == 412)
        {
            return null;
        }
        catch (RequestFailedException none) when (none.ErrorCode == BlobErrorCode.BlobNotFound && after.Offset == 0)
        {
            // The first of all is yet to be made. One that was forgotten never is again: what it took would be nowhere.
            if (await _copies.HasLaterAsync(after.Segment, cancellation))
                throw Forgotten(none);
            await Segment(after.Segment).CreateIfNotExistsAsync(cancellationToken: cancellation);
            return await TryAppendAsync(after, block, cancellation);
        }
    }

    /// <summary>Whoever comes second finds it ended; where nobody manages, the next entry tries again.</summary>
    private async Task TryEndAsync(JournalPlace at, CancellationToken cancellation)
    {
        try
        {
            await EndAsync(at, cancellation);
        }
        catch (JournalException)
        {
            // The segment goes on; it has room for another 5,000 blocks.
        }
    }

    private async Task<byte[]> PutAsideAsync(long segment, byte[] entry, CancellationToken cancellation)
    {
        var name = JournalBlobs.LargeOf(segment, entry);
        await container.GetBlobClient(name).UploadAsync(new BinaryData(entry), overwrite: true, cancellation);
        return Encoding.ASCII.GetBytes(name);
    }

    /// <summary>Our entry's place where it stands right behind, after an answer that did not come; null where nothing or another does.</summary>
    private async Task<JournalPlace?> FindAsync(JournalPlace after, byte[] entry)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await ReadAsync(after, patience.Token) is ([var (place, there), ..], _) && there.AsSpan().SequenceEqual(entry) ? place : null;
    }
}
