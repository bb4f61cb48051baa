using System.Text.Json;

namespace TeamsCctv.Protocols.Teams;

/// <summary>Answers of other people's servers, never read further than we are willing to hold.</summary>
internal static class BoundedHttp
{
    /// <summary>A client of that name that follows no redirect, keeps no cookie and logs no address.</summary>
    public static void AddBounded(this IServiceCollection services, string name, TimeSpan timeout) =>
        services.AddHttpClient(name, client => client.Timeout = timeout)
            .UseSocketsHttpHandler((handler, _) =>
            {
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
                handler.ConnectTimeout = TimeSpan.FromSeconds(5);
                handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2);
                handler.MaxResponseHeadersLength = 64;
            })
            // They write addresses, and conversation ids with them.
            .RemoveAllLoggers();

    /// <summary>The body, or null if it is longer than <paramref name="most"/> bytes.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream body, int most, CancellationToken cancellationToken)
    {
        var buffer = new byte[Math.Min(most + 1, 16 * 1024)];
        var length = 0;
        while (true)
        {
            var read = await body.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
                return buffer.AsMemory(0, length);
            length += read;
            if (length > most)
                return null;
            if (length == buffer.Length)
                Array.Resize(ref buffer, Math.Min(most + 1, buffer.Length * 2));
        }
    }

    /// <summary>The body as a JSON object, or null if it is none, too long or too deep.</summary>
    public static async Task<JsonElement?> ReadObjectAsync(HttpContent content, int most, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        if (await ReadAsync(stream, most, cancellationToken) is not { } body)
            return null;
        try
        {
            using var document = JsonDocument.Parse(body, new() { MaxDepth = 16 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A text field, or null if it is missing, not a text or cannot be read as one.</summary>
    public static string? Text(this JsonElement element, string field)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(field, out var found) && found.ValueKind == JsonValueKind.String
                ? found.GetString()
                : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
