using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Microsoft.Identity.Client;

namespace TeamsCctv.Protocols.Teams.Connector;

/// <summary>
/// By what the bot shows itself to Entra where it keeps no secret: the key of a certificate, or the managed identity of
/// the machine. The identity is the bot itself, or vouches for the bot's registration, which trusts it by a federated credential.
/// </summary>
internal sealed class BotCredential(BotOptions options, Func<HttpClient> network)
{
    /// <summary>What a token must be for if it is to stand for a client secret.</summary>
    internal const string Exchange = "api://AzureADTokenExchange/.default";

    /// <summary>A challenge that asks for nothing more: the tokens of a managed identity are kept for the whole process, and only a challenge gets past them. It goes no further.</summary>
    private const string Challenge = """{"access_token":{}}""";

    /// <summary>What a token endpoint says of the client or of its request. All else is of the moment, a machine's identity that is not there yet among it.</summary>
    private static readonly string[] OfTheClient = ["invalid_client", "unauthorized_client", "invalid_request", "invalid_scope", "invalid_resource", "invalid_grant", "access_denied"];

    // The credential keeps its token, and a certificate as it was read.
    private volatile TokenCredential? _credential;
    private volatile bool _anew;

    private bool IsTheBot => string.Equals(options.ManagedIdentity, options.AppId, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the bot has one; without, it has a secret or needs none.</summary>
    public static bool IsGiven(BotOptions options) => options.CertificatePath is not null || options.ManagedIdentity is not null;

    /// <exception cref="AuthenticationFailedException">There is none now; <see cref="Refusal"/> tells whether there will be.</exception>
    public async Task<AccessToken> GetAsync(string scope, CancellationToken cancellation)
    {
        var anew = _anew;
        try
        {
            var given = await (_credential ??= Make()).GetTokenAsync(new([scope], claims: anew && IsTheBot ? Challenge : null), cancellation);
            if (anew)
                _anew = false;
            return given;
        }
        catch (AuthenticationFailedException)
        {
            Forget();
            throw;
        }
    }

    /// <summary>Next time the certificate is read and the token asked for anew.</summary>
    public void Forget() => (_credential, _anew) = (null, true);

    /// <summary>What Entra said of the bot itself, and it will say again; null where asking again may help.</summary>
    public static (int Status, string Code)? Refusal(AuthenticationFailedException failure)
    {
        for (Exception? why = failure; why is not null; why = why.InnerException)
        {
            if (why is MsalServiceException { StatusCode: >= 400 and < 500 and not (408 or 429) } said && OfTheClient.Contains(said.ErrorCode))
                return (said.StatusCode, said.ErrorCode);
        }

        return null;
    }

    private TokenCredential Make()
    {
        var authority = new Uri(options.TokenEndpoint.GetLeftPart(UriPartial.Authority));
        var transport = new HttpClientTransport(network());
        if (options.CertificatePath is { } path)
        {
            return new ClientCertificateCredential(options.TenantId, options.AppId, path, new ClientCertificateCredentialOptions
            {
                AuthorityHost = authority,
                Transport = transport,
                Diagnostics = { IsTelemetryEnabled = false },
            });
        }

        var identity = new ManagedIdentityCredential(new ManagedIdentityCredentialOptions(ManagedIdentityId.FromUserAssignedClientId(options.ManagedIdentity!))
        {
            Transport = transport,
            Diagnostics = { IsTelemetryEnabled = false },

            // By its own rules it tries for up to 90 s, which is longer than anybody waits who sends.
            RetryPolicy = new RetryPolicy(maxRetries: 1),
        });
        return IsTheBot
            ? identity
            : new ClientAssertionCredential(
                options.TenantId, options.AppId,
                async cancellation => (await identity.GetTokenAsync(new([Exchange]), cancellation)).Token,
                new ClientAssertionCredentialOptions { AuthorityHost = authority, Transport = transport, Diagnostics = { IsTelemetryEnabled = false } });
    }
}
