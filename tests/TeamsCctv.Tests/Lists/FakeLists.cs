using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NodaTime.Text;
using TeamsCctv.Domain;

namespace TeamsCctv.Tests.Lists;

/// <summary>
/// The lists of a site behind Graph, as strict as the documentation: what is not documented, or would meet the list view
/// threshold, is answered 400 and kept as the caller's fault. It does to values what SharePoint does, and misbehaves as a seed says.
/// </summary>
/// <param name="graph">What addresses and the links of pages begin with.</param>
internal sealed partial class FakeLists(int seed = 0, double faults = 0, string graph = "https://graph.microsoft.com/") : HttpMessageHandler
{
    public const string Site = "oakfield.sharepoint.com,11111111-2222-4333-8444-555555555555,66666666-7777-4888-9999-aaaaaaaaaaaa";
    public static readonly Guid Client = new("66666666-7777-4888-9999-000000000000");

    private const int Threshold = 5000;

    private readonly string _version = $"{graph.TrimEnd('/')}/v1.0";
    private readonly Lock _one = new();
    private readonly Random _chance = new(seed);
    private readonly List<Action> _late = [];
    private readonly Dictionary<string, FakeList> _lists = [];
    private long _tick = 1;
    private int _made;

    public double Faults { get; set; } = faults;

    public int Calls { get; private set; }

    public int Units { get; private set; }

    /// <summary>Before this, a link of changes is not known any more.</summary>
    public long Forgotten { get; set; }

    /// <summary>What was wrong with a request: the caller's fault, which no test may have.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>Each call once, also those within batches: method and address under the version.</summary>
    public HashSet<(string Method, string Address)> Asked { get; } = [];

    public IEnumerable<string> Titles => _lists.Values.Select(list => list.Title).Order(StringComparer.Ordinal);

    public FakeList Of(string title) => _lists.Values.Single(list => list.Title == title);

    /// <summary>Everything the lists hold, without what SharePoint numbers itself.</summary>
    public string Dump() => string.Join('\n', _lists.Values.OrderBy(list => list.Title, StringComparer.Ordinal).SelectMany(list =>
        list.Items.Values.Select(item => $"{list.Title} {string.Join('|', item.Fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value}"))}").Order(StringComparer.Ordinal)));

    /// <summary>The number and the fields of the item with a key; null where there is none. It can be asked while the site is written to.</summary>
    public (int Item, IReadOnlyDictionary<string, string> Fields)? Find(string title, string key)
    {
        lock (_one)
        {
            return _lists.Values.FirstOrDefault(list => list.Title == title)?.ByKey(key).FirstOrDefault() is { } item
                ? (item.Id, item.Fields.ToDictionary(field => field.Key, field => field.Value.ToString()))
                : null;
        }
    }

    /// <summary>What was on its way arrives.</summary>
    public void Arrive()
    {
        lock (_one)
        {
            _late.ForEach(call => call());
            _late.Clear();
        }
    }

    /// <summary>As somebody in the browser would.</summary>
    public void Edit(string title, int item, string? person, params (string Field, JsonNode? Value)[] changes)
    {
        lock (_one)
        {
            var list = Of(title);
            foreach (var (field, value) in changes)
                Set(list, list.Items[item], field, value);
            Touch(list, list.Items[item], person);
        }
    }

    public int Add(string title, string? person, params (string Field, JsonNode? Value)[] fields)
    {
        lock (_one)
            return Insert(Of(title), fields, person).Id;
    }

    public void Remove(string title, int item)
    {
        lock (_one)
        {
            Of(title).Remove(item, ++_tick);
        }
    }

    public void RemoveList(string title)
    {
        lock (_one)
            _lists.Remove(Of(title).Id);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        lock (_one)
        {
            Calls++;
            if (_late.Count > 0 && _chance.Next(2) == 0)
            {
                _late[0]();
                _late.RemoveAt(0);
            }

            if (request.Headers.Authorization is not { Scheme: "Bearer", Parameter: "graph-token" })
                return Message(Refuse(401, "no token"));
            return _chance.NextDouble() < Faults ? Misbehave(request, body) : Message(Answer(request, body));
        }
    }

