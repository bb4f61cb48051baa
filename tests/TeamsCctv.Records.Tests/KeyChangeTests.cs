using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace TeamsCctv.Records.Tests;

/// <summary>A log goes from one key to another, and a stranger who pinned any of them follows; nobody else can lead them.</summary>
public sealed class KeyChangeTests
{
    private static readonly NoteSigner[] Keys = [TestLog.Signer, .. Enumerable.Range(0, 3).Select(_ => SignerOf(TestLog.Origin))];

    private static NoteSigner Thief { get; } = SignerOf(TestLog.Origin);

    private static NoteSigner SignerOf(string name) => new(name, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>A log that has grown to each of these sizes and changed its key then, and to the last one after.</summary>
    private static TestLog Changed(int[] at, int size, Action<TestLog>? meanwhile = null)
    {
        var log = new TestLog();
        for (var i = 0; i < at.Length; i++)
        {
            Grow(log, at[i]);
            meanwhile?.Invoke(log);
            Change(log, Keys[i], Keys[i + 1]);
        }
        Grow(log, size);
        return log.Publish(Keys[at.Length]);
    }

    /// <summary>The log's key becomes another; who signs from then on.</summary>
    internal static NoteSigner Change(TestLog log)
    {
        Change(log, Keys[0], Keys[1]);
        log.Publish(Keys[1]);
        return Keys[1];
    }

    private static void Grow(TestLog log, long size)
    {
        while (log.Size < size)
            log.Add(body => TestLog.Leaf(log.Size, body));
    }

    private static void Change(TestLog log, NoteSigner was, NoteSigner key, NoteSigner[]? signers = null, string? saysWas = null, string? saysKey = null)
    {
        var record = log.Size;
        log.Add(
            body => TestLog.Leaf(record, body, RecordKinds.KeyChanged, "key"),
            new JsonObject { ["was"] = saysWas ?? was.Key.ToString(), ["key"] = saysKey ?? key.Key.ToString() });
        log.Files[LogPaths.KeyChange(record)] = log.Note(signers ?? [was, key]).ToBytes();
    }

    private static async Task<string[]> SaysAsync(TestLog log, VerifierKey? pinned = null, byte[]? earlier = null) =>
        [.. (await LogVerifier.VerifyAsync(log, pinned ?? Keys[0].Key, earlier)).Findings.Select(finding => finding.ToString())];

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(300)]
    [InlineData(511)]
    public async Task Verify_KeyChanged_IsFollowedFromEitherKey(int at)
    {
        var log = Changed([at], 600);

        Assert.Empty(await SaysAsync(log));
        Assert.Empty(await SaysAsync(log, Keys[1].Key));
    }

    [Fact]
    public async Task Verify_KeyChangedThreeTimes_IsFollowedFromEachOfThem()
    {
        var log = Changed([3, 4, 700], 800);

        foreach (var key in Keys)
            Assert.Empty(await SaysAsync(log, key.Key));
    }

    [Fact]
    public async Task Verify_KeyOfAnother_IsNoneOfTheLogs()
    {
        Assert.Equal(
            [$"Checkpoint: the key that was given for {TestLog.Origin} is none of the keys that this log has had."],
            await SaysAsync(Changed([3], 5), Thief.Key));
    }

    [Fact]
    public async Task Verify_WithoutBodies_IsFollowedAllTheSame()
    {
        var log = new TestLog();
        for (var i = 0; i < 300; i++)
            log.AddEntry(TestLog.Leaf(i, new string('c', 64)).ToBytes());
        Change(log, Keys[0], Keys[1]);

        var report = await LogVerifier.VerifyAsync(new WithoutBodies(log.Publish(Keys[1])), Keys[0].Key);

        Assert.Empty(report.Findings);
        Assert.Equal(301, report.BodiesNotSupplied);
    }

