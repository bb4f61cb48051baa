using System.Security.Cryptography;

namespace TeamsCctv.Protocols.Signing;

/// <summary>The vault's key as a start finds it, and its other versions, which may have signed before.</summary>
public sealed class VaultKeys : IDisposable
{
    private readonly KeyVaultClient _client;
    private readonly HttpClient _http;

    private readonly VaultKeyVersion _current;
    private readonly string _copy;

    private VaultKeys(KeyVaultSettings settings, KeyVaultClient client, HttpClient http, VaultKeyVersion current, string copy) =>
        (Settings, _client, _http, Current, _current, _copy) = (settings, client, http, new(client, current), current, copy);

    public KeyVaultSettings Settings { get; }

    /// <summary>Signs from this start on.</summary>
    public KeyVaultKey Current { get; }

    /// <summary>Asks the vault for its key; where it cannot be reached, the copy of its public half does.</summary>
    /// <param name="copy">The file of that copy.</param>
    /// <exception cref="KeyVaultException">There is neither; or the vault refused, and then no copy helps.</exception>
    public static VaultKeys Open(KeyVaultSettings settings, string copy)
    {
        var http = KeyVaultClient.NewHttp();
        try
        {
            var client = new KeyVaultClient(settings, KeyVaultClient.CredentialOf(settings), http);
            return new(settings, client, http, AsOfNow(client, settings, copy), copy);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    /// <summary>Keeps the public half for a start without the vault; once it is sure that the logs go on under this key.</summary>
    public void Keep() => PublicCopy.Write(_copy, Settings, _current);

    /// <summary>The version of the key with this public half; null where the vault has none.</summary>
    /// <exception cref="KeyVaultException">The vault could not be asked.</exception>
    public ECDsa? Find(byte[] spki)
    {
        foreach (var version in Task.Run(_client.VersionsAsync).GetAwaiter().GetResult().Where(version => version != Current.Version))
        {
            if (TryGet(version) is not { } found)
                continue;
            var key = new KeyVaultKey(_client, found);
            if (key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(spki))
                return key;
            key.Dispose();
        }
        return null;
    }

    public void Dispose()
    {
        Current.Dispose();
        _http.Dispose();
    }

    /// <summary>Versions that are disabled, or no keys of ours, have signed nothing that can go on.</summary>
    private VaultKeyVersion? TryGet(string version)
    {
        try
        {
            return Task.Run(() => _client.GetAsync(version)).GetAwaiter().GetResult();
        }
        catch (KeyVaultException other) when (!other.Passes)
        {
            return null;
        }
    }

    private static VaultKeyVersion AsOfNow(KeyVaultClient client, KeyVaultSettings settings, string copy)
    {
        try
        {
            return Task.Run(() => client.GetAsync(settings.Version)).GetAwaiter().GetResult();
        }
        catch (KeyVaultException away) when (away.Passes && PublicCopy.Read(copy, settings) is not null)
        {
            return PublicCopy.Read(copy, settings)!;
        }
    }
}
