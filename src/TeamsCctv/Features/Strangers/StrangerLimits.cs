using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace TeamsCctv.Features.Strangers;

/// <summary>
/// How often somebody may send who has not signed in. Each process counts for itself, by the machine's clock: it keeps one
/// sender from taking a process's time, and no secret rests on it.
/// </summary>
internal sealed class StrangerLimits : IDisposable
{
    /// <summary>A station, a council or a trust has one address for everybody in it.</summary>
    public const int FormsAnAddress = 60;

    /// <summary>One person fills a form in, and puts it right.</summary>
    public const int FormsALink = 12;

    /// <summary>A morning of a trust's staff behind one address.</summary>
    public const int SignInsAnAddress = 600;

    /// <summary>Of recorders' URLs that lead nowhere; one that leads to a recorder is never counted.</summary>
    public const int UnknownAnAddress = 60;

    /// <summary>What whoever is refused is told.</summary>
    public const string TooOften = "That was sent too often. Nothing was changed. Wait a minute and send it again.";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Sender _sender;
    private readonly PartitionedRateLimiter<HttpContext> _unknown;

    public StrangerLimits(Sender sender)
    {
        _sender = sender;
        _unknown = PartitionedRateLimiter.Create<HttpContext, string>(http => ByAddress(http, "recorder", UnknownAnAddress));
    }

    /// <summary>Whether a recorder's URL that leads nowhere may be said to lead nowhere once more; where not, the answer has all but its line.</summary>
    public bool AdmitsUnknown(HttpContext http)
    {
        using var lease = _unknown.AttemptAcquire(http);
        if (!lease.IsAcquired)
            Refuse(http, lease);
        return lease.IsAcquired;
    }

    public void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = async (rejected, cancellation) =>
        {
            Refuse(rejected.HttpContext, rejected.Lease);
            await rejected.HttpContext.Response.WriteAsync(TooOften, cancellation);
        };
        options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(http => LimitOf(http) is { } limit ? ByAddress(http, limit.What, limit.AnAddress) : Free),
            PartitionedRateLimiter.Create<HttpContext, string>(http => LimitOf(http) is { Link: { } link } limit ? Window($"{limit.What} {link(http)}", limit.ALink) : Free));
    }

    public void Dispose() => _unknown.Dispose();

    private static RateLimitPartition<string> Free => RateLimitPartition.GetNoLimiter("");

    private static StrangersMaySend? LimitOf(HttpContext http) =>
        HttpMethods.IsPost(http.Request.Method) ? http.GetEndpoint()?.Metadata.GetMetadata<StrangersMaySend>() : null;

    private static RateLimitPartition<string> Window(string key, int permits) => RateLimitPartition.GetFixedWindowLimiter(
        key, _ => new() { PermitLimit = permits, Window = Minute });

    private static void Refuse(HttpContext http, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Minute;
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }

    private RateLimitPartition<string> ByAddress(HttpContext http, string what, int permits) =>
        _sender.Of(http) is { } address ? Window($"{what} {address}", permits) : Free;
}

/// <summary>Marks an endpoint to which people post who have not signed in.</summary>
/// <param name="Link">What the address of the page says of whose it is; one value for all that lead nowhere.</param>
internal sealed record StrangersMaySend(string What, int AnAddress, Func<HttpContext, string>? Link = null, int ALink = 0);
