using TeamsCctv.Protocols.Teams.Tokens;

namespace TeamsCctv.Protocols.Teams;

/// <summary>Where the channel delivers: <c>POST /api/messages</c>.</summary>
public static partial class MessagesEndpoint
{
    public const string Path = "/api/messages";

    /// <summary>
    /// 413 too long, 400 not an activity, 401, 403 or 503 by its token, 501 for an unknown invoke; anything else 200.
    /// The answer comes after the turn: the channel waits up to 15 seconds.
    /// </summary>
    public static IEndpointConventionBuilder MapMessages(this IEndpointRouteBuilder routes) => routes.MapPost(Path, HandleAsync);

    private static async Task HandleAsync(
        HttpContext context, InboundTokens tokens, ITurnHandler handler, ILoggerFactory loggers)
    {
        var cancelled = context.RequestAborted;
        if (context.Request.ContentLength > ActivityReader.LargestBody
            || await BoundedHttp.ReadAsync(context.Request.Body, ActivityReader.LargestBody, cancelled) is not { } body)
        {
            await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, "The activity is longer than 256 KiB.");
            return;
        }

        if (!ActivityReader.TryRead(body, out var activity, out var error))
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, error);
            return;
        }

        if (await tokens.ValidateAsync(context.Request.Headers.Authorization, activity, cancelled) is { } refusal)
        {
            Log.Refused(loggers.CreateLogger(typeof(MessagesEndpoint)), refusal);
            await RefuseAsync(context, TokenRefusals.StatusOf(refusal), "The token is not accepted.");
            return;
        }

        await AnswerAsync(context, activity, await TurnAsync(handler, activity, cancelled));
    }

    private static async Task<InvokeResponse?> TurnAsync(ITurnHandler handler, Activity activity, CancellationToken cancelled) =>
        activity is { IsCardAction: true, CardInvoke: null }
            ? InvokeResponse.BadRequest("The action is not an Action.Execute with a verb.")
            : await handler.OnTurnAsync(activity, cancelled);

    private static Task AnswerAsync(HttpContext context, Activity activity, InvokeResponse? response)
    {
        if (!activity.IsInvoke)
            return Task.CompletedTask;
        var answer = response ?? InvokeResponse.NotImplemented;
        context.Response.StatusCode = answer.Status;
        return answer.Body is { } body
            ? context.Response.WriteAsJsonAsync(body, TeamsJson.Wire, context.RequestAborted)
            : Task.CompletedTask;
    }

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        if (status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "10";
        return context.Response.WriteAsJsonAsync(new { error = new { code = status.ToString(System.Globalization.CultureInfo.InvariantCulture), message } });
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "An activity was refused: {Refusal}")]
        public static partial void Refused(ILogger logger, TokenRefusal refusal);
    }
}
