using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TeamsCctv.Records;

/// <summary>
/// A public key that checkpoints are checked with, written as C2SP's <c>name+id+base64(type ‖ key)</c>. Only type
/// 0x02 is read: ECDSA on P-256 over SHA-256 of the text, the key as SPKI, the signature as ASN.1 DER.
/// </summary>
public sealed record VerifierKey
{
    internal const byte EcdsaType = 0x02;

    private const string P256 = "1.2.840.10045.3.1.7";

    private VerifierKey(string name, byte[] spki)
    {
        (Name, Spki) = (name, spki);
        Id = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(spki));
    }

    /// <summary>The log's origin.</summary>
    public string Name { get; }

    /// <summary>The first four bytes of SHA-256 of <see cref="Spki"/>. It tells keys apart and proves nothing.</summary>
    public uint Id { get; }

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public byte[] Spki { get; }

    /// <exception cref="ArgumentException">A name with spaces or a plus, or a key not on P-256.</exception>
    public static VerifierKey Of(string name, ECDsa key)
    {
        if (!SignedNote.IsName(name))
            throw new ArgumentException("A key's name is not empty and has no spaces, plus signs or control characters.", nameof(name));
        if (!IsP256(key))
            throw new ArgumentException("Only ECDSA on P-256 is used.", nameof(key));
        return new VerifierKey(name, key.ExportSubjectPublicKeyInfo());
    }

    /// <exception cref="FormatException">Not a verifier key, or of a type that this program cannot check.</exception>
    public static VerifierKey Parse(string text) =>
        TryParse(text, out var key, out var error) ? key : throw new FormatException(error);

    public static bool TryParse(string text, [NotNullWhen(true)] out VerifierKey? key, [NotNullWhen(false)] out string? error)
    {
        key = null;
        var parts = text.Length > 1024 ? [] : text.Split('+', 3);
        error = parts.Length != 3 || !SignedNote.IsName(parts[0]) ? "A verifier key is name+id+base64." : null;
        if (error is not null)
            return false;
        if (StrictBase64.Decode(parts[2]) is not { Length: > 1 } material)
            error = "The last part of the verifier key is not base64 of a key.";
        else if (material[0] != EcdsaType)
            error = $"This verifier key is of type 0x{material[0]:x2}{(material[0] == 1 ? " (Ed25519)" : "")}, which this program cannot check. Give the log's ECDSA P-256 key, type 0x02.";
        else if (!IsP256(material.AsSpan(1)))
            error = "The verifier key is not an ECDSA public key on P-256.";
        else if (new VerifierKey(parts[0], material[1..]) is var read && parts[1] != read.IdText)
            error = $"The verifier key says its id is {parts[1]}, but the key's id is {read.IdText}: it was copied wrongly or altered.";
        else
            key = new VerifierKey(parts[0], material[1..]);
        return key is not null;
    }

    public bool Verify(string text, ReadOnlySpan<byte> signature) => Verify(Encoding.UTF8.GetBytes(text), signature);

    /// <summary>False as well for a signature that is not strictly DER: one signature has one spelling.</summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (!IsStrictDer(signature))
            return false;
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Spki, out _);
        return key.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    public override string ToString() => $"{Name}+{IdText}+{Convert.ToBase64String([EcdsaType, .. Spki])}";

    public bool Equals(VerifierKey? other) => other is not null && Name == other.Name && Spki.AsSpan().SequenceEqual(other.Spki);

    public override int GetHashCode() => HashCode.Combine(Name, Id);

    /// <summary>A sequence of two positive integers, with nothing over. The platform accepts looser ones.</summary>
    private static bool IsStrictDer(ReadOnlySpan<byte> signature)
    {
        try
        {
            var reader = new AsnReader(signature.ToArray(), AsnEncodingRules.DER);
            var numbers = reader.ReadSequence();
            var positive = numbers.ReadInteger().Sign > 0 && numbers.ReadInteger().Sign > 0;
            return positive && !numbers.HasData && !reader.HasData;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private string IdText => Id.ToString("x8", CultureInfo.InvariantCulture);

    private static bool IsP256(ECDsa key) => key.ExportParameters(false).Curve is { IsNamed: true, Oid.Value: P256 };

    /// <summary>The one encoding only: what is imported must be exported as the same bytes.</summary>
    private static bool IsP256(ReadOnlySpan<byte> spki)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(spki, out var read);
            return read == spki.Length && IsP256(key) && spki.SequenceEqual(key.ExportSubjectPublicKeyInfo());
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
