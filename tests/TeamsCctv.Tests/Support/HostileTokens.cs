using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace TeamsCctv.Tests.Support;

/// <summary>
/// Tokens that would be right in everything, but for what their name says. The same for every endpoint that takes tokens.
/// </summary>
/// <param name="Claims">Those of a right token.</param>
/// <param name="Key">An announced key, and another.</param>
internal sealed record HostileTokens(JsonObject Claims, (string Kid, RSA Rsa) Key, (string Kid, RSA Rsa) Other, DateTimeOffset Now)
{
    /// <summary>Where keys of an attacker would be fetched from, if anything followed it.</summary>
    public const string Elsewhere = "https://keys.attacker.example/";

    private static readonly RSA Attacker = RSA.Create(2048);

    private static readonly Dictionary<string, Func<HostileTokens, string>> Kinds = new()
    {
        ["unsigned"] = right => Jwt.Make(right.Header("none"), right.Claims, _ => []),
        ["unsigned, spelt otherwise"] = right => Jwt.Make(right.Header("nOnE"), right.Claims, _ => []),
        ["unsigned, with something in the signature's place"] = right => Jwt.Make(right.Header("none"), right.Claims, Jwt.By(right.Key.Rsa)),
        ["no algorithm named"] = right => Jwt.Make(right.Header(null), right.Claims, Jwt.By(right.Key.Rsa)),
        ["HS256 by the public key"] = right => Jwt.Make(right.Header("HS256"), right.Claims, Jwt.BySecret(right.Key.Rsa.ExportSubjectPublicKeyInfo())),
        ["HS256 by the public key as PEM"] = right => Jwt.Make(right.Header("HS256"), right.Claims, Jwt.BySecret([.. right.Key.Rsa.ExportSubjectPublicKeyInfoPem().Select(letter => (byte)letter)])),
        ["HS256 by the modulus"] = right => Jwt.Make(right.Header("HS256"), right.Claims, Jwt.BySecret(right.Key.Rsa.ExportParameters(false).Modulus!)),
        ["RS256 named, HMAC made"] = right => Jwt.Make(right.Header(), right.Claims, Jwt.BySecret(right.Key.Rsa.ExportSubjectPublicKeyInfo())),
        ["PSS"] = right => Jwt.Make(right.Header("PS256"), right.Claims, Jwt.By(right.Key.Rsa, padding: RSASignaturePadding.Pss)),
        ["RS256 named, PSS made"] = right => Jwt.Make(right.Header(), right.Claims, Jwt.By(right.Key.Rsa, padding: RSASignaturePadding.Pss)),
        ["an elliptic curve"] = right => Jwt.Make(right.Header("ES256"), right.Claims, Curve),
        ["forged under a known key's id"] = right => Jwt.Make(right.Header(), right.Claims, Jwt.By(Attacker)),
        ["one announced key under another's id"] = right => Jwt.Make(right.Header(kid: right.Other.Kid), right.Claims, Jwt.By(right.Key.Rsa)),
        ["its own key along with it"] = right => Jwt.Make(right.Header(with: ("jwk", Jwt.Jwk(Attacker, right.Key.Kid))), right.Claims, Jwt.By(Attacker)),
        ["its own key along with it and its id"] = right => Jwt.Make(right.Header(kid: "mine", with: ("jwk", Jwt.Jwk(Attacker, "mine"))), right.Claims, Jwt.By(Attacker)),
        ["its own certificate along with it"] = right => Jwt.Make(right.Header(with: ("x5c", new JsonArray(Certificate()))), right.Claims, Jwt.By(Attacker)),
        ["its own certificate and no id"] = right => Jwt.Make(right.Header(kid: "", with: ("x5c", new JsonArray(Certificate()))), right.Claims, Jwt.By(Attacker)),
        ["the address of its own keys"] = right => Jwt.Make(right.Header(kid: "mine", with: ("jku", Elsewhere)), right.Claims, Jwt.By(Attacker)),
        ["the address of its own certificate"] = right => Jwt.Make(right.Header(with: ("x5u", Elsewhere)), right.Claims, Jwt.By(Attacker)),
        ["an id nobody announced"] = right => Jwt.Make(right.Header(kid: "made-up"), right.Claims, Jwt.By(Attacker)),
        ["a known key without its id"] = right => Jwt.Make(right.Header(kid: ""), right.Claims, Jwt.By(right.Key.Rsa)),
        ["an id that is an address"] = right => Jwt.Make(right.Header(kid: Elsewhere), right.Claims, Jwt.By(Attacker)),
        ["an id that climbs a path"] = right => Jwt.Make(right.Header(kid: "../../../../dev/null"), right.Claims, Jwt.BySecret([0])),
        ["the signature cut short"] = right => right.Right()[..^8],
        ["no signature"] = right => right.Right()[..(right.Right().LastIndexOf('.') + 1)],
        ["no signature and no last dot"] = right => right.Right()[..right.Right().LastIndexOf('.')],
        ["claims changed after signing"] = right => Swapped(right.Right(), right.With("name", "Somebody Else"), 1),
        ["header changed after signing"] = right => Swapped(right.Right(), Jwt.Make(right.Header(with: ("typ", "at+jwt")), right.Claims, Jwt.By(right.Key.Rsa)), 0),
        ["five parts"] = right => right.Right() + ".AAAA.AAAA",
        ["longer than any"] = right => right.With("padding", new string('a', 17 * 1024)),
        ["expired"] = right => right.With("exp", right.At(-6)),
        ["not yet in force"] = right => right.With("nbf", right.At(6)),
        ["without an end"] = right => right.With("exp", null),
        ["an end that is a text"] = right => right.With("exp", "tomorrow"),
        ["for somebody else"] = right => right.With("aud", "00000000-0000-4000-8000-00000000beef"),
        ["for nobody"] = right => right.With("aud", null),
        ["for an audience that begins like ours"] = right => right.With("aud", right.Claims["aud"]!.GetValue<string>() + "0"),
        ["another issuer's"] = right => right.With("iss", "https://login.attacker.example/v2.0"),
        ["an issuer spelt otherwise"] = right => right.With("iss", right.Claims["iss"]!.GetValue<string>() + "/"),
        ["nobody's"] = right => right.With("iss", null),
    };

