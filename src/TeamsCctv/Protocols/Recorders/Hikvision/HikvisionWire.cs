using System.Text;
using Microsoft.Net.Http.Headers;
using NodaTime;
using TeamsCctv.Domain.Recorders;

namespace TeamsCctv.Protocols.Recorders.Hikvision;

/// <summary>
/// ISAPI <c>EventNotificationAlert</c>, pushed to an HTTP host: bare XML, JSON with the same names, or multipart with
/// images. The content type is not to be trusted; the first byte that matters tells which of them it is.
/// </summary>
internal static class HikvisionWire
{
    public static async ValueTask<WireReading> ReadAsync(
        string? contentType, BoundedBody body, DateTimeZone zone, CancellationToken cancellation)
    {
        var text = new BoundedText();
        List<Range> documents = [];
        if (await GatherAsync(contentType, body, text, documents, cancellation) is { } error)
            return error;

        List<RecorderEvent> events = [];
        foreach (var document in documents)
        {
            var alert = new Alert();
            if (Parse(text[document], alert) is { } unreadable)
                return unreadable;
            if (alert.AddTo(events, zone) is { } wrong)
                return wrong;
            if (events.Count > Wire.MostEvents)
                return new WireError.TooMany();
        }

        return new WireReading.Heard(events);
    }

    private static async ValueTask<WireError?> GatherAsync(
        string? contentType, BoundedBody body, BoundedText text, List<Range> documents, CancellationToken cancellation)
    {
        switch (await body.FirstAsync(cancellation))
        {
            case null:
                return body.TooLong ? new WireError.TooLong() : new WireError.Empty();
            case (byte)'<':
                documents.Add(..);
                return await body.GatherTextAsync(text, cancellation);
            case (byte)'{':
                documents.Add(..);
                return await body.GatherJsonAsync(text, cancellation);
            case (byte)'-':
                return await new Multipart(body, text, documents).ReadAsync(null, cancellation);
            default:
                return DeclaredBoundary(contentType) is { } boundary
                    ? await new Multipart(body, text, documents).ReadAsync(boundary, cancellation)
                    : new WireError.NotUnderstood("the body is neither XML, JSON nor multipart");
        }
    }

    private static WireError? Parse(ReadOnlySpan<byte> document, Alert alert) =>
        document[0] == (byte)'<' ? AlertXml.Read(document, alert) : AlertJson.Read(document, alert);

    private static string? DeclaredBoundary(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.Type.StartsWith("multipart", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= Multipart.LongestBoundary } boundary
        && Ascii.IsValid(boundary.AsSpan())
            ? boundary.Value
            : null;
}
