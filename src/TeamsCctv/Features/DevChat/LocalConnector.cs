using System.Text.Json.Nodes;
using TeamsCctv.Protocols.Teams;

namespace TeamsCctv.Features.DevChat;

/// <summary>
/// The local channel's issuer and connector, as the bot meets them. Every sample person has the app, as if the trust's
/// administrator had set it up for all staff, so that the bot may speak first to any of them.
/// </summary>
internal static class LocalConnector
{
    /// <summary>Bytes of an activity; Teams answers 413 above about this.</summary>
    private const int LargestActivity = 80 * 1024;

    public static void MapIssuer(IEndpointRouteBuilder routes)
    {
        var issuer = routes.MapGroup(LocalChannel.IssuerPath);
        issuer.MapGet("/.well-known/openidconfiguration", (LocalIssuer local) => Results.Json(local.Metadata));
        issuer.MapGet("/keys", (LocalIssuer local) => Results.Json(local.Keys));
        issuer.MapPost("/token", async (HttpRequest request, LocalIssuer local) =>
            request.HasFormContentType && local.ForConnector(await request.ReadFormAsync(request.HttpContext.RequestAborted)) is { } token
                ? Results.Json(new { token_type = "Bearer", expires_in = (int)token.Life.TotalSeconds, access_token = token.Token })
                : Results.Json(new { error = "invalid_client", error_description = "The client or its secret is not known." }, statusCode: 401))
            .DisableAntiforgery();
    }

    public static void MapConnector(IEndpointRouteBuilder routes)
    {
        var conversations = routes.MapGroup(LocalChannel.ConnectorPath + "/v3/conversations");
        conversations.AddEndpointFilter(async (context, next) =>
            await context.HttpContext.RequestServices.GetRequiredService<LocalIssuer>().IsBotAsync(context.HttpContext.Request.Headers.Authorization)
                ? await next(context)
                : Error(401, "Unauthorized", "The bot's token is not accepted."));
        conversations.MapPost("", CreateAsync);
        conversations.MapPost("/{conversation}/activities", (string conversation, HttpRequest request, ChatPeople people, ChatStore store, TimeProvider time) =>
            SendAsync(conversation, null, request, people, store, time));
        conversations.MapPost("/{conversation}/activities/{activity}", (string conversation, string activity, HttpRequest request, ChatPeople people, ChatStore store, TimeProvider time) =>
            SendAsync(conversation, activity, request, people, store, time));
        conversations.MapPut("/{conversation}/activities/{activity}", UpdateAsync);
        conversations.MapDelete("/{conversation}/activities/{activity}", (string conversation, string activity, ChatPeople people, ChatStore store) =>
            !ChatPlaces.Exists(people, conversation) ? NoConversation()
            : store.Delete(conversation, activity) ? Results.Ok() : NoActivity());
    }

    private static async Task<IResult> CreateAsync(HttpRequest request, ChatPeople people, LocalChannel channel)
    {
        if (await BoundedJson.ReadAsync(request) is not { } asked
            || asked["members"] is not JsonArray { Count: 1 } members || members[0] is not JsonObject member || member.Text("id") is not { } id
            || asked["isGroup"] is not JsonValue group || !group.TryGetValue<bool>(out var isGroup) || isGroup)
            return Error(400, "BadArgument", "A conversation is made with one member, and isGroup false.");
        if (asked.Text("tenantId") != channel.Tenant)
            return Error(403, "ForbiddenOperationException", "The tenant is not this channel's.");
        return people.Find(id) is { } person
            ? Results.Json(new { id = ChatPlaces.With(person), serviceUrl = channel.ServiceUrl }, statusCode: 201)
            : Error(403, "ForbiddenOperationException", "The app is not installed for this person.");
    }

    private static async Task<IResult> SendAsync(
        string conversation, string? replyTo, HttpRequest request, ChatPeople people, ChatStore store, TimeProvider time)
    {
        if (!ChatPlaces.Exists(people, conversation))
            return NoConversation();
        if (conversation == ChatPlaces.Channel && !store.HasBot(conversation))
            return Error(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.");
        if (replyTo is not null && store.Find(replyTo, "") is null && !Guid.TryParse(replyTo, out _))
            return NoActivity();
        var (activity, wrong) = await ActivityAsync(request);
        if (activity is null)
            return wrong!;
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString();
        if (activity.Text("type") == ActivityTypes.Message)
            store.Add(conversation, id, LocalChannel.BotId, now, activity);
        return Results.Json(new { id }, statusCode: 201);
    }

    private static async Task<IResult> UpdateAsync(string conversation, string activity, HttpRequest request, ChatPeople people, ChatStore store)
    {
        if (!ChatPlaces.Exists(people, conversation))
            return NoConversation();
        var (updated, wrong) = await ActivityAsync(request);
        if (updated is null)
            return wrong!;
        return store.Update(conversation, activity, updated) ? Results.Json(new { id = activity }) : NoActivity();
    }

    private static async Task<(JsonObject? Activity, IResult? Wrong)> ActivityAsync(HttpRequest request)
    {
        if (request.ContentLength > LargestActivity)
            return (null, Error(413, "MessageSizeTooBig", "The message is too big."));
        if (await BoundedJson.ReadAsync(request) is not { } activity || activity.Text("type") is not { Length: > 0 })
            return (null, Error(400, "BadArgument", "This is not an activity."));
        return (activity, null);
    }

    private static IResult NoConversation() => Error(404, "ConversationNotFound", "There is no such conversation.");

    private static IResult NoActivity() => Error(404, "ActivityNotFoundInConversation", "There is no such activity.");

    private static IResult Error(int status, string code, string message) =>
        Results.Json(new { error = new { code, message } }, statusCode: status);
}
