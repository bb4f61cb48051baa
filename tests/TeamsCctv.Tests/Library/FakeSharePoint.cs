using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace TeamsCctv.Tests.Library;

/// <summary>
/// A document library behind Graph, as strict as the documentation: what is not documented is answered 400. It keeps count of
/// resource units and refuses who spends too many; and it misbehaves as a seed says.
/// </summary>
/// <param name="host">Where contents are fetched from, where that is not <see cref="Host"/>.</param>
/// <param name="graph">What the links of pages begin with.</param>
internal sealed class FakeSharePoint(int seed = 0, double faults = 0, Uri? host = null, string graph = "https://graph.microsoft.com/") : HttpMessageHandler
{
    public const string Drive = "b!library";
    public static readonly Uri Host = new("https://oakfield.sharepoint.com/");

    private const string Root = $"/v1.0/drives/{Drive}/root:/";
    private const string Token = "graph-token";

    private readonly Lock _one = new();
    private readonly Random _chance = new(seed);
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _labelled = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _downloads = [];
    private readonly List<Action> _late = [];

    public double Faults { get; set; } = faults;

    /// <summary>Nothing is answered at all.</summary>
    public bool IsDown { get; set; }

    public bool GrantsLabels { get; init; } = true;

    public int Calls { get; private set; }

    public int Units { get; private set; }

    /// <summary>What was wrong with a request: the caller's fault, which no test may have.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>Each call once, as if the item had been named by its id and not by its path.</summary>
    public HashSet<(string Method, string Address)> Asked { get; } = [];

    public IReadOnlyDictionary<string, byte[]> Files
    {
        get
        {
            lock (_one)
                return new SortedDictionary<string, byte[]>(_files, StringComparer.Ordinal);
        }
    }

    public IReadOnlyCollection<string> Labelled => _labelled;

