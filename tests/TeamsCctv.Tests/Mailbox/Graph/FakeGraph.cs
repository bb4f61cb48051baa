using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace TeamsCctv.Tests.Mailbox.Graph;

/// <summary>
/// Microsoft Graph, as far as mailboxes are concerned, strict: what it does not know it answers 400 and keeps as a complaint. It
/// stands behind Microsoft's client, as a handler in memory or behind <see cref="FakeGraphServer"/> on loopback, and calls the
/// process back over HTTP.
/// </summary>
internal sealed partial class FakeGraph(TimeProvider clock) : HttpMessageHandler
{
    public const string Token = "fake-graph-token";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _quiet = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _links = new(StringComparer.Ordinal);
    private int _next;

    /// <summary>Where the version's paths begin, as links name it.</summary>
    public string Root { get; set; } = "http://127.0.0.1:9/v1.0";

    /// <summary>Calls the process at the addresses it gave.</summary>
    public HttpClient Webhook { get; set; } = new();

    public List<FakeMessage> Messages { get; } = [];

    public List<FakeSubscription> Subscriptions { get; } = [];

    /// <summary>Notifications that wait to be posted.</summary>
    public List<(FakeSubscription Of, JsonObject Notice)> Waiting { get; } = [];

    /// <summary>How often a mail with a marker went out.</summary>
    public Dictionary<string, int> Sent { get; } = new(StringComparer.Ordinal);

    /// <summary>What was called, as method and path.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Methods and whole addresses.</summary>
    public ConcurrentQueue<(string Method, Uri Address)> Requests { get; } = new();

    /// <summary>Whom the caller spoke to.</summary>
    public ConcurrentDictionary<string, bool> Hosts { get; } = new();

    /// <summary>What a strict server would have refused.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>Decides what becomes of a call, by its method and path.</summary>
    public Func<string, Fate> Fates { get; set; } = _ => Fate.Served;

    /// <summary>Seconds of a Retry-After.</summary>
    public Func<int> RetryAfter { get; set; } = () => 30;

    /// <summary>How long a mail is on its way and a subscription missing from the list.</summary>
    public Func<TimeSpan> Lag { get; set; } = () => TimeSpan.Zero;

    /// <summary>Ends the caller's process.</summary>
    public Action Crash { get; set; } = () => { };

    public int PageSize { get; set; } = 3;

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Mail comes in; whoever is subscribed will be told.</summary>
    public FakeMessage Arrive(string mailbox, byte[] mime, DateTimeOffset? received = null, JsonArray? headers = null)
    {
        lock (_lock)
        {
            var message = new FakeMessage(NewId(), mailbox) { Folder = "inbox", Received = received ?? Now, Mime = mime, InternetHeaders = headers };
            Messages.Add(message);
            foreach (var subscription in Subscriptions.Where(one => one.Mailbox == mailbox && one.Expires > Now))
                Waiting.Add((subscription, NoticeOf(subscription, message.Id)));
            return message;
        }
    }

    public JsonObject NoticeOf(FakeSubscription subscription, string message) => new()
    {
        ["id"] = NewId(),
        ["subscriptionId"] = subscription.Id,
        ["subscriptionExpirationDateTime"] = subscription.Expires.ToString("o", CultureInfo.InvariantCulture),
        ["clientState"] = subscription.Secret,
        ["changeType"] = "created",
        ["resource"] = $"Users/{subscription.Mailbox}/Messages/{message}",
        ["tenantId"] = GraphWorld.Tenant,
        ["resourceData"] = new JsonObject { ["@odata.type"] = "#Microsoft.Graph.Message", ["@odata.etag"] = "W/\"1\"", ["id"] = message },
    };

    public static JsonObject LifecycleOf(FakeSubscription subscription, string what) => new()
    {
        ["subscriptionId"] = subscription.Id,
        ["subscriptionExpirationDateTime"] = subscription.Expires.ToString("o", CultureInfo.InvariantCulture),
        ["tenantId"] = GraphWorld.Tenant,
        ["clientState"] = subscription.Secret,
        ["lifecycleEvent"] = what,
    };

