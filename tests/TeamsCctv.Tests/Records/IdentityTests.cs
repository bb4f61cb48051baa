using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Records;

/// <summary>A log is opened under one key and one name, for ever; a start under another says so and changes nothing.</summary>
public sealed class IdentityTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("cctv-test-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Where_the_key_was_replaced_the_process_names_both_keys_and_does_not_start()
    {
        var opened = await OpenAsync();
        var kept = await File.ReadAllBytesAsync(KeyFile);
        File.Delete(KeyFile);
        using var other = LogKey.OpenOrCreate(KeyFile, "teamscctv.invalid");
        var before = Files();

        var said = await RefusedAsync();

        Assert.Equal(
            $"Will not start: {KeyFile} holds the key {other.VerifierKeyOf("oakfield")}, but the log of oakfield was opened under the key {opened}. Put the old file back: under another key every check of the log fails.",
            Assert.Single(said));
        Assert.Equal(before, Files());

        await File.WriteAllBytesAsync(KeyFile, kept);
        Assert.Equal(opened, await OpenAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("-----BEGIN NOTHING-----")]
    public async Task A_lost_key_is_not_made_anew(string? left)
    {
        var opened = await OpenAsync();
        File.Delete(KeyFile);
        if (left is not null)
            await File.WriteAllTextAsync(KeyFile, left);
        var before = Files();

        var said = await RefusedAsync();

        Assert.Equal(
            $"Will not start: {KeyFile} is missing or holds no key, but the log of oakfield was opened under the key {opened}. Put the old file back: under another key every check of the log fails.",
            Assert.Single(said));
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task Where_the_old_key_file_is_kept_beside_the_new_one_the_log_changes_its_key()
    {
        var opened = await OpenAsync();
        File.Move(KeyFile, Path.Combine(_data, "log-key-before.pem"));

        var changed = await OpenAsync();

        Assert.NotEqual(opened, changed);
        File.Delete(Path.Combine(_data, "log-key-before.pem"));
        Assert.Equal(changed, await OpenAsync());
    }

    [Fact]
    public async Task Where_the_key_is_one_that_the_log_has_left_the_process_does_not_start()
    {
        var opened = await OpenAsync();
        var before = Path.Combine(_data, "log-key-before.pem");
        File.Move(KeyFile, before);
        await OpenAsync();
        var kept = Path.Combine(_data, "kept.pem");
        File.Move(KeyFile, kept);
        File.Move(before, KeyFile);
        File.Move(kept, before);
        var files = Files();

        Assert.Equal(
            $"Will not start: {KeyFile} is the key {opened}, which the log of oakfield left with record 2. A log cannot go back to a key: give it the last one or a new one.",
            Assert.Single(await RefusedAsync()));
        Assert.Equal(files, Files());
    }

    [Fact]
    public async Task Where_the_vault_does_not_answer_at_the_first_start_or_a_setting_is_missing_the_process_says_so()
    {
        await using var vault = await FakeVault.StartAsync();
        var settings = vault.Settings.Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value!)).ToArray();
        await vault.CloseAsync();

        Assert.Equal(
            "Will not start: Key Vault could not be reached, and without it there is no key for the record logs. Nothing was changed.",
            Assert.Single(await RefusedAsync(settings)));
        Assert.Equal(
            "Will not start: Signing:Key is missing. Set Signing__Key to the name of the EC P-256 key in the vault.",
            Assert.Single(await RefusedAsync([.. settings.Where(setting => setting.Item1 != "Signing__Key")])));
        Assert.Empty(Files());
        await vault.OpenAsync();
    }

    [Fact]
    public async Task Where_the_vaults_old_version_cannot_sign_the_change_the_process_does_not_start()
    {
        await using var vault = await FakeVault.StartAsync();
        var settings = vault.Settings.Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value!)).ToArray();
        string opened;
        await using (var host = await Host.StartAsync(data: _data, settings: vault.Settings))
            opened = host.Services.GetRequiredService<LogKey>().VerifierKeyOf("oakfield");
        var first = vault.Newest;
        var second = vault.Rotate();
        vault.Disable(first);
        var before = Files();

        var said = Assert.Single(await RefusedAsync(settings));

        Assert.StartsWith($"Will not start: the key record-log of 127.0.0.1, version {second}, is the key ", said, StringComparison.Ordinal);
        Assert.EndsWith(
            $", but the log of oakfield was opened under the key {opened}, which neither the vault nor {KeyFile} holds. Make the old key available for one start, so that it can sign the change: under another key every check of the log fails.",
            said,
            StringComparison.Ordinal);
        Assert.Equal(before, Files());

        vault.Enable(first);
        await using (var host = await Host.StartAsync(data: _data, settings: vault.Settings))
            Assert.NotEqual(opened, host.Services.GetRequiredService<LogKey>().VerifierKeyOf("oakfield"));

        // Without the vault's settings the log's key is nowhere, and none is made in its place.
        Assert.Contains("has had the key", Assert.Single(await RefusedAsync()), StringComparison.Ordinal);
        Assert.False(File.Exists(KeyFile));
    }

    [Fact]
    public async Task Where_the_origin_was_changed_the_process_names_both_and_does_not_start()
    {
        var opened = await OpenAsync();
        var before = Files();

        var said = await RefusedAsync(("Records__Origin", "cctv.example.org"));

        Assert.Equal(
            "Will not start: Records:Origin is cctv.example.org, but the log of oakfield was opened under teamscctv.invalid. Set Records__Origin back to teamscctv.invalid: under another name every check of the log fails.",
            Assert.Single(said));
        Assert.Equal(before, Files());
        Assert.Equal(opened, await OpenAsync());
    }

    [Fact]
    public async Task What_a_killed_process_left_is_read_without_a_change_as_well()
    {
        await using (var school = await School.OpenAsync())
        {
            await school.SettleAsync();
            foreach (var file in new[] { "cctv.db", "cctv.db-wal", "log-key.pem" })
                File.Copy(Path.Combine(school.Host.Data, file), Path.Combine(_data, file));
        }

        var before = Files();
        Assert.Contains(before.Keys, file => file.EndsWith("-wal", StringComparison.Ordinal));

        Assert.Single(await RefusedAsync(("Records__Origin", "cctv.example.org")));
        Assert.Equal(before, Files());
    }

    private string KeyFile => Path.Combine(_data, "log-key.pem");

    private Task<string[]> RefusedAsync(params (string, string)[] settings) => Shipped.RefusedOnAsync(_data, "Development", "http://127.0.0.1:0", settings);

    /// <summary>Starts on the data directory and ends; the key a stranger pins for Oakfield's log.</summary>
    private async Task<string> OpenAsync()
    {
        await using var host = await Host.StartAsync(data: _data);
        return host.Services.GetRequiredService<LogKey>().VerifierKeyOf("oakfield");
    }

    /// <summary>The store and the key as they lie there; what readers share of a WAL holds no record.</summary>
    private Dictionary<string, string> Files() => Directory.EnumerateFiles(_data)
        .Where(file => !file.EndsWith("-shm", StringComparison.Ordinal) && new FileInfo(file) is { Length: > 0 })
        .ToDictionary(file => file, file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));
}
