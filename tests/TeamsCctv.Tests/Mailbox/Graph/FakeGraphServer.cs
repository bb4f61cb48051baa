using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TeamsCctv.Tests.Mailbox.Graph;

/// <summary>The fake behind a socket on loopback: what is lost in memory is a connection that breaks here.</summary>
internal sealed class FakeGraphServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _graph;

    private FakeGraphServer(WebApplication app, FakeGraph graph)
    {
        (_app, _graph) = (app, new(graph, disposeHandler: false));
        _app.Run(HandleAsync);
    }

    /// <summary>Without a slash at its end.</summary>
    public string Address { get; private set; } = "";

    public static async Task<FakeGraphServer> StartAsync(FakeGraph graph)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new FakeGraphServer(builder.Build(), graph);
        await server._app.StartAsync();
        server.Address = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        graph.Root = $"{server.Address}/v1.0";
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _graph.Dispose();
    }

    private async Task HandleAsync(HttpContext http)
    {
        using var request = new HttpRequestMessage(new(http.Request.Method), http.Request.GetEncodedUrl());
        if (http.Request.ContentLength > 0 || http.Request.Headers.TransferEncoding.Count > 0)
            request.Content = new StreamContent(http.Request.Body);
        foreach (var header in http.Request.Headers)
            request.Headers.TryAddWithoutValidation(header.Key, header.Value.ToArray());
        try
        {
            using var answer = await _graph.SendAsync(request, http.RequestAborted);
            http.Response.StatusCode = (int)answer.StatusCode;
            if (answer.Headers.RetryAfter is { } wait)
                http.Response.Headers.RetryAfter = wait.ToString();
            if (answer.Headers.Location is { } location)
                http.Response.Headers.Location = location.OriginalString;
            http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
        }
        catch (Exception lost) when (lost is HttpRequestException or OperationCanceledException)
        {
            http.Abort();
        }
    }
}
