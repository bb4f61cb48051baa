using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TeamsCctv.Protocols.Recorders;

/// <summary>What may be taken over from a recorder's text, and how a message is told from its copy.</summary>
internal static class Words
{
    private const int LongestOrder = 14;

    private static readonly SearchValues<char> InWord =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.");

    /// <summary>A recorder's own word for an event: short, and plain enough to show and to log.</summary>
    public static bool IsWord(string? text) =>
        text is { Length: >= 1 and <= 64 } && !text.AsSpan().ContainsAnyExcept(InWord);

    /// <summary>
    /// A delivery id made of what the recorder sent: up to 14 characters of <paramref name="order"/>, then 32 of a hash.
    /// Each part is hashed with its length, so that no two lists of parts share an id by where they are cut.
    /// </summary>
    /// <param name="order">
    /// What grows with time and is one of the parts: ids are kept for ever in an index, and ids that come in order
    /// touch its last page where random ones touch a page each. Only letters and digits of it are used.
    /// </param>
    public static string DeliveryId(string order, params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
            text.Append(CultureInfo.InvariantCulture, $"{part.Length}:{part}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()), hash);

        Span<char> id = stackalloc char[LongestOrder + 32];
        var prefix = 0;
        foreach (var letter in order)
        {
            if (prefix < LongestOrder && char.IsAsciiLetterOrDigit(letter))
                id[prefix++] = letter;
        }

        Convert.TryToHexStringLower(hash[..16], id[prefix..], out var written);
        return new(id[..(prefix + written)]);
    }
}
