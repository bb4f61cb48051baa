using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TeamsCctv.Protocols.Teams.Connector;

/// <summary>
/// The bot's calls to the channel (Bot Framework REST v3). Every address is held against the list of service
/// addresses before a connection is made, redirects are not followed, and an outcome is a value, not an exception.
/// </summary>
public sealed class ConnectorClient
{
    /// <summary>From the first byte sent to the last one read.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private const int LargestAnswer = 256 * 1024;

    private readonly BotOptions _options;
    private readonly OutboundToken _token;
    private readonly IHttpClientFactory _clients;
    private readonly TimeProvider _time;

    internal ConnectorClient(BotOptions options, OutboundToken token, IHttpClientFactory clients, TimeProvider time)
    {
        _options = options;
        _token = token;
        _clients = clients;
        _time = time;
    }

    /// <summary>
    /// Opens the one-to-one conversation with a person who has the app, to speak first: <see cref="ConnectorResult.Created"/>.
    /// </summary>
    /// <param name="member">The person's MRI or Entra object id.</param>
    public async Task<ConnectorResult> CreateConversationAsync(
        string serviceUrl, string member, CancellationToken cancellationToken = default)
    {
        var bot = "28:" + _options.AppId;
        var body = new JsonObject
        {
            ["isGroup"] = false,
            ["bot"] = new JsonObject { ["id"] = bot },
            ["members"] = new JsonArray(new JsonObject { ["id"] = member }),
            ["tenantId"] = _options.TenantId,
            ["channelData"] = Tenant(),
        };
        var result = await CallAsync(HttpMethod.Post, serviceUrl, [], body, cancellationToken);
        if (result is ConnectorResult.TryAgain again)
            return again with { Everywhere = true };
        if (result is not ConnectorResult.Sent(var conversation))
            return result;
        if (conversation.Length == 0)
            return new ConnectorResult.Failed(200, "NoConversation", "The channel's answer names no conversation.");
        var isMri = member.Contains(':', StringComparison.Ordinal);
        return new ConnectorResult.Created(new(
            serviceUrl, conversation, bot, isMri ? member : null, isMri ? null : member, _options.TenantId));
    }

    /// <summary>Sends an activity into a conversation, as a reply if <paramref name="replyToId"/> is given.</summary>
    public Task<ConnectorResult> SendAsync(
        ConversationReference to, JsonObject activity, string? replyToId = null, CancellationToken cancellationToken = default)
    {
        string[] path = replyToId is null ? [to.ConversationId, "activities"] : [to.ConversationId, "activities", replyToId];
        var addressed = Addressed(to, activity);
        if (replyToId is not null)
            addressed["replyToId"] = replyToId;
        return CallAsync(HttpMethod.Post, to.ServiceUrl, path, addressed, cancellationToken);
    }

    /// <summary>Puts an activity in the place of one that was sent.</summary>
    public async Task<ConnectorResult> UpdateAsync(
        ConversationReference to, string activityId, JsonObject activity, CancellationToken cancellationToken = default)
    {
        var addressed = Addressed(to, activity);
        addressed["id"] = activityId;
        var result = await CallAsync(HttpMethod.Put, to.ServiceUrl, [to.ConversationId, "activities", activityId], addressed, cancellationToken);
        return result is ConnectorResult.Sent { ActivityId.Length: 0 } ? new ConnectorResult.Sent(activityId) : result;
    }

    private JsonObject Tenant() => new() { ["tenant"] = new JsonObject { ["id"] = _options.TenantId } };

    /// <summary>A copy, so that one activity can go to several people.</summary>
    private JsonObject Addressed(ConversationReference to, JsonObject activity)
    {
        var copy = activity.DeepClone().AsObject();
        copy["from"] = new JsonObject { ["id"] = to.BotId };
        copy["conversation"] = new JsonObject { ["id"] = to.ConversationId };
        if (to.UserId is { } user)
            copy["recipient"] = new JsonObject { ["id"] = user };
        if (!copy.ContainsKey("channelData"))
            copy["channelData"] = Tenant();
        return copy;
    }

    private async Task<ConnectorResult> CallAsync(
        HttpMethod method, string serviceUrl, string[] path, JsonObject body, CancellationToken cancellationToken)
    {
        if (Address(serviceUrl, path) is not { } url)
            return new ConnectorResult.Failed(null, "ServiceUrlUnlisted", "The service address is not one that the bot may connect to.");
        using var patience = new CancellationTokenSource(Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            // A token may have been withdrawn while we held it: once more with a new one, then the channel means it.
            var (result, token) = await CallAsync(method, url, body, either.Token);
            if (result is not ConnectorResult.Failed { Status: 401 } || token is null)
                return result;
            _token.Forget(token);
            return (await CallAsync(method, url, body, either.Token)).Result;
        }
        catch (HttpRequestException wrong)
        {
            return new ConnectorResult.TryAgain(null, wrong.HttpRequestError.ToString());
        }
        catch (IOException)
        {
            return new ConnectorResult.TryAgain(null, "connection lost");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ConnectorResult.TryAgain(null, "no answer in time");
        }
    }

    private async Task<(ConnectorResult Result, string? Token)> CallAsync(
        HttpMethod method, Uri url, JsonObject body, CancellationToken cancellationToken)
    {
        var (token, refused) = await _token.GetAsync(cancellationToken);
        if (token is null)
            return (refused!, null);
        using var client = _clients.CreateClient(TeamsServices.HttpClientName);
        using var request = new HttpRequestMessage(method, url)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, TeamsJson.Wire))
            {
                Headers = { ContentType = new("application/json") { CharSet = "utf-8" } },
            },
        };
        request.Headers.Authorization = new("Bearer", token);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var answer = await BoundedHttp.ReadObjectAsync(response.Content, LargestAnswer, cancellationToken);
        return (ResultOf(response, answer), token);
    }

    /// <summary>Teams, "Retry" and "Status codes": which answers are worth another try.</summary>
    private ConnectorResult ResultOf(HttpResponseMessage response, JsonElement? answer)
    {
        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted)
            return new ConnectorResult.Sent(answer?.Text("id") ?? "");
        var status = (int)response.StatusCode;
        var (code, message) = ConnectorError.Of(answer);
        return status switch
        {
            429 or 412 or 408 or 502 or 503 or 504 => new ConnectorResult.TryAgain(RetryAfter.Of(response, _time), $"{status} {code}".TrimEnd()),
            403 or 404 or 410 => new ConnectorResult.Gone(code.Length > 0 ? code : $"{status}"),
            _ => new ConnectorResult.Failed(status, code.Length > 0 ? code : $"{status}", message),
        };
    }

    /// <summary>Null if it is not on the list. Ids are the channel's: escaped, and never a step up the path.</summary>
    private Uri? Address(string serviceUrl, string[] path)
    {
        if (!_options.ServiceUrls.Holds(serviceUrl) || path.Any(segment => segment is "" or "." or ".."))
            return null;
        var address = string.Join('/', [serviceUrl.TrimEnd('/'), "v3/conversations", .. path.Select(Uri.EscapeDataString)]);
        return new(address);
    }
}
