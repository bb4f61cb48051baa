using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TeamsCctv.Protocols.Teams.Tokens;

/// <summary>What a token must say to be looked at any further.</summary>
/// <param name="Audiences">Whom it may be for; one of them.</param>
/// <param name="Algorithms">All others are refused before a key is looked for.</param>
internal sealed record TokenRules(string Issuer, IReadOnlyList<string> Audiences, IReadOnlyList<string> Algorithms);

/// <summary>A token that its issuer has signed for us and that is in force, or why it is not.</summary>
internal sealed record SignedToken(JsonWebToken? Token, SigningKey? Key, TokenRefusal? Refusal);

/// <summary>
/// Signature, issuer, audience and lifetime of a token, whoever issues it. The key is the one that the issuer announces under
/// the token's key id: what the token itself brings along as a key is not looked at.
/// </summary>
internal sealed class SignedTokens(SigningKeys keys, TimeProvider time)
{
    public const int Longest = 16 * 1024;

    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = Longest, MapInboundClaims = false };

    public async ValueTask<SignedToken> ReadAsync(string text, TokenRules rules, CancellationToken cancellationToken)
    {
        if (Parse(text) is not { } token)
            return Refused(TokenRefusal.Malformed);
        if (!rules.Algorithms.Contains(token.Alg))
            return Refused(TokenRefusal.Algorithm);
        var (key, unknown) = await keys.FindAsync(token.Kid ?? "", cancellationToken);
        if (key is null)
            return Refused(unknown);
        var result = await _handler.ValidateTokenAsync(token, Parameters(key.Key, rules));
        return result.IsValid ? new(token, key, null) : Refused(Named(result.Exception));
    }

    private static SignedToken Refused(TokenRefusal refusal) => new(null, null, refusal);

    private JsonWebToken? Parse(string text)
    {
        try
        {
            // A JWE has five parts; nobody we listen to sends one.
            return text.Length <= Longest && text.Count(letter => letter == '.') == 2 ? _handler.ReadJsonWebToken(text) : null;
        }
        catch (Exception wrong) when (wrong is SecurityTokenException or ArgumentException)
        {
            return null;
        }
    }

    private TokenValidationParameters Parameters(RsaSecurityKey key, TokenRules rules) => new()
    {
        ValidIssuer = rules.Issuer,
        ValidAudiences = rules.Audiences,
        IssuerSigningKey = key,
        TryAllIssuerSigningKeys = false,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ValidAlgorithms = rules.Algorithms,
        LifetimeValidator = (from, until, _, _) =>
        {
            var now = time.GetUtcNow().UtcDateTime;
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
