namespace TeamsCctv.Protocols.Teams.Connector;

/// <summary>How long a server asks us to wait.</summary>
internal static class RetryAfter
{
    /// <summary>Seconds or a date, never negative; null if it does not say.</summary>
    public static TimeSpan? Of(HttpResponseMessage response, TimeProvider time)
    {
        var asked = response.Headers.RetryAfter;
        var wait = asked?.Delta ?? (asked?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait is { } given && given < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
