using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using TeamsCctv.Protocols.Teams;

namespace TeamsCctv.Protocols.Functions;

/// <summary>Handles an envelope, or throws <see cref="NotHandledException"/>; lines for the host's log.</summary>
internal delegate Task<IReadOnlyList<string>> EnvelopeHandler(Envelope envelope, CancellationToken cancellation);

/// <summary>
/// <c>POST /{function}</c> from the Functions host: 200 with an <see cref="EnvelopeAnswer"/> once it is handled, anything else
/// otherwise, and the host comes again. Nobody else is let in: to a stranger the paths do not exist.
/// </summary>
internal sealed partial class EnvelopeDoor(IReadOnlyDictionary<string, EnvelopeHandler> functions, ILogger<EnvelopeDoor> logger)
{
    private const string Invocation = "X-Azure-Functions-InvocationId";
    private const string HostAgent = "Azure-Functions-Host/";

    /// <summary>Whatever passed a proxy bears one of these; the host itself sends none.</summary>
    private static readonly string[] OfProxies = ["Forwarded", "Via", "Disguised-Host", "Max-Forwards", "Client-IP"];

    private static readonly string[] PrefixesOfProxies = ["X-Forwarded-", "X-ARR-", "X-Original-", "X-Client-", "X-AppService-", "X-MS-", "X-WAWS-", "X-SITE-"];

    public async Task HandleAsync(HttpContext context)
    {
        if (FunctionOf(context) is not { } handler)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var body = context.Request.ContentLength > Envelope.Largest
            ? null
            : await BoundedHttp.ReadAsync(context.Request.Body, Envelope.Largest, context.RequestAborted);
        if (body is null || Envelope.Read(body.Value) is not { } envelope)
        {
            await RefuseAsync(context, body is null ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest, "This is no envelope that we take.");
            return;
        }

        try
        {
            await context.Response.WriteAsJsonAsync(new EnvelopeAnswer(await handler(envelope, context.RequestAborted)), AsNamed, context.RequestAborted);
        }
        catch (NotHandledException failure)
        {
            LogNotHandled(failure, context.Request.Path);
            await RefuseAsync(context, StatusCodes.Status500InternalServerError, failure.Message);
        }
    }

    private static readonly JsonSerializerOptions AsNamed = new();

    /// <summary>
    /// The function that the host, and nobody through it, calls. The path as it was sent: one that only becomes a function's
    /// by decoding came from somewhere else. The host calls us by our address, while what it passes on keeps the name that
    /// a browser asked for.
    /// </summary>
    private EnvelopeHandler? FunctionOf(HttpContext context)
    {
        var request = context.Request;
        var fromHost = HttpMethods.IsPost(request.Method)
            && context.Features.Get<IHttpRequestFeature>()?.RawTarget == request.Path.Value
            && context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
            && request.Host.Host == "127.0.0.1" && request.Host.Port == context.Connection.LocalPort
            && Guid.TryParse(request.Headers[Invocation], out _)
            && request.Headers.UserAgent.ToString().StartsWith(HostAgent, StringComparison.Ordinal)
            && !request.Headers.Keys.Any(IsOfProxy);
        return fromHost && request.Path.Value is ['/', .. var name] ? functions.GetValueOrDefault(name) : null;
    }

    private static bool IsOfProxy(string header) =>
        OfProxies.Contains(header, StringComparer.OrdinalIgnoreCase)
        || PrefixesOfProxies.Any(prefix => header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static Task RefuseAsync(HttpContext context, int status, string says)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(says, context.RequestAborted);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function} was not handled; the host sends it again")]
    private partial void LogNotHandled(Exception failure, string function);
}
