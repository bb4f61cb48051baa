using System.Buffers;
using System.Security.Cryptography;

namespace TeamsCctv.Records;

/// <summary>Checks one entry bundle by itself, so that several can be checked at once.</summary>
internal sealed class BundleCheck(ILogSource source, TilePath path)
{
    /// <summary>Places looked at for the next entry behind one whose length is wrong.</summary>
    private const int ResyncTries = 4;

    private readonly BundleResult result = new() { Path = path };
    private readonly TilePath tilePath = TilePath.Tile(0, path.Index, path.Width);
    private readonly List<Leaf> sound = [];

    public async Task<BundleResult> RunAsync(CancellationToken cancellationToken)
    {
        var bundleRead = LogFile.ReadAsync(source, path, cancellationToken);
        var tileRead = LogFile.ReadAsync(source, tilePath, cancellationToken);
        var bundle = await bundleRead;
        var tile = await tileRead;
        result.Absent = bundle.Absent && tile.Absent;
        Check(bundle, tile);
        await CheckBodiesAsync(cancellationToken);
        return result;
    }

    private void Check(LogFile bundle, LogFile tile)
    {
        var stored = StoredTile.Hashes(tile, tilePath, result.Findings);
        if (bundle.Bytes is { } bytes)
            result.RecordHashes = CheckEntries(bytes, bundle, stored, tile.Path);
        else
            result.Findings.Records(First, Last, bundle.Path, $"not to be read, because {bundle.Path} {bundle.Trouble}.");
        if (stored is not null && result.RecordHashes.AsSpan().SequenceEqual(stored))
            result.RecordHashes = stored;
        result.Hashes = stored ?? result.RecordHashes;
        if (path.Width == TilePath.FullWidth && result.Hashes is not null)
            result.Root = Merkle.RootInPlace(result.Hashes.AsSpan().ToArray());
    }

    private long First => path.Index * TilePath.FullWidth;

    private long Last => First + path.Width - 1;

    /// <summary>The entries' hashes, or null if not every entry can be taken out.</summary>
    private byte[]? CheckEntries(ReadOnlySpan<byte> rest, LogFile bundle, byte[]? stored, string tile)
    {
        var hashes = new byte[path.Width * Merkle.HashSize];
        var complete = true;
        var scratch = ArrayPool<byte>.Shared.Rent(1 + Leaf.MaxBytes);
        for (var i = 0; i < path.Width; i++)
        {
            var whole = rest;
            if (!EntryBundle.TryTake(ref rest, out var entry))
            {
                var next = Resync(whole, stored, i + 1, scratch);
                if (next < 0)
                {
                    result.Findings.Records(First + i, Last, bundle.Path, $"not to be read, because {bundle.Path} breaks off here.");
                    ArrayPool<byte>.Shared.Return(scratch);
                    return null;
                }
                result.Findings.Record(First + i, bundle.Path, $"not to be read, because its length in {bundle.Path} is wrong.");
                rest = whole[next..];
                complete = false;
                continue;
            }
            var hash = hashes.AsSpan(i * Merkle.HashSize, Merkle.HashSize);
            HashEntry(entry, scratch, hash);
            if (stored is null || hash.SequenceEqual(Slot(stored, i)))
                Read(entry, First + i, bundle.Path);
            else
            {
                result.Findings.Record(First + i, bundle.Path, $"what {bundle.Path} holds does not have the hash in {tile}.");
                if (Resync(whole, stored, i + 1, scratch) is var next and >= 0)
                    rest = whole[next..];
            }
        }
        ArrayPool<byte>.Shared.Return(scratch);
        if (!rest.IsEmpty && bundle.Width == path.Width)
            result.Findings.Record(Last, bundle.Path, $"{rest.Length} bytes that belong to no record follow it in {bundle.Path}.");
        return complete ? hashes : null;
    }

    private void Read(ReadOnlySpan<byte> entry, long sequence, string file)
    {
        if (!Leaf.TryParse(entry, out var leaf, out var error))
            result.Findings.Record(sequence, file, $"sealed, but {error}.");
        else if (leaf.Sequence != sequence)
            result.Findings.Record(sequence, file, $"sealed, but it says that it is record {leaf.Sequence}.");
        else
        {
            result.Sound(leaf);
            sound.Add(leaf);
        }
    }

    /// <summary>
    /// Where the entry numbered <paramref name="next"/> starts if the length before it cannot be trusted: −1 unless
    /// an entry with exactly its stored hash is there. Tries few places, so that a hostile bundle costs no more.
    /// </summary>
    private int Resync(ReadOnlySpan<byte> from, byte[]? stored, int next, byte[] scratch)
    {
        if (stored is null || next >= path.Width || from.Length < 2)
            return -1;
        Span<byte> hash = stackalloc byte[Merkle.HashSize];
        var plain = from;
        if (EntryBundle.TryTake(ref plain, out _) && Matches(plain, Slot(stored, next), scratch, hash))
            return from.Length - plain.Length;
        var at = 2;
        for (var tries = 0; tries < ResyncTries; tries++)
        {
            var found = from[at..].IndexOf("{\"actor\":{"u8);
            if (found < 0)
                return -1;
            at += found;
            if (at >= 4 && Matches(from[(at - 2)..], Slot(stored, next), scratch, hash))
                return at - 2;
            at++;
        }
        return -1;
    }

    private static bool Matches(ReadOnlySpan<byte> at, ReadOnlySpan<byte> expected, byte[] scratch, Span<byte> hash)
    {
        if (!EntryBundle.TryTake(ref at, out var entry))
            return false;
        HashEntry(entry, scratch, hash);
        return hash.SequenceEqual(expected);
    }

    private static void HashEntry(ReadOnlySpan<byte> entry, byte[] scratch, Span<byte> hash)
    {
        scratch[0] = 0;
        entry.CopyTo(scratch.AsSpan(1));
        SHA256.HashData(scratch.AsSpan(0, 1 + entry.Length), hash);
    }

    private static ReadOnlySpan<byte> Slot(byte[] hashes, int index) => hashes.AsSpan(index * Merkle.HashSize, Merkle.HashSize);

    private async Task CheckBodiesAsync(CancellationToken cancellationToken)
    {
        foreach (var leaf in sound)
        {
            var absent = source.SuppliesBodies && await BodyIsAbsentAsync(leaf, cancellationToken);
            if (absent || leaf.Kind == RecordKinds.BodiesErased)
                result.Notable.Add((leaf, absent));
        }
        if (!source.SuppliesBodies)
            result.BodiesNotSupplied = sound.Count;
    }

    private async Task<bool> BodyIsAbsentAsync(Leaf leaf, CancellationToken cancellationToken)
    {
        var file = await LogFile.ReadAsync(source, LogPaths.Body(leaf.Sequence), 0, cancellationToken);
        if (file.Bytes is null)
        {
            if (!file.Absent)
                result.Findings.Record(leaf.Sequence, file.Path, $"its body {file.Trouble}.");
            return file.Absent;
        }
        string? hash = null;
        try
        {
            hash = SealedBody.Open(file.Bytes).Hash;
        }
        catch (FormatException)
        {
            // Not a sealed body at all; said below in the same words as another body than the one sealed.
        }
        if (hash == leaf.Body)
            result.VerifiedBodies++;
        else
            result.Findings.Record(leaf.Sequence, file.Path, "its body is not the one that was sealed.");
        return false;
    }
}
