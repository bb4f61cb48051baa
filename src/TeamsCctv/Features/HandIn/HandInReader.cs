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

    /// <summary>
    /// What arrived, or why it does not count. What the server throws about a body ends here, the sender's hanging up
    /// included.
    /// </summary>
    public async Task<HandInReading> ReadAsync(string? contentType, Stream body, CancellationToken cancellation)
    {
        try
        {
            return BoundaryOf(contentType) is { } boundary
                ? await PartsAsync(new(boundary, body, Chunk) { HeadersCountLimit = 8, HeadersLengthLimit = 4 * 1024 }, cancellation)
                : new HandInError.NotTheForm();
        }
        catch (BadHttpRequestException wrong) when (wrong.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new HandInError.TooLarge(limits);
        }
        catch (Exception wrong) when (wrong is IOException or InvalidDataException or BadHttpRequestException or OperationCanceledException)
        {
            return new HandInError.BrokenOff();
        }
    }

    private async Task<HandInReading> PartsAsync(MultipartReader reader, CancellationToken cancellation)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        HandedIn? file = null;
        for (var sections = 0; await reader.ReadNextSectionAsync(cancellation) is { } section; sections++)
        {
            if (sections >= MostFields || section.GetContentDispositionHeader() is not { } disposition)
                return new HandInError.OtherParts();
            var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            if (!disposition.IsFileDisposition())
            {
                if (await TextAsync(section.Body, cancellation) is not { } text)
                    return new HandInError.LongField();
                fields[name] = text;
            }
            else if (name != "file" || file is not null)
            {
                return new HandInError.SeveralFiles();
            }
            else if (await HashAsync(section.Body, cancellation) is not { } read)
            {
                return new HandInError.TooLarge(limits);
            }
            else if (read.Bytes > 0)
            {
                file = read;
            }
        }

        return new HandInReading.Arrived(fields, file);
    }

    /// <summary>Null for whatever is no form with a file.</summary>
    public static string? BoundaryOf(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= 70 } boundary
            ? boundary.ToString()
            : null;

    /// <summary>Null where it is longer than any field of the form.</summary>
    private static async Task<string?> TextAsync(Stream body, CancellationToken cancellation)
    {
        var bytes = new byte[LongestField + 1];
        var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return read <= LongestField ? Encoding.UTF8.GetString(bytes, 0, read) : null;
    }

    /// <summary>Null where it is larger than the limit; the rest is not read.</summary>
    private async Task<HandedIn?> HashAsync(Stream body, CancellationToken cancellation)
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
                    return null;
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

/// <summary>What a hand-in came to.</summary>
public abstract record HandInReading
{
    private HandInReading()
    {
    }

    /// <summary>It was read whole; <paramref name="File"/> is null where none was chosen or it is empty.</summary>
    public sealed record Arrived(IReadOnlyDictionary<string, string> Fields, HandedIn? File) : HandInReading
    {
        public static readonly Arrived Nothing = new(new Dictionary<string, string>(), null);
    }

    public sealed record NotTaken(HandInError Error) : HandInReading;

    public static implicit operator HandInReading(HandInError error) => new NotTaken(error);
}
