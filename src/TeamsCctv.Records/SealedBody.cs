using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace TeamsCctv.Records;

/// <summary>
/// The part of a record that the policy lets us keep only for a time: names, what happened, what was asked. A random
/// salt stands in front of it, so that after erasure the leaf's hash cannot be used to test a guess at the content.
/// </summary>
public sealed class SealedBody
{
    public const int SaltBytes = 32;

    /// <summary>Bytes of a body with its salt; larger is refused.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Characters of a salt in base64.</summary>
    private const int SaltText = 44;

    private readonly byte[] canonical;

    private SealedBody(byte[] canonical, ReadOnlySpan<byte> salt, byte[] bytes)
    {
        this.canonical = canonical;
        Bytes = bytes;
        Hash = Hashes.Hex([.. salt, .. canonical]);
    }

    private static ReadOnlySpan<byte> Before => "{\"content\":"u8;

    private static ReadOnlySpan<byte> After => ",\"salt\":\""u8;

    private static ReadOnlySpan<byte> End => "\"}"u8;

    /// <summary>Canonical JSON of <c>{"content":…,"salt":base64}</c>: what is stored, and what erasure removes.</summary>
    public byte[] Bytes { get; }

    /// <summary>Lower-case hexadecimal SHA-256 of the salt followed by the canonical content; goes into the leaf.</summary>
    public string Hash { get; }

    /// <summary>The content, read anew at each call; changing it changes nothing here.</summary>
    public JsonObject Content => JsonNode.Parse(canonical)!.AsObject();

    /// <exception cref="FormatException">The content has no canonical form, or is larger than <see cref="MaxBytes"/>.</exception>
    public static SealedBody Seal(JsonObject content) =>
        Make(CanonicalJson.Serialize(content, depth: 1), RandomNumberGenerator.GetBytes(SaltBytes));

    /// <exception cref="FormatException">Not the canonical bytes of a sealed body.</exception>
    public static SealedBody Open(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
            throw new FormatException($"A body is at most {MaxBytes} bytes.");
        // In canonical form the content stands between a fixed beginning and an end of fixed length.
        if (bytes.Length < Before.Length + After.Length + SaltText + End.Length
            || !bytes.StartsWith(Before)
            || !bytes.EndsWith(End)
            || !bytes[..^(SaltText + End.Length)].EndsWith(After)
            || StrictBase64.Decode(Encoding.Latin1.GetString(bytes[^(SaltText + End.Length)..^End.Length])) is not { Length: SaltBytes } salt)
            throw new FormatException("A sealed body is an object of content and a salt of 32 bytes in base64, in canonical form.");
        var content = bytes[Before.Length..^(After.Length + SaltText + End.Length)];
        return CanonicalJson.Parse(content, depth: 1) is JsonObject
            ? new SealedBody(content.ToArray(), salt, bytes.ToArray())
            : throw new FormatException("The content of a sealed body is an object.");
    }

    private static SealedBody Make(byte[] canonical, byte[] salt)
    {
        byte[] bytes = [.. Before, .. canonical, .. After, .. Encoding.ASCII.GetBytes(Convert.ToBase64String(salt)), .. End];
        return bytes.Length <= MaxBytes
            ? new SealedBody(canonical, salt, bytes)
            : throw new FormatException($"A body is at most {MaxBytes} bytes.");
    }
}
