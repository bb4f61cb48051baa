using System.Text.Json.Nodes;

namespace TeamsCctv.Features.DevChat;

/// <summary>What the page asks for. Whoever sits at this machine is anybody they like: it is a development client.</summary>
internal static class ChatApi
{
    private const int LongestText = 4_000;

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/chat/api");
        api.MapGet("/people", (ChatPeople people) =>
            Results.Json(people.All.Select(person => new { id = person.ObjectId, mri = person.Mri, name = person.Name, title = person.Title, school = person.School })));
        api.MapGet("/events", EventsAsync);
        api.MapGet("/{who}/activities", (string who, long? after, ChatPeople people, ChatStore store) =>
            people.Find(who) is { } person ? Results.Json(Changes(person, after ?? 0, store)) : Results.NotFound());
        api.MapPost("/{who}/install", InstallAsync);
        api.MapPost("/{who}/say", SayAsync);
        api.MapPost("/{who}/press", PressAsync);
    }

    private static object Changes(ChatPerson person, long after, ChatStore store) => new
    {
        inChannel = store.HasBot(ChatPlaces.Channel),
        activities = store.After(ChatPlaces.With(person), after, person.Mri)
            .Concat(store.After(ChatPlaces.Channel, after, person.Mri))
            .Select(entry => new
            {
                version = entry.Version,
                id = entry.Id,
                place = Place(entry.Conversation),
                from = entry.From,
                at = entry.At,
                deleted = entry.Deleted,
                activity = entry.Json,
                view = entry.View,
                viewedAt = entry.ViewedAt,
            }),
    };

    private static async Task<IResult> InstallAsync(string who, HttpRequest request, ChatPeople people, ChatClient client)
    {
        if (await AskedAsync(who, request, people) is not { } asked)
            return Results.BadRequest();
        return Answer(await client.InstallAsync(asked.Person, asked.Conversation, request.HttpContext.RequestAborted));
    }

    private static async Task<IResult> SayAsync(string who, HttpRequest request, ChatPeople people, ChatClient client)
    {
        if (await AskedAsync(who, request, people) is not { } asked || asked.Json.Text("text")?.Trim() is not { Length: > 0 and <= LongestText } text)
            return Results.BadRequest();
        return Answer(await client.SayAsync(asked.Person, asked.Conversation, text, request.HttpContext.RequestAborted));
    }

    private static async Task<IResult> PressAsync(string who, HttpRequest request, ChatPeople people, ChatStore store, ChatClient client)
    {
        if (await AskedAsync(who, request, people) is not { } asked
            || asked.Json.Text("card") is not { } id || asked.Json["action"] is not JsonObject action)
            return Results.BadRequest();
        if (store.Find(id, asked.Person.Mri) is not { Deleted: false } card || !ChatPlaces.Sees(asked.Person, card.Conversation))
            return Results.NotFound();
        var automatic = asked.Json.Text("trigger") == "automatic";
        return Answer(await client.PressAsync(asked.Person, card, action.DeepClone().AsObject(), automatic, request.HttpContext.RequestAborted));
    }

    private static async Task<(ChatPerson Person, string Conversation, JsonObject Json)?> AskedAsync(string who, HttpRequest request, ChatPeople people) =>
        people.Find(who) is { } person && await BoundedJson.ReadAsync(request) is { } json
            ? (person, json.Text("place") == "channel" ? ChatPlaces.Channel : ChatPlaces.With(person), json)
            : null;

    private static IResult Answer(ChatAnswer answer) => Results.Json(new { status = answer.Status, body = answer.Body });

    private static string Place(string conversation) => conversation == ChatPlaces.Channel ? "channel" : "personal";

    /// <summary>A line whenever something has changed; the page then asks for what.</summary>
    private static async Task EventsAsync(HttpContext context, ChatStore store, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        using var bell = new SemaphoreSlim(1);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        void Ring()
        {
            lock (bell)
            {
                if (bell.CurrentCount == 0)
                    bell.Release();
            }
        }

        store.Changed += Ring;
        try
        {
            while (true)
            {
                var changed = await bell.WaitAsync(Heartbeat, ended.Token);
                await context.Response.WriteAsync(changed ? "data: changed\n\n" : ": still here\n\n", ended.Token);
                await context.Response.Body.FlushAsync(ended.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page is gone or the process stops.
        }
        finally
        {
            store.Changed -= Ring;
        }
    }
}
