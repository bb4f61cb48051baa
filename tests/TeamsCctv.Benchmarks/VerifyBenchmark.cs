using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using TeamsCctv.Records;

namespace TeamsCctv.Benchmarks;

/// <summary>
/// Verifies a log of 1,000,000 records (or as many as named) held in memory: every record parsed, hashed and held
/// against every tile. Baseline: SHA-256 over the same bytes, file after file, on all cores. Bodies are not part of it.
/// </summary>
internal static class VerifyBenchmark
{
    private const int Rounds = 3;

    public static async Task RunAsync(string[] args)
    {
        var size = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signer = new NoteSigner("cctv.example/records/oakfield", key);
        var log = MemoryLog.Of(size, signer);
        var megabytes = log.Files.Values.Sum(f => (double)f.Length) / 1_000_000;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size:N0} records, {log.Files.Count:N0} files, {megabytes:N0} MB, {Environment.ProcessorCount} cores"));

        var verify = new List<double>();
        var hash = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            Parallel.ForEach(log.Files.Values, file => SHA256.HashData(file));
            hash.Add(clock.Elapsed.TotalSeconds);

            clock.Restart();
            var report = await LogVerifier.VerifyAsync(log, signer.Key);
            verify.Add(clock.Elapsed.TotalSeconds);
            if (!report.Verified || report.Size != size)
                throw new InvalidOperationException("The log did not verify: " + string.Join(" ", report.Findings));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: verify {verify[^1]:N2} s, SHA-256 {hash[^1]:N2} s"));
        }
        var (best, baseline) = (verify.Min(), hash.Min());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"verify: {best:N2} s, {size / best:N0} records/s, {megabytes / best:N0} MB/s, peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1_000_000.0:N0} MB with the log"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio: {best / baseline:N2} (verify {best:N2} s / SHA-256 of the same bytes {baseline:N2} s)"));
    }

    private sealed class MemoryLog : ILogSource
    {
        public Dictionary<string, byte[]> Files { get; } = [];

        public bool SuppliesBodies => false;

        public Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken) => Task.FromResult(Files.GetValueOrDefault(path));

        public static MemoryLog Of(int size, NoteSigner signer)
        {
            var log = new MemoryLog();
            var tree = new MerkleFrontier();
            var tiles = new Dictionary<int, List<byte[]>>();
            var bundle = new List<byte[]>();
            var hashOfBody = Convert.ToHexStringLower(SHA256.HashData("body"u8));
            for (var i = 0; i < size; i++)
            {
                var entry = Record(i, hashOfBody).ToBytes();
                bundle.Add(entry);
                if (bundle.Count == TilePath.FullWidth || i == size - 1)
                {
                    log.Files[TilePath.Entries(i / TilePath.FullWidth, bundle.Count).ToString()] = EntryBundle.Encode(bundle);
                    bundle.Clear();
                }
                foreach (var node in tree.Append(Merkle.HashLeaf(entry)))
                {
                    if (!tiles.TryGetValue(node.TileLevel, out var tile))
                        tiles.Add(node.TileLevel, tile = []);
                    tile.Add(node.Hash);
                    if (!node.Tile.IsPartial)
                    {
                        log.Files[node.Tile.ToString()] = [.. tile.SelectMany(h => h)];
                        tile.Clear();
                    }
                }
            }
            foreach (var path in TilePath.OfTree(size).Where(p => p is { IsEntries: false, IsPartial: true }))
                log.Files[path.ToString()] = [.. tiles[path.Level].SelectMany(h => h)];
            log.Files[LogPaths.Checkpoint] = signer.Sign(new Checkpoint(signer.Key.Name, size, tree.Root)).ToBytes();
            return log;
        }

        private static Leaf Record(int i, string hash) => new()
        {
            School = "oakfield",
            Sequence = i,
            At = new DateTimeOffset(2026, 11, 24, 14, 5, 0, TimeSpan.Zero).AddSeconds(i),
            Kind = "viewing.asked",
            Case = string.Create(CultureInfo.InvariantCulture, $"V-2026-{i / 8:D6}"),
            Actor = Actor.Person("8a1f1c7e-3f0e-4a55-9d6a-2f7a4a3b5c60", "1c2d3e4f-5a6b-4c7d-8e9f-0a1b2c3d4e5f", "Site Manager"),
            Policy = new PolicyRef("al-2026", hash),
            Seen = i % 4 == 0 ? hash : null,
            Body = hash,
        };
    }
}