    public static IEnumerable<string> Names => Kinds.Keys;

    public string Of(string name) => Kinds[name](this);

    /// <summary>Signed by the first key, with a claim put in the place of the right one or, where it is null, taken away.</summary>
    public string With(string claim, JsonNode? value)
    {
        var changed = Claims.DeepClone().AsObject();
        changed.Remove(claim);
        if (value is not null)
            changed[claim] = value;
        return Jwt.Make(Header(), changed, Jwt.By(Key.Rsa));
    }

    public string Right() => Jwt.Make(Header(), Claims, Jwt.By(Key.Rsa));

    public long At(int minutes) => Now.AddMinutes(minutes).ToUnixTimeSeconds();

    /// <param name="kid">Another key id than the first key's; empty for none.</param>
    private JsonObject Header(string? algorithm = "RS256", string? kid = null, (string Name, JsonNode Value)? with = null)
    {
        var header = new JsonObject { ["typ"] = "JWT", ["alg"] = algorithm, ["kid"] = kid ?? Key.Kid };
        if (algorithm is null)
            header.Remove("alg");
        if (kid is "")
            header.Remove("kid");
        if (with is var (name, value))
            header[name] = value;
        return header;
    }

    private static string Swapped(string token, string other, int part)
    {
        var parts = token.Split('.');
        parts[part] = other.Split('.')[part];
        return string.Join('.', parts);
    }

    private static byte[] Curve(byte[] bytes)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.SignData(bytes, HashAlgorithmName.SHA256);
    }

    private static string Certificate()
    {
        using var made = new CertificateRequest("CN=login.microsoftonline.com", Attacker, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2036, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return Convert.ToBase64String(made.RawData);
    }
}
