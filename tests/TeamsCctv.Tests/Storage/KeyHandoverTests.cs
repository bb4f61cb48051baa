using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Features.RecordLogs;
using TeamsCctv.Records;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Storage;

/// <summary>A log goes from one key to the next, whatever fails between.</summary>
public sealed class KeyHandoverTests : IAsyncLifetime
{
    private const string School = "hilltop";

    private static readonly PolicyRef Policy = new("al", new string('a', 64));

    private readonly string _folder = Directory.CreateTempSubdirectory("cctv-test-").FullName;
    private readonly ECDsa[] _keys = [.. Enumerable.Range(0, 3).Select(_ => ECDsa.Create(ECCurve.NamedCurves.nistP256))];
    private readonly FakeTimeProvider _clock = new(Support.Host.Start);
    private Database _database = null!;

    public async ValueTask InitializeAsync()
    {
        _database = new Database(Path.Combine(_folder, "cctv.db"));
        using var key = KeyOf(0);
        await LogOf(key).CommitAsync(School, commit => commit.Append(new(new LogOpened(School, key.VerifierKeyOf(School)), null, Actor.System("start"), Policy)));
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        foreach (var key in _keys)
            key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    public async Task Run_WriteFails_IsMadeUpForAtTheNextStart(bool persisted, int skip)
    {
        var faults = StoreFaults.In(_database);
        faults.Fail(persisted, skip);
        using (var failed = KeyOf(1, 0))
            await Assert.ThrowsAsync<StoreFailedException>(() => RunAsync(failed));
        Assert.True(faults.Spent);

        using var key = KeyOf(1, 0);
        await RunAsync(key);
        await AppendAsync(key);

        await SoundAsync(changes: 1);
    }

    [Fact]
    public async Task Run_ProofNotKeptAndTheLogHasGrown_TheOldKeySignsOnceMore()
    {
        using (var key = KeyOf(1, 0))
        {
            await RunAsync(key);
            await ForgetAsync();
            await AppendAsync(key);
        }

        using (var alone = KeyOf(1))
            Assert.Contains("Make it available for one more start.", (await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync(alone))).Message, StringComparison.Ordinal);
        using (var key = KeyOf(1, 0))
        {
            await RunAsync(key);
            await AppendAsync(key);
        }

        await SoundAsync(changes: 1);
    }

    [Fact]
    public async Task Run_ProofNotKeptAndTheKeyChangesAgain_BothChangesAreProved()
    {
        using (var key = KeyOf(1, 0))
            await RunAsync(key);
        await ForgetAsync();

        using (var key = KeyOf(2, 1))
        {
            await RunAsync(key);
            await AppendAsync(key);
        }

        await SoundAsync(changes: 2);
    }

    [Fact]
    public async Task Run_OldKeyNotToBeHad_ThrowsAndChangesNothing()
    {
        using var key = KeyOf(1);

        Assert.Contains("is signed by the key", (await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync(key))).Message, StringComparison.Ordinal);

