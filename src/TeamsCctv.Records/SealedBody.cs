using System.Security.Cryptography;
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

    private readonly byte[] canonical;

    private SealedBody(byte[] canonical, ReadOnlySpan<byte> salt, byte[] bytes)
    {
        this.canonical = canonical;
        Bytes = bytes;
        Hash = Hashes.Hex([.. salt, .. canonical]);
    }

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
        if (CanonicalJson.Parse(bytes) is not JsonObject { Count: 2 } parts
            || parts["content"] is not JsonObject content
            || parts["salt"] is not JsonValue saltText
            || !saltText.TryGetValue<string>(out var base64)
            || StrictBase64.Decode(base64) is not { Length: SaltBytes } salt)
            throw new FormatException("A sealed body is an object of content and a salt of 32 bytes in base64.");
        return Make(CanonicalJson.Serialize(content), salt);
    }

    private static SealedBody Make(byte[] canonical, byte[] salt)
    {
        byte[] bytes = [.. "{\"content\":"u8, .. canonical, .. ",\"salt\":\""u8, .. System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(salt)), .. "\"}"u8];
        return bytes.Length <= MaxBytes
            ? new SealedBody(canonical, salt, bytes)
            : throw new FormatException($"A body is at most {MaxBytes} bytes.");
    }
}
