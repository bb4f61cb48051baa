using System.Collections.Frozen;
using Microsoft.IdentityModel.Tokens;
using TeamsCctv.Protocols.Teams.Tokens;

namespace TeamsCctv.Protocols.Entra;

/// <summary>Whom a token is about: an account of our tenant, until the token ends.</summary>
public sealed record TabAccount(string Tenant, string ObjectId, DateTimeOffset Until);

/// <summary>
/// The access tokens that Teams gives a tab for whoever is signed in to it (Entra v2.0, RS256). Roles and groups in them are not
/// read: what somebody may do is the staff register's to say.
/// </summary>
public sealed class TabTokens
{
    /// <summary>What the tab may do for a person: say who they are.</summary>
    public const string Scope = "access_as_user";

    internal const string HttpClientName = "entra";

    /// <summary>Teams on the desktop and on telephones, and Teams in the browser: whom the registration names as authorised beforehand.</summary>
    private static readonly FrozenSet<string> Clients = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "1fec8e78-bce4-4aaf-ab1b-5451cc387264", "5e3ce6c0-2b1f-4285-8d4b-75ee78787346");

    private readonly string _tenant;
    private readonly TokenRules _rules;
    private readonly SignedTokens _tokens;

    internal TabTokens(EntraApplication application, SigningKeys keys, TimeProvider time)
    {
        _tenant = application.Tenant;
        _rules = new(application.Issuer, [application.ClientId, $"api://{application.Domain}/botid-{application.ClientId}"], [SecurityAlgorithms.RsaSha256]);
        _tokens = new(keys, time);
    }

    /// <summary>The account, or the first rule that the token breaks.</summary>
    public async ValueTask<(TabAccount? Account, TokenRefusal? Refusal)> ReadAsync(string text, CancellationToken cancellationToken)
    {
        var read = await _tokens.ReadAsync(text, _rules, cancellationToken);
        if (read.Token is not { } token)
            return (null, read.Refusal);
        var claims = token.Claims.ToList();
        if (Membership.Only(claims, "tid") is not { } tenant || !string.Equals(tenant, _tenant, StringComparison.OrdinalIgnoreCase))
            return (null, TokenRefusal.OtherTenant);
        if (Membership.IsGuest(claims, _tenant, _rules.Issuer))
            return (null, TokenRefusal.Guest);
        if (claims.Exists(claim => claim.Type == "idtyp" && claim.Value != "user")
            || Membership.Only(claims, "scp") is not { } scopes || !scopes.Split(' ').Contains(Scope)
            || Membership.Only(claims, "oid") is not { } objectId)
            return (null, TokenRefusal.NotDelegated);
        return Membership.Only(claims, "azp") is { } client && Clients.Contains(client)
            ? (new(tenant, objectId, token.ValidTo), null)
            : (null, TokenRefusal.OtherClient);
    }
}
