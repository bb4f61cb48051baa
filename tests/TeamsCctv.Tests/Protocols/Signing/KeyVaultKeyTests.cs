using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using TeamsCctv.Protocols.Signing;
using TeamsCctv.Records;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Protocols.Signing;

public sealed class KeyVaultKeyTests : IAsyncLifetime
{
    private static readonly byte[] Digest = SHA256.HashData("what is signed"u8);

    private readonly string _folder = Directory.CreateTempSubdirectory("cctv-test-").FullName;
    private FakeVault _vault = null!;

    private string Copy => Path.Combine(_folder, "copy.json");

    public async ValueTask InitializeAsync() => _vault = await FakeVault.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _vault.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void SignHash_VaultServes_GivesASignatureThatNotesTake()
    {
        using var keys = Open();

        Assert.Equal(_vault.Newest, keys.Current.Version);
        Assert.Equal(64, keys.Current.SignHash(Digest).Length);
        var note = new NoteSigner("log", keys.Current).Sign("text\n");
        Assert.Equal(NoteCheck.Verified, note.Check(VerifierKey.Of("log", keys.Current)));
        Assert.Throws<CryptographicException>(() => keys.Current.ExportParameters(true));
    }

    [Theory]
    [InlineData(VaultFate.TooMany, 1)]
    [InlineData(VaultFate.Down, 1)]
    [InlineData(VaultFate.Down, 2)]
    [InlineData(VaultFate.ReplyLost, 2)]
    [InlineData(VaultFate.Endless, 1)]
    internal void SignHash_FaultThatPasses_IsTriedAgain(VaultFate fate, int times)
    {
        using var keys = Open();
        for (var i = 0; i < times; i++)
            _vault.Next(fate);

        Assert.True(keys.Current.VerifyHash(Digest, keys.Current.SignHash(Digest)));
    }

