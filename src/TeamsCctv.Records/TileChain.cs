namespace TeamsCctv.Records;

/// <summary>
/// The tiles above level 0, checked as their hashes become known from below: every stored hash must be the root of the
/// stored tile under it. A tile that cannot be used is replaced by what was computed, so one fault is told once.
/// </summary>
internal sealed class TileChain(ILogSource source, FindingList findings)
{
    private readonly List<Level> levels = [];

    /// <summary>Adds the next hash at a tile level from 1 up; null if what lies below could not be had.</summary>
    public async Task AppendAsync(int level, byte[]? computed, CancellationToken cancellationToken)
    {
        for (; ; level++)
        {
            while (levels.Count < level)
                levels.Add(new Level());
            var open = levels[level - 1];
            open.Computed.Add(computed);
            if (open.Computed.Count < TilePath.FullWidth)
                return;
            var hashes = await CloseAsync(open, TilePath.Tile(level, open.Index), cancellationToken);
            open.Index++;
            open.Computed.Clear();
            computed = hashes.Contains(null) ? null : Merkle.Root(hashes!);
        }
    }

    /// <summary>
    /// Checks the partial tiles and returns the tree's root as the stored hashes give it, or null if some cannot be had.
    /// </summary>
    /// <param name="leaves">The leaf hashes of the partial level-0 tile, end to end; null if they cannot be had.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<byte[]?> CloseAsync(byte[]? leaves, CancellationToken cancellationToken)
    {
        var edge = new MerkleFrontier();
        var whole = leaves is not null;
        for (var level = levels.Count; level > 0; level--)
        {
            var open = levels[level - 1];
            if (open.Computed.Count == 0)
                continue;
            var path = TilePath.Tile(level, open.Index, open.Computed.Count);
            foreach (var hash in await CloseAsync(open, path, cancellationToken))
            {
                whole &= hash is not null;
                if (whole)
                    edge.AppendSubtree(level * TilePath.Height, hash!);
            }
        }
        for (var at = 0; whole && at < leaves!.Length; at += Merkle.HashSize)
            edge.AppendSubtree(0, leaves[at..(at + Merkle.HashSize)]);
        return whole ? edge.Root : null;
    }

    private async Task<byte[]?[]> CloseAsync(Level open, TilePath path, CancellationToken cancellationToken)
    {
        var file = await LogFile.ReadAsync(source, path, cancellationToken);
        var stored = StoredTile.Hashes(file, path, findings);
        var hashes = open.Computed.ToArray();
        for (var slot = 0; stored is not null && slot < hashes.Length; slot++)
        {
            var hash = stored[(slot * Merkle.HashSize)..((slot + 1) * Merkle.HashSize)];
            if (hashes[slot] is { } computed && !hash.AsSpan().SequenceEqual(computed))
                findings.Records(
                    StoredTile.FirstRecord(path, slot),
                    StoredTile.FirstRecord(path, slot + 1) - 1,
                    file.Path,
                    $"the hashes in the tile below do not lead to the one for them in {file.Path}.");
            hashes[slot] = hash;
        }
        return hashes;
    }

    private sealed class Level
    {
        public long Index { get; set; }

        public List<byte[]?> Computed { get; } = new(TilePath.FullWidth);
    }
}
