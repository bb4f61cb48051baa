using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Azure.Core;
using Azure.Identity;
using TeamsCctv.Protocols.Teams;
using TeamsCctv.Protocols.Teams.Connector;

namespace TeamsCctv.Protocols.Signing;

/// <summary>One version of the key, as the vault shows it.</summary>
internal sealed record VaultKeyVersion(string Version, ECParameters Public);

/// <summary>
/// The REST calls of Key Vault that signing needs, on the host of the settings alone. Each is done within
/// <see cref="Patience"/>, tries included: signing has no effect of its own, so that a lost answer is simply asked for again.
/// </summary>
internal sealed class KeyVaultClient(KeyVaultSettings settings, TokenCredential credential, HttpClient http)
{
    /// <summary>A click waits for it, and Teams waits 10 to 15 seconds for the click.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const string ApiVersion = "api-version=7.4";
    private const int LargestAnswer = 64 * 1024;
    private const int Tries = 3;

    /// <summary>Versions that are looked through for a former key.</summary>
    private const int MostVersions = 100;

    /// <summary>No redirect is followed: the token goes to the vault alone.</summary>
    public static HttpClient NewHttp() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(3),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 64,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>No secret is kept: a certificate's key, or what the machine is.</summary>
    public static TokenCredential CredentialOf(KeyVaultSettings settings) => settings switch
    {
        { Token: { } token } => DelegatedTokenCredential.Create((_, _) => new AccessToken(token, DateTimeOffset.MaxValue)),
        { CertificatePath: { } path } => new ClientCertificateCredential(
            $"{settings.Tenant}", $"{settings.ClientId}", path, new ClientCertificateCredentialOptions { Diagnostics = { IsTelemetryEnabled = false } }),
        { ClientId: { } id } => new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId($"{id}")),
        _ => new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned),
    };

    /// <summary>A version of the key, or the newest there is.</summary>
    /// <exception cref="KeyVaultException">It is not to be had, or no key of ours.</exception>
    public async Task<VaultKeyVersion> GetAsync(string? version)
    {
        var answer = await CallAsync(HttpMethod.Get, version is null ? "" : $"/{version}", null);
        if (answer.TryGetProperty("attributes", out var attributes) && attributes.ValueKind == JsonValueKind.Object
            && attributes.TryGetProperty("enabled", out var enabled) && enabled.ValueKind == JsonValueKind.False)
            throw new KeyVaultException($"holds the key {settings.Key}, but this version is disabled", passes: false);
        if (!answer.TryGetProperty("key", out var key) || key.Text("kid") is not { } kid || VersionOf(kid) is not { } named || (version ?? named) != named)
            throw new KeyVaultException("answered with another key than it was asked for", passes: false);
        if (key.Text("kty") is not ("EC" or "EC-HSM") || key.Text("crv") != "P-256"
            || Bytes(key.Text("x")) is not { Length: 32 } x || Bytes(key.Text("y")) is not { Length: 32 } y)
            throw new KeyVaultException($"holds the key {settings.Key}, but it is not an EC key on P-256", passes: false);
        return new(named, new() { Curve = ECCurve.NamedCurves.nistP256, Q = { X = x, Y = y } });
    }

    /// <summary>The versions of the key that are enabled.</summary>
    /// <exception cref="KeyVaultException">They are not to be had.</exception>
    public async Task<IReadOnlyList<string>> VersionsAsync()
    {
        List<string> versions = [];
        var next = "/versions";
        while (next is not null && versions.Count < MostVersions)
        {
            var page = await CallAsync(HttpMethod.Get, next, null);
            if (!page.TryGetProperty("value", out var items) || items.ValueKind != JsonValueKind.Array)
                throw new KeyVaultException("answered with no list of versions", passes: false);
            versions.AddRange(items.EnumerateArray().Select(item => item.Text("kid")).OfType<string>().Select(VersionOf).OfType<string>());
            next = page.Text("nextLink") is { Length: > 0 and < 8192 } link ? NextOf(link) : null;
        }
        return versions;
    }

    /// <summary>The 64 bytes r‖s (RFC 7518, ES256) as the vault gives them: whoever uses them checks them first.</summary>
    /// <exception cref="KeyVaultException">There is no signature.</exception>
    public async Task<byte[]> SignAsync(string version, byte[] digest)
    {
        var answer = await CallAsync(HttpMethod.Post, $"/{version}/sign", new SignRequest("ES256", Base64Url.EncodeToString(digest)));
        return Bytes(answer.Text("value")) is { Length: 64 } signature
            ? signature
            : throw new KeyVaultException("answered with something that is no signature", passes: true);
    }

    private async Task<JsonElement> CallAsync(HttpMethod method, string path, SignRequest? body)
    {
        var url = new Uri(settings.Vault, $"keys/{settings.Key}{path}{(path.Contains('?', StringComparison.Ordinal) ? "" : $"?{ApiVersion}")}");
        var began = Stopwatch.StartNew();
        using var patience = new CancellationTokenSource(Patience);
        for (var tries = 1; ; tries++)
        {
            var (answer, failure, wait) = await TryAsync(method, url, body, patience.Token);
            if (answer is { } got)
                return got;
            var pause = wait ?? TimeSpan.FromMilliseconds(200 * tries);
            if (!failure!.Passes || tries == Tries || patience.IsCancellationRequested || began.Elapsed + pause >= Patience)
                throw failure;
            await Task.Delay(pause, CancellationToken.None);
        }
    }

    private async Task<(JsonElement? Answer, KeyVaultException? Failure, TimeSpan? Wait)> TryAsync(HttpMethod method, Uri url, SignRequest? body, CancellationToken patience)
    {
        try
        {
            var token = await credential.GetTokenAsync(new([KeyVaultSettings.Scope]), patience);
            using var request = new HttpRequestMessage(method, url);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
            request.Content = body is null ? null : JsonContent.Create(body);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience);
            var status = (int)response.StatusCode;
            if (status != 200)
                return (null, FailureOf(status), RetryAfter.Of(response, TimeProvider.System));
            return await BoundedHttp.ReadObjectAsync(response.Content, LargestAnswer, patience) is { } answer
                ? (answer, null, null)
                : (null, new KeyVaultException("answered with something that is no answer", passes: true), null);
        }
        catch (OperationCanceledException slow)
        {
            return (null, new KeyVaultException($"did not answer within {Patience.TotalSeconds:0} seconds", passes: true, slow), null);
        }
        catch (AuthenticationFailedException failure)
        {
            // The credential has tried again by itself; its message holds ids of the tenant and is left out.
            return (null, new KeyVaultException("was not asked: there is no token for it", passes: true, failure), null);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return (null, new KeyVaultException("could not be reached", passes: true, failure), null);
        }
    }

    private KeyVaultException FailureOf(int status) => status switch
    {
        401 => new("did not take our token (401)", passes: false),
        403 => new($"refused (403): the identity needs the role Key Vault Crypto User on the key {settings.Key}, and the vault's network must let it in", passes: false),
        404 => new($"has no such key or version of {settings.Key} (404)", passes: false),
        _ => new(string.Create(CultureInfo.InvariantCulture, $"answered {status}"), passes: status is 408 or 429 or >= 500),
    };

    /// <summary>A key's identifier is …/keys/name/version; only the version is taken from it, never a host.</summary>
    private string? VersionOf(string kid) =>
        Uri.TryCreate(kid, UriKind.Absolute, out var uri) && uri.Segments is ["/", "keys/", var name, var version]
        && string.Equals(name, $"{settings.Key}/", StringComparison.OrdinalIgnoreCase) && version.Length == 32 && version.All(char.IsAsciiHexDigitLower)
            ? version
            : null;

    /// <summary>The next page on this vault; a link that leads elsewhere is not followed.</summary>
    private string? NextOf(string link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.GetLeftPart(UriPartial.Authority) == settings.Vault.GetLeftPart(UriPartial.Authority)
        && string.Equals(uri.AbsolutePath, $"/keys/{settings.Key}/versions", StringComparison.OrdinalIgnoreCase) && uri.Query.Length > 1
            ? $"/versions{uri.Query}"
            : null;

    private static byte[]? Bytes(string? text) => text is not null && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;

    private sealed record SignRequest([property: System.Text.Json.Serialization.JsonPropertyName("alg")] string Algorithm, [property: System.Text.Json.Serialization.JsonPropertyName("value")] string Value);
}
