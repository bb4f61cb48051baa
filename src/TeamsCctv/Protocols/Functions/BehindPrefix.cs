using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace TeamsCctv.Protocols.Functions;

/// <summary>
/// What the host passes on from outside: all of it begins with the prefix, which belongs to the host and to no route of
/// ours. Who asked, and by what name, is whatever the sender liked to write; the site's address is the one it was given.
/// </summary>
internal static class BehindPrefix
{
    /// <param name="root">Where the site is reached, prefix included.</param>
    /// <param name="kept">A path of ours that already begins with the prefix, and is known to others by it.</param>
    public static void UseFunctionsPrefix(this IApplicationBuilder app, Uri root, string kept, EnvelopeDoor envelopes)
    {
        var host = root.IsDefaultPort ? new HostString(root.Host) : new HostString(root.Host, root.Port);
        app.Use(async (context, next) =>
        {
            var request = context.Request;
            if (!request.Path.StartsWithSegments(CustomHandler.Prefix, StringComparison.OrdinalIgnoreCase, out var rest))
            {
                await envelopes.HandleAsync(context);
                return;
            }

            if (root.IsLoopback && !IsOfThisMachine(request))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            (request.Scheme, request.Host, request.PathBase) = (root.Scheme, host, CustomHandler.Prefix);
            if (request.Path.Value != kept)
                request.Path = rest.HasValue ? rest : "/";
            await ServeAsync(context, next);
        });
    }

    /// <summary>
    /// A site of this machine alone is there for nobody from another, wherever the host listens, and not by another name: that is
    /// a page of elsewhere whose name leads here.
    /// </summary>
    private static bool IsOfThisMachine(HttpRequest request) =>
        Uri.TryCreate($"http://{request.Host.Host}/", UriKind.Absolute, out var asked) && asked.IsLoopback
        && request.Headers["X-Forwarded-For"].SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries))
            .All(one => IPEndPoint.TryParse(one, out var from) && IPAddress.IsLoopback(from.Address));

    private static async Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        var response = context.Response;
        response.OnStarting(() =>
        {
            if (response.Headers.Location.ToString() is ['/', ..] path && !path.StartsWith($"{CustomHandler.Prefix}/", StringComparison.Ordinal))
                response.Headers.Location = CustomHandler.Prefix + path;
            return Task.CompletedTask;
        });
        var inner = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        await using var links = new PrefixedLinks(inner, response, CustomHandler.Prefix);
        context.Features.Set<IHttpResponseBodyFeature>(links);
        try
        {
            await next(context);
            await links.FlushWriterAsync(context.RequestAborted);
        }
        finally
        {
            context.Features.Set(inner);
        }
    }
}
