using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using TeamsCctv.Features.SampleTrust;

namespace TeamsCctv.Tests.Support;

/// <summary>
/// Entra as far as a tab's sign-in sees it: the tenant's metadata, its keys and tokens by them. It takes the place of the
/// network, so whatever else is asked for is seen here as well.
/// </summary>
internal sealed class FakeEntra : HttpMessageHandler
{
    public const string ClientId = "66666666-7777-4888-9999-000000000000";
    public const string Domain = "cctv.school.example";
    public const string TeamsInTheBrowser = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346";

    // The sample's tenant, so that the sample's people are the register's.
    public const string Tenant = SampleTrust.Tenant;
    public const string Issuer = $"https://login.microsoftonline.com/{Tenant}/v2.0";

    private const string Metadata = $"{Issuer}/.well-known/openid-configuration";
    private const string KeySet = $"https://login.microsoftonline.com/{Tenant}/discovery/v2.0/keys";

    public (string Kid, RSA Rsa) Key { get; } = ("entra-1", RSA.Create(2048));

    public (string Kid, RSA Rsa) Other { get; } = ("entra-2", RSA.Create(2048));

    public ConcurrentQueue<string> Asked { get; } = new();

    public int Fetches => Asked.Count(address => address == KeySet);

    /// <summary>What was asked for and is neither metadata nor keys.</summary>
    public IEnumerable<string> Strange => Asked.Where(address => address is not (Metadata or KeySet));

    public bool Down { get; set; }

    /// <summary>Tokens about a person of the sample, as Teams gets them for our tab.</summary>
    public HostileTokens Tokens(string who, DateTimeOffset now, params (string Claim, JsonNode? Value)[] claims)
    {
        var all = new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = ClientId,
            ["tid"] = Tenant,
            ["oid"] = SampleTrust.ObjectIdOf(who),
            ["sub"] = who,
            ["ver"] = "2.0",
            ["scp"] = "access_as_user",
            ["azp"] = TeamsInTheBrowser,
            ["azpacr"] = "0",
            ["name"] = "A name that proves nothing",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(75).ToUnixTimeSeconds(),
        };
        foreach (var (claim, value) in claims)
        {
            all.Remove(claim);
            if (value is not null)
                all[claim] = value.DeepClone();
        }

        return new(all, Key, Other, now);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!.ToString();
        Asked.Enqueue(address);
        JsonObject? answer = Down ? null : address switch
        {
            Metadata => new() { ["issuer"] = Issuer, ["jwks_uri"] = KeySet },
            KeySet => new() { ["keys"] = new JsonArray(Jwt.Jwk(Key.Rsa, Key.Kid), Jwt.Jwk(Other.Rsa, Other.Kid)) },
            _ => null,
        };
        return Task.FromResult(answer is null
            ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
            : new(HttpStatusCode.OK) { Content = new StringContent(answer.ToJsonString()) });
    }
}
