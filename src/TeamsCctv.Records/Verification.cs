namespace TeamsCctv.Records;

/// <summary>One run over one log. Bundles are read and checked several at a time and put together in order.</summary>
internal sealed class Verification(ILogSource source, VerifierKey key)
{
    /// <summary>Bundles in hand at once, which bounds memory: each is at most 16 MiB, and about 0.1 MiB in practice.</summary>
    private const int Window = 16;

    /// <summary>After so many bundles in a row of which nothing is there, the rest is taken as missing too.</summary>
    private const int AbsentInARow = 64;

    private readonly FindingList findings = new();
    private long verifiedBodies;
    private long bodiesNotSupplied;
    private string? school;
    private (long Sequence, DateTimeOffset At)? lastSound;

    /// <summary>The tree as the stored leaf hashes give it, and as the records themselves do; null once some are not to be had.</summary>
    private MerkleFrontier? storedTree = new();
    private MerkleFrontier? recordTree = new();

    public async Task<VerificationReport> RunAsync(byte[]? earlierBytes, CancellationToken cancellationToken)
    {
        var file = await LogFile.ReadAsync(source, LogPaths.Checkpoint, 0, cancellationToken);
        if (file.Bytes is null && !file.Absent)
            return new VerificationReport { Unreachable = $"The checkpoint {file.Trouble}." };
        var ledger = new BodyLedger(findings);
        var (checkpoint, note) = CheckpointCheck.Read(file, key, findings);
        KeyChain? keys = null;
        if (checkpoint is not null)
        {
            keys = new KeyChain(source, key, checkpoint, note, findings);
            var earlier = earlierBytes is null ? null : EarlierCheckpoint.Read(earlierBytes, checkpoint, findings);
            await CheckLogAsync(checkpoint, keys, earlier, ledger, cancellationToken);
            keys.Close();
            earlier?.Close(keys);
            ledger.Close();
        }
        return new VerificationReport
        {
            Origin = checkpoint?.Origin,
            Size = checkpoint?.Size ?? 0,
            Findings = findings.InOrder(),
            FurtherFindings = findings.Further,
            VerifiedBodies = verifiedBodies,
            BodiesNotSupplied = bodiesNotSupplied,
            Erasures = ledger.Erasures,
            KeyChanges = keys?.Links ?? [],
        };
    }

    private async Task CheckLogAsync(
        Checkpoint checkpoint, KeyChain keys, EarlierCheckpoint? earlier, BodyLedger ledger, CancellationToken cancellationToken)
    {
        var chain = new TileChain(source, findings);
        byte[]? rightmost = [];
        var absent = 0;
        await foreach (var bundle in BundlesAsync(checkpoint.Size, cancellationToken))
        {
            absent = bundle.Absent ? absent + 1 : 0;
            Take(bundle, ledger);
            if (absent == AbsentInARow && bundle.Path.Index + 1 is var next && next <= (checkpoint.Size - 1) / TilePath.FullWidth)
            {
                findings.Records(next * TilePath.FullWidth, checkpoint.Size - 1, "tile/entries", "not looked for, because too many before are missing.");
                CheckpointCheck.Root(checkpoint, null, null, findings);
                return;
            }
            foreach (var change in bundle.KeyChanges)
                await keys.TakeAsync(change, cancellationToken);
            if (bundle.Hashes is { } hashes)
            {
                keys.Pass(storedTree, hashes);
                earlier?.Pass(storedTree, hashes);
            }
            Grow(ref storedTree, bundle.Path, bundle.Hashes, bundle.Root);
            Grow(ref recordTree, bundle.Path, bundle.RecordHashes, bundle.RecordHashes == bundle.Hashes ? bundle.Root : null);
            if (bundle.Path.IsPartial)
                rightmost = bundle.Hashes;
            else
                await chain.AppendAsync(1, bundle.Root, cancellationToken);
        }
        CheckpointCheck.Root(checkpoint, await chain.CloseAsync(rightmost, cancellationToken), recordTree?.Root, findings);
    }

    private async IAsyncEnumerable<BundleResult> BundlesAsync(long size, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var inHand = new Queue<Task<BundleResult>>();
        try
        {
            for (var first = 0L; first < size || inHand.Count > 0;)
            {
                while (first < size && inHand.Count < Window)
                {
                    var check = new BundleCheck(source, TilePath.Entries(first / TilePath.FullWidth, (int)Math.Min(size - first, TilePath.FullWidth)));
                    inHand.Enqueue(Task.Run(() => check.RunAsync(stop.Token), stop.Token));
                    first = size - first > TilePath.FullWidth ? first + TilePath.FullWidth : size;
                }
                yield return await inHand.Dequeue();
            }
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)Task.WhenAll(inHand)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Take(BundleResult bundle, BodyLedger ledger)
    {
        var path = bundle.Path.ToString();
        findings.AddAll(bundle.Findings);
        if (lastSound is { } before && bundle.FirstSound is { } now)
            BundleResult.CheckOrder(findings, before, now, path);
        lastSound = bundle.LastSound ?? lastSound;
        foreach (var run in bundle.Schools)
        {
            school ??= run.School;
            if (run.School != school)
                findings.Records(run.First, run.Last, path, $"of the school {run.School}, in the log of {school}.");
        }
        foreach (var (leaf, bodyAbsent) in bundle.Notable)
        {
            if (leaf.Kind == RecordKinds.BodiesErased)
                ledger.Licensed(leaf);
            if (bodyAbsent)
                ledger.Absent(leaf);
        }
        verifiedBodies += bundle.VerifiedBodies;
        bodiesNotSupplied += bundle.BodiesNotSupplied;
    }

    private static void Grow(ref MerkleFrontier? tree, TilePath path, byte[]? hashes, byte[]? root)
    {
        if (hashes is null)
            tree = null;
        else if (!path.IsPartial)
            tree?.AppendSubtree(TilePath.Height, root ?? Merkle.RootInPlace((byte[])hashes.Clone()));
        else
        {
            for (var at = 0; at < hashes.Length; at += Merkle.HashSize)
                tree?.AppendSubtree(0, hashes[at..(at + Merkle.HashSize)]);
        }
    }
}
