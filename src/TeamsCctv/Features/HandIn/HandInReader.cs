using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace TeamsCctv.Features.HandIn;

/// <summary>
/// Reads a hand-in as it arrives: the small fields into memory, the file through SHA-256 and nowhere else. Neither
/// memory nor disk ever holds it.
/// </summary>
public sealed class HandInReader(HandInLimits limits)
{
    private const int MostFields = 8;
    private const int LongestField = 4 * 1024;
    private const int Chunk = 128 * 1024;

    /// <summary>What arrived.</summary>
    /// <exception cref="HandInException">Not a hand-in as our form makes one, or larger than the limit.</exception>
    /// <exception cref="IOException">The body ended early: nothing of it counts.</exception>
    public async Task<Arrived> ReadAsync(string? contentType, Stream body, CancellationToken cancellation)
    {
        var reader = new MultipartReader(BoundaryOf(contentType), body, Chunk) { HeadersCountLimit = 8, HeadersLengthLimit = 4 * 1024 };
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        HandedIn? file = null;
        for (var sections = 0; await reader.ReadNextSectionAsync(cancellation) is { } section; sections++)
        {
            if (sections >= MostFields || section.GetContentDispositionHeader() is not { } disposition)
                throw new HandInException("It has more parts than the form.");
            var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            if (!disposition.IsFileDisposition())
                fields[name] = await TextAsync(section.Body, cancellation);
            else if (name != "file" || file is not null)
                throw new HandInException("It has more than one file. Hand in one; put several clips into one file first.");
            else if (await HashAsync(section.Body, cancellation) is { Bytes: > 0 } read)
                file = read;
        }

        return new(fields, file);
    }

    private static string BoundaryOf(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 70 } boundary)
        {
            throw new HandInException("It is not what the form sends.");
        }

        return boundary.ToString();
    }

    private static async Task<string> TextAsync(Stream body, CancellationToken cancellation)
    {
        var bytes = new byte[LongestField + 1];
        var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return read <= LongestField ? Encoding.UTF8.GetString(bytes, 0, read) : throw new HandInException("A field is longer than the form allows.");
    }

    private async Task<HandedIn> HashAsync(Stream body, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            var bytes = 0L;
            while (await body.ReadAsync(buffer.AsMemory(0, Chunk), cancellation) is var read and > 0)
            {
                bytes += read;
                if (bytes > limits.MaxBytes)
                    throw HandInException.TooLarge(limits);
                hash.AppendData(buffer, 0, read);
            }

            return new(Convert.ToHexStringLower(hash.GetHashAndReset()), bytes);
        }
        finally
        {
            // Footage of children passed through it: the next one to rent it gets it empty.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}

/// <summary>What a hand-in brought; <paramref name="File"/> is null where none was chosen or it is empty.</summary>
public sealed record Arrived(IReadOnlyDictionary<string, string> Fields, HandedIn? File)
{
    public static readonly Arrived Nothing = new(new Dictionary<string, string>(), null);
}

/// <summary>A body that is no hand-in; the message is for the person.</summary>
public sealed class HandInException(string message) : Exception(message)
{
    public static HandInException TooLarge(HandInLimits limits) =>
        new($"The file is larger than {limits.MaxBytes / 1e9:0.#} GB. Type its SHA-256 instead; the page says how.");
}