    private HttpResponseMessage Misbehave(HttpRequestMessage request, string? body)
    {
        switch (_chance.Next(6))
        {
            case 0:
                Units++;
                return Message(Throttled());
            case 1:
                return Message(Error(503, "serviceNotAvailable", 1));
            case 2:
                return Message(Error(502, "generalException"));
            case 3:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "Lost on the way there.");
            case 4:
                var (uri, method) = (request.RequestUri!, request.Method);
                _late.Add(() => Answer(new(method, uri), body));
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "Late.");
            default:
                Answer(request, body);
                throw new TaskCanceledException("The answer was lost.");
        }
    }

    private Reply Answer(HttpRequestMessage request, string? body)
    {
        var url = request.RequestUri!.ToString();
        if (!url.StartsWith(_version, StringComparison.Ordinal))
            return Refuse(400, url);
        var path = request.RequestUri.PathAndQuery["/v1.0".Length..];
        var json = body is null ? null : JsonNode.Parse(body) as JsonObject;
        Asked.Add((request.Method.Method, path));
        return (request.Method.Method, path) switch
        {
            ("POST", "/$batch") => Batch(json),
            ("POST", var to) when to == $"/sites/{Site}/lists" => Make(json),
            ("GET", var to) when to.StartsWith($"/sites/{Site}/lists?", StringComparison.Ordinal) => All(),
            ("GET", var to) when Changes().Match(to) is { Success: true } found => Delta(found.Groups[1].Value, Uri.UnescapeDataString(found.Groups[2].Value)),
            _ => Refuse(400, $"{request.Method} {path}"),
        };
    }

    private Reply All()
    {
        Units += 2;
        return new(200, new() { ["value"] = new JsonArray([.. _lists.Values.Select(list => new JsonObject { ["id"] = list.Id, ["displayName"] = list.Title })]) });
    }

    private Reply Make(JsonObject? asked)
    {
        Units += 2;
        if (asked?["displayName"]?.GetValue<string>() is not { Length: > 0 } title || asked["list"]?["template"]?.GetValue<string>() != "genericList" || asked["columns"] is not JsonArray columns)
            return Refuse(400, $"a list as {asked}");
        if (_lists.Values.Any(list => list.Title == title))
            return Error(409, "nameAlreadyExists");
        var list = new FakeList(new Guid(++_made, 0, 0, new byte[8]).ToString(), title);
        foreach (var column in columns.Select(column => column!.AsObject()))
        {
            var kind = column.Select(member => member.Key).Except(["name", "displayName", "indexed", "enforceUniqueValues", "required"]).ToList();
            if (kind is not [("text" or "number" or "choice" or "dateTime")] || (column["enforceUniqueValues"] is not null && column["indexed"] is null)
                || !list.Columns.TryAdd(column["name"]!.GetValue<string>(), column) || column["name"]!.GetValue<string>() == "Title")
                return Refuse(400, $"a column as {column}");
        }

        if (list.Columns.Values.Count(column => column["indexed"] is not null) > 20)
            return Refuse(400, $"{title} has too many indexes");
        list.Columns["Title"] = new() { ["text"] = new JsonObject { ["maxLength"] = 255 } };
        _lists[list.Id] = list;
        return new(201, new() { ["id"] = list.Id, ["displayName"] = title });
    }

    private Reply Delta(string id, string query)
    {
        Units++;
        if (!_lists.TryGetValue(id, out var list))
            return Error(404, "itemNotFound");
        var words = query.Split('&').Select(word => word.Split('=', 2)).ToDictionary(word => word[0], word => word.Length > 1 ? word[1] : "");
        if (words.Keys.Except(["$expand", "$top", "$skiptoken", "token"]).Any() || words.GetValueOrDefault("$expand", "fields") != "fields")
            return Refuse(400, query);
        var top = int.Parse(words.GetValueOrDefault("$top", "50"), null);
        var since = words.TryGetValue("token", out var token) ? long.Parse(token, null) : (long?)null;
        if (since < Forgotten)
            return Error(410, "resyncRequired");
        var (after, end) = words.TryGetValue("$skiptoken", out var skip) && skip.Split('.') is [var last, var then] ? (long.Parse(last, null), long.Parse(then, null)) : (0, _tick);
        var all = since is { } from
            ? list.Since(Math.Max(from, after), top + 1).Select(change => (change.Place, Json: change.Item is { } item
                ? Json(list, item, saysWho: false)
                : new JsonObject { ["id"] = $"{change.Id}", ["deleted"] = new JsonObject { ["state"] = "deleted" } })).ToList()
            : list.From(after, top + 1).Select(item => (Place: (long)item.Id, Json: Json(list, item, saysWho: false))).ToList();
        var page = new JsonObject { ["value"] = new JsonArray([.. all.Take(top).Select(change => change.Json)]) };
        var tokens = since is null ? "" : $"&token={since}";
        page[all.Count > top ? "@odata.nextLink" : "@odata.deltaLink"] = all.Count > top
            ? $"{_version}/sites/{Site}/lists/{id}/items/delta?$expand=fields&$top={top}{tokens}&$skiptoken={all[top - 1].Place}.{end}"
            : $"{_version}/sites/{Site}/lists/{id}/items/delta?$expand=fields&$top={top}&token={end}";
        return new(200, page);
    }

    private Reply Batch(JsonObject? asked)
    {
        if (asked?["requests"] is not JsonArray { Count: > 0 and <= 20 } requests || requests.Select(one => one!["id"]!.GetValue<string>()).Distinct().Count() != requests.Count)
            return Refuse(400, "a batch of none, of more than twenty, or with an id twice");
        var responses = new JsonArray();
        foreach (var one in requests.Select(one => one!.AsObject()))
        {
            Asked.Add((one["method"]!.GetValue<string>(), one["url"]!.GetValue<string>()));
            var reply = _chance.NextDouble() < Faults ? MisbehaveAt(one) : One(one);
            var response = new JsonObject { ["id"] = one["id"]!.GetValue<string>(), ["status"] = reply.Status, ["body"] = reply.Body?.DeepClone() };
            if (reply.After is { } after)
                response["headers"] = new JsonObject { ["Retry-After"] = $"{after}" };

            // The order is not that of the requests.
            responses.Insert(_chance.Next(responses.Count + 1), response);
        }

        return new(200, new() { ["responses"] = responses });
    }

    private Reply MisbehaveAt(JsonObject one)
    {
        switch (_chance.Next(3))
        {
            case 0:
                return Throttled();
            case 1:
                return Error(503, "serviceNotAvailable", 1);
            default:
                One(one);
                return Error(504, "gatewayTimeout");
        }
    }

    private Reply One(JsonObject one)
    {
        var (method, url, body) = (one["method"]!.GetValue<string>(), one["url"]!.GetValue<string>(), one["body"] as JsonObject);
        var tag = one["headers"]?["If-Match"]?.GetValue<string>();
        if (body is not null && one["headers"]?["Content-Type"]?.GetValue<string>() != "application/json")
            return Refuse(400, "a body without its type");
        if (ItemPath().Match(url) is not { Success: true } at || at.Groups[1].Value != Site || url.Contains(' ', StringComparison.Ordinal))
            return Refuse(400, $"{method} {url}");
        if (!_lists.TryGetValue(at.Groups[2].Value, out var list))
            return Error(404, "itemNotFound");
        var query = Uri.UnescapeDataString(at.Groups[5].Value);
        var item = at.Groups[3].Success ? list.Items.GetValueOrDefault(int.Parse(at.Groups[3].Value, null)) : null;
        return (method, at.Groups[3].Success, at.Groups[4].Value) switch
        {
            ("GET", false, "") => Query(list, query),
            ("POST", false, "") when query.Length == 0 => Create(list, body),
            ("GET", true, "") when query == "$expand=fields" => Cost(1, item is null ? Error(404, "itemNotFound") : new(200, Json(list, item, saysWho: true))),
            ("PATCH", true, "/fields") when tag is not null && body is not null => Cost(2, Change(list, item, tag, body)),
            ("DELETE", true, "") when tag is not null && body is null => Cost(2, Delete(list, item, tag)),
            _ => Refuse(400, $"{method} {url} with {tag}"),
        };
    }

    private Reply Cost(int units, Reply reply)
    {
        Units += units;
        return reply;
    }

    /// <summary>Rows scanned are what counts: without an index that is all of them.</summary>
    private Reply Query(FakeList list, string query)
    {
        Units += 2;
        if (Filter().Match(query) is not { Success: true } by)
            return Refuse(400, $"a query as {query}");
        var (field, value) = (by.Groups[1].Value, by.Groups[2].Value.Replace("''", "'", StringComparison.Ordinal));
        if (!list.Columns.TryGetValue(field, out var column) || (column["indexed"] is null && list.Items.Count > Threshold))
            return Refuse(400, $"{field} has no index: the attempted operation exceeds the list view threshold");
        var found = field == "Key" ? list.ByKey(value) : list.Items.Values.Where(item => item.Fields.GetValueOrDefault(field)?.ToString() == value);
        return new(200, new() { ["value"] = new JsonArray([.. found.Take(2).Select(item => Json(list, item, saysWho: true))]) });
    }

    private Reply Create(FakeList list, JsonObject? body)
    {
        Units += 2;
        if (body?["fields"] is not JsonObject fields || body.Count != 1 || Problem(list, fields) is { } problem && problem.Length > 0)
            return Refuse(400, $"{list.Title}: an item as {body}: {(body?["fields"] is JsonObject bad ? Problem(list, bad) : "")}");
        if (list.Columns.FirstOrDefault(column => column.Value["required"] is not null && fields[column.Key] is null).Key is { } missing)
            return Refuse(400, $"{list.Title}: an item without {missing}");

        // What status that has is documented nowhere.
        if (fields["Key"] is { } key && list.ByKey(key.GetValue<string>()).Any())
            return Error(_chance.Next(3) switch { 0 => 400, 1 => 409, _ => 500 }, "invalidRequest");
        var made = Insert(list, [.. fields.Select(field => (field.Key, field.Value?.DeepClone()))], null, isUs: true);
        return new(201, Json(list, made, saysWho: true));
    }

    private Reply Change(FakeList list, FakeItem? item, string tag, JsonObject body)
    {
        if (item is null)
            return Error(404, "itemNotFound");
        if (Problem(list, body) is { } problem)
            return Refuse(400, $"{list.Title}: a change to {body}: {problem}");
        if (tag != item.ETag)
            return Error(412, "resourceModified");
        if (body["Key"] is { } key && list.ByKey(key.GetValue<string>()).Any(other => other != item))
            return Error(400, "invalidRequest");
        foreach (var (name, value) in body)
            Set(list, item, name, value);
        Touch(list, item, null, isUs: true);
        var fields = Fields(list, item);
        fields["@odata.etag"] = item.ETag;
        return new(200, fields);
    }

    private Reply Delete(FakeList list, FakeItem? item, string tag)
    {
        if (item is null)
            return Error(404, "itemNotFound");
        if (tag != item.ETag)
            return Error(412, "resourceModified");
        list.Remove(item.Id, ++_tick);
        return new(204, null);
    }

    /// <summary>What the list would not take.</summary>
    private static string? Problem(FakeList list, JsonObject fields)
    {
        foreach (var (name, node) in fields)
        {
            if (!list.Columns.TryGetValue(name, out var column))
                return $"no column {name}";
            if (node is not JsonValue value)
            {
                if (node is not null)
                    return $"{name} is no value";
                continue;
            }

            var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
            var right = column switch
            {
                _ when column["number"] is not null => value.GetValueKind() == JsonValueKind.Number,
                _ when column["choice"] is not null => text is not null && column["choice"]!["choices"]!.AsArray().Any(choice => choice!.GetValue<string>() == text),
                _ when column["dateTime"] is not null => text is not null && InstantPattern.ExtendedIso.Parse(text).Success,
                _ when column["text"]?["allowMultipleLines"] is not null => text is { Length: > 0 and <= 63_000 },
                _ => text is { Length: > 0 and <= 255 } && !text.Contains('\n', StringComparison.Ordinal),
            };
            if (!right || text?.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r')) == true)
                return $"{name} is {node}";
        }

        return null;
    }

    private FakeItem Insert(FakeList list, IEnumerable<(string Field, JsonNode? Value)> fields, string? person, bool isUs = false)
    {
        var item = new FakeItem(++list.Last);
        foreach (var (name, value) in fields)
            Set(list, item, name, value);
        list.Items.Add(item.Id, item);
        Touch(list, item, person, isUs);
        return item;
    }

    private static void Set(FakeList list, FakeItem item, string name, JsonNode? value)
    {
        if (name == "Key")
            list.Index(item, value?.GetValue<string>());
        if (value is null)
            item.Fields.Remove(name);
        else
            item.Fields[name] = Stored(list.Columns[name], value);
    }

    /// <summary>A day is the site's midnight, and lines end as in Windows.</summary>
    private static JsonNode Stored(JsonObject column, JsonNode value) =>
        column["dateTime"] is not null && InstantPattern.ExtendedIso.Parse(value.GetValue<string>()) is { Success: true, Value: var at }
            ? InstantPattern.ExtendedIso.Format(London.At(London.DayOf(at).AtMidnight()))
            : column["text"]?["allowMultipleLines"] is not null ? value.GetValue<string>().ReplaceLineEndings("\r\n") : value.DeepClone();

    private void Touch(FakeList list, FakeItem item, string? person, bool isUs = false)
    {
        item.Versions++;
        list.Change(item, ++_tick);
        item.ETag = $"\"{list.Id[..8]}-{item.Id},{item.Versions}\"";
        item.By = isUs ? new JsonObject { ["application"] = new JsonObject { ["id"] = Client.ToString(), ["displayName"] = "TeamsCctv" } }
            : person is null ? [] : new JsonObject { ["user"] = new JsonObject { ["id"] = person, ["displayName"] = "Somebody" } };
    }

    private static JsonObject Json(FakeList list, FakeItem item, bool saysWho)
    {
        var json = new JsonObject { ["id"] = $"{item.Id}", ["eTag"] = item.ETag, ["fields"] = Fields(list, item) };
        if (saysWho)
            json["lastModifiedBy"] = item.By.DeepClone();
        return json;
    }

    private static JsonObject Fields(FakeList list, FakeItem item)
    {
        var fields = new JsonObject { ["id"] = $"{item.Id}", ["ContentType"] = "Item", ["Created"] = "2026-11-24T14:05:00Z", ["Attachments"] = false };
        foreach (var name in list.Columns.Keys.Where(item.Fields.ContainsKey))
            fields[name] = item.Fields[name].DeepClone();
        return fields;
    }

    private Reply Refuse(int status, string why)
    {
        Wrong.Add($"{status} {why}");
        return Error(status, "invalidRequest");
    }

    private static Reply Throttled() => Error(429, "activityLimitReached", 1);

    private static Reply Error(int status, string code, int? after = null) =>
        new(status, new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = "As documented." } }, after);

    private static HttpResponseMessage Message(Reply reply)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)reply.Status);
        if (reply.Body is { } body)
            answer.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        if (reply.After is { } seconds)
            answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        return answer;
    }

    [GeneratedRegex(@"^/sites/[^/]+/lists/([^/]+)/items/delta\?(.*)$")]
    private static partial Regex Changes();

    [GeneratedRegex(@"^/sites/([^/]+)/lists/([^/]+)/items(?:/(\d+)(/fields)?)?(?:\?(.*))?$")]
    private static partial Regex ItemPath();

    [GeneratedRegex(@"^\$expand=fields&\$top=2&\$filter=fields/(\w+) eq '((?:[^']|'')*)'$")]
    private static partial Regex Filter();

    private sealed record Reply(int Status, JsonObject? Body, int? After = null);
}

