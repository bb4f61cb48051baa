using System.Globalization;
using Azure;
using Azure.Identity;
using TeamsCctv.Storage;

namespace TeamsCctv.Protocols.AzureStorage;

/// <summary>What the blobs of a journal are called: segments by number, copies by their place, large entries by their segment.</summary>
internal static class JournalBlobs
{
    public const string Segments = "segments/";

    public const string Copies = "copies/";

    private const string Large = "large/";

    public static string Segment(long number) => string.Create(CultureInfo.InvariantCulture, $"{Segments}{number:D8}");

    /// <summary>Their names sort as their places do.</summary>
    public static string Copy(JournalPlace at) => string.Create(CultureInfo.InvariantCulture, $"{Copies}{at.Segment:D8}-{at.Offset:D12}");

    /// <summary>Of an entry that stands in this segment or nowhere.</summary>
    public static string LargeOf(long segment, byte[] entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{Large}{segment:D8}-{Convert.ToHexStringLower(entry.AsSpan(0, 16))}");

    /// <summary>Null for what is no segment of ours.</summary>
    public static long? NumberOf(string name) =>
        name.StartsWith(Segments, StringComparison.Ordinal) && Number(name[Segments.Length..]) is { } number && name == Segment(number) ? number : null;

    /// <summary>Null for what is no copy of ours.</summary>
    public static JournalPlace? PlaceOf(string name) =>
        name.StartsWith(Copies, StringComparison.Ordinal)
        && name[Copies.Length..].Split('-') is [var first, var second]
        && (Number(first), Number(second)) is ({ } segment, { } offset)
        && name == Copy(new(segment, offset))
            ? new(segment, offset)
            : null;

    /// <summary>Whether a blob is ours and nothing from a copy on needs it.</summary>
    /// <param name="wasLong">Whether the blob is from well before the copy: all that is known of a large entry whose name says no segment.</param>
    public static bool IsBefore(this JournalPlace copy, string name, bool wasLong)
    {
        if (NumberOf(name) is { } number)
            return number < copy.Segment;
        if (PlaceOf(name) is not null)
            return string.CompareOrdinal(name, Copy(copy)) < 0;
        return name.StartsWith(Large, StringComparison.Ordinal)
            && name[Large.Length..].Split('-') switch
            {
                [var segment, var hash] => IsHash(hash) && Number(segment) < copy.Segment,
                [var hash] => IsHash(hash) && wasLong,
                _ => false,
            };
    }

    public static bool IsOfStorage(Exception failure) =>
        failure is RequestFailedException or AuthenticationFailedException or OperationCanceledException or IOException
            or UnauthorizedAccessException or AggregateException;

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsHash(string text) => text.Length == 32 && text.All(char.IsAsciiHexDigitLower);
}
