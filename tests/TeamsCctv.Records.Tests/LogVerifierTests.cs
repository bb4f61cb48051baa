using System.Text;

namespace TeamsCctv.Records.Tests;

public sealed class LogVerifierTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(600)]
    public async Task Verify_SoundLog_IsVerified(int size)
    {
        var report = await TestLog.Of(size).VerifyAsync();

        Assert.Empty(report.Findings);
        Assert.True(report.Verified);
        Assert.Equal((size, TestLog.Origin, size, 0L), (report.Size, report.Origin, report.VerifiedBodies, report.BodiesNotSupplied));
    }

    [Fact]
    public async Task Verify_PartialTilesReplacedByFullOnes_IsVerified()
    {
        var log = TestLog.Of(300);
        var checkpoint = log.Files["checkpoint"];
        for (var i = 300; i < 700; i++)
            log.Add(body => TestLog.Leaf(i, body));
        log.Publish();
        log.Files["checkpoint"] = checkpoint;
        foreach (var path in TilePath.OfTree(300).Where(p => p.IsPartial && p.Level == 0))
            Assert.True(log.Files.Remove(path.ToString()));

        var report = await log.VerifyAsync();

        Assert.Empty(report.Findings);
        Assert.Equal(300, report.VerifiedBodies);
    }

    [Fact]
    public async Task Verify_BodiesNotSupplied_AreCountedAndNotFound()
    {
        var report = await TestLog.Of(300, bodies: false).VerifyAsync();

        Assert.Empty(report.Findings);
        Assert.Equal((0L, 300L), (report.VerifiedBodies, report.BodiesNotSupplied));
    }

    [Fact]
    public async Task Verify_AnotherKey_SaysItIsNotSigned()
    {
        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var log = TestLog.Of(3);

        var report = await LogVerifier.VerifyAsync(log, VerifierKey.Of(TestLog.Origin, other));

        Assert.Equal(["Checkpoint: it is not signed by the key that was given for " + TestLog.Origin + "."], report.Findings.Select(f => f.ToString()));
    }

    [Fact]
    public async Task Verify_CheckpointOfAnotherLogUnderTheSameKey_NamesTheOrigin()
    {
        var log = TestLog.Of(3);
        var checkpoint = Checkpoint.Parse(SignedNote.Parse(log.Files["checkpoint"]).Text);
        log.Files["checkpoint"] = TestLog.Signer.Sign(new Checkpoint("cctv.example/records/elm", 3, checkpoint.Root).ToText()).ToBytes();

        var report = await log.VerifyAsync();

        Assert.Contains("its origin is cctv.example/records/elm", Assert.Single(report.Findings).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_SignedRootOfOtherRecords_NamesTheRootLine()
    {
        var log = TestLog.Of(300);
        log.Files["checkpoint"] = TestLog.Signer.Sign(new Checkpoint(TestLog.Origin, 300, Merkle.EmptyRoot)).ToBytes();

        Assert.Equal(["Checkpoint: its root line is not the root of this log."], (await log.VerifyAsync()).Findings.Select(f => f.ToString()));
    }

    [Theory]
    [InlineData("7", 7, "not the canonical form of a record")]
    [InlineData("number", 300, "it says that it is record 299")]
    [InlineData("school", 300, "of the school elm, in the log of oakfield")]
    [InlineData("time", 300, "dated Tue 24 Nov 2026, 14:05, earlier than record 299")]
    [InlineData("time", 256, "dated Tue 24 Nov 2026, 14:05, earlier than record 255")]
    public async Task Verify_SealedRecordThatIsWrong_IsNamed(string what, int at, string said)
    {
        var log = new TestLog();
        for (var i = 0; i < 310; i++)
        {
            var leaf = TestLog.Leaf(i, new string('c', 64));
            if (i == at && what == "number")
                leaf = leaf with { Sequence = i - 1 };
            if (i == at && what == "school")
                leaf = leaf with { School = "elm" };
            if (i == at && what == "time")
                leaf = leaf with { At = leaf.At.AddSeconds(-at) };
            log.AddEntry(i == at && what == "7" ? Encoding.UTF8.GetBytes("{}") : leaf.ToBytes());
        }

        var finding = Assert.Single((await log.Publish().VerifyAsync()).Findings);

        Assert.Equal((at, at), (finding.First, finding.Last));
        Assert.Contains(said, finding.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_EverythingAbsent_SaysThatTheCheckpointIsMissing()
    {
        var report = await new TestLog().VerifyAsync();

        Assert.Equal(["Checkpoint: it is missing, so nothing says what the log holds."], report.Findings.Select(f => f.ToString()));
        Assert.False(report.Verified);
    }

    [Fact]
    public async Task Verify_SignedSizeBeyondAllFiles_EndsAndNamesWhatIsMissing()
    {
        var log = TestLog.Of(300);
        log.Files["checkpoint"] = TestLog.Signer.Sign(new Checkpoint(TestLog.Origin, long.MaxValue, Merkle.EmptyRoot)).ToBytes();

        var report = await log.VerifyAsync();

        Assert.Contains(report.Findings, f => f.First == 512 && f.Problem.Contains("is missing", StringComparison.Ordinal));
        Assert.Contains(report.Findings, f => f.Last == long.MaxValue - 1);
    }

    [Fact]
    public async Task Verify_LogWhollyOfWrongBytes_ReportsABoundedNumber()
    {
        var log = TestLog.Of(20_000, bodies: false);
        foreach (var path in log.Files.Keys.Where(p => p.StartsWith("tile/0", StringComparison.Ordinal)).ToList())
        {
            for (var i = 0; i < log.Files[path].Length; i += 64)
                log.Files[path][i] ^= 1;
        }

        var report = await log.VerifyAsync();

        Assert.Equal(1000, report.Findings.Count);
        Assert.InRange(report.FurtherFindings, 9_000, 12_000);
    }
}
