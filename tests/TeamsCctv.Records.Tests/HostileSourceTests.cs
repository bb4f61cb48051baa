namespace TeamsCctv.Records.Tests;

public sealed class HostileSourceTests
{
    private sealed class Source(Func<string, byte[]?> read) : ILogSource
    {
        public bool SuppliesBodies => true;

        public Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken) => Task.FromResult(read(path));
    }

    private static Task<VerificationReport> Verify(Func<string, byte[]?> read) => LogVerifier.VerifyAsync(new Source(read), TestLog.Signer.Key);

    [Fact]
    public async Task Verify_RandomBytesEverywhere_FindsAndDoesNotThrow()
    {
        var log = TestLog.Of(600);
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var report = await Verify(path =>
            {
                if (path == "checkpoint")
                    return log.Files[path];
                lock (random)
                {
                    var bytes = new byte[random.Next(20_000)];
                    random.NextBytes(bytes);
                    return random.Next(4) == 0 ? null : random.Next(3) == 0 ? [.. log.Files.GetValueOrDefault(path, []).Concat(bytes)] : bytes;
                }
            });
            Assert.False(report.Verified);
        }
    }

    [Fact]
    public async Task Verify_RandomBytesInTheCheckpoint_FindsAndDoesNotThrow()
    {
        var log = TestLog.Of(3);
        var random = new Random(20);
        for (var i = 0; i < 3000; i++)
        {
            var bytes = log.Files["checkpoint"].Concat(new byte[random.Next(5)]).ToArray();
            for (var n = random.Next(1, 10); n > 0; n--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (bytes.AsSpan().SequenceEqual(log.Files["checkpoint"]))
                continue;
            Assert.False((await Verify(path => path == "checkpoint" ? bytes : log.Files.GetValueOrDefault(path))).Verified);
        }
    }

    [Fact]
    public async Task Verify_BundleOfManyFalseStarts_IsNotSlow()
    {
        var log = TestLog.Of(256);
        var start = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"actor\":{", 1_600_000)));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var report = await Verify(path => path == "tile/entries/000" ? start : log.Files.GetValueOrDefault(path));

        Assert.Equal(0, report.Findings[0].First);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"took {clock.Elapsed}");
    }

    [Fact]
    public async Task Verify_FilesLargerThanAllowed_AreNamedAndNotParsed()
    {
        var log = TestLog.Of(300);
        var report = await Verify(path => path == "tile/0/000" ? new byte[8193] : path == "body/7" ? new byte[SealedBody.MaxBytes + 1] : log.Files.GetValueOrDefault(path));

        Assert.Equal(
            ["Records 0 to 255: nothing to check against, because tile/0/000 is larger than such a file can be.", "Record 7: its body is larger than such a file can be."],
            report.Findings.Select(f => f.ToString()));
    }

    [Fact]
    public async Task Verify_OutageInTheMiddle_IsNamedAndTheRestIsChecked()
    {
        var log = TestLog.Of(600);
        log.Files["tile/0/002.p/88"][0] ^= 1;
        var report = await Verify(path => path == "tile/entries/001" ? throw new IOException("the line went dead.") : log.Files.GetValueOrDefault(path));

        Assert.Contains("Records 256 to 511: not to be read, because tile/entries/001 could not be read: the line went dead.", report.Findings.Select(f => f.ToString()));
        Assert.Contains(report.Findings, f => f.First == 512 && f.Last == 512);
    }

    [Fact]
    public async Task Verify_CheckpointOutOfReach_IsNotCalledWrong()
    {
        var report = await Verify(_ => throw new IOException("no route"));

        Assert.Equal("The checkpoint could not be read: no route.", report.Unreachable);
        Assert.Empty(report.Findings);
        Assert.False(report.Verified);
    }

    [Fact]
    public async Task Verify_Cancelled_Stops()
    {
        var log = TestLog.Of(600);
        using var stop = new CancellationTokenSource();
        var source = new Source(path =>
        {
            if (path == "tile/entries/001")
                stop.Cancel();
            stop.Token.ThrowIfCancellationRequested();
            return log.Files.GetValueOrDefault(path);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LogVerifier.VerifyAsync(source, TestLog.Signer.Key, stop.Token));
    }
}
