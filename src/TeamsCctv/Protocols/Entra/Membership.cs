using System.Security.Claims;

namespace TeamsCctv.Protocols.Entra;

/// <summary>Whether an account that Entra vouches for is one of the tenant's own.</summary>
internal static class Membership
{
    /// <summary>
    /// A guest's token has our tenant's issuer as well; what tells it apart is <c>idp</c>, which names whoever vouches for the
    /// person where that is not our tenant, and <c>acct</c>, which is 1 for a guest where the registration asks for it.
    /// </summary>
    public static bool IsGuest(IReadOnlyCollection<Claim> claims, string tenant, string issuer) =>
        claims.Any(claim => claim.Type == "acct" && claim.Value != "0")
        || claims.Any(claim => claim.Type == "idp" && claim.Value != issuer && claim.Value != $"https://sts.windows.net/{tenant}/");

    /// <summary>The claim's value where there is exactly one and it is not empty.</summary>
    public static string? Only(IEnumerable<Claim> claims, string type) =>
        claims.Where(claim => claim.Type == type).Take(2).ToList() is [{ Value: { Length: > 0 and <= 200 } value }] ? value : null;
}
