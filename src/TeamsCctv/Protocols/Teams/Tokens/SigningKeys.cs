using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace TeamsCctv.Protocols.Teams.Tokens;

/// <summary>A key of an issuer and, where the issuer is the channel, the channels it vouches for.</summary>
/// <param name="Key">Constructed once: what verifies is cached with it.</param>
internal sealed record SigningKey(RsaSecurityKey Key, FrozenSet<string> Endorsements);

/// <summary>
/// An issuer's public keys. Kept for at most a day; fetched again for a key id nobody knows, but not more often than
/// every ten seconds, so that a stranger's made-up ids cost the issuer nothing. Readers of known keys never wait.
/// </summary>
/// <param name="metadata">Where the keys are announced; asked when first needed.</param>
/// <param name="allowLoopback">Whether the keys may be fetched by plain http from this machine.</param>
/// <param name="client">The name of the client they are fetched with: it follows no redirect.</param>
internal sealed partial class SigningKeys(
    Func<Uri> metadata, bool allowLoopback, string client, IHttpClientFactory clients, TimeProvider time, ILogger<SigningKeys> logger) : IDisposable
{
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);
    public static readonly TimeSpan Renewal = TimeSpan.FromHours(12);
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const int LargestMetadata = 64 * 1024;
    private const int LargestKeys = 1024 * 1024;
    private const int SmallestKey = 2048;

    private readonly SemaphoreSlim _fetching = new(1);
    private volatile Snapshot _now = Snapshot.Empty;

    /// <summary>Set before each attempt, whether it succeeds or not; written under <see cref="_fetching"/>.</summary>
    private DateTimeOffset _attempted = DateTimeOffset.MinValue;

    /// <summary>The key, or <see cref="TokenRefusal.UnknownKey"/> or <see cref="TokenRefusal.KeysUnavailable"/>.</summary>
    public async ValueTask<(SigningKey? Key, TokenRefusal Refusal)> FindAsync(string kid, CancellationToken cancellationToken)
    {
        var snapshot = _now;
        var age = time.GetUtcNow() - snapshot.At;
        if (age < Renewal && snapshot.Keys.TryGetValue(kid, out var known))
            return (known, default);
        snapshot = await RefreshAsync(snapshot, cancellationToken);
        if (time.GetUtcNow() - snapshot.At >= Longest)
            return (null, TokenRefusal.KeysUnavailable);
        return snapshot.Keys.TryGetValue(kid, out known) ? (known, default) : (null, TokenRefusal.UnknownKey);
    }

    public void Dispose() => _fetching.Dispose();

    private async Task<Snapshot> RefreshAsync(Snapshot seen, CancellationToken cancellationToken)
    {
        await _fetching.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (!ReferenceEquals(seen, _now) || now - _attempted < Pause)
                return _now;
            _attempted = now;
            if (await FetchAsync(cancellationToken) is { } keys)
                _now = new(now, keys);
            return _now;
        }
        finally
        {
            _fetching.Release();
        }
    }

    private async Task<FrozenDictionary<string, SigningKey>?> FetchAsync(CancellationToken cancellationToken)
    {
        try
        {
            var announced = await GetAsync(metadata(), LargestMetadata, cancellationToken);
            if (announced?.Text("jwks_uri") is not { } address || !ServiceUrlList.TryParse(address, allowLoopback, out var url))
            {
                Log.NoKeys(logger, "the metadata names no https jwks_uri");
                return null;
            }

            if (await GetAsync(url, LargestKeys, cancellationToken) is { } keys && Read(keys) is { Count: > 0 } read)
                return read;
            Log.NoKeys(logger, "the key set holds no usable key");
            return null;
        }
        catch (Exception wrong) when (wrong is HttpRequestException or IOException)
        {
            Log.NoKeys(logger, wrong.GetType().Name);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NoKeys(logger, "no answer in time");
            return null;
        }
    }

    private async Task<JsonElement?> GetAsync(Uri url, int most, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var http = clients.CreateClient(client);
        using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        return response.IsSuccessStatusCode ? await BoundedHttp.ReadObjectAsync(response.Content, most, patience.Token) : null;
    }

    private static FrozenDictionary<string, SigningKey>? Read(JsonElement set)
    {
        if (!set.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
            return null;
        var found = new Dictionary<string, SigningKey>(StringComparer.Ordinal);
        foreach (var jwk in keys.EnumerateArray())
        {
            if (jwk.Text("kty") == "RSA" && jwk.Text("use") is null or "sig" && jwk.Text("kid") is { Length: > 0 } kid && Rsa(jwk) is { } rsa)
                found[kid] = new(new(rsa) { KeyId = kid }, Endorsements(jwk));
        }

        return found.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Null for a key too short to trust or one that is no key: the others still count.</summary>
    private static RSAParameters? Rsa(JsonElement jwk)
    {
        try
        {
            var key = new RSAParameters
            {
                Modulus = Base64UrlEncoder.DecodeBytes(jwk.Text("n") ?? ""),
                Exponent = Base64UrlEncoder.DecodeBytes(jwk.Text("e") ?? ""),
            };
            return key.Modulus.Length * 8 >= SmallestKey && key.Exponent.Length > 0 ? key : null;
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static FrozenSet<string> Endorsements(JsonElement jwk) =>
        jwk.TryGetProperty("endorsements", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!).ToFrozenSet(StringComparer.Ordinal)
            : [];

    private sealed record Snapshot(DateTimeOffset At, FrozenDictionary<string, SigningKey> Keys)
    {
        public static Snapshot Empty { get; } = new(DateTimeOffset.MinValue, FrozenDictionary<string, SigningKey>.Empty);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "An issuer's signing keys could not be read: {Reason}")]
        public static partial void NoKeys(ILogger logger, string reason);
    }
}
