using Azure.Core;
using Azure.Identity;
using Microsoft.IdentityModel.JsonWebTokens;

namespace TeamsCctv.Protocols.Graph;

/// <summary>
/// Which application permissions a token of ours carries: what the tenant has consented to. It is our own token, told apart
/// by nobody else's signature, and only read to tell a person what is missing.
/// </summary>
internal sealed class GraphConsent(TokenCredential credential, GraphAddress address)
{
    /// <exception cref="GraphException">There is no token.</exception>
    public async Task<IReadOnlyCollection<string>> RolesAsync(CancellationToken cancellation)
    {
        try
        {
            var token = (await credential.GetTokenAsync(new([address.Scope]), cancellation)).Token;
            return new JsonWebTokenHandler().CanReadToken(token)
                ? [.. new JsonWebToken(token).Claims.Where(claim => claim.Type == "roles").Select(claim => claim.Value)]
                : [];
        }
        catch (Exception failure) when (failure is AuthenticationFailedException or ArgumentException)
        {
            throw new GraphException(GraphTrouble.NotNow, "no token", inner: failure);
        }
    }
}