    [Theory]
    [InlineData(VaultFate.Down, "answered 503", 4)]
    [InlineData(VaultFate.TooManyForLong, "answered 429", 4)]
    [InlineData(VaultFate.ReplyLost, "could not be reached", 4)]
    [InlineData(VaultFate.WrongSignature, "gave a signature that its own public key does not match", 4)]
    [InlineData(VaultFate.WrongForm, "answered with something that is no signature", 4)]
    [InlineData(VaultFate.Endless, "answered with something that is no answer", 4)]
    [InlineData(VaultFate.Slow, "did not answer within 5 seconds", 8)]
    internal void SignHash_FaultThatStays_ThrowsInTime(VaultFate fate, string says, int seconds)
    {
        using var keys = Open();
        _vault.Fate = fate;
        var watch = Stopwatch.StartNew();

        var failure = Assert.Throws<KeyVaultException>(() => keys.Current.SignHash(Digest));

        Assert.Equal((says, true), (failure.Says, failure.Passes));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, seconds);
    }

    [Fact]
    public void SignHash_BehindACallThatTookLong_ThrowsAtOnce()
    {
        using var keys = Open();
        _vault.Fate = VaultFate.Slow;
        Assert.Throws<KeyVaultException>(() => keys.Current.SignHash(Digest));
        var (watch, calls) = (Stopwatch.StartNew(), _vault.Calls.Count);

        Assert.Throws<KeyVaultException>(() => keys.Current.SignHash(Digest));

        Assert.InRange(watch.ElapsedMilliseconds, 0, 1000);
        Assert.Equal(calls, _vault.Calls.Count);
    }

    [Fact]
    public async Task SignHash_NobodyListens_Throws()
    {
        using var keys = Open();
        await _vault.CloseAsync();

        Assert.Equal("could not be reached", Assert.Throws<KeyVaultException>(() => keys.Current.SignHash(Digest)).Says);

        await _vault.OpenAsync();
        Assert.True(keys.Current.VerifyHash(Digest, keys.Current.SignHash(Digest)));
    }

    [Fact]
    public void SignHash_OtherThanASha256_IsRefusedHere()
    {
        using var keys = Open();

        Assert.Throws<ArgumentException>(() => keys.Current.SignHash(new byte[31]));
        Assert.Empty(_vault.Signed);
    }

    [Fact]
    public void SignHash_VersionDisabledMeanwhile_ThrowsWithoutAnotherTry()
    {
        using var keys = Open();
        _vault.Disable(_vault.Newest);

        var failure = Assert.Throws<KeyVaultException>(() => keys.Current.SignHash(Digest));

        Assert.False(failure.Passes);
        Assert.Contains("(403)", failure.Says, StringComparison.Ordinal);
        Assert.Single(_vault.Calls, call => call.EndsWith("/sign", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Signing:Token", "another", "did not take our token (401)")]
    [InlineData("Signing:Key", "another", "has no such key or version of another (404)")]
    [InlineData("Signing:Version", "00000000000000000000000000000000", "has no such key or version of record-log (404)")]
    public void Open_VaultRefuses_ThrowsAlsoWhereThereIsACopy(string setting, string value, string says)
    {
        using (var keys = Open())
            keys.Keep();

        Assert.Equal((says, false), Assert.Throws<KeyVaultException>(() => Open((setting, value))) is { } failure ? (failure.Says, failure.Passes) : default);
    }

    [Fact]
    public async Task Open_VaultAway_GoesByTheCopyOfTheVersionUsedLast()
    {
        var first = _vault.Newest;
        byte[] signature;
        using (var keys = Open())
        {
            keys.Keep();
            signature = keys.Current.SignHash(Digest);
        }

        _vault.Rotate();
        await _vault.CloseAsync();

        using (var keys = Open())
        {
            Assert.Equal(first, keys.Current.Version);
            Assert.True(keys.Current.VerifyHash(Digest, signature));
            Assert.Throws<KeyVaultException>(() => keys.Current.SignHash(Digest));
        }

        Assert.Throws<KeyVaultException>(() => Open(("Signing:Version", _vault.Newest)));
        await File.WriteAllTextAsync(Copy, "{\"Vault\":1}");
        Assert.Throws<KeyVaultException>(() => Open());
        File.Delete(Copy);
        Assert.Throws<KeyVaultException>(() => Open());
        await _vault.OpenAsync();
    }

    [Fact]
    public void Find_FormerVersion_IsFoundOverPagesAndSigns()
    {
        using var first = Open();
        var spki = first.Current.ExportSubjectPublicKeyInfo();
        for (var i = 0; i < 5; i++)
            _vault.Rotate();
        using var keys = Open();

        using var found = keys.Find(spki);

        Assert.True(first.Current.VerifyHash(Digest, found!.SignHash(Digest)));
        using var another = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Null(keys.Find(another.ExportSubjectPublicKeyInfo()));
        _vault.Disable(first.Current.Version);
        Assert.Null(keys.Find(spki));
    }

    [Theory]
    [InlineData("KeyVault", null, "Signing:KeyVault is missing. Set Signing__KeyVault to the vault's address, like https://your-vault.vault.azure.net.")]
    [InlineData("KeyVault", "http://v.vault.azure.net", "Signing:KeyVault is not the address of a vault. Set Signing__KeyVault to the vault's address, like https://your-vault.vault.azure.net.")]
    [InlineData("KeyVault", "https://v.vault.azure.net.evil.example", "Signing:KeyVault is not")]
    [InlineData("KeyVault", "https://a@v.vault.azure.net", "Signing:KeyVault is not")]
    [InlineData("KeyVault", "https://v.vault.azure.net:8443", "Signing:KeyVault is not")]
    [InlineData("KeyVault", "https://v.vault.azure.net/keys", "Signing:KeyVault is not")]
    [InlineData("KeyVault", "http://127.0.0.1:5", "Signing:KeyVault is not")]
    [InlineData("Key", null, "Signing:Key is missing. Set Signing__Key to the name of the EC P-256 key in the vault.")]
    [InlineData("Key", "../secrets", "Signing:Key is not the name of a key.")]
    [InlineData("Version", "latest", "Signing:Version is not a version of a key. Set Signing__Version to the 32 digits of one, or leave it out for the newest.")]
    [InlineData("ClientId", "me", "Signing:ClientId is not an ID")]
    [InlineData("CertificatePath", "/nowhere.pem", "Signing:CertificatePath names no file.")]
    [InlineData("Token", "x", "Signing:Token is for a vault that is played on this machine in Development. Leave it out.")]
    public void Read_SettingMissingOrWrong_NamesIt(string name, string? value, string says)
    {
        var settings = new Dictionary<string, string?> { ["Signing:KeyVault"] = "https://v.vault.azure.net", ["Signing:Key"] = "record-log" };
        Assert.Equal("https://v.vault.azure.net/", Read(settings, "Production").Vault.AbsoluteUri);
        settings[$"Signing:{name}"] = value;

        var wrong = Assert.Throws<KeyVaultSettingsException>(() => Read(settings, "Production")).Wrong;

        Assert.Contains(wrong, line => line.StartsWith(says, StringComparison.Ordinal));
    }

    private VaultKeys Open(params (string Setting, string Value)[] changed)
    {
        var settings = _vault.Settings;
        foreach (var (setting, value) in changed)
            settings[setting] = value;
        return VaultKeys.Open(Read(settings, "Development"), Copy);
    }

    private static KeyVaultSettings Read(Dictionary<string, string?> settings, string environment) =>
        KeyVaultSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), new HostingEnvironment { EnvironmentName = environment });
}
