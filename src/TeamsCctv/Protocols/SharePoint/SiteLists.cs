using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Graph;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Serialization;
using TeamsCctv.Protocols.Graph;

namespace TeamsCctv.Protocols.SharePoint;

/// <summary>
/// Lists of one site. What only reads is asked again while SharePoint is not able to; what writes is asked once, and where no
/// answer comes whoever asked looks what came of it.
/// </summary>
internal sealed class SiteLists(GraphCalls graph, SharePointSettings settings, ResourceGate gate)
{
    /// <summary>Of Graph: calls in one batch.</summary>
    public const int InBatch = 20;

    private const int Read = 1;
    private const int Write = 2;

    /// <summary>Items with all their columns stay below what we read of an answer.</summary>
    private const int ItemsOfPage = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private long _operations;

    /// <summary>How many things were asked for since the start, a batch being one; what came of one may have taken several calls.</summary>
    public long Operations => Interlocked.Read(ref _operations);

    private string Site => $"/sites/{settings.Site}";

    /// <summary>Every list of the site: id and title.</summary>
    /// <exception cref="GraphException">SharePoint does not say now, or may not.</exception>
    public async Task<IReadOnlyList<(string Id, string Title)>> ListsAsync(CancellationToken cancellation)
    {
        List<(string, string)> lists = [];
        for (var next = $"{graph.Address.Version}{Site}/lists?$select=id,displayName"; next is not null;)
        {
            var page = await AskAsync(Write, Method.GET, next, null, again: true, cancellation);
            lists.AddRange(Items(page).Select(list => (Text(list, "id") ?? "", Text(list, "displayName") ?? "")));
            next = Link(page, "@odata.nextLink");
        }

        return lists;
    }

    /// <summary>Makes a list; its id. Where no answer comes it may be there all the same: look for its title.</summary>
    public async Task<string> CreateAsync(JsonObject list, CancellationToken cancellation) =>
        Text(await AskAsync(Write, Method.POST, $"{graph.Address.Version}{Site}/lists", list, again: false, cancellation), "id")
            ?? throw new GraphException(GraphTrouble.NotNow, "a list without an id");

    /// <summary>A page of what changed in a list: from the beginning, or from where a link of SharePoint's says.</summary>
    public async Task<ChangesPage> ChangesAsync(string list, string? link, CancellationToken cancellation)
    {
        var page = await AskAsync(
            Read, Method.GET,
            link ?? string.Create(CultureInfo.InvariantCulture, $"{graph.Address.Version}{Site}/lists/{list}/items/delta?$expand=fields&$top={ItemsOfPage}"), null, again: true, cancellation);
        var (next, done) = (Link(page, "@odata.nextLink"), Link(page, "@odata.deltaLink"));
        return new([.. Items(page).Select(item => Item(item, saysWho: false)).OfType<SiteItem>()], next ?? done ?? throw new GraphException(GraphTrouble.NotNow, "a page without a link"), next is null);
    }

    /// <summary>Makes up to <see cref="InBatch"/> calls in one; the answers in their order. Each may have failed by itself.</summary>
    /// <param name="again">Whether they may be made twice.</param>
    public async Task<IReadOnlyList<ItemAnswer>> BatchAsync(IReadOnlyList<ItemCall> calls, bool again, CancellationToken cancellation)
    {
        var requests = new JsonArray([.. calls.Select((call, i) => Request(call, i))]);
        var answer = await AskAsync(
            calls.Sum(call => call.Units), Method.POST, $"{graph.Address.Version}/$batch", new() { ["requests"] = requests }, again, cancellation);
        var byId = (answer["responses"] as JsonArray ?? []).OfType<JsonObject>().Where(one => Text(one, "id") is not null).ToLookup(one => Text(one, "id")!);
        return [.. calls.Select((_, i) => Answer(byId[i.ToString(CultureInfo.InvariantCulture)].FirstOrDefault()))];
    }

