using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace TeamsCctv.Records.Tests;

/// <summary>A log's files in memory, made the way a store makes them, to be changed by a test.</summary>
internal sealed class TestLog : ILogSource
{
    public const string Origin = "cctv.example/records/oakfield";

    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private readonly List<byte[]> entries = [];
    private readonly Dictionary<(int Level, long Tile), List<byte[]>> tiles = [];
    private readonly MerkleFrontier tree = new();

    public static NoteSigner Signer { get; } = new(Origin, Key);

    public static PolicyRef Policy { get; } = new("al-2026", new string('a', 64));

    public Dictionary<string, byte[]> Files { get; } = [];

    public bool SuppliesBodies => Files.Keys.Any(f => f.StartsWith("body/", StringComparison.Ordinal));

    public long Size => tree.Size;

    public static Leaf Leaf(long sequence, string body, string kind = "viewing.asked", string? caseId = "V-1", string school = "oakfield", DateTimeOffset? at = null) => new()
    {
        School = school,
        Sequence = sequence,
        At = at ?? new DateTimeOffset(2026, 11, 24, 14, 5, 0, TimeSpan.Zero).AddSeconds(sequence),
        Kind = kind,
        Case = caseId,
        Actor = sequence % 3 == 0 ? Actor.System("clock") : Actor.Person("8a1f", "object-" + sequence, sequence % 3 == 1 ? "Site Manager" : null),
        Policy = Policy,
        Seen = sequence % 2 == 0 ? new string('b', 64) : null,
        Body = body,
    };

    /// <summary>A published log of so many records, with bodies or without.</summary>
    public static TestLog Of(int records, bool bodies = true)
    {
        var log = new TestLog();
        for (var i = 0; i < records; i++)
        {
            if (bodies)
                log.Add(body => Leaf(i, body));
            else
                log.AddEntry(Leaf(i, new string('c', 64)).ToBytes());
        }
        return log.Publish();
    }

    public SealedBody Add(Func<string, Leaf> make, JsonObject? content = null)
    {
        var body = SealedBody.Seal(content ?? new JsonObject { ["said"] = "gate at " + Size.ToString(CultureInfo.InvariantCulture) });
        Files[LogPaths.Body(Size)] = body.Bytes;
        AddEntry(make(body.Hash).ToBytes());
        return body;
    }

    public void AddEntry(byte[] entry)
    {
        entries.Add(entry);
        foreach (var node in tree.Append(Merkle.HashLeaf(entry)))
        {
            var key = (node.TileLevel, node.Index / 256);
            if (!tiles.TryGetValue(key, out var hashes))
                tiles.Add(key, hashes = []);
            hashes.Add(node.Hash);
            Assert.Equal(node.Tile.Width, hashes.Count);
        }
    }

    /// <summary>Signs and lays out what a log of this size serves; earlier partial tiles stay where they are.</summary>
    public TestLog Publish(params IReadOnlyList<NoteSigner> signers)
    {
        Files[LogPaths.Checkpoint] = Note(signers.Count == 0 ? [Signer] : signers).ToBytes();
        foreach (var path in TilePath.OfTree(Size))
        {
            Files[path.ToString()] = path.IsEntries
                ? EntryBundle.Encode(entries.GetRange((int)path.Index * 256, path.Width))
                : [.. tiles[(path.Level, path.Index)].SelectMany(h => h)];
        }
        return this;
    }

    /// <summary>A checkpoint of the log as it stands.</summary>
    public SignedNote Note(params IReadOnlyList<NoteSigner> signers)
    {
        var checkpoint = new Checkpoint(Origin, Size, tree.Root);
        return signers.Skip(1).Aggregate(signers[0].Sign(checkpoint), (note, signer) => note.With(signer.Sign(checkpoint).Signatures[0]));
    }

    public Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken) =>
        Task.FromResult(Files.GetValueOrDefault(path));

    public Task<VerificationReport> VerifyAsync(byte[]? earlier = null) => LogVerifier.VerifyAsync(this, Signer.Key, earlier);
}