    /// <summary>What a caller was told to wait for is in its memory: one that starts anew may ask once too early, and is told again.</summary>
    public void ForgetWaits()
    {
        lock (_lock)
            _quiet.Clear();
    }

    /// <summary>Posts announcements as one collection.</summary>
    public async Task<HttpStatusCode> PostAsync(string url, params JsonObject[] notices)
    {
        using var content = new StringContent(
            new JsonObject { ["value"] = new JsonArray([.. notices.Select(notice => notice.DeepClone())]) }.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await Webhook.PostAsync(new Uri(url), content);
        return answer.StatusCode;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath);
        var call = $"{request.Method} {path}";
        Calls.Enqueue(call);
        Requests.Enqueue((request.Method.Method, request.RequestUri));
        Hosts[request.RequestUri.Authority] = true;
        HoldToQuiet(path);
        var fate = Fates(call);
        switch (fate)
        {
            case Fate.Throttled:
                return Throttle(path);
            case Fate.ThrottledSilently:
                return Error(429, "TooManyRequests");
            case Fate.Unavailable:
                return Error(503, "ServiceUnavailable");
            case Fate.NoMailbox:
                return Error(404, "MailboxNotEnabledForRESTAPI");
            case Fate.Lost:
                throw new HttpRequestException(HttpRequestError.ConnectionError);
            case Fate.CrashBefore:
                Crash();
                throw new OperationCanceledException(cancellationToken);
            case Fate.StateLost when request.RequestUri.Query.Contains("token", StringComparison.Ordinal) && path.Contains("delta", StringComparison.Ordinal):
                return Error(410, "syncStateNotFound");
        }

        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        var answer = await AnswerAsync(request, path, body);
        switch (fate)
        {
            case Fate.GatewayTimeout:
                return Error(504, "GatewayTimeout");
            case Fate.ReplyLost:
                throw new HttpRequestException(HttpRequestError.ResponseEnded);
            case Fate.CrashAfter:
                Crash();
                throw new OperationCanceledException(cancellationToken);
        }

        return answer;
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, string path, string? body)
    {
        if (request.Headers.Authorization is not { Scheme: "Bearer", Parameter: Token })
            return Error(401, "InvalidAuthenticationToken");
        var query = QueryHelpers.ParseQuery(request.RequestUri!.Query).ToDictionary(one => one.Key, one => one.Value.ToString());
        var prefer = request.Headers.TryGetValues("Prefer", out var values) ? string.Join(", ", values) : "";
        var json = string.IsNullOrEmpty(body) ? null : JsonNode.Parse(body) as JsonObject;
        if (request.Method == HttpMethod.Post && path == "/v1.0/subscriptions")
            return await SubscribeAsync(json, prefer);
        lock (_lock)
        {
            var known = Route(request.Method.Method, path, query, prefer, json);
            return known ?? Complain($"{request.Method} {request.RequestUri.PathAndQuery}");
        }
    }

    private HttpResponseMessage? Route(string method, string path, Dictionary<string, string> query, string prefer, JsonObject? json)
    {
        if (path == "/v1.0/subscriptions" && method == "GET" && Only(query, "$skiptoken"))
            return ListSubscriptions(query);
        if (OneSubscription().Match(path) is { Success: true } one && query.Count == 0)
            return OnSubscription(method, one.Groups[1].Value, json);

        // Every call on a message says that it goes by immutable ids.
        if (!prefer.Contains("IdType=\"ImmutableId\"", StringComparison.Ordinal))
            return null;
        if (Delta().Match(path) is { Success: true } delta && method == "GET")
            return DeltaPage(delta.Groups[1].Value, query, prefer);
        if (MailboxMessages().Match(path) is not { Success: true } parts)
            return null;
        var (mailbox, id, act) = (parts.Groups[1].Value, parts.Groups[2].Value, parts.Groups[3].Value);
        return (method, id, act) switch
        {
            ("GET", "", "") when Only(query, "$filter", "$select", "$top") => Marked(mailbox, query["$filter"]),
            ("POST", "", "") when query.Count == 0 && json is not null => NewDraft(mailbox, json, null),
            ("GET", _, "") when Only(query, "$select") && query.ContainsKey("$select") => Get(mailbox, id, query["$select"].Split(',')),
            ("GET", _, "/$value") when query.Count == 0 => Content(mailbox, id),
            ("POST", _, "/createReply" or "/microsoft.graph.createReply") when query.Count == 0 => Visible(mailbox, id) is null
                ? NotFound()
                : NewDraft(mailbox, json?["Message"] as JsonObject ?? json?["message"] as JsonObject ?? [], id),
            ("POST", _, "/send" or "/microsoft.graph.send") when query.Count == 0 && json is null => Send(mailbox, id),
            _ => null,
        };
    }

