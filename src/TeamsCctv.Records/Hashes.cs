using System.Buffers;
using System.Security.Cryptography;

namespace TeamsCctv.Records;

internal static class Hashes
{
    public const int Size = SHA256.HashSizeInBytes;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    public static bool IsLowerHex(string? text) =>
        text is { Length: 2 * Size } && !text.AsSpan().ContainsAnyExcept(LowerHex);

    public static string Hex(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(data, hash);
        return Convert.ToHexStringLower(hash);
    }
}
