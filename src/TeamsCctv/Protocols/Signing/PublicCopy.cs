using System.Security.Cryptography;
using System.Text.Json;

namespace TeamsCctv.Protocols.Signing;

/// <summary>
/// The public half of the vault's key as it was at the last start that reached the vault, in a file of the data directory:
/// with it pages are shown and records verified while the vault is down. Nothing in it is secret.
/// </summary>
internal static class PublicCopy
{
    private const int Largest = 4096;

    /// <summary>The version that was used last; null where there is none of this vault and key, or of another version than is wanted.</summary>
    public static VaultKeyVersion? Read(string path, KeyVaultSettings settings)
    {
        if (new FileInfo(path) is not { Exists: true, Length: <= Largest })
            return null;
        try
        {
            var copy = JsonSerializer.Deserialize<Copy>(File.ReadAllBytes(path));
            if (copy is null || copy.Vault != settings.Vault.AbsoluteUri || copy.Key != settings.Key || copy.Version is null || (settings.Version ?? copy.Version) != copy.Version)
                return null;
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(copy.Spki, out _);
            return new(copy.Version, key.ExportParameters(false));
        }
        catch (Exception damaged) when (damaged is JsonException or CryptographicException)
        {
            return null;
        }
    }

    public static void Write(string path, KeyVaultSettings settings, VaultKeyVersion version)
    {
        using var key = ECDsa.Create(version.Public);
        var half = path + ".new";
        File.WriteAllBytes(half, JsonSerializer.SerializeToUtf8Bytes(new Copy(settings.Vault.AbsoluteUri, settings.Key, version.Version, key.ExportSubjectPublicKeyInfo())));
        File.Move(half, path, overwrite: true);
    }

    private sealed record Copy(string Vault, string Key, string Version, byte[] Spki);
}