        await SoundAsync(changes: 0);
    }

    [Fact]
    public async Task Run_OldKeyGivesNoSignature_IsNotSignedAndChangesNothing()
    {
        using var key = new LogKey(Private(1), "cctv.example", _ => new Broken(_keys[0]));

        Assert.True(NotSignedException.IsBehind(await Assert.ThrowsAsync<StoreFailedException>(() => RunAsync(key))));

        await SoundAsync(changes: 0);
    }

    [Fact]
    public async Task Run_BackToAKeyThatTheLogLeft_Throws()
    {
        using (var key = KeyOf(1, 0))
            await RunAsync(key);
        using var back = KeyOf(0, 1);

        Assert.Contains("it cannot go back to it", (await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync(back))).Message, StringComparison.Ordinal);

        await SoundAsync(changes: 1);
    }

    [Fact]
    public async Task Run_AnotherProcessStillHasTheOldKey_ItRecordsNothingMoreAndEnds()
    {
        var lifetime = new Lifetime();
        using var left = new LogKey(Private(0), "cctv.example", null, new LogKeyGuard(() => _database.Writer, NullLogger<LogKey>.Instance, lifetime));
        await AppendAsync(left);
        using var key = new LogKey(Private(1), "cctv.example", _ => Private(0), new LogKeyGuard(() => _database.Writer, NullLogger<LogKey>.Instance, new Lifetime()));
        await RunAsync(key);
        Assert.False(lifetime.Ended);

        Assert.True(NotSignedException.IsBehind(await Assert.ThrowsAsync<StoreFailedException>(() => AppendAsync(left))));

        Assert.True(lifetime.Ended);
        await SoundAsync(changes: 1);
        Assert.Equal(3, (await AppendAsync(key)).Number);
        await SoundAsync(changes: 1);
    }

    [Fact]
    public async Task Run_ClockIsBehind_TheOldKeyGoesOnUntilItIsRight()
    {
        _clock.SetUtcNow(Support.Host.Start.AddHours(1));
        using (var key = KeyOf(0))
            await AppendAsync(key);
        var behind = new FakeTimeProvider(Support.Host.Start);
        using (var key = KeyOf(1, 0))
        {
            await new KeyHandover(new RecordLog(_database, key, behind), _database, key).RunAsync(School, Policy);
            Assert.Equal($"{VerifierKey.Of($"cctv.example/{School}", _keys[0])}", key.VerifierKeyOf(School));
            await SoundAsync(changes: 0);
        }

        using (var key = KeyOf(1, 0))
            await RunAsync(key);
        await SoundAsync(changes: 1);
    }

    private RecordLog LogOf(LogKey key) => new(_database, key, _clock);

    /// <summary>A key as a start has it, with those that it finds from before.</summary>
    private LogKey KeyOf(int key, params int[] formers) => new(
        Private(key), "cctv.example",
        former => formers.Where(index => VerifierKey.Of(former.Name, _keys[index]) == former).Select(Private).FirstOrDefault());

    private ECDsa Private(int key) => ECDsa.Create(_keys[key].ExportParameters(true));

    private Task RunAsync(LogKey key) => new KeyHandover(LogOf(key), _database, key).RunAsync(School, Policy);

    private Task<(long Number, string Case)> AppendAsync(LogKey key) =>
        LogOf(key).CommitAsync(School, commit => commit.Append(new(new PolicyAdopted("al", 1, new string('a', 64)), "policy", Actor.System("start"), Policy)));

    private Task<int> ForgetAsync() => _database.WriteAsync(session => session.Execute("DELETE FROM key_change"));

    /// <summary>What was exported verifies from the first key on.</summary>
    private async Task SoundAsync(int changes)
    {
        var folder = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        Assert.Null(new Export(new TileReader(_database)).Write(School, folder).Error);
        var report = await LogVerifier.VerifyAsync(new Folder(folder), VerifierKey.Of($"cctv.example/{School}", _keys[0]));
        Assert.Equal([], report.Findings);
        Assert.Equal(changes, report.KeyChanges.Count);
    }

    private sealed class Folder(string folder) : ILogSource
    {
        public bool SuppliesBodies => true;

        public async Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken) =>
            Path.Combine(folder, path) is var file && File.Exists(file) ? await File.ReadAllBytesAsync(file, cancellationToken) : null;
    }

    private sealed class Lifetime : IHostApplicationLifetime
    {
        public bool Ended { get; private set; }

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => Ended = true;
    }

    /// <summary>A key that can be shown and does not sign.</summary>
    private sealed class Broken : ECDsa
    {
        private readonly ECDsa _key;

        public Broken(ECDsa key) => (_key, KeySizeValue) = (key, 256);

        public override byte[] SignHash(byte[] hash) => throw new CryptographicException("It does not sign.");

        public override bool VerifyHash(byte[] hash, byte[] signature) => _key.VerifyHash(hash, signature);

        public override ECParameters ExportParameters(bool includePrivateParameters) => _key.ExportParameters(false);
    }
}
