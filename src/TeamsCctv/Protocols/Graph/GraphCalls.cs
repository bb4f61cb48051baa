using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Azure.Core;
using Microsoft.Graph;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary.Middleware;

namespace TeamsCctv.Protocols.Graph;

/// <summary>
/// Microsoft's client, made so that every call is made once: its handler for trying again, which repeats what writes as
/// well, and the one for redirects are left out. An outcome that is not the answer is a <see cref="GraphException"/>.
/// </summary>
internal sealed class GraphCalls : IDisposable
{
    /// <summary>From the first byte sent to the last one read.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>For a whole mail with what is attached to it.</summary>
    public static readonly TimeSpan ContentTimeout = TimeSpan.FromMinutes(5);

    /// <summary>The one word for a message that is not there; other words for 404 are about the mailbox.</summary>
    private const string Gone = "ErrorItemNotFound";

    private static readonly string[] StateLost = ["syncStateNotFound", "syncStateInvalid", "resyncRequired"];

    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    /// <param name="network">What the calls go out by.</param>
    /// <param name="downloads">The one host, beside Graph's, that file contents may come from.</param>
    public GraphCalls(GraphAddress address, TokenCredential credential, HttpMessageHandler network, TimeProvider time, Uri? downloads = null)
    {
        (Address, _time) = (address, time);
        var handlers = GraphClientFactory.CreateDefaultHandlers()
            .Where(handler => handler is not (RetryHandler or RedirectHandler)).Append(new GraphWire(address, downloads)).ToArray();
        _http = GraphClientFactory.Create(handlers, finalHandler: network);
        _http.Timeout = System.Threading.Timeout.InfiniteTimeSpan;
        Client = new(_http, new BaseBearerTokenAuthenticationProvider(new GraphToken(credential, address)), address.Version);
    }

    public GraphAddress Address { get; }

    public GraphServiceClient Client { get; }

    public async Task RunAsync(Func<GraphServiceClient, CancellationToken, Task> call, CancellationToken cancellation) => await RunAsync(
        async (client, cancelled) =>
        {
            await call(client, cancelled);
            return this;
        },
        Timeout,
        cancellation);

    public Task<T> RunAsync<T>(Func<GraphServiceClient, CancellationToken, Task<T?>> call, CancellationToken cancellation)
        where T : class => RunAsync(call, Timeout, cancellation);

    [SuppressMessage("Design", "CA1031", Justification = "Whatever a foreign client throws at a foreign answer is one more way of not being answered.")]
    public async Task<T> RunAsync<T>(Func<GraphServiceClient, CancellationToken, Task<T?>> call, TimeSpan timeout, CancellationToken cancellation)
        where T : class
    {
        using var patience = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            return await call(Client, either.Token) ?? throw new GraphException(GraphTrouble.NotNow, "an empty answer");
        }
        catch (Exception given) when (given is GraphException || (given is OperationCanceledException && cancellation.IsCancellationRequested))
        {
            throw;
        }
        catch (OperationCanceledException late)
        {
            throw new GraphException(GraphTrouble.NotNow, "no answer in time", inner: late);
        }
        catch (ApiException said)
        {
            throw Of(said);
        }
        catch (Exception other)
        {
            throw other.InnerException is GraphException ours
                ? ours
                : new GraphException(GraphTrouble.NotNow, other is HttpRequestException wrong ? $"{wrong.HttpRequestError}" : other.GetType().Name, inner: other);
        }
    }

    public void Dispose()
    {
        Client.Dispose();
        _http.Dispose();
    }

    private GraphException Of(ApiException said)
    {
        var code = (said as ODataError)?.Error?.Code ?? "";
        var trouble = said.ResponseStatusCode switch
        {
            410 => GraphTrouble.StateLost,
            _ when StateLost.Contains(code, StringComparer.OrdinalIgnoreCase) => GraphTrouble.StateLost,
            404 when code.Equals(Gone, StringComparison.OrdinalIgnoreCase) => GraphTrouble.Gone,
            404 => GraphTrouble.NotFound,
            409 => GraphTrouble.Exists,
            412 => GraphTrouble.Changed,
            429 => GraphTrouble.Throttled,
            408 or >= 500 => GraphTrouble.NotNow,
            _ => GraphTrouble.Refused,
        };
        return new(trouble, $"{said.ResponseStatusCode} {Plain(code)}".TrimEnd(), After(said), said);
    }

    /// <summary>A code goes into the log; it is Graph's word and kept short.</summary>
    private static string Plain(string code) => new([.. code.Where(char.IsAsciiLetterOrDigit).Take(60)]);

    /// <summary>
    /// The longer of what <c>Retry-After</c> and <c>RateLimit-Reset</c> say (SharePoint, "Avoid getting throttled"); nobody waits
    /// longer than a day for one word.
    /// </summary>
    private TimeSpan? After(ApiException said) => (Wait(said, "Retry-After"), Wait(said, "RateLimit-Reset")) switch
    {
        ({ } after, { } reset) => after > reset ? after : reset,
        var (after, reset) => after ?? reset,
    };

    /// <summary>Seconds or a date.</summary>
    private TimeSpan? Wait(ApiException said, string name)
    {
        var given = said.ResponseHeaders?.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault();
        TimeSpan? wait = double.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400))
            : DateTimeOffset.TryParseExact(given, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until) ? until - _time.GetUtcNow() : null;
        return wait is { } asked ? TimeSpan.FromSeconds(Math.Clamp(asked.TotalSeconds, 0, 86_400)) : null;
    }
}