    /// <summary>Whose item has that value in an indexed column.</summary>
    public ItemCall Find(string list, string column, string value) => new(
        "GET", $"{Items(list)}?$expand=fields&$top=2&$filter={Uri.EscapeDataString($"fields/{column} eq '{value.Replace("'", "''", StringComparison.Ordinal)}'")}", null, null, Write);

    public ItemCall Get(string list, string item) => new("GET", $"{Items(list)}/{item}?$expand=fields", null, null, Read);

    public ItemCall Add(string list, JsonObject fields) => new("POST", Items(list), new() { ["fields"] = fields }, null, Write);

    /// <param name="etag">What the item was when it was last seen; another one is left as it is.</param>
    public ItemCall Change(string list, string item, string etag, JsonObject fields) => new("PATCH", $"{Items(list)}/{item}/fields", fields, etag, Write);

    /// <inheritdoc cref="Change"/>
    public ItemCall Remove(string list, string item, string etag) => new("DELETE", $"{Items(list)}/{item}", null, etag, Write);

    private string Items(string list) => $"{Site}/lists/{list}/items";

    private static JsonObject Request(ItemCall call, int number)
    {
        var request = new JsonObject { ["id"] = number.ToString(CultureInfo.InvariantCulture), ["method"] = call.Method, ["url"] = call.Url };
        var headers = new JsonObject();
        if (call.Body is not null)
        {
            request["body"] = call.Body.DeepClone();
            headers["Content-Type"] = "application/json";
        }

        if (call.IfMatch is not null)
            headers["If-Match"] = call.IfMatch;
        if (headers.Count > 0)
            request["headers"] = headers;
        return request;
    }

    /// <summary>A call that the batch says nothing of may have been made.</summary>
    private ItemAnswer Answer(JsonObject? response)
    {
        if (response?["status"] is not JsonValue said || !said.TryGetValue<int>(out var status))
            return new(0, [], null);
        if (status is 429 or >= 500)
            gate.Hold(After(response["headers"] as JsonObject) ?? TimeSpan.FromSeconds(1));
        if (status is < 200 or > 299 || response["body"] is not JsonObject body)
            return new(status, [], null);
        if (body["value"] is JsonArray found)
            return new(status, [.. found.OfType<JsonObject>().Select(item => Item(item, saysWho: true)).OfType<SiteItem>()], null);

        // What a change answers with is the fields alone; anything else is an item, or nobody knows what.
        var isFields = body["fields"] is null && Text(body, "@odata.etag") is not null && Text(body, "eTag") is null;
        return isFields ? new(status, [], Text(body, "@odata.etag"))
            : Item(body, saysWho: true) is { } one ? new(status, [one], one.ETag) : new(0, [], null);
    }

    private static TimeSpan? After(JsonObject? headers) =>
        headers?.FirstOrDefault(header => header.Key.Equals("Retry-After", StringComparison.OrdinalIgnoreCase)).Value is { } after
        && int.TryParse(after.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400))
            : null;

    /// <param name="saysWho">A page of changes does not say who made them, whatever it is asked.</param>
    private SiteItem? Item(JsonObject item, bool saysWho)
    {
        if (Text(item, "id") is not { Length: > 0 and <= 40 } id || !id.All(char.IsAsciiDigit))
            return null;
        if (item["deleted"] is not null)
            return new(id, null, [], true, null);
        var fields = item["fields"] as JsonObject ?? [];
        var by = item["lastModifiedBy"] as JsonObject;
        var (user, app) = (Text(by?["user"] as JsonObject, "id"), Text(by?["application"] as JsonObject, "id"));
        var editor = !saysWho ? null
            : user is null && by?["application"] is JsonObject && (app is null || (Guid.TryParse(app, out var of) && of == settings.Graph.ClientId)) ? new Editor(true, null)
            : new Editor(false, Guid.TryParse(user, out var person) ? person.ToString("D") : null);
        return (Text(item, "eTag") ?? Text(fields, "@odata.etag")) is { } etag ? new(id, etag, fields, false, editor) : null;
    }

    private async Task<JsonObject> AskAsync(int units, Method method, string url, JsonObject? body, bool again, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _operations);
        return await gate.AskAsync(
            units, Urgency.Bulk, Patience, again, () => graph.RunAsync((client, cancelled) => CallAsync(client, method, url, body, cancelled), cancellation), cancellation);
    }

    private static async Task<JsonObject?> CallAsync(GraphServiceClient client, Method method, string url, JsonObject? body, CancellationToken cancellation)
    {
        var request = new RequestInformation { HttpMethod = method, URI = new(url) };
        request.Headers.Add("Accept", "application/json");
        if (body is not null)
            request.SetStreamContent(new MemoryStream(JsonSerializer.SerializeToUtf8Bytes<JsonNode>(body)), "application/json");
        await using var content = await client.RequestAdapter.SendPrimitiveAsync<Stream>(request, Errors, cancellation);
        return content is null ? null : await JsonNode.ParseAsync(content, cancellationToken: cancellation) as JsonObject;
    }

    private static Dictionary<string, ParsableFactory<IParsable>> Errors { get; } = new() { ["XXX"] = ODataError.CreateFromDiscriminatorValue };

    private static IEnumerable<JsonObject> Items(JsonObject page) => (page["value"] as JsonArray ?? []).OfType<JsonObject>();

    private string? Link(JsonObject page, string name) => Text(page, name) is not { } link ? null
        : graph.Address.Holds(link) ? link : throw new GraphException(GraphTrouble.Refused, "the next page is elsewhere");

    private static string? Text(JsonObject? of, string name) => of?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

/// <summary>A call on items, as a part of a batch.</summary>
/// <param name="IfMatch">The ETag that it is for; null where it changes nothing that is there.</param>
/// <param name="Units">What it costs.</param>
internal sealed record ItemCall(string Method, string Url, JsonObject? Body, string? IfMatch, int Units);

/// <summary>What came of a call.</summary>
/// <param name="Status">Of HTTP; 0 where nobody knows.</param>
/// <param name="Items">What it found or made.</param>
/// <param name="ETag">What the item is from here on, where that was said.</param>
internal sealed record ItemAnswer(int Status, IReadOnlyList<SiteItem> Items, string? ETag)
{
    public bool IsDone => Status is >= 200 and <= 299;

    /// <summary>It was not done, and may be asked again.</summary>
    public bool IsThrottled => Status == 429;

    /// <summary>Whether SharePoint has said no, for good as far as it can tell.</summary>
    public bool IsRefused => Status is >= 400 and < 500 and not (408 or 412 or 429);
}

/// <summary>An item as SharePoint has it.</summary>
/// <param name="Editor">Who made it so; null where that was not asked.</param>
internal sealed record SiteItem(string Id, string? ETag, JsonObject Fields, bool IsDeleted, Editor? Editor);

/// <summary>Who changed an item last.</summary>
/// <param name="IsUs">This program.</param>
/// <param name="ObjectId">The Entra object id of a person; null where SharePoint does not say.</param>
internal sealed record Editor(bool IsUs, string? ObjectId);

/// <summary>A part of what changed in a list.</summary>
/// <param name="Link">Where the next part is; where it is the last, what changes from here on.</param>
internal sealed record ChangesPage(IReadOnlyList<SiteItem> Items, string Link, bool IsLast);
