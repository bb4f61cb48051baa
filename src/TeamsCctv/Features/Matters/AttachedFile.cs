using System.Security.Cryptography;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Matters;

/// <summary>A file on its way to a case: what the domain judges, and what is stored where it agrees.</summary>
/// <param name="Stored">Null where the file is not of a kind or size that is kept.</param>
public sealed record AttachedFile(GivenDocument Given, StoredDocument? Stored)
{
    private static readonly (string Type, byte[] Begins)[] Kinds =
    [
        ("application/pdf", "%PDF-"u8.ToArray()),
        ("image/jpeg", [0xff, 0xd8, 0xff]),
        ("image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    ];

    /// <summary>What its first bytes say it is, or null for whatever is not taken.</summary>
    public static string? TypeOf(ReadOnlySpan<byte> bytes)
    {
        foreach (var (type, begins) in Kinds)
        {
            if (bytes.StartsWith(begins))
                return type;
        }

        return null;
    }

    /// <param name="name">As the sender's machine calls it; the type is told from the content alone.</param>
    /// <param name="bytes">The file, or its beginning where it is larger than can be kept.</param>
    /// <param name="length">Of the whole file.</param>
    public static AttachedFile Of(string? name, byte[] bytes, long length)
    {
        var given = new GivenDocument(GivenDocument.NameOf(name), TypeOf(bytes), length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        return new(given, given.Type is { } type && length == bytes.Length ? new(given.Sha256, given.Name, type, bytes) : null);
    }
}
