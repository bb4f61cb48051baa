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

    public static long? NumberOf(string name) =>
        name.StartsWith(Segments, StringComparison.Ordinal) ? long.Parse(name[Segments.Length..], CultureInfo.InvariantCulture) : null;

    public static JournalPlace? PlaceOf(string name) =>
        name.StartsWith(Copies, StringComparison.Ordinal) && name[Copies.Length..].Split('-') is [var segment, var offset]
            ? new(long.Parse(segment, CultureInfo.InvariantCulture), long.Parse(offset, CultureInfo.InvariantCulture))
            : null;

    /// <summary>Whether nothing from a copy on needs a blob.</summary>
    /// <param name="wasLong">Whether the blob is from well before the copy: all that is known of a large entry whose name says no segment.</param>
    public static bool IsBefore(this JournalPlace copy, string name, bool wasLong)
    {
        if (NumberOf(name) is { } number)
            return number < copy.Segment;
        if (PlaceOf(name) is not null)
            return string.CompareOrdinal(name, Copy(copy)) < 0;
        return name.StartsWith(Large, StringComparison.Ordinal)
            && (name[Large.Length..].Split('-') is [var segment, _] ? long.Parse(segment, CultureInfo.InvariantCulture) < copy.Segment : wasLong);
    }

    public static bool IsOfStorage(Exception failure) =>
        failure is RequestFailedException or AuthenticationFailedException or OperationCanceledException or IOException
            or UnauthorizedAccessException or AggregateException;
}
