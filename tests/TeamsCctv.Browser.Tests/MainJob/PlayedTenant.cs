using System.Net;
using System.Text;
using TeamsCctv.Tests.Lists;
using TeamsCctv.Tests.Library;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Browser.Tests.MainJob;

/// <summary>What of the tenant is behind Graph, over HTTP: the library, the lists of the site, and the token of the machine for both.</summary>
internal sealed class PlayedTenant : IDisposable
{
    private const string Secret = "secret";

    private readonly HttpListener _listener = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly HttpMessageInvoker _toLibrary, _toSite;
    private readonly string _root = $"http://127.0.0.1:{Azurite.FreePort()}/";

    public PlayedTenant()
    {
        Library = new(host: new Uri(_root), graph: _root);
        Site = new(graph: _root);
        (_toLibrary, _toSite) = (new(Library), new(Site));
        _listener.Prefixes.Add(_root);
        _listener.Start();
        _ = ServeAsync();
    }

    public FakeSharePoint Library { get; }

    public FakeLists Site { get; }

    /// <summary>What the process that is to find it is told.</summary>
    public IReadOnlyDictionary<string, string> ProcessSettings => new Dictionary<string, string>
    {
        ["SharePoint__Tenant"] = "11111111-2222-4333-8444-555555555555",
        ["SharePoint__ClientId"] = FakeLists.Client.ToString(),
        ["SharePoint__ManagedIdentity"] = "true",
        ["SharePoint__BaseAddress"] = _root,
        ["SharePoint__Host"] = _root,
        ["SharePoint__Drive"] = FakeSharePoint.Drive,
        ["SharePoint__Site"] = FakeLists.Site,

        // As App Service gives a process its managed identity.
        ["IDENTITY_ENDPOINT"] = $"{_root}identity",
        ["IDENTITY_HEADER"] = Secret,
    };

    public void Dispose()
    {
        _ended.Cancel();
        _listener.Close();
        _toLibrary.Dispose();
        _toSite.Dispose();
        _ended.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (!_ended.IsCancellationRequested)
                _ = AnswerAsync(await _listener.GetContextAsync());
        }
        catch (Exception over) when (over is HttpListenerException or ObjectDisposedException)
        {
            // The story is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath;
        using var answer = path == "/identity" ? Token(context.Request)
            : await (path.StartsWith("/v1.0/drives/", StringComparison.Ordinal) || path.StartsWith("/_layouts/", StringComparison.Ordinal) ? _toLibrary : _toSite).SendAsync(Of(context.Request), _ended.Token);
        context.Response.StatusCode = (int)answer.StatusCode;
        if (answer.Headers.Location is { } location)
            context.Response.RedirectLocation = location.ToString();
        if (answer.Headers.RetryAfter is { } after)
            context.Response.AddHeader("Retry-After", after.ToString());
        if (answer.Content.Headers.ContentType is { } type)
            context.Response.ContentType = type.ToString();
        await answer.Content.CopyToAsync(context.Response.OutputStream, _ended.Token);
        context.Response.Close();
    }

    private static HttpRequestMessage Of(HttpListenerRequest from)
    {
        var request = new HttpRequestMessage(new(from.HttpMethod), from.Url) { Content = from.HasEntityBody ? new StreamContent(from.InputStream) : null };
        if (from.Headers["Authorization"] is { } authorization)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return request;
    }

    private static HttpResponseMessage Token(HttpListenerRequest request) => request.Headers["X-IDENTITY-HEADER"] == Secret
        ? new(HttpStatusCode.OK)
        {
            Content = new StringContent(
                $$"""{"access_token":"graph-token","expires_on":"{{TimeProvider.System.GetUtcNow().AddHours(24).ToUnixTimeSeconds()}}","resource":"graph","token_type":"Bearer"}""", Encoding.UTF8, "application/json"),
        }
        : new(HttpStatusCode.Unauthorized);
}
