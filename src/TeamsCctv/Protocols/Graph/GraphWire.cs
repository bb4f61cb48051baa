using TeamsCctv.Protocols.Teams;

namespace TeamsCctv.Protocols.Graph;

/// <summary>
/// Under Microsoft's client: calls go to the one host, redirects are refused, and an answer is read no further than we
/// are willing to hold. A message's content alone is left to whoever reads it with a bound of its own.
/// </summary>
internal sealed class GraphWire(GraphAddress address, Uri? downloads = null) : DelegatingHandler
{
    /// <summary>A page of fifty ids is some twenty kilobytes.</summary>
    private const int LargestAnswer = 4 * 1024 * 1024;

    /// <summary>An attached file with what surrounds it.</summary>
    private const int LargestFile = 64 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!address.Holds(request.RequestUri))
            throw new GraphException(GraphTrouble.Refused, "the address is not Graph's");
        var response = await base.SendAsync(request, cancellationToken);
        var status = (int)response.StatusCode;
        var largest = LargestAnswer;
        if (status == 302 && response.Headers.Location is { } where && IsDownload(request, where))
        {
            // A file's content is fetched where Graph says, by an address that is a key to it, and without our token.
            response.Dispose();
            using var bare = new HttpRequestMessage(HttpMethod.Get, where);
            response = await base.SendAsync(bare, cancellationToken);
            status = (int)response.StatusCode;
            largest = LargestFile;
        }

        if (status is >= 300 and < 400)
        {
            response.Dispose();
            throw new GraphException(GraphTrouble.Refused, $"{status} redirected");
        }

        if (response.IsSuccessStatusCode && request.RequestUri!.AbsolutePath.EndsWith("/$value", StringComparison.Ordinal))
            return response;
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        if (await BoundedHttp.ReadAsync(stream, largest, cancellationToken) is not { } body)
        {
            response.Dispose();
            throw new GraphException(GraphTrouble.Refused, $"{status} with an answer that is too long");
        }

        var bounded = new ReadOnlyMemoryContent(body);
        bounded.Headers.ContentType = response.Content.Headers.ContentType;
        response.Content = bounded;
        return response;
    }

    private bool IsDownload(HttpRequestMessage request, Uri where) =>
        downloads is not null && request.Method == HttpMethod.Get && request.RequestUri!.AbsolutePath.EndsWith("/content", StringComparison.Ordinal)
        && where.IsAbsoluteUri && where.Scheme == downloads.Scheme && where.Authority == downloads.Authority && where.UserInfo.Length == 0;
}
