using System.Text.Json;
using Azure.Identity;

namespace TeamsCctv.Protocols.Teams.Connector;

/// <summary>The bot's own token, asked for once and kept until five minutes before it runs out.</summary>
internal sealed class OutboundToken(BotOptions options, IHttpClientFactory clients, TimeProvider time) : IDisposable
{
    public const string Scope = "https://api.botframework.com/.default";

    private const int LargestAnswer = 64 * 1024;
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _asking = new(1);
    private readonly BotCredential? _credential =
        BotCredential.IsGiven(options) ? new(options, () => clients.CreateClient(TeamsServices.HttpClientName)) : null;
    private volatile Held? _held;

    /// <summary>The token, or what to tell the caller of the connector.</summary>
    public async ValueTask<(string? Token, ConnectorResult? Refused)> GetAsync(CancellationToken cancellationToken)
    {
        if (Current is { } held)
            return (held, null);
        await _asking.WaitAsync(cancellationToken);
        try
        {
            return Current is { } meanwhile ? (meanwhile, null)
                : _credential is { } credential ? await AskAsync(credential, cancellationToken)
                : await AskAsync(cancellationToken);
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>The channel no longer takes this one: ask anew next time.</summary>
    public void Forget(string token)
    {
        if (_held is not { } held || held.Token != token)
            return;
        _held = null;
        _credential?.Forget();
    }

    public void Dispose() => _asking.Dispose();

    private string? Current => _held is { } held && time.GetUtcNow() < held.Until ? held.Token : null;

    private async Task<(string? Token, ConnectorResult? Refused)> AskAsync(BotCredential credential, CancellationToken cancellationToken)
    {
        try
        {
            var given = await credential.GetAsync(Scope, cancellationToken);
            _held = new(given.Token, given.ExpiresOn - Margin);
            return (given.Token, null);
        }
        catch (AuthenticationFailedException failure)
        {
            // Its message holds ids of the tenant and is left out.
            return (null, BotCredential.Refusal(failure) is var (status, code)
                ? new ConnectorResult.Failed(status, "token:" + code, "The bot was given no token.")
                : new ConnectorResult.TryAgain(null, "no token", Everywhere: true));
        }
    }

    private async Task<(string? Token, ConnectorResult? Refused)> AskAsync(CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(TeamsServices.HttpClientName);
        using var form = new FormUrlEncodedContent(Form());
        using var request = new HttpRequestMessage(HttpMethod.Post, options.TokenEndpoint) { Content = form };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var asked = time.GetUtcNow();
        var body = await BoundedHttp.ReadObjectAsync(response.Content, LargestAnswer, cancellationToken);
        var status = (int)response.StatusCode;
        if (status is 408 or 429 or >= 500)
            return (null, new ConnectorResult.TryAgain(RetryAfter.Of(response, time), $"token {status}", Everywhere: true));
        if (!response.IsSuccessStatusCode)
            return (null, new ConnectorResult.Failed(status, "token:" + (body?.Text("error") ?? ""), "The bot was given no token."));
        if (body is not { } answer || answer.Text("access_token") is not { Length: > 0 } token)
            return (null, new ConnectorResult.Failed(status, "token:malformed", "The token endpoint's answer holds no token."));
        _held = new(token, asked + Life(answer) - Margin);
        return (token, null);
    }

    private IEnumerable<KeyValuePair<string, string>> Form()
    {
        yield return new("grant_type", "client_credentials");
        yield return new("client_id", options.AppId);
        if (options.AppPassword is { Length: > 0 } secret)
            yield return new("client_secret", secret);
        yield return new("scope", Scope);
    }

    /// <summary>Seconds as a number or, as older endpoints say it, a text. Without them the token serves this one call.</summary>
    private static TimeSpan Life(JsonElement answer)
    {
        if (!answer.TryGetProperty("expires_in", out var given))
            return TimeSpan.Zero;
        var seconds = given.ValueKind == JsonValueKind.Number && given.TryGetInt32(out var number) ? number
            : int.TryParse(answer.Text("expires_in"), out var text) ? text : 0;
        return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 24 * 60 * 60));
    }

    private sealed record Held(string Token, DateTimeOffset Until);
}
