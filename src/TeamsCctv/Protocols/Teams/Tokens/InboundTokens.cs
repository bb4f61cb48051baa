using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TeamsCctv.Protocols.Teams.Tokens;

/// <summary>
/// Whether an activity comes from the channel, for this bot and this tenant: Bot Framework, "Authentication from the
/// Connector to the bot", with every requirement held and the tenant and Teams pinned on top. The same in every environment.
/// </summary>
public sealed class InboundTokens
{
    /// <summary>The only channel whose clients cannot choose their own tenant and object id.</summary>
    public const string Channel = "msteams";

    private const string Scheme = "Bearer ";

    private readonly BotOptions _options;
    private readonly SignedTokens _tokens;

    internal InboundTokens(BotOptions options, SigningKeys keys, TimeProvider time) => (_options, _tokens) = (options, new(keys, time));

    /// <summary>Null if the activity may be handled, else the first rule it breaks.</summary>
    public async ValueTask<TokenRefusal?> ValidateAsync(string? authorizationHeader, Activity activity, CancellationToken cancellationToken = default)
    {
        if (authorizationHeader is null || !authorizationHeader.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || authorizationHeader.Length is <= 7 or > SignedTokens.Longest)
            return TokenRefusal.Missing;
        var rules = new TokenRules(_options.Issuer, [_options.AppId], [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512]);
        return await _tokens.ReadAsync(authorizationHeader[Scheme.Length..].Trim(), rules, cancellationToken) switch
        {
            { Token: { } token, Key: { } key } => Fits(token, key, activity),
            var wrong => wrong.Refusal,
        };
    }

    /// <summary>The channel has signed: but for this activity?</summary>
    private TokenRefusal? Fits(JsonWebToken token, SigningKey key, Activity activity)
    {
        if (!token.TryGetPayloadValue<string>("serviceurl", out var claimed) || string.IsNullOrEmpty(claimed))
            return TokenRefusal.ServiceUrlMissing;
        if (!string.Equals(claimed, activity.ServiceUrl, StringComparison.OrdinalIgnoreCase))
            return TokenRefusal.ServiceUrlDiffers;
        if (activity.ChannelId != Channel)
            return TokenRefusal.OtherChannel;
        if (!key.Endorsements.Contains(activity.ChannelId))
            return TokenRefusal.NotEndorsed;
        string?[] tenants = [activity.Conversation.TenantId, activity.ChannelData.TenantId];
        if (tenants.All(tenant => tenant is null) || tenants.Any(tenant => tenant is not null && !Ours(tenant)))
            return TokenRefusal.OtherTenant;
        return _options.ServiceUrls.Holds(activity.ServiceUrl) ? null : TokenRefusal.ServiceUrlUnlisted;
    }

    private bool Ours(string tenant) => string.Equals(tenant, _options.TenantId, StringComparison.OrdinalIgnoreCase);
}
