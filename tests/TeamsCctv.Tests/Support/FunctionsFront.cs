using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace TeamsCctv.Tests.Support;

/// <summary>
/// Plays the Azure Functions host, call by call, as its sources have it: what it knows of the app is host.json and the
/// folders of functions. It has an address that outsiders reach, a queue it listens to, and behind it a process that
/// somebody starts with what it says (<see cref="ProcessSettings"/>).
/// </summary>
[SuppressMessage("Performance", "CA1852", Justification = "Where it is alone it has no heirs.")]
internal class FunctionsFront : IAsyncDisposable
{
    public const string Version = "4.1042.100.0";

    private readonly Dictionary<string, JsonObject> _functions;
    private readonly JsonObject _settings;
    private readonly WebApplication _front;
    private readonly HttpClient _worker = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly StorageAccount? _account;
    private readonly ConcurrentDictionary<string, int> _succeeded = new(StringComparer.Ordinal);

    /// <param name="certificate">For the address outside, which is then https.</param>
    protected FunctionsFront(StorageAccount? account = null, X509Certificate2? certificate = null)
    {
        _account = account;
        _settings = Parse(Path.Combine(Root(), "host.json"));
        Assert.Equal("2.0", _settings["version"]!.GetValue<string>());
        Assert.True(_settings["customHandler"]!["enableProxyingHttpRequest"]!.GetValue<bool>());
        _functions = Directory.EnumerateFiles(Path.Combine(Root(), "src", "TeamsCctv", "Functions"), "function.json", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetFileName(Path.GetDirectoryName(file)!), Parse);
        var (inner, outer) = (Azurite.FreePort(), Azurite.FreePort());
        var prefix = _settings["extensions"]!["http"]!["routePrefix"]!.GetValue<string>();
        Public = new($"{(certificate is null ? "http" : "https")}://127.0.0.1:{outer}/{prefix}/");
        Worker = new($"http://127.0.0.1:{inner}/");

        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, outer, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        _front = builder.Build();
        _front.Run(FrontAsync);
    }

    /// <summary>Where people and recorders reach it, prefix included.</summary>
    public Uri Public { get; }

    public Uri Worker { get; }

    /// <summary>Whom the platform's front saw, who is the last of <c>X-Forwarded-For</c>; null for whoever in fact connects.</summary>
    public string? Forwarded { get; set; }

    /// <summary>What the process that is started is told.</summary>
    /// <param name="name">By which name outsiders reach it, where that is another.</param>
    public IReadOnlyDictionary<string, string> ProcessSettings(string? name = null) => new Dictionary<string, string>
    {
        ["FUNCTIONS_CUSTOMHANDLER_PORT"] = Worker.Port.ToString(CultureInfo.InvariantCulture),
        ["PublicUrl"] = name is null ? Public.ToString() : new Uri(new Uri(name), Public.AbsolutePath).ToString(),
    };

    public IReadOnlyDictionary<string, JsonObject> Functions => _functions;

    /// <summary>How many invocations of a function have succeeded.</summary>
    public int Succeeded(string function) => _succeeded.GetValueOrDefault(function);

    public int MaxDequeueCount => _settings["extensions"]!["queues"]!["maxDequeueCount"]!.GetValue<int>();

    public static async Task<FunctionsFront> OpenAsync(StorageAccount? account = null, X509Certificate2? certificate = null)
    {
        var front = new FunctionsFront(account, certificate);
        await front.ListenAsync();
        return front;
    }

    protected Task ListenAsync() => _front.StartAsync();

