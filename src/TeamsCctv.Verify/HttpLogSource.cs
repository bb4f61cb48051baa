using System.Net;
using TeamsCctv.Records;

namespace TeamsCctv.Verify;

/// <summary>A log served over HTTP. The server is not trusted: it cannot make this wait, or hold, without bound.</summary>
internal sealed class HttpLogSource : ILogSource, IDisposable
{
    private static readonly TimeSpan PerFile = TimeSpan.FromSeconds(30);

    private readonly HttpClient client;
    private readonly Uri prefix;
    private readonly TimeSpan timeout;

    public HttpLogSource(Uri log, TimeSpan? timeout = null)
    {
        prefix = new Uri(log.AbsoluteUri.TrimEnd('/') + "/");
        this.timeout = timeout ?? PerFile;
        client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            MaxConnectionsPerServer = 8,
            ConnectTimeout = this.timeout,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public bool SuppliesBodies => false;

    public async Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            using var response = await client.GetAsync(new Uri(prefix, path), HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
                return null;
            if (response.StatusCode != HttpStatusCode.OK)
                throw new IOException($"the server answered {(int)response.StatusCode}");
            await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
            return await BoundedFile.ReadAsync(body, path, limit.Token);
        }
        catch (HttpRequestException e)
        {
            throw new IOException(e.Message, e);
        }
        catch (InvalidDataException e)
        {
            throw new IOException("the server's compression is broken", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"the server did not finish within {timeout.TotalSeconds} seconds", e);
        }
    }

    public void Dispose() => client.Dispose();
}
