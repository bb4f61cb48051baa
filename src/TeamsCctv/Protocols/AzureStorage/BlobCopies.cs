using System.IO.Compression;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using TeamsCctv.Storage;

namespace TeamsCctv.Protocols.AzureStorage;

/// <summary>The copies of the database beside a journal's segments, and what is forgotten for their sake.</summary>
internal sealed class BlobCopies(BlobContainerClient container, TimeProvider time)
{
    /// <summary>For a process that is behind, or that is reading what it starts with.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    public async Task<JournalPlace?> RestoreAsync(string file, CancellationToken cancellation)
    {
        try
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellation);
            if ((await ListAsync(cancellation)).LastOrDefault() is not { Name: { } name } newest)
                return null;
            await using var packed = await container.GetBlobClient(name).OpenReadAsync(cancellationToken: cancellation);
            await using var open = new BrotliStream(packed, CompressionMode.Decompress);
            await using var to = File.Create(file);
            await open.CopyToAsync(to, cancellation);
            return newest.Place;
        }
        catch (Exception failure) when (JournalBlobs.IsOfStorage(failure))
        {
            throw new JournalException("the copy of the database cannot be read now.", failure);
        }
    }

    public async Task<(JournalPlace Place, TimeSpan Age)?> NewestAsync(CancellationToken cancellation)
    {
        try
        {
            return (await ListAsync(cancellation)).LastOrDefault() is { Name: not null } newest ? (newest.Place, time.GetUtcNow() - newest.At) : null;
        }
        catch (Exception failure) when (JournalBlobs.IsOfStorage(failure))
        {
            throw new JournalException("its copies cannot be listed now.", failure);
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
                await container.GetBlobClient(JournalBlobs.Copy(at)).UploadAsync(packed, overwrite: at != JournalPlace.Start, cancellation);
            }
            finally
            {
                File.Delete(packed);
            }
        }
        catch (Exception failure) when (JournalBlobs.IsOfStorage(failure))
        {
            throw new JournalException("the copy of the database could not be left.", failure);
        }
    }

    /// <summary>
    /// What the newest copy of at least a day ago makes needless. It and whatever is newer stays, also where clocks differ, so
    /// that a store can always be restored; and whoever else is forgetting has only deleted the same.
    /// </summary>
    public async Task ForgetAsync(CancellationToken cancellation)
    {
        try
        {
            var before = time.GetUtcNow() - Grace;
            if ((await ListAsync(cancellation)).FindLast(copy => copy.At < before) is not { Name: not null } kept)
                return;
            await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions(), cancellation))
            {
                if (kept.Place.IsBefore(blob.Name, wasLong: blob.Properties.LastModified < kept.At - Grace))
                    await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellation);
            }
        }
        catch (Exception failure) when (JournalBlobs.IsOfStorage(failure))
        {
            throw new JournalException("what is old could not be deleted.", failure);
        }
    }

    /// <summary>Whether anything of the journal is later than a segment, or in it.</summary>
    public async Task<bool> HasLaterAsync(long segment, CancellationToken cancellation)
    {
        if ((await ListAsync(cancellation)).Exists(copy => copy.Place.Segment > segment || (copy.Place.Segment == segment && copy.Place.Offset > 0)))
            return true;
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = JournalBlobs.Segments }, cancellation))
        {
            if (JournalBlobs.NumberOf(blob.Name) > segment)
                return true;
        }

        return false;
    }

    /// <summary>In the order of their places.</summary>
    private async Task<List<(string Name, JournalPlace Place, DateTimeOffset At)>> ListAsync(CancellationToken cancellation)
    {
        List<(string, JournalPlace, DateTimeOffset)> copies = [];
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = JournalBlobs.Copies }, cancellation))
        {
            if (JournalBlobs.PlaceOf(blob.Name) is { } place)
                copies.Add((blob.Name, place, blob.Properties.LastModified ?? default));
        }

        return copies;
    }
}