    /// <summary>Listens to its queue and fires its timers, as it does all day.</summary>
    public async Task RunAsync(CancellationToken until)
    {
        var timers = _functions.Where(function => function.Value["bindings"]!.AsArray().Any(binding => binding!["type"]!.GetValue<string>() == "timerTrigger")).Select(function => function.Key).ToList();
        for (var rounds = 0; !until.IsCancellationRequested; rounds++)
        {
            await PollAsync();

            // Each minute, as the timer's function.json has it.
            foreach (var timer in rounds % 600 == 599 ? timers : [])
                await FireAsync(timer);
            await Task.Delay(100, until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A browser or a machine somewhere outside.</summary>
    public HttpClient Outside() => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Public };

    /// <summary>The timer fires.</summary>
    public Task<Invocation> FireAsync(string function) => InvokeAsync(function, new JsonObject
    {
        [Trigger(function, "timerTrigger")["name"]!.GetValue<string>()] = new JsonObject { ["Schedule"] = new JsonObject { ["AdjustForDST"] = true }, ["ScheduleStatus"] = null, ["IsPastDue"] = false },
    });

    /// <summary>One look at the queue of a function: each message found is an invocation.</summary>
    /// <param name="forget">The host dies after the answer and before it deletes the message.</param>
    public async Task<IReadOnlyList<Invocation>> PollAsync(string function = "inbox", bool forget = false)
    {
        var trigger = Trigger(function, "queueTrigger");
        Assert.Equal(_account!.Inbox.Name, trigger["queueName"]!.GetValue<string>());
        List<Invocation> made = [];
        if (!await _account.Inbox.ExistsAsync())
            return made;
        foreach (var message in (QueueMessage[])await _account.Inbox.ReceiveMessagesAsync(16, TimeSpan.FromSeconds(30)))
        {
            var invocation = await InvokeAsync(function, new JsonObject { [trigger["name"]!.GetValue<string>()] = JsonSerializer.Serialize(message.Body.ToString()) }, new JsonObject
            {
                ["DequeueCount"] = message.DequeueCount.ToString(CultureInfo.InvariantCulture),
                ["Id"] = message.MessageId,
                ["PopReceipt"] = message.PopReceipt,
            });
            made.Add(invocation);
            if (forget)
                await VisibleAsync(message);
            else if (invocation.Succeeded)
                await _account.Inbox.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            else if (message.DequeueCount < MaxDequeueCount)
                await VisibleAsync(message);
            else
                await SetAsideAsync(message);
        }

        return made;
    }

    /// <summary>What the host posts for a trigger that is not HTTP, and what it makes of the answer.</summary>
    public async Task<Invocation> InvokeAsync(string function, JsonObject data, JsonObject? metadata = null, Action<HttpRequestMessage>? change = null)
    {
        metadata ??= [];
        metadata["sys"] = new JsonObject { ["MethodName"] = function, ["UtcNow"] = "2026-11-24T14:05:00Z", ["RandGuid"] = Guid.NewGuid().ToString() };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Worker, function))
        {
            Content = new StringContent(new JsonObject { ["Data"] = data, ["Metadata"] = metadata }.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        AddHeaders(request.Headers);
        change?.Invoke(request);
        using var answer = await _worker.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.False(answer.IsSuccessStatusCode && string.IsNullOrWhiteSpace(body), "An empty 2xx never ends the invocation.");
        if (!answer.IsSuccessStatusCode)
            return new(answer.StatusCode, body, []);

        var result = JsonNode.Parse(body)!.AsObject();
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Empty(result["Outputs"]!.AsObject());
        Assert.True(result.ContainsKey("ReturnValue") && result["ReturnValue"] is null);
        _succeeded.AddOrUpdate(function, 1, (_, count) => count + 1);
        return new(answer.StatusCode, body, [.. result["Logs"]!.AsArray().Select(line => line!.GetValue<string>())]);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _front.DisposeAsync();
        _worker.Dispose();
    }

    private static void AddHeaders(HttpRequestHeaders headers)
    {
        headers.TryAddWithoutValidation("X-Azure-Functions-HostVersion", Version);
        headers.TryAddWithoutValidation("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString());
        headers.TryAddWithoutValidation("User-Agent", $"Azure-Functions-Host/{Version}");
    }

    protected async Task WaitUntilReadyAsync()
    {
        // Any answer will do, every 25 ms for as long as host.json says.
        var patience = TimeSpan.Parse(_settings["customHandler"]!["initializationTimeout"]!.GetValue<string>(), CultureInfo.InvariantCulture);
        using var given = new CancellationTokenSource(patience);
        while (true)
        {
            try
            {
                using var answer = await _worker.GetAsync(Worker, given.Token);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(25, given.Token);
            }
        }
    }

    /// <summary>The host's own front: a route of an HTTP function, and nothing else of the app, can be reached from outside.</summary>
    private async Task FrontAsync(HttpContext context)
    {
        var prefix = _settings["extensions"]!["http"]!["routePrefix"]!.GetValue<string>();
        if (!_functions.Values.SelectMany(function => function["bindings"]!.AsArray()).Any(binding =>
            binding!["type"]!.GetValue<string>() == "httpTrigger"
            && (binding["methods"] is not JsonArray methods || methods.Any(method => method!.GetValue<string>().Equals(context.Request.Method, StringComparison.OrdinalIgnoreCase)))
            && new TemplateMatcher(TemplateParser.Parse($"{prefix}/{binding["route"]!.GetValue<string>()}"), []).TryMatch(context.Request.Path, new RouteValueDictionary())))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        // The forwarder keeps the path, the headers and the name that was asked for.
        using var request = new HttpRequestMessage(new(context.Request.Method), new Uri($"{Worker.GetLeftPart(UriPartial.Authority)}{context.Request.GetEncodedPathAndQuery()}"))
        {
            Content = context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0 ? new StreamContent(context.Request.Body) : null,
        };
        foreach (var (name, values) in context.Request.Headers)
        {
            if (name is not ("Connection" or "Transfer-Encoding") && !request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!);
        }

        request.Headers.Host = context.Request.Host.Value;
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", Forwarded ?? new IPEndPoint(context.Connection.RemoteIpAddress!, context.Connection.RemotePort).ToString());
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", "https");
        request.Headers.TryAddWithoutValidation("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString());
        request.Headers.TryAddWithoutValidation("X-Azure-Functions-HostVersion", Version);
        using var answer = await _worker.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not ("Transfer-Encoding" or "Connection")))
            context.Response.Headers[name] = values.ToArray();
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    /// <summary>At once, where the real one waits for <c>visibilityTimeout</c>.</summary>
    private async Task VisibleAsync(QueueMessage message) =>
        await _account!.Inbox.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: TimeSpan.Zero);

    private async Task SetAsideAsync(QueueMessage message)
    {
        await _account!.Poison.CreateIfNotExistsAsync();
        await _account.Poison.SendMessageAsync(message.Body);
        await _account.Inbox.DeleteMessageAsync(message.MessageId, message.PopReceipt);
    }

    private JsonNode Trigger(string function, string type) =>
        _functions[function]["bindings"]!.AsArray().Single(binding => binding!["type"]!.GetValue<string>() == type)!;

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "TeamsCctv.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }

    private static JsonObject Parse(string file) => JsonNode.Parse(File.ReadAllText(file))!.AsObject();
}

/// <summary>How an invocation went for the host.</summary>
internal sealed record Invocation(HttpStatusCode Status, string Body, IReadOnlyList<string> Logs)
{
    public bool Succeeded => (int)Status is >= 200 and < 300;
}
