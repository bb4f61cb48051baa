using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TeamsCctv.Benchmarks;

/// <summary>
/// The least that accepts a signed post durably: HMAC-SHA256 of the body against a header, an append to a file, one
/// fsync for all that wait, then 202.
/// </summary>
internal sealed class BareIngest : IAsyncDisposable
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Channel<(byte[] Body, TaskCompletionSource Told)> _waiting =
        Channel.CreateUnbounded<(byte[], TaskCompletionSource)>(new() { SingleReader = true });
    private readonly FileStream _file;
    private readonly Task _running;

    private BareIngest(string path)
    {
        _file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        App = builder.Build();
        App.MapPost("/ingest", (RequestDelegate)HandleAsync);
        _running = Task.Run(AppendAsync);
    }

    public WebApplication App { get; }

    public static async Task<BareIngest> StartAsync(string path)
    {
        var bare = new BareIngest(path);
        await bare.App.StartAsync();
        return bare;
    }

    public byte[] Request(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(_key, bytes));
        return Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST /ingest HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Signature: {signature}\r\nContent-Type: application/xml; charset=\"UTF-8\"\r\nContent-Length: {bytes.Length}\r\n\r\n{body}"));
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        _waiting.Writer.Complete();
        await _running;
        await _file.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream((int)context.Request.ContentLength!);
        await context.Request.Body.CopyToAsync(body);
        var bytes = body.ToArray();
        Span<byte> given = stackalloc byte[32];
        if (Convert.FromHexString(context.Request.Headers["X-Signature"].ToString(), given, out _, out _) != System.Buffers.OperationStatus.Done
            || !CryptographicOperations.FixedTimeEquals(given, HMACSHA256.HashData(_key, bytes)))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Writer.TryWrite((bytes, told));
        await told.Task;
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private async Task AppendAsync()
    {
        List<TaskCompletionSource> group = [];
        using var bytes = new MemoryStream();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (group.Count < 512 && _waiting.Reader.TryRead(out var post))
            {
                bytes.Write(post.Body);
                group.Add(post.Told);
            }

            _file.Write(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
            _file.Flush(flushToDisk: true);
            group.ForEach(told => told.SetResult());
            group.Clear();
            bytes.SetLength(0);
        }
    }
}
