namespace TeamsCctv.Protocols.Recorders;

/// <summary>Brings a whole body, or what is left of it, into a <see cref="BoundedText"/>.</summary>
internal static class Gathering
{
    public static async ValueTask<WireError?> GatherTextAsync(this BoundedBody body, BoundedText text, CancellationToken cancellation)
    {
        do
        {
            if (!text.Add(body.Window))
                return new WireError.TooLarge();
            body.Skip(body.Window.Length);
        }
        while (await body.MoreAsync(cancellation));
        return body.TooLong ? new WireError.TooLong() : null;
    }

    public static async ValueTask<WireError?> GatherJsonAsync(this BoundedBody body, BoundedText text, CancellationToken cancellation)
    {
        var sieve = new JsonSieve(text);
        do
        {
            if (sieve.Add(body.Window) is { } error)
                return error;
            body.Skip(body.Window.Length);
        }
        while (await body.MoreAsync(cancellation));
        return body.TooLong ? new WireError.TooLong() : null;
    }
}
