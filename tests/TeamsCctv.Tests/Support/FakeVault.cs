using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TeamsCctv.Tests.Support;

/// <summary>What becomes of a call to sign.</summary>
internal enum VaultFate
{
    Served,

    /// <summary>429 with a Retry-After of a second.</summary>
    TooMany,

    /// <summary>429 with a Retry-After of a minute.</summary>
    TooManyForLong,

    /// <summary>503 without a word.</summary>
    Down,

    /// <summary>Signed, and the connection is cut before the answer.</summary>
    ReplyLost,

    /// <summary>The answer takes longer than anybody waits.</summary>
    Slow,

    /// <summary>The signature of another key.</summary>
    WrongSignature,

    /// <summary>A signature of the right key in the wrong form (DER).</summary>
    WrongForm,

    /// <summary>An answer without end.</summary>
    Endless,
}

/// <summary>
/// Key Vault's keys, as far as signing needs them, strict: another token, path, version, algorithm or query is refused as the
/// vault refuses it. Its keys live here and never leave.
/// </summary>
internal sealed class FakeVault : IAsyncDisposable
{
    public const string Token = "fake-vault-token";
    public const string Key = "record-log";

    private readonly List<(string Version, ECDsa Private)> _versions = [];
    private readonly HashSet<string> _disabled = [];
    private readonly ECDsa _other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ConcurrentQueue<VaultFate> _fates = new();
    private readonly CancellationTokenSource _end = new();
    private WebApplication _app = null!;
    private int _port;

    public string Address => $"http://127.0.0.1:{_port}";

    /// <summary>What becomes of every call, unless <see cref="Next"/> says otherwise for one.</summary>
    public VaultFate Fate { get; set; }

    /// <summary>How often it signed, by version.</summary>
    public ConcurrentDictionary<string, int> Signed { get; } = new(StringComparer.Ordinal);

    /// <summary>Every call, as method and path.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public string Newest => _versions[^1].Version;

    /// <summary>The newest version's public half (SubjectPublicKeyInfo).</summary>
    public byte[] PublicKey => _versions[^1].Private.ExportSubjectPublicKeyInfo();

    public Dictionary<string, string?> Settings => new()
    {
        ["Signing:KeyVault"] = Address,
        ["Signing:Key"] = Key,
        ["Signing:Token"] = Token,
    };

    public static async Task<FakeVault> StartAsync()
    {
        var vault = new FakeVault();
        vault.Rotate();
        await vault.OpenAsync();
        return vault;
    }

    /// <summary>A new version of the key, as the vault's own rotation makes one.</summary>
    public string Rotate()
    {
        _versions.Add((Guid.NewGuid().ToString("N"), ECDsa.Create(ECCurve.NamedCurves.nistP256)));
        return Newest;
    }

    public void Disable(string version) => _disabled.Add(version);

    public void Enable(string version) => _disabled.Remove(version);

    /// <summary>The next call to sign meets this.</summary>
    public void Next(VaultFate fate) => _fates.Enqueue(fate);

    /// <summary>Nothing listens at its address any more.</summary>
    public async Task CloseAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>It listens again at the same address.</summary>
    public async Task OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{_port}");
        _app = builder.Build();
        _app.Use(async (http, next) =>
        {
            Calls.Enqueue($"{http.Request.Method} {http.Request.Path}");
            if (http.Request.Headers.Authorization != $"Bearer {Token}")
                http.Response.StatusCode = 401;
            else if (http.Request.Query["api-version"] != "7.4")
                http.Response.StatusCode = 400;
            else
                await next();
        });
        _app.MapGet("/keys/{name}", (string name) => name == Key ? KeyOf(Newest) : Results.NotFound());
        _app.MapGet("/keys/{name}/versions", (HttpRequest request, string name) => name == Key ? Page(request) : Results.NotFound());
        _app.MapGet("/keys/{name}/{version}", (string name, string version) => name == Key && Holds(version) ? KeyOf(version) : Results.NotFound());
        _app.MapPost("/keys/{name}/{version}/sign", SignAsync);
        await _app.StartAsync();
        _port = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await CloseAsync();
        _end.Dispose();
    }

    private bool Holds(string version) => _versions.Exists(one => one.Version == version);

    private IResult KeyOf(string version)
    {
        var q = _versions.Single(one => one.Version == version).Private.ExportParameters(false).Q;
        return Results.Json(new JsonObject
        {
            ["key"] = new JsonObject
            {
                ["kid"] = $"{Address}/keys/{Key}/{version}",
                ["kty"] = "EC",
                ["key_ops"] = new JsonArray("sign", "verify"),
                ["crv"] = "P-256",
                ["x"] = Base64Url.EncodeToString(q.X),
                ["y"] = Base64Url.EncodeToString(q.Y),
            },
            ["attributes"] = new JsonObject { ["enabled"] = !_disabled.Contains(version) },
        });
    }

    /// <summary>Two to a page.</summary>
    private IResult Page(HttpRequest request)
    {
        var skip = int.TryParse(request.Query["$skiptoken"], out var at) ? at : 0;
        return Results.Json(new JsonObject
        {
            ["value"] = new JsonArray([.. _versions.Skip(skip).Take(2).Select(one => new JsonObject { ["kid"] = $"{Address}/keys/{Key}/{one.Version}" })]),
            ["nextLink"] = skip + 2 < _versions.Count ? $"{Address}/keys/{Key}/versions?api-version=7.4&$skiptoken={skip + 2}" : null,
        });
    }

    private async Task<IResult> SignAsync(HttpContext http, string name, string version, JsonObject body)
    {
        if (name != Key || !Holds(version))
            return Error(404, "KeyNotFound");
        if (_disabled.Contains(version))
            return Error(403, "Forbidden");
        if (body.Count != 2 || (string?)body["alg"] != "ES256" || (string?)body["value"] is not { } value || !Base64Url.IsValid(value) || Base64Url.DecodeFromChars(value) is not { Length: 32 } digest)
            return Error(400, "BadParameter");
        var fate = _fates.TryDequeue(out var next) ? next : Fate;
        if (fate is VaultFate.TooMany or VaultFate.TooManyForLong)
        {
            http.Response.Headers.RetryAfter = fate == VaultFate.TooMany ? "1" : "60";
            return Error(429, "Throttled");
        }

        if (fate == VaultFate.Down)
            return Results.StatusCode(503);
        if (fate == VaultFate.Slow)
            await Task.Delay(TimeSpan.FromMinutes(1), CancellationTokenSource.CreateLinkedTokenSource(_end.Token, http.RequestAborted).Token);
        if (fate == VaultFate.Endless)
        {
            await http.Response.WriteAsync("{\"value\":\"");
            for (var i = 0; i < 64; i++)
                await http.Response.WriteAsync(new string('A', 4096));
            return Results.Empty;
        }

        var key = fate == VaultFate.WrongSignature ? _other : _versions.Single(one => one.Version == version).Private;
        var signature = key.SignHash(digest, fate == VaultFate.WrongForm ? DSASignatureFormat.Rfc3279DerSequence : DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        Signed.AddOrUpdate(version, 1, (_, count) => count + 1);
        if (fate == VaultFate.ReplyLost)
        {
            http.Abort();
            return Results.Empty;
        }

        return Results.Json(new JsonObject { ["kid"] = $"{Address}/keys/{Key}/{version}", ["value"] = Base64Url.EncodeToString(signature) });
    }

    private static IResult Error(int status, string code) => Results.Json(new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = "" } }, statusCode: status);
}