    [Fact]
    public async Task Verify_CheckpointOfTheChangeIsTheLogsOwnYet_IsFollowed()
    {
        var log = new TestLog();
        Grow(log, 3);
        Change(log, Keys[0], Keys[1]);
        log.Publish(Keys[0], Keys[1]).Files.Remove(LogPaths.KeyChange(3));

        Assert.Empty(await SaysAsync(log));

        log.Publish(Keys[1]);
        Assert.Equal(["Record 3: the log changes its key here, and the checkpoint that both keys signed is missing. No later key was followed."], await SaysAsync(log));
    }

    [Fact]
    public async Task Verify_CheckpointOfTheChangeCoversMore_IsFollowed()
    {
        var log = new TestLog();
        Grow(log, 250);
        Change(log, Keys[0], Keys[1]);
        Grow(log, 300);
        log.Files[LogPaths.KeyChange(250)] = log.Note(Keys[0], Keys[1]).ToBytes();
        Grow(log, 600);

        Assert.Empty(await SaysAsync(log.Publish(Keys[1])));
    }

    public static TheoryData<string, string> Forgeries() => new()
    {
        { "signed by the new key alone", "and the checkpoint of the change is not signed by the key that it had before" },
        { "signed by the old key alone", "and the checkpoint of the change is not signed by the new key" },
        { "signed by a thief for the old key", "and the checkpoint of the change is not signed by the key that it had before" },
        { "another origin", "and the checkpoint that both keys signed is of elsewhere, which is another log" },
        { "from before the change", "and the checkpoint that both keys signed does not reach as far as the change" },
        { "no note", "and the checkpoint that both keys signed is not a signed note: a note is text, an empty line and at least one signature line" },
        { "no checkpoint", "and the checkpoint that both keys signed cannot be read: a checkpoint is an origin, a size and a root, each a line" },
        { "no body", "and its body, which names that key, is missing" },
        { "no sealed body", "and what should name that key is not a sealed body" },
        { "another body", "and the body that names that key is not the one that was sealed" },
        { "no keys", "and its body does not say in verifier keys which key it was and which it is" },
        { "keys of another log", $"and the keys it names are not for {TestLog.Origin}" },
        { "the same key", "and the new key is one that it has had before" },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task Verify_ChangeThatProvesNothing_SaysWhatIsWrong(string forgery, string says)
    {
        var log = new TestLog();
        Grow(log, 5);
        var early = log.Note(Keys[0], Keys[1]).ToBytes();
        var elsewhere = SignerOf("elsewhere");
        var (note, body) = (LogPaths.KeyChange(5), LogPaths.Body(5));
        switch (forgery)
        {
            case "keys of another log":
                Change(log, Keys[0], Keys[1], saysKey: elsewhere.Key.ToString());
                break;
            case "the same key":
                Change(log, Keys[0], Keys[0], [Keys[0]]);
                break;
            case "no keys":
                Change(log, Keys[0], Keys[1], saysKey: "none");
                break;
            default:
                Change(log, Keys[0], Keys[1]);
                break;
        }

        switch (forgery)
        {
            case "signed by the new key alone":
                log.Files[note] = log.Note(Keys[1]).ToBytes();
                break;
            case "signed by the old key alone":
                log.Files[note] = log.Note(Keys[0]).ToBytes();
                break;
            case "signed by a thief for the old key":
                var signed = log.Note(Keys[1]);
                log.Files[note] = signed.With(new(Keys[0].Key.Name, Keys[0].Key.Id, Thief.Sign(signed.Text).Signatures[0].Signature)).ToBytes();
                break;
            case "another origin":
                var text = new Checkpoint("elsewhere", 6, Merkle.EmptyRoot).ToText();
                log.Files[note] = Keys[0].Sign(text).With(Keys[1].Sign(text).Signatures[0]).ToBytes();
                break;
            case "from before the change":
                log.Files[note] = early;
                break;
            case "no note":
                log.Files[note] = Encoding.UTF8.GetBytes("both keys signed this, honestly");
                break;
            case "no checkpoint":
                log.Files[note] = Keys[0].Sign("a promise\n").With(Keys[1].Sign("a promise\n").Signatures[0]).ToBytes();
                break;
            case "no body":
                log.Files.Remove(body);
                break;
            case "no sealed body":
                log.Files[body] = [1, 2, 3];
                break;
            case "another body":
                log.Files[body] = SealedBody.Seal(new JsonObject { ["was"] = Keys[0].Key.ToString(), ["key"] = Keys[1].Key.ToString() }).Bytes;
                break;
        }

        Grow(log, 8);
        var found = await SaysAsync(log.Publish(forgery == "the same key" ? Keys[0] : Keys[1]));

        Assert.Contains($"Record 5: the log changes its key here, {says}. No later key was followed.", found);
    }

    [Fact]
    public async Task Verify_ChangeOnRecordsThatTheOldKeyNeverSaw_SaysRewritten()
    {
        var real = new TestLog();
        Grow(real, 5);
        Change(real, Keys[0], Keys[1]);

        // The thief has the real change with both signatures and the new key, and writes other records under it.
        var forged = new TestLog();
        forged.Add(body => TestLog.Leaf(0, body, "viewing.refused"));
        Grow(forged, 5);
        Change(forged, Keys[0], Keys[1]);
        forged.Files[LogPaths.KeyChange(5)] = real.Files[LogPaths.KeyChange(5)];

        Assert.Equal(
            ["Record 5: the log changes its key here, and its first 6 records are not those that both keys signed: the log has been rewritten."],
            await SaysAsync(forged.Publish(Keys[1])));
    }

    [Fact]
    public async Task Verify_ThiefLeadsToTheirOwnKey_IsNotFollowed()
    {
        var log = new TestLog();
        Grow(log, 5);
        var kept = log.Note(Keys[0]);
        Change(log, Keys[0], Thief);
        log.Files[LogPaths.KeyChange(5)] = kept.With(Thief.Sign(kept.Text).Signatures[0]).ToBytes();
        Grow(log, 9);

        Assert.Equal(
            ["Record 5: the log changes its key here, and the checkpoint that both keys signed does not reach as far as the change. No later key was followed."],
            await SaysAsync(log.Publish(Thief)));
    }

    [Fact]
    public async Task Verify_ThiefPretendsThatTheirKeyCameBefore_IsNotFollowed()
    {
        // Their log “changes” to the key that was pinned, and they cannot sign as it.
        var log = new TestLog();
        Grow(log, 5);
        Change(log, Thief, Keys[0], [Thief]);
        Grow(log, 9);

        Assert.Equal(
            ["Record 5: the log changes its key here, and the checkpoint of the change is not signed by the new key. No later key was followed."],
            await SaysAsync(log.Publish(Thief)));
    }

    [Fact]
    public async Task Verify_SecondChangeFromAnotherKeyThanItHad_IsNotFollowed()
    {
        var log = new TestLog();
        Grow(log, 3);
        Change(log, Keys[0], Keys[1]);
        Grow(log, 6);
        Change(log, Keys[0], Thief);

        Assert.Contains(
            "Record 6: the log changes its key here, and the key it says the log had is another than the one it had. No later key was followed.",
            await SaysAsync(log.Publish(Thief)));
    }

    [Fact]
    public async Task Verify_ChangeBackToAKeyItLeft_IsNotFollowed()
    {
        var log = new TestLog();
        Grow(log, 3);
        Change(log, Keys[0], Keys[1]);
        Change(log, Keys[1], Keys[0]);

        Assert.Contains(
            "Record 4: the log changes its key here, and the new key is one that it has had before. No later key was followed.",
            await SaysAsync(log.Publish(Keys[0])));
    }

    [Fact]
    public async Task Verify_SignedByTheKeyItLeft_SaysSo()
    {
        var log = Changed([3], 9);

        log.Publish(Keys[0]);
        Assert.Equal(["Checkpoint: it is signed by a key that the log left with record 3 and not by the one it has had since."], await SaysAsync(log));

        log.Publish(Thief);
        Assert.Equal(["Checkpoint: it is not signed by the key that the log has had since record 3."], await SaysAsync(log));
    }

    [Fact]
    public async Task Verify_CutShortBeforeTheChange_IsNotSigned()
    {
        var log = new TestLog();
        Grow(log, 3);

        Assert.Equal([$"Checkpoint: it is not signed by the key that was given for {TestLog.Origin}."], await SaysAsync(log.Publish(Keys[1])));
    }

    [Fact]
    public async Task Verify_CutShortBehindTheChange_SaysCutShort()
    {
        var whole = new TestLog();
        Grow(whole, 3);
        Change(whole, Keys[0], Keys[1]);
        Grow(whole, 9);
        var both = whole.Note(Keys[0], Keys[1]).ToBytes();
        var cut = Changed([3], 6);
        cut.Files[LogPaths.KeyChange(3)] = both;

        Assert.Equal(
            ["Record 3: the log changes its key here, and the checkpoint that both keys signed covers 9 records, more than there are: the log has been cut short. No later key was followed."],
            await SaysAsync(cut));
    }

    [Fact]
    public async Task Verify_HashesOfTheChangeMissing_SaysThatItIsNotKnown()
    {
        var log = Changed([300], 600);
        log.Files.Remove("tile/entries/000");
        log.Files.Remove("tile/0/000");

        Assert.Contains(
            "Record 300: the log changes its key here; whether the checkpoint that both keys signed is of this log is not known, because hashes are missing.",
            await SaysAsync(log));
    }

    [Fact]
    public async Task Verify_CheckpointKeptFromBeforeTheChange_IsComparedUnderTheKeyOfThen()
    {
        var kept = new List<byte[]>();
        var log = Changed([3, 300], 600, meanwhile: before => kept.Add(before.Note(kept.Count == 0 ? Keys[0] : Keys[1]).ToBytes()));

        Assert.Equal(2, kept.Count);
        foreach (var pinned in Keys.Take(3))
        {
            foreach (var earlier in kept)
                Assert.Empty(await SaysAsync(log, pinned.Key, earlier));
        }
    }

    [Fact]
    public async Task Verify_CheckpointKeptUnderAnotherKeyThanOfThen_ProvesNothing()
    {
        var log = Changed([3], 600);
        var late = Changed([3], 500).Note(Keys[0]).ToBytes();

        Assert.Equal(
            ["Checkpoint: the earlier one is not signed by the key that the log had then, so nothing was compared with it."],
            await SaysAsync(log, earlier: late));
    }

    [Fact]
    public async Task Verify_OnlyTheRecordOfTheChangeRewritten_IsFound()
    {
        var kept = Changed([3], 600).Note(Keys[1]).ToBytes();
        var rewritten = Changed([4], 600);

        Assert.Equal(
            ["Checkpoint: the first 600 records are not those that the earlier one covered: the log has been rewritten."],
            await SaysAsync(rewritten, earlier: kept));
    }

    [Fact]
    public async Task Verify_EveryChangedByteOfWhatProvesTheChange_IsFound()
    {
        var log = Changed([3], 9);
        var random = new Random(21);
        foreach (var path in new[] { LogPaths.KeyChange(3), LogPaths.Body(3) })
        {
            var original = log.Files[path];
            for (var at = 0; at < original.Length; at++)
            {
                var changed = (byte[])original.Clone();
                changed[at] ^= (byte)(1 << random.Next(8));
                log.Files[path] = changed;
                Assert.Contains(await SaysAsync(log), says => says.StartsWith("Record 3: ", StringComparison.Ordinal));
            }
            log.Files[path] = original;
        }
    }

    private sealed class WithoutBodies(TestLog log) : ILogSource
    {
        public bool SuppliesBodies => false;

        public Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken) => log.ReadAsync(path, cancellationToken);
    }
}