    private async Task<HttpResponseMessage> SubscribeAsync(JsonObject? json, string prefer)
    {
        string[] fields = ["changeType", "notificationUrl", "lifecycleNotificationUrl", "resource", "expirationDateTime", "clientState"];
        if (json is null || fields.Any(field => json[field] is null) || json.Any(field => !fields.Contains(field.Key) && field.Key != "@odata.type"))
            return Complain($"subscription {json}");
        string Text(string field) => json[field]!.GetValue<string>();
        var expires = DateTimeOffset.Parse(Text("expirationDateTime"), CultureInfo.InvariantCulture);
        if (Text("changeType") != "created" || !prefer.Contains("ImmutableId", StringComparison.Ordinal) || Text("clientState").Length is < 1 or > 128
            || expires <= Now || expires > Now.AddMinutes(10_080) || Resource().Match(Uri.UnescapeDataString(Text("resource"))) is not { Success: true } of)
            return Complain($"subscription {json}");
        foreach (var field in new[] { "notificationUrl", "lifecycleNotificationUrl" })
        {
            if (!await ShakesHandsAsync(Text(field)))
                return Error(400, "ValidationError");
        }

        lock (_lock)
        {
            var made = new FakeSubscription(
                Guid.NewGuid().ToString(), of.Groups[1].Value, Text("resource"), Text("notificationUrl"), Text("lifecycleNotificationUrl"), Text("clientState"))
            {
                Expires = expires,
                ListedFrom = Now + Lag(),
            };
            Subscriptions.Add(made);
            return Json(201, JsonOf(made));
        }
    }

    private async Task<bool> ShakesHandsAsync(string url)
    {
        const string token = "Validation: Testing client application reachability for subscription Request-Id: 6a2b-11ef";
        using var content = new StringContent("", Encoding.UTF8, "text/plain");
        using var answer = await Webhook.PostAsync(
            new Uri($"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}validationToken={WebUtility.UrlEncode(token)}"), content);
        return answer.StatusCode == HttpStatusCode.OK && answer.Content.Headers.ContentType?.MediaType == "text/plain"
            && await answer.Content.ReadAsStringAsync() == token;
    }

    private HttpResponseMessage ListSubscriptions(Dictionary<string, string> query)
    {
        var from = query.TryGetValue("$skiptoken", out var token) ? int.Parse(token, CultureInfo.InvariantCulture) : 0;
        var live = Subscriptions.Where(one => one.Expires > Now && one.ListedFrom <= Now).ToList();
        var answer = new JsonObject { ["value"] = new JsonArray([.. live.Skip(from).Take(2).Select(JsonOf)]) };
        if (from + 2 < live.Count)
            answer["@odata.nextLink"] = $"{Root}/subscriptions?$skiptoken={from + 2}";
        return Json(200, answer);
    }

    private HttpResponseMessage? OnSubscription(string method, string id, JsonObject? json)
    {
        var found = Subscriptions.FirstOrDefault(one => one.Id == id && one.Expires > Now);
        switch (method)
        {
            case "PATCH" when json is not null && json.All(field => field.Key is "expirationDateTime" or "@odata.type"):
                var expires = DateTimeOffset.Parse(json["expirationDateTime"]!.GetValue<string>(), CultureInfo.InvariantCulture);
                if (found is null)
                    return NotFound();
                if (expires <= Now || expires > Now.AddMinutes(10_080))
                    return null;
                found.Expires = expires;
                return Json(200, JsonOf(found));
            case "DELETE":
                return found is not null && Subscriptions.Remove(found) ? new(HttpStatusCode.NoContent) : NotFound();
            default:
                return null;
        }
    }

