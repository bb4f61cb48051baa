using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TeamsCctv.Protocols.Recorders;

/// <summary>What may be taken over from a recorder's text, and how a message is told from its copy.</summary>
internal static class Words
{
    private static readonly SearchValues<char> InWord =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.");

    /// <summary>A recorder's own word for an event: short, and plain enough to show and to log.</summary>
    public static bool IsWord(string? text) =>
        text is { Length: >= 1 and <= 64 } && !text.AsSpan().ContainsAnyExcept(InWord);

    /// <summary>
    /// A delivery id made of what the recorder sent: 32 hex characters. Each part is hashed with its length, so that
    /// no two lists of parts share an id by where they are cut.
    /// </summary>
    public static string DeliveryId(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
