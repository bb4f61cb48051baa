using System.Net;
using System.Text;
using TeamsCctv.Testing;
using TeamsCctv.Tests.Library;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Browser.Tests.MainJob;

/// <summary>
/// The story's process behind a Functions host (the one of the contract tests), on a storage account (Azurite) and a
/// SharePoint behind Graph (a strict stand-in), all over HTTP.
/// </summary>
public sealed class Microsoft365Story : Story
{
    private readonly Azurite _azurite = new();
    private readonly HttpListener _graph = new();
    private readonly CancellationTokenSource _ended = new();
    private FakeSharePoint? _sharePoint;
    private StorageAccount? _account;
    private FunctionsFront? _functions;
    private Task _running = Task.CompletedTask;

    public override Uri Site => _functions!.Public;

    /// <summary>What the day has left in the tenant.</summary>
    public async Task AssertFiledAsync()
    {
        // The library's checkpoint follows within a minute.
        for (var tries = 0; !_sharePoint!.Files.ContainsKey("oakfield/checkpoint") && tries < 90; tries++)
            await Task.Delay(1000);
        Assert.Empty(_sharePoint.Wrong);
        Assert.Contains(_sharePoint.Files.Keys, path => path.StartsWith("oakfield/commits/000000/", StringComparison.Ordinal));
        Assert.Contains("oakfield/checkpoint", _sharePoint.Files.Keys);
        var checkpoint = Encoding.UTF8.GetString(_sharePoint.Files["oakfield/checkpoint"]).Split('\n');
        Assert.EndsWith("/oakfield", checkpoint[0], StringComparison.Ordinal);
        Assert.Equal(0, await StorageAccount.CountAsync(_account!.Inbox));
        Assert.True(await _account.Inbox.ExistsAsync());
        Assert.Equal(0, await StorageAccount.CountAsync(_account.Poison));
    }

    public override async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _running;
        await base.DisposeAsync();
        if (_functions is not null)
            await _functions.DisposeAsync();
        _graph.Close();
        _sharePoint?.Dispose();
        await _azurite.DisposeAsync();
        _ended.Dispose();
    }

    protected override async Task<AppProcess> StartAppAsync()
    {
        await _azurite.InitializeAsync();
        _account = _azurite.NewAccount();
        var root = $"http://127.0.0.1:{Azurite.FreePort()}/";
        _sharePoint = new(host: new Uri(root), graph: root);
        _graph.Prefixes.Add(root);
        _graph.Start();
        _ = ServeAsync(new(_sharePoint));
        _functions = await FunctionsFront.OpenAsync(_account);
        var app = await AppProcess.StartAsync(new Dictionary<string, string>(_functions.ProcessSettings())
        {
            ["Storage__Journal"] = _account.ConnectionString,
            ["Storage__ConnectionString"] = _account.ConnectionString,
            ["Storage__Queues__Inbox"] = "inbox",
            ["SharePoint__Tenant"] = "11111111-2222-4333-8444-555555555555",
            ["SharePoint__ClientId"] = "11111111-2222-4333-8444-666666666666",
            ["SharePoint__ManagedIdentity"] = "true",
            ["SharePoint__BaseAddress"] = root,
            ["SharePoint__Host"] = root,
            ["SharePoint__Drive"] = FakeSharePoint.Drive,

            // As App Service gives a process its managed identity.
            ["IDENTITY_ENDPOINT"] = $"{root}identity",
            ["IDENTITY_HEADER"] = "secret",
        }, url: _functions.Worker);
        _running = _functions.RunAsync(_ended.Token);
        return app;
    }

    private async Task ServeAsync(HttpMessageInvoker sharePoint)
    {
        try
        {
            while (!_ended.IsCancellationRequested)
                _ = AnswerAsync(sharePoint, await _graph.GetContextAsync());
        }
        catch (Exception over) when (over is HttpListenerException or ObjectDisposedException)
        {
            // The story is over.
        }
    }

    private async Task AnswerAsync(HttpMessageInvoker sharePoint, HttpListenerContext context)
    {
        using var answer = context.Request.Url!.AbsolutePath == "/identity" ? Token(context.Request) : await sharePoint.SendAsync(Of(context.Request), _ended.Token);
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

    private static HttpResponseMessage Token(HttpListenerRequest request) => request.Headers["X-IDENTITY-HEADER"] == "secret"
        ? new(HttpStatusCode.OK)
        {
            Content = new StringContent(
                $$"""{"access_token":"graph-token","expires_on":"{{TimeProvider.System.GetUtcNow().AddHours(24).ToUnixTimeSeconds()}}","resource":"graph","token_type":"Bearer"}""", Encoding.UTF8, "application/json"),
        }
        : new(HttpStatusCode.Unauthorized);
}