    private HttpResponseMessage? DeltaPage(string mailbox, Dictionary<string, string> query, string prefer)
    {
        if (!prefer.Contains("odata.maxpagesize=", StringComparison.Ordinal))
            return null;
        int from;
        DateTimeOffset since;
        if (query.TryGetValue("$token", out var token) && query.Count == 1)
        {
            if (!_links.Contains(token))
                return Error(410, "syncStateNotFound");
            var parts = token.Split('_');
            (from, since) = (int.Parse(parts[1], CultureInfo.InvariantCulture), DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[2], CultureInfo.InvariantCulture)));
        }
        else if (Only(query, "changeType", "$select", "$filter") && query["changeType"] == "created" && query["$select"] == "id,receivedDateTime"
            && Since().Match(query["$filter"]) is { Success: true } filter)
        {
            (from, since) = (0, DateTimeOffset.Parse(filter.Groups[1].Value, CultureInfo.InvariantCulture));
        }
        else
        {
            return null;
        }

        // What comes later comes at the end: the place in the list is the state.
        var page = Messages.Skip(from).Where(message => message.Mailbox == mailbox && message.Folder == "inbox" && message.Received >= since).Take(PageSize).ToList();
        var last = page.Count == PageSize;
        var place = last ? Messages.IndexOf(page[^1]) + 1 : Messages.Count;
        var state = $"{(last ? "s" : "d")}{Guid.NewGuid():N}_{place}_{since.ToUnixTimeSeconds()}";
        _links.Add(state);
        return Json(200, new JsonObject
        {
            [last ? "@odata.nextLink" : "@odata.deltaLink"] = $"{Root}/users/{Uri.EscapeDataString(mailbox)}/mailFolders/inbox/messages/delta?$token={state}",
            ["value"] = new JsonArray([.. page.OrderBy(message => message.Id, StringComparer.Ordinal).Select(message => new JsonObject
            {
                ["@odata.etag"] = "W/\"1\"", ["id"] = message.Id, ["receivedDateTime"] = Time(message.Received),
            })]),
        });
    }

    private HttpResponseMessage Get(string mailbox, string id, string[] select)
    {
        if (Visible(mailbox, id) is not { } message)
            return NotFound();
        var all = new JsonObject
        {
            ["receivedDateTime"] = Time(message.Received),
            ["isDraft"] = message.IsDraft,
            ["subject"] = message.Subject ?? "Große Datei",
            ["internetMessageId"] = "<big@example.org>",
            ["from"] = new JsonObject { ["emailAddress"] = new JsonObject { ["name"] = "A Parent", ["address"] = "parent@example.org" } },
            ["internetMessageHeaders"] = message.InternetHeaders?.DeepClone() ?? new JsonArray(),
        };
        var answer = new JsonObject { ["@odata.etag"] = "W/\"1\"", ["id"] = message.Id };
        foreach (var field in select.Where(field => field != "id"))
            answer[field] = all[field]?.DeepClone() ?? throw new InvalidOperationException($"$select={field}");
        return Json(200, answer);
    }

    private HttpResponseMessage Content(string mailbox, string id) => Visible(mailbox, id) is { } message
        ? new(HttpStatusCode.OK) { Content = new ByteArrayContent(message.Mime) { Headers = { ContentType = new MediaTypeHeaderValue("text/plain") } } }
        : NotFound();

    private HttpResponseMessage? Marked(string mailbox, string filter) => Marker().Match(filter) is { Success: true } asked
        ? Json(200, new JsonObject
        {
            ["value"] = new JsonArray([.. Messages
                .Where(message => message.Mailbox == mailbox && message.VisibleFrom <= Now && message.Marker == asked.Groups[1].Value)
                .Select(message => new JsonObject { ["id"] = message.Id, ["isDraft"] = message.IsDraft })]),
        })
        : null;

    private HttpResponseMessage? NewDraft(string mailbox, JsonObject posted, string? answers)
    {
        string[] fields = ["internetMessageId", "subject", "body", "toRecipients", "internetMessageHeaders", "singleValueExtendedProperties", "@odata.type"];
        if (posted.Any(field => !fields.Contains(field.Key)) || posted["body"]?["contentType"]?.GetValue<string>() != "text"
            || posted["internetMessageHeaders"]!.AsArray().Any(header => !header!["name"]!.GetValue<string>().StartsWith("X-", StringComparison.OrdinalIgnoreCase)))
            return null;
        var draft = new FakeMessage(NewId(), mailbox) { IsDraft = true, Posted = (JsonObject)posted.DeepClone(), Answers = answers };
        Messages.Add(draft);
        return Json(201, new JsonObject { ["id"] = draft.Id, ["isDraft"] = true, ["receivedDateTime"] = Time(Now) });
    }

    private HttpResponseMessage Send(string mailbox, string id)
    {
        if (Visible(mailbox, id) is not { IsDraft: true } draft)
            return NotFound();
        (draft.IsDraft, draft.Folder, draft.VisibleFrom) = (false, "sentitems", Now + Lag());
        Sent[draft.Marker!] = Sent.GetValueOrDefault(draft.Marker!) + 1;
        return new(HttpStatusCode.Accepted);
    }

    private FakeMessage? Visible(string mailbox, string id) =>
        Messages.FirstOrDefault(message => message.Mailbox == mailbox && message.Id == id && message.VisibleFrom <= Now);

    private void HoldToQuiet(string path)
    {
        lock (_lock)
        {
            if (_quiet.TryGetValue(WhoseOf(path), out var until) && until > Now)
                Complaints.Enqueue($"{path} was called {(until - Now).TotalSeconds} seconds before the Retry-After was over");
        }
    }

    private HttpResponseMessage Throttle(string path)
    {
        lock (_lock)
        {
            var seconds = RetryAfter();
            _quiet[WhoseOf(path)] = Now.AddSeconds(seconds);
            var answer = Error(429, "ApplicationThrottled");
            answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
            return answer;
        }
    }

    /// <summary>The mailbox, or the subscriptions.</summary>
    private static string WhoseOf(string path) => string.Join('/', path.Split('/').Take(path.StartsWith("/v1.0/users", StringComparison.Ordinal) ? 4 : 3));

    private HttpResponseMessage Complain(string what)
    {
        Complaints.Enqueue(what);
        return Error(400, "BadRequest");
    }

    private static bool Only(Dictionary<string, string> query, params string[] names) => query.Keys.All(names.Contains);

    private static JsonObject JsonOf(FakeSubscription one) => new()
    {
        ["id"] = one.Id,
        ["resource"] = one.Resource,
        ["changeType"] = "created",
        ["clientState"] = null,
        ["notificationUrl"] = one.NotificationUrl,
        ["lifecycleNotificationUrl"] = one.LifecycleUrl,
        ["expirationDateTime"] = Time(one.Expires),
    };

    private static HttpResponseMessage NotFound() => Error(404, "ErrorItemNotFound");

    private static HttpResponseMessage Error(int status, string code) =>
        Json(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = "As the fake says." } });

    private static HttpResponseMessage Json(int status, JsonNode body) => new((HttpStatusCode)status)
    {
        Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
    };

    private static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private string NewId() => $"AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A{Interlocked.Increment(ref _next):D6}=";

    [GeneratedRegex(@"^/v1\.0/subscriptions/([0-9a-f-]{36})$")]
    private static partial Regex OneSubscription();

    [GeneratedRegex(@"^/v1\.0/users/([^/]+)/mailFolders/inbox/messages/delta(?:\(\))?$")]
    private static partial Regex Delta();

    [GeneratedRegex(@"^/v1\.0/users/([^/]+)/messages(?:/([A-Za-z0-9_=-]+)(/\$value|/createReply|/send|/microsoft\.graph\.createReply|/microsoft\.graph\.send)?)?$")]
    private static partial Regex MailboxMessages();

    [GeneratedRegex(@"^users/([^/]+)/mailFolders\('Inbox'\)/messages$")]
    private static partial Regex Resource();

    [GeneratedRegex(@"^receivedDateTime ge (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$")]
    private static partial Regex Since();

    [GeneratedRegex(@"^singleValueExtendedProperties/Any\(ep: ep/id eq 'String \{[0-9a-f-]{36}\} Name TeamsCctvRecord' and ep/value eq '([^']+)'\)$")]
    private static partial Regex Marker();
}
