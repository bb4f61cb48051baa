using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using TeamsCctv.Features.HandIn;

namespace TeamsCctv.Pages.Shared;

/// <summary>A file that came with a form. It is held in memory and never written to disk here.</summary>
/// <param name="Field">The input it was chosen in.</param>
/// <param name="Name">As the sender's machine calls it.</param>
/// <param name="Bytes">The file, or its beginning where it is larger than may be kept.</param>
/// <param name="Length">Of the whole file.</param>
public sealed record PostedFile(string Field, string Name, byte[] Bytes, long Length)
{
    // A file somewhat too large is read to its end and not kept, so that the rest of the form can be shown again with what is
    // wrong; a browser whose upload is cut off shows a broken connection instead. Beyond this nothing is read.
    private const long LongestBody = 32 * 1024 * 1024;
    private const int MostParts = 64;
    private const int Chunk = 64 * 1024;

    /// <summary>The fields and the file, or null where it is no such form, larger than any of ours can be, or broken off.</summary>
    internal static async Task<(Dictionary<string, string> Fields, PostedFile? File)?> ReadAsync(HttpContext http, int longestValue, int mostKept)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LongestBody;
        if (HandInReader.BoundaryOf(http.Request.ContentType) is not { } boundary)
            return null;
        try
        {
            var reader = new MultipartReader(boundary, http.Request.Body, Chunk) { HeadersCountLimit = 8, HeadersLengthLimit = 4 * 1024 };
            return await PartsAsync(reader, longestValue, mostKept, http.RequestAborted);
        }
        catch (Exception wrong) when (wrong is IOException or InvalidDataException or BadHttpRequestException or OperationCanceledException)
        {
            http.Response.Headers.Connection = "close";
            return null;
        }
    }

    private static async Task<(Dictionary<string, string>, PostedFile?)?> PartsAsync(MultipartReader reader, int longestValue, int mostKept, CancellationToken cancellation)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        PostedFile? file = null;
        for (var parts = 0; await reader.ReadNextSectionAsync(cancellation) is { } section; parts++)
        {
            if (parts >= MostParts || section.GetContentDispositionHeader() is not { } disposition)
                return null;
            var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            if (!disposition.IsFileDisposition())
            {
                var (text, length) = await UpToAsync(section.Body, longestValue, cancellation);
                if (length > longestValue || !fields.TryAdd(name, Encoding.UTF8.GetString(text)))
                    return null;
                continue;
            }

            var (bytes, whole) = await UpToAsync(section.Body, mostKept, cancellation);
            var called = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();

            // What a browser sends where no file was chosen.
            if (whole == 0 && called.Length == 0)
                continue;
            if (file is not null)
                return null;
            file = new(name, called, bytes, whole);
        }

        return (fields, file);
    }

    /// <summary>The first bytes, and how many there were.</summary>
    private static async Task<(byte[] Kept, long Length)> UpToAsync(Stream body, int most, CancellationToken cancellation)
    {
        using var kept = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            var length = 0L;
            while (await body.ReadAsync(buffer.AsMemory(0, Chunk), cancellation) is var read and > 0)
            {
                length += read;
                kept.Write(buffer, 0, (int)Math.Min(read, most - kept.Length));
            }

            return (kept.ToArray(), length);
        }
        finally
        {
            // Somebody's papers passed through it: the next one to rent it gets it empty.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
