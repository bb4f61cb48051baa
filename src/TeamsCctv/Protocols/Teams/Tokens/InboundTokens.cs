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

    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private const string Scheme = "Bearer ";
    private const int LongestToken = 16 * 1024;

    private readonly BotOptions _options;
    private readonly SigningKeys _keys;
    private readonly TimeProvider _time;
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = LongestToken, MapInboundClaims = false };

    internal InboundTokens(BotOptions options, SigningKeys keys, TimeProvider time)
    {
        _options = options;
        _keys = keys;
        _time = time;
    }

    /// <summary>Null if the activity may be handled, else the first rule it breaks.</summary>
    public async ValueTask<TokenRefusal?> ValidateAsync(string? authorizationHeader, Activity activity, CancellationToken cancellationToken = default)
    {
        if (authorizationHeader is null || !authorizationHeader.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || authorizationHeader.Length is <= 7 or > LongestToken)
            return TokenRefusal.Missing;
        if (Parse(authorizationHeader[Scheme.Length..].Trim()) is not { } token)
            return TokenRefusal.Malformed;
        if (token.Alg is not (SecurityAlgorithms.RsaSha256 or SecurityAlgorithms.RsaSha384 or SecurityAlgorithms.RsaSha512))
            return TokenRefusal.Algorithm;

        var (key, unknown) = await _keys.FindAsync(token.Kid ?? "", cancellationToken);
        if (key is null)
            return unknown;
        var result = await _handler.ValidateTokenAsync(token, Parameters(key.Key));
        if (!result.IsValid)
            return Named(result.Exception);
        return Fits(token, key, activity);
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

    private JsonWebToken? Parse(string text)
    {
        try
        {
            // A JWE has five parts; the channel sends none.
            return text.Count(letter => letter == '.') == 2 ? _handler.ReadJsonWebToken(text) : null;
        }
        catch (Exception wrong) when (wrong is SecurityTokenException or ArgumentException)
        {
            return null;
        }
    }

    private TokenValidationParameters Parameters(RsaSecurityKey key) => new()
    {
        ValidIssuer = _options.Issuer,
        ValidAudience = _options.AppId,
        IssuerSigningKey = key,
        TryAllIssuerSigningKeys = false,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512],
        LifetimeValidator = (from, until, _, _) =>
        {
            var now = _time.GetUtcNow().UtcDateTime;
            return until is { } end && now - ClockSkew < end && (from is not { } start || now + ClockSkew >= start);
        },
    };

    private static TokenRefusal Named(Exception? wrong) => wrong switch
    {
        SecurityTokenInvalidIssuerException => TokenRefusal.Issuer,
        SecurityTokenInvalidAudienceException => TokenRefusal.Audience,
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNotYetValidException
            or SecurityTokenNoExpirationException => TokenRefusal.Lifetime,
        SecurityTokenInvalidAlgorithmException => TokenRefusal.Algorithm,
        SecurityTokenInvalidSignatureException or SecurityTokenSignatureKeyNotFoundException => TokenRefusal.Signature,
        _ => TokenRefusal.Malformed,
    };
}
