using Azure.Core;
using Azure.Identity;
using Microsoft.Kiota.Abstractions.Authentication;

namespace TeamsCctv.Protocols.Graph;

/// <summary>The application's token, shown to Graph's host alone. The credential keeps it until it runs out.</summary>
internal sealed class GraphToken(TokenCredential credential, GraphAddress address) : IAccessTokenProvider
{
    public AllowedHostsValidator AllowedHostsValidator { get; } = new([address.Root.Host]);

    public async Task<string> GetAuthorizationTokenAsync(
        Uri uri, Dictionary<string, object>? additionalAuthenticationContext = null, CancellationToken cancellationToken = default)
    {
        if (!address.Holds(uri))
            throw new GraphException(GraphTrouble.Refused, "the address is not Graph's");
        try
        {
            return (await credential.GetTokenAsync(new([address.Scope]), cancellationToken)).Token;
        }
        catch (AuthenticationFailedException failure)
        {
            // The credential has tried again by itself; its message holds ids of the tenant and is left out.
            throw new GraphException(GraphTrouble.NotNow, "no token", inner: failure);
        }
    }

    /// <summary>No secret is kept: a certificate's key, or what the machine is.</summary>
    public static TokenCredential CredentialOf(GraphSettings settings) => settings.CertificatePath is { } path
        ? new ClientCertificateCredential(
            settings.Tenant.ToString(), settings.ClientId.ToString(), path,
            new ClientCertificateCredentialOptions { AuthorityHost = settings.Address.Authority, Diagnostics = { IsTelemetryEnabled = false } })
        : new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(settings.ClientId.ToString()));
}
