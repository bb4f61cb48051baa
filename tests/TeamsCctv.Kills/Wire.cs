using System.Text;
using System.Text.Json.Nodes;

namespace TeamsCctv.Kills;

/// <summary>
/// Sends as a recorder and a channel do: the same bytes again until they are answered. What was answered 2xx is
/// acknowledged, and from then on must never be lost.
/// </summary>
public sealed class Wire(Uri app, Uptime uptime) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = app,
        Timeout = TimeSpan.FromSeconds(30),
    };

    private long _again;
    private long _busy;

    /// <summary>Requests that had to be sent again because the program died before its answer.</summary>
    public long Again => Interlocked.Read(ref _again);

    /// <summary>Answers 503: it did not take it and said so.</summary>
    public long Busy => Interlocked.Read(ref _busy);

    /// <summary>The body of the 2xx answer; null where it has none.</summary>
    /// <exception cref="InvalidOperationException">An answer that no kill explains.</exception>
    public async Task<JsonNode?> PostAsync(string path, string contentType, string body, string? token = null)
    {
        while (true)
        {
            await uptime.WhenUpAsync();
            try
            {
                var (status, answer) = await uptime.CountAsync(() => OnceAsync(path, contentType, body, token));
                if (status is >= 200 and < 300)
                    return answer.StartsWith('{') ? JsonNode.Parse(answer) : null;
                if (status != 503)
                    throw new InvalidOperationException($"POST {path} was answered {status}: {answer}\n{body}");
                Interlocked.Increment(ref _busy);
            }
            catch (Exception died) when (died is HttpRequestException or IOException or TaskCanceledException)
            {
                Interlocked.Increment(ref _again);
            }

            await Task.Delay(20);
        }
    }

    public async Task<byte[]> GetAsync(string path)
    {
        while (true)
        {
            await uptime.WhenUpAsync();
            try
            {
                return await _http.GetByteArrayAsync(new Uri(path, UriKind.Relative));
            }
            catch (Exception died) when (died is HttpRequestException { StatusCode: null } or IOException or TaskCanceledException)
            {
                await Task.Delay(20);
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<(int Status, string Answer)> OnceAsync(string path, string contentType, string body, string? token)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        using var response = await _http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