internal sealed class FakeList(string id, string title)
{
    private readonly Dictionary<string, FakeItem> _keys = new(StringComparer.OrdinalIgnoreCase);

    public string Id => id;

    public string Title => title;

    public int Last { get; set; }

    public Dictionary<string, JsonObject> Columns { get; } = [];

    public SortedList<int, FakeItem> Items { get; } = [];

    private readonly List<(long Tick, int Id)> _changes = [];
    private readonly Dictionary<int, long> _last = [];

    public void Change(FakeItem item, long tick)
    {
        _changes.Add((tick, item.Id));
        _last[item.Id] = tick;
    }

    public void Remove(int item, long tick)
    {
        Items.Remove(item);
        _changes.Add((tick, item));
        _last[item] = tick;
    }

    /// <summary>What changed last after a moment, each item once; none for one that is gone.</summary>
    public IEnumerable<(long Place, int Id, FakeItem? Item)> Since(long tick, int most)
    {
        var (low, high) = (0, _changes.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _changes[middle].Tick <= tick ? (middle + 1, high) : (low, middle);
        }

        return _changes.Skip(low).Where(change => _last[change.Id] == change.Tick).Take(most).Select(change => (change.Tick, change.Id, Items.GetValueOrDefault(change.Id)));
    }

    public void Index(FakeItem item, string? key)
    {
        if (item.Fields.GetValueOrDefault("Key")?.GetValue<string>() is { } was)
            _keys.Remove(was);
        if (key is not null)
            _keys[key] = item;
    }

    public IEnumerable<FakeItem> ByKey(string key) => _keys.TryGetValue(key, out var item) && Items.ContainsKey(item.Id) ? [item] : [];

    /// <summary>The items after one, by their numbers.</summary>
    public IEnumerable<FakeItem> From(long after, int most)
    {
        var (low, high) = (0, Items.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Items.GetKeyAtIndex(middle) <= after ? (middle + 1, high) : (low, middle);
        }

        for (var i = low; i < Items.Count && i < low + most; i++)
            yield return Items.GetValueAtIndex(i);
    }
}

internal sealed class FakeItem(int id)
{
    public int Id => id;

    public string ETag { get; set; } = "";

    public int Versions { get; set; }

    public JsonObject By { get; set; } = [];

    public Dictionary<string, JsonNode> Fields { get; } = [];
}
