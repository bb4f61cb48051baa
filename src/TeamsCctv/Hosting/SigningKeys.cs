using System.Security.Cryptography;
using TeamsCctv.Features.SignIn;
using TeamsCctv.Protocols.Signing;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Hosting;

/// <summary>
/// Where the logs' key of this start is: in Key Vault where the section <c>Signing</c> says so, else in a file of the data
/// directory. Former keys are looked for in the vault and in the files, so that they can sign the change.
/// </summary>
internal sealed class SigningKeys : IDisposable
{
    private const string Current = "log-key.pem";

    /// <summary>Where whoever changes a key file puts the old one.</summary>
    private const string Before = "log-key-before.pem";

    private readonly DataDirectory _data;
    private readonly VaultKeys? _vault;

    private SigningKeys(DataDirectory data, VaultKeys? vault, IReadOnlyList<StartProblem> problems) => (_data, _vault, Problems) = (data, vault, problems);

    /// <summary>Why there is no key.</summary>
    public IReadOnlyList<StartProblem> Problems { get; }

    public string File => _data.File(Current);

    public string FileBefore => _data.File(Before);

    public bool InVault => _vault is not null;

    /// <summary>What is to sign, for a person who set it.</summary>
    public string Says => _vault is { } vault ? $"the key {vault.Settings.Key} of {vault.Settings.Vault.Host}, version {vault.Current.Version}," : File;

    public static SigningKeys From(IConfiguration configuration, IHostEnvironment environment, DataDirectory data)
    {
        if (!KeyVaultSettings.AreGiven(configuration))
            return new(data, null, []);
        try
        {
            return new(data, VaultKeys.Open(KeyVaultSettings.Read(configuration, environment), data.File("log-key.public.json")), []);
        }
        catch (KeyVaultSettingsException incomplete)
        {
            return new(data, null, [.. incomplete.Wrong.Select(wrong => new StartProblem(wrong))]);
        }
        catch (KeyVaultException failure)
        {
            return new(data, null, [new($"Key Vault {failure.Says}, and without it there is no key for the record logs. Nothing was changed.")]);
        }
    }

    /// <summary>The key of this start for a log of this name; null where the file is missing or holds none.</summary>
    public VerifierKey? Next(string name)
    {
        if (_vault is { } vault)
            return VerifierKey.Of(name, vault.Current);
        using var file = KeyFile.TryOpen(File);
        return file is null ? null : VerifierKey.Of(name, file);
    }

    /// <summary>A key that signed before, where it is still to be had.</summary>
    /// <exception cref="KeyVaultException">The vault could not be asked.</exception>
    public ECDsa? Former(VerifierKey former) => FromFile(File, former) ?? FromFile(FileBefore, former) ?? _vault?.Find(former.Spki);

    /// <summary>The logs' key. A file is made if there is none yet.</summary>
    public LogKey Open(string origin, IServiceProvider provider)
    {
        // Another key than the one that was asked for must not sign in its place.
        if (Problems.Count > 0)
            throw new InvalidOperationException(Problems[0].Text);
        _vault?.Keep();
        var guard = new LogKeyGuard(
            () => provider.GetRequiredService<Database>().Writer, provider.GetRequiredService<ILogger<LogKey>>(), provider.GetRequiredService<IHostApplicationLifetime>());
        return new(_vault is { } vault ? vault.Current : KeyFile.OpenOrCreate(File), origin, Former, guard);
    }

    public void Dispose() => _vault?.Dispose();

    private static ECDsa? FromFile(string path, VerifierKey former)
    {
        var key = KeyFile.TryOpen(path);
        if (key is null || key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(former.Spki))
            return key;
        key.Dispose();
        return null;
    }
}