    /// <summary>As somebody with rights in the site would.</summary>
    public void Edit(string path, byte[]? bytes)
    {
        lock (_one)
        {
            if (bytes is null)
                _files.Remove(path);
            else
                _files[path] = bytes;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        lock (_one)
        {
            if (IsDown)
                throw new HttpRequestException(HttpRequestError.ConnectionError, "No answer.");
            if (request.RequestUri!.AbsolutePath == "/_layouts/15/download.aspx")
                return Download(request);
            Calls++;
            if (_late.Count > 0 && _chance.Next(2) == 0)
            {
                _late[0]();
                _late.RemoveAt(0);
            }

            return _chance.NextDouble() < Faults ? Misbehave(request, body) : Answer(request, body);
        }
    }

    private HttpResponseMessage Misbehave(HttpRequestMessage request, byte[] body)
    {
        switch (_chance.Next(6))
        {
            case 0:
                Units += 1;
                return Throttled();
            case 1:
                return Error(HttpStatusCode.ServiceUnavailable, "serviceNotAvailable", retryAfter: 1);
            case 2:
                return Error(HttpStatusCode.BadGateway, "generalException");
            case 3:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "Lost on the way there.");
            case 4:
                // Comes in once whoever asked has given up on it.
                var (uri, method) = (request.RequestUri!, request.Method);
                _late.Add(() => Answer(Copy(method, uri), body).Dispose());
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "Late.");
            default:
                Answer(request, body).Dispose();
                throw new TaskCanceledException("The answer was lost.");
        }
    }

    private static HttpRequestMessage Copy(HttpMethod method, Uri uri) =>
        new(method, uri) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };

    private HttpResponseMessage Answer(HttpRequestMessage request, byte[] body)
    {
        var (method, url) = (request.Method.Method, Uri.UnescapeDataString(request.RequestUri!.PathAndQuery));
        if (request.Headers.Authorization is not { Scheme: "Bearer", Parameter: Token })
            return Refuse(HttpStatusCode.Unauthorized, "InvalidAuthenticationToken", "no token");
        if (!url.StartsWith(Root, StringComparison.Ordinal) || url[Root.Length..].Split(':', 2) is not [var path, var action])
            return Refuse(HttpStatusCode.BadRequest, "invalidRequest", url);
        if (path.Length > 400 || path.Split('/').Any(name => name.Length == 0 || name.IndexOfAny(['"', '*', ':', '<', '>', '?', '\\', '|']) >= 0 || name.EndsWith('.') || name != name.Trim()))
            return Refuse(HttpStatusCode.BadRequest, "invalidRequest", $"the name {path}");
        Asked.Add((method, $"/drives/{Drive}/items/one{action}"));
        return (method, action.Split('?')[0]) switch
        {
            ("PUT", "/content") => Put(path, action, body),
            ("GET", "/content") => Get(path),
            ("POST", "/permanentDelete") when body.Length == 0 => Delete(path),
            ("GET", "/children") => Children(path, action),
            ("PATCH", "/retentionLabel") => Label(path, body),
            _ => Refuse(HttpStatusCode.BadRequest, "invalidRequest", $"{method} {url}"),
        };
    }

    private HttpResponseMessage Put(string path, string action, byte[] body)
    {
        Units += 2;
        var replace = action.EndsWith("?@microsoft.graph.conflictBehavior=replace", StringComparison.Ordinal);
        if (!replace && !action.EndsWith("?@microsoft.graph.conflictBehavior=fail", StringComparison.Ordinal))
            return Refuse(HttpStatusCode.BadRequest, "invalidRequest", action);
        if (_files.ContainsKey(path) && !replace)
            return Error(HttpStatusCode.Conflict, "nameAlreadyExists");
        if (_labelled.Contains(path))
            return Refuse(HttpStatusCode.Locked, "resourceLocked", path);
        var status = _files.ContainsKey(path) ? HttpStatusCode.OK : HttpStatusCode.Created;
        _files[path] = body;
        return Json(status, new JsonObject { ["id"] = $"01{path.GetHashCode(StringComparison.Ordinal):X8}", ["name"] = path.Split('/')[^1], ["size"] = body.Length, ["file"] = new JsonObject() });
    }

    private HttpResponseMessage Get(string path)
    {
        Units += 1;
        if (!_files.ContainsKey(path))
            return Error(HttpStatusCode.NotFound, "itemNotFound");
        var key = Guid.NewGuid().ToString("N");
        _downloads[key] = path;
        return new(HttpStatusCode.Found) { Headers = { Location = new(host ?? Host, $"_layouts/15/download.aspx?tempauth={key}") } };
    }

    /// <summary>The address is the key: a token shown here would be one given away.</summary>
    private HttpResponseMessage Download(HttpRequestMessage request) =>
        request.Headers.Authorization is not null ? Refuse(HttpStatusCode.Unauthorized, "unauthenticated", "a token at the download")
        : _downloads.Remove(request.RequestUri!.Query["?tempauth=".Length..], out var path) && _files.TryGetValue(path, out var bytes)
            ? new(HttpStatusCode.OK) { Content = new ByteArrayContent(bytes) }
            : Error(HttpStatusCode.NotFound, "itemNotFound");

    private HttpResponseMessage Delete(string path)
    {
        Units += 2;
        var gone = _files.Keys.Where(name => name == path || name.StartsWith($"{path}/", StringComparison.Ordinal)).ToList();
        if (gone.Count == 0)
            return Error(HttpStatusCode.NotFound, "itemNotFound");
        if (gone.Exists(_labelled.Contains))
            return Refuse(HttpStatusCode.Locked, "resourceLocked", path);
        foreach (var name in gone)
            _files.Remove(name);
        return new(HttpStatusCode.NoContent);
    }

    private HttpResponseMessage Children(string path, string action)
    {
        Units += 2;
        var names = _files.Keys.Where(name => name.StartsWith($"{path}/", StringComparison.Ordinal))
            .Select(name => name[(path.Length + 1)..]).Select(name => name.Split('/') is [var one] ? (one, false) : (name.Split('/')[0], true)).Distinct().ToList();
        if (names.Count == 0)
            return Error(HttpStatusCode.NotFound, "itemNotFound");
        if (names.Count > 5000)
            return Refuse(HttpStatusCode.BadRequest, "invalidRequest", $"{path} is over the list view threshold");
        var skip = action.Split("$skiptoken=") is [_, var token] ? int.Parse(token, null) : 0;
        var page = new JsonObject
        {
            ["value"] = new JsonArray([.. names.Skip(skip).Take(3).Select(name => new JsonObject
            {
                ["name"] = name.Item1,
                [name.Item2 ? "folder" : "file"] = new JsonObject(),
            })]),
        };
        if (names.Count > skip + 3)
            page["@odata.nextLink"] = $"{graph.TrimEnd('/')}{Root}{Uri.EscapeDataString(path)}:/children?$select=name,folder&$top=200&$skiptoken={skip + 3}";
        return Json(HttpStatusCode.OK, page);
    }

    private HttpResponseMessage Label(string path, byte[] body)
    {
        Units += 5;
        if (JsonNode.Parse(body)?["name"]?.GetValue<string>() is not { Length: > 0 } label)
            return Refuse(HttpStatusCode.BadRequest, "invalidRequest", "no label");
        if (!GrantsLabels)
            return Error(HttpStatusCode.Forbidden, "accessDenied");
        if (!_files.ContainsKey(path))
            return Error(HttpStatusCode.NotFound, "itemNotFound");
        return Json(_labelled.Add(path) ? HttpStatusCode.Created : HttpStatusCode.OK, new JsonObject { ["name"] = label });
    }

    private HttpResponseMessage Refuse(HttpStatusCode status, string code, string why)
    {
        Wrong.Add($"{(int)status} {why}");
        return Error(status, code);
    }

    private static HttpResponseMessage Throttled()
    {
        var answer = Error(HttpStatusCode.TooManyRequests, "activityLimitReached", retryAfter: 1);
        answer.Headers.Add("RateLimit-Limit", "1250");
        answer.Headers.Add("RateLimit-Remaining", "0");
        answer.Headers.Add("RateLimit-Reset", "3");
        return answer;
    }

    private static HttpResponseMessage Error(HttpStatusCode status, string code, int? retryAfter = null)
    {
        var answer = Json(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = "As documented." } });
        if (retryAfter is { } seconds)
            answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        return answer;
    }

    private static HttpResponseMessage Json(HttpStatusCode status, JsonObject body) =>
        new(status) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
}
