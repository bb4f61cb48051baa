using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TeamsCctv.Features.DevChat;

/// <summary>The local channel's keys and tokens. The key lives and dies with the process.</summary>
public sealed class LocalIssuer(LocalChannel channel, TimeProvider time) : IDisposable
{
    /// <summary>What the bot's own tokens are for.</summary>
    private const string ConnectorAudience = "https://api.botframework.com";

    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly Lazy<RSA> _rsa = new(() => RSA.Create(2048));
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };
    private readonly string _kid = RandomNumberGenerator.GetHexString(16, lowercase: true);

    private RsaSecurityKey Key => field ??= new(_rsa.Value) { KeyId = _kid };

    public JsonObject Metadata => new()
    {
        ["issuer"] = channel.Issuer,
        ["jwks_uri"] = channel.At(LocalChannel.IssuerPath + "/keys"),
        ["token_endpoint"] = channel.At(LocalChannel.IssuerPath + "/token"),
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
    };

    public JsonObject Keys
    {
        get
        {
            var key = _rsa.Value.ExportParameters(includePrivateParameters: false);
            return new()
            {
                ["keys"] = new JsonArray(new JsonObject
                {
                    ["kty"] = "RSA",
                    ["use"] = "sig",
                    ["kid"] = _kid,
                    ["n"] = Base64UrlEncoder.Encode(key.Modulus),
                    ["e"] = Base64UrlEncoder.Encode(key.Exponent),
                    ["endorsements"] = new JsonArray("msteams"),
                }),
            };
        }
    }

    /// <summary>A token by which the channel shows itself to the bot.</summary>
    public string ForBot() => Token(LocalChannel.AppId, new() { ["serviceurl"] = channel.ServiceUrl });

    /// <summary>A token by which the bot shows itself to the connector, or null if its secret is wrong.</summary>
    public (string Token, TimeSpan Life)? ForConnector(IFormCollection form) =>
        form["grant_type"] == "client_credentials" && form["client_id"] == LocalChannel.AppId
        && form["scope"] == ConnectorAudience + "/.default"
        && CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.UTF8.GetBytes(form["client_secret"].ToString()), System.Text.Encoding.UTF8.GetBytes(channel.Secret))
            ? (Token(ConnectorAudience, new() { ["appid"] = LocalChannel.AppId }), Life)
            : null;

    /// <summary>Whether a call to the connector comes from the bot.</summary>
    public async Task<bool> IsBotAsync(string? authorization)
    {
        if (authorization?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) != true)
            return false;
        var result = await _handler.ValidateTokenAsync(authorization[7..].Trim(), new()
        {
            ValidIssuer = channel.Issuer,
            ValidAudience = ConnectorAudience,
            IssuerSigningKey = Key,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            LifetimeValidator = (_, until, _, _) => until > time.GetUtcNow().UtcDateTime,
        });
        return result.IsValid;
    }

    public void Dispose()
    {
        if (_rsa.IsValueCreated)
            _rsa.Value.Dispose();
    }

    private string Token(string audience, Dictionary<string, object> claims)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = channel.Issuer,
            Audience = audience,
            Claims = claims,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Life,
            SigningCredentials = new(Key, SecurityAlgorithms.RsaSha256),
        });
    }
}
