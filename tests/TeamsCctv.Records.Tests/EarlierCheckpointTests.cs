using System.Text;

namespace TeamsCctv.Records.Tests;

public sealed class EarlierCheckpointTests
{
    private static TestLog Grown(int size, Func<int, string>? kind = null, int? publishAt = null, Action<byte[]>? kept = null)
    {
        var log = new TestLog();
        for (var i = 0; i <= size; i++)
        {
            if (i == publishAt)
                kept!(log.Publish().Files["checkpoint"]);
            if (i < size)
                log.AddEntry(TestLog.Leaf(i, new string('c', 64), kind?.Invoke(i) ?? "viewing.asked").ToBytes());
        }
        return log.Publish();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(600)]
    public async Task Verify_LogThatGrewFromIt_IsVerified(int before)
    {
        byte[] kept = [];
        var log = Grown(600, publishAt: before, kept: c => kept = c);

        Assert.Empty((await log.VerifyAsync(kept)).Findings);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(255, 256)]
    [InlineData(256, 257)]
    [InlineData(299, 300)]
    [InlineData(599, 600)]
    public async Task Verify_OneEarlierRecordWrittenAnew_SaysRewritten(int record, int before)
    {
        byte[] kept = [];
        Grown(before, publishAt: before, kept: c => kept = c);
        var log = Grown(600, i => i == record ? "viewing.refused" : "viewing.asked");

        Assert.Equal(
            [$"Checkpoint: the first {before} records are not those that the earlier one covered: the log has been rewritten."],
            (await log.VerifyAsync(kept)).Findings.Select(f => f.ToString()));
    }

    [Fact]
    public async Task Verify_LogCutShortAndSignedAgain_SaysCutShort()
    {
        var kept = Grown(600).Files["checkpoint"];

        Assert.Equal(
            ["Checkpoint: it covers 599 records and the earlier one 600: the log has been cut short."],
            (await Grown(599).VerifyAsync(kept)).Findings.Select(f => f.ToString()));
    }

    [Fact]
    public async Task Verify_EarlierCheckpointThatProvesNothing_SaysSo()
    {
        var log = Grown(10);
        var unsigned = new SignedNote(new Checkpoint(TestLog.Origin, 5, Merkle.EmptyRoot).ToText(), [new NoteSignature("x", 1, [1])]).ToBytes();
        var another = TestLog.Signer.Sign(new Checkpoint("another", 5, Merkle.EmptyRoot).ToText()).ToBytes();

        Assert.Contains("not signed by this key", Assert.Single((await log.VerifyAsync(unsigned)).Findings).Problem, StringComparison.Ordinal);
        Assert.Contains("not signed by this key", Assert.Single((await log.VerifyAsync(another)).Findings).Problem, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Single((await log.VerifyAsync(Encoding.UTF8.GetBytes("garbage"))).Findings).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_HashesMissingThatItNeeds_SaysThatNothingWasCompared()
    {
        byte[] kept = [];
        var log = Grown(600, publishAt: 300, kept: c => kept = c);
        log.Files.Remove("tile/entries/000");
        log.Files.Remove("tile/0/000");

        Assert.Contains((await log.VerifyAsync(kept)).Findings, f => f.Problem.StartsWith("not compared with the earlier one of 300", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_EntriesMissingButTilesThere_StillCompares()
    {
        byte[] kept = [];
        var log = Grown(600, publishAt: 300, kept: c => kept = c);
        log.Files.Remove("tile/entries/000");

        var finding = Assert.Single((await log.VerifyAsync(kept)).Findings);

        Assert.Equal((0L, 255L), (finding.First, finding.Last));
    }
}
