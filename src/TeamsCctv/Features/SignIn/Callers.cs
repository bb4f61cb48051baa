using System.Security.Claims;
using TeamsCctv.Features.Acts;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.SignIn;

/// <summary>Who a signed-in account is in the staff register.</summary>
public sealed class Callers(Registers registers, SignInSettings settings)
{
    public const string TenantClaim = "tid";
    public const string ObjectIdClaim = "oid";

    /// <summary>
    /// The person behind a principal, or null where the register knows none: another tenant's account, however it came
    /// here, is nobody, even with an object id that the register knows.
    /// </summary>
    public Caller? Of(ClaimsPrincipal user)
    {
        if (user.Identity is not { IsAuthenticated: true }
            || Only(user, TenantClaim) is not { } tenant
            || Only(user, ObjectIdClaim) is not { } objectId
            || !string.Equals(tenant, settings.Tenant, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return registers.Staff.Owner(objectId) is { } person ? new(person, tenant, objectId) : null;
    }

    private static string? Only(ClaimsPrincipal user, string type)
    {
        var claims = user.FindAll(type).Take(2).ToList();
        return claims is [{ Value: { Length: > 0 and <= 100 } value }] ? value : null;
    }
}
