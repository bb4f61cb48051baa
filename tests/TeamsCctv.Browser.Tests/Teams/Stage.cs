using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TeamsCctv.Features.RecordLogs;
using TeamsCctv.Features.SampleTrust;
using TeamsCctv.Hosting;
using TeamsCctv.Testing;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Browser.Tests.Teams;

/// <summary>
/// The program under its own name by https, with Entra played, and beside it whoever may frame it: a page in the place of
/// Teams that speaks the protocol of Microsoft's script, and a page of somebody else's. The browser finds all three here.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    public const string Teams = "https://teams.microsoft.com";
    public const string Attacker = "https://attacker.example";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("teamscctv-");
    private readonly FakeEntra _entra = new();
    private readonly X509Certificate2 _certificate = Certificate();
    private WebApplication _app = null!;
    private WebApplication _hosts = null!;
    private FunctionsFront? _functions;

    /// <summary>Where the names of all three lead.</summary>
    public string Resolver =>
        $"--host-resolver-rules=MAP teams.microsoft.com 127.0.0.1:{PortOf(_hosts)}, MAP attacker.example 127.0.0.1:{PortOf(_hosts)}, MAP {FakeEntra.Domain} 127.0.0.1:{_functions?.Public.Port ?? PortOf(_app)}, MAP * ~NOTFOUND";

    /// <summary>Where the program's pages begin.</summary>
    private string Site => $"https://{FakeEntra.Domain}{_functions?.Public.AbsolutePath.TrimEnd('/')}";

    public long Records => _app.Services.GetRequiredService<TileReader>().Size("oakfield");

    /// <param name="behindFunctions">The program is behind a Functions host, which is what the browser finds.</param>
    public static async Task<Stage> OpenAsync(bool behindFunctions = false)
    {
        var stage = new Stage();
        stage._functions = behindFunctions ? await FunctionsFront.OpenAsync(certificate: stage._certificate) : null;
        stage._app = await stage.AppAsync();
        stage._hosts = await stage.HostsAsync();
        return stage;
    }

    public async ValueTask DisposeAsync()
    {
        await _hosts.DisposeAsync();
        await _app.DisposeAsync();
        if (_functions is not null)
            await _functions.DisposeAsync();
        _certificate.Dispose();
        _entra.Dispose();
        _data.Delete(recursive: true);
    }

    private async Task<WebApplication> AppAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "TeamsCctv", ContentRootPath = Repository.AppSources, EnvironmentName = "Development" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["data"] = _data.FullName,
            ["AzureAd:TenantId"] = FakeEntra.Tenant,
            ["AzureAd:ClientId"] = FakeEntra.ClientId,
            ["PublicUrl"] = $"https://{FakeEntra.Domain}",
        });

        // Behind a host that others reach there is no chat of this machine; nobody here speaks to the bot.
        foreach (var name in _functions is null ? [] : new[] { "AppId", "TenantId", "Issuer", "OpenIdMetadata", "TokenEndpoint", "ServiceUrls" })
            builder.Configuration[$"Bot:{name}"] = "https://nobody.example/";
        foreach (var (name, value) in _functions?.ProcessSettings($"https://{FakeEntra.Domain}") ?? new Dictionary<string, string>())
            builder.Configuration[name] = value;
        builder.Logging.ClearProviders();
        builder.AddTeamsCctv();
        builder.Services.AddHttpClient("entra").ConfigurePrimaryHttpMessageHandler(() => _entra);
        if (_functions is null)
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate)));
        var app = builder.Build();
        app.MapTeamsCctv();
        await app.StartAsync();
        return app;
    }

    private async Task<WebApplication> HostsAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate)));
        var hosts = builder.Build();
        hosts.Run(http =>
        {
            http.Response.ContentType = "text/html; charset=utf-8";
            var (tab, who) = (http.Request.Query["tab"].ToString(), http.Request.Query["who"].ToString());
            return http.Response.WriteAsync(http.Request.Host.Host == new Uri(Teams).Host
                ? HostPages.Teams($"{Site}{tab}", who.Length == 0 ? null : Token(who), SampleTrust.ObjectIdOf(who))
                : HostPages.Attacker($"https://{FakeEntra.Domain}", Token("olive")));
        });
        await hosts.StartAsync();
        return hosts;
    }

    private string Token(string who) => _entra.Tokens(who, TimeProvider.System.GetUtcNow()).Right();

    private static int PortOf(WebApplication server) =>
        new Uri(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    /// <summary>The browser is told not to look at it.</summary>
    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }
}
