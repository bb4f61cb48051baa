using System.Diagnostics;
using System.Security.Cryptography;

namespace TeamsCctv.Protocols.Signing;

/// <summary>
/// A key whose private half stays in the vault. It signs by a call and verifies here; a signature that does not match the
/// public half never leaves. The version is the same for as long as this lives.
/// </summary>
public sealed class KeyVaultKey : ECDsa
{
    /// <summary>After a call that took long to fail, those who waited behind it are told at once.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1);

    private readonly KeyVaultClient _client;
    private readonly ECDsa _public;
    private long _restUntil = long.MinValue;

    internal KeyVaultKey(KeyVaultClient client, VaultKeyVersion version)
    {
        (_client, Version) = (client, version.Version);
        _public = Create(version.Public);
        KeySizeValue = 256;
    }

    public string Version { get; }

    public override KeySizes[] LegalKeySizes => [new(256, 256, 0)];

    /// <summary>Signs a SHA-256 hash; r‖s as IEEE P1363 has it.</summary>
    /// <exception cref="KeyVaultException">The vault gave no signature, or a wrong one.</exception>
    public override byte[] SignHash(byte[] hash)
    {
        if (hash.Length != SHA256.HashSizeInBytes)
            throw new ArgumentException("ES256 signs SHA-256 hashes.", nameof(hash));
        if (Environment.TickCount64 < Volatile.Read(ref _restUntil))
            throw new KeyVaultException("did not answer a moment ago", passes: true);
        var began = Stopwatch.StartNew();
        try
        {
            // The store's writer waits for it on a thread of its own.
            var signature = Task.Run(() => _client.SignAsync(Version, hash)).GetAwaiter().GetResult();
            return _public.VerifyHash(hash, signature)
                ? signature
                : throw new KeyVaultException("gave a signature that its own public key does not match", passes: true);
        }
        catch (KeyVaultException) when (began.Elapsed > Long)
        {
            Volatile.Write(ref _restUntil, Environment.TickCount64 + (long)Rest.TotalMilliseconds);
            throw;
        }
    }

    public override bool VerifyHash(byte[] hash, byte[] signature) => _public.VerifyHash(hash, signature);

    public override ECParameters ExportParameters(bool includePrivateParameters) => includePrivateParameters
        ? throw new CryptographicException("The private key does not leave the vault.")
        : _public.ExportParameters(false);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _public.Dispose();
        base.Dispose(disposing);
    }
}
