using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.DependencyInjection;

namespace TeamsCctv.Tests.Support;

/// <summary>A line between the process and its queue that can be cut: before a message is sent, or after, so that only the answer is lost.</summary>
internal sealed class QueueFaults : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _onwards = new();
    private int _struck;

    private QueueFaults(WebApplication app) => _app = app;

    /// <summary>What becomes of everything that is sent to the queue.</summary>
    public Cut Cut { get; set; }

    /// <summary>How often it has struck: the client tries again by itself.</summary>
    public int Struck => Volatile.Read(ref _struck);

    public int Port => new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    public static async Task<QueueFaults> StartAsync(int queuePort)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var faults = new QueueFaults(app);
        app.Run(context => faults.PassAsync(context, queuePort));
        await app.StartAsync();
        return faults;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _onwards.Dispose();
    }

    private async Task PassAsync(HttpContext context, int queuePort)
    {
        var sends = HttpMethods.IsPost(context.Request.Method) && context.Request.Path.Value!.EndsWith("/messages", StringComparison.Ordinal);
        var cut = sends ? Cut : Cut.Nothing;
        if (cut == Cut.Before)
        {
            Interlocked.Increment(ref _struck);
            context.Abort();
            return;
        }

        using var request = new HttpRequestMessage(new(context.Request.Method), new Uri($"http://127.0.0.1:{queuePort}{context.Request.GetEncodedPathAndQuery()}"));
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        request.Content = new ByteArrayContent(body.ToArray());
        foreach (var (name, values) in context.Request.Headers)
        {
            if (name is not ("Host" or "Connection" or "Transfer-Encoding") && !request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!))
                request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!);
        }

        using var answer = await _onwards.SendAsync(request);
        if (cut == Cut.After)
        {
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            Interlocked.Increment(ref _struck);
            context.Abort();
            return;
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not ("Transfer-Encoding" or "Connection" or "Keep-Alive")))
            context.Response.Headers[name] = values.ToArray();
        await answer.Content.CopyToAsync(context.Response.Body);
    }
}

internal enum Cut
{
    Nothing,

    /// <summary>The queue never has it.</summary>
    Before,

    /// <summary>The queue has it, and nobody is told.</summary>
    After,
}
