using System.Security.Cryptography;

namespace TeamsCctv.Protocols.Signing;

/// <summary>The vault did not do what it was asked: no signature, and nothing has changed.</summary>
/// <param name="says">How it went, as the end of a sentence that begins with the vault.</param>
/// <param name="passes">Whether it may go otherwise later on: no answer, too many calls, a fault of the vault's.</param>
public sealed class KeyVaultException(string says, bool passes, Exception? inner = null) : CryptographicException($"Key Vault {says}.", inner)
{
    public string Says { get; } = says;

    public bool Passes { get; } = passes;
}
