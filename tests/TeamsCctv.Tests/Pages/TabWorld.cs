using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using TeamsCctv.Features.RecordLogs;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Pages;

/// <summary>A production process over the sample's data, with Entra played, and browsers that frame it as Teams does.</summary>
public sealed class TabWorld : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("cctv-test-");

    /// <summary>Cards that the pages' forms give rise to go nowhere.</summary>
    private readonly Connections _chat = new(last: true);

    internal FakeEntra Entra { get; } = new();

    public Host Host { get; private set; } = null!;

    /// <summary>Records of all schools.</summary>
    public long Records => Host.Services.GetRequiredService<Registers>().Cameras.Schools.Sum(school => Host.Services.GetRequiredService<TileReader>().Size(school.Id));

    public async ValueTask InitializeAsync()
    {
        await using (await Host.StartAsync(data: _data.FullName))
        {
        }

        var configuration = new OpenIdConnectConfiguration
        {
            Issuer = FakeEntra.Issuer,
            AuthorizationEndpoint = $"https://login.microsoftonline.com/{FakeEntra.Tenant}/oauth2/v2.0/authorize",
        };
        Host = await Host.StartAsync(
            builder =>
            {
                builder.Services.AddHttpClient("teams").ConfigurePrimaryHttpMessageHandler(() => _chat);
                builder.Services.AddHttpClient("entra").ConfigurePrimaryHttpMessageHandler(() => Entra);
                builder.Services.PostConfigure<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme, options =>
                {
                    options.Configuration = configuration;
                    options.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(configuration);
                });
            },
            new Dictionary<string, string?>
            {
                ["AzureAd:TenantId"] = FakeEntra.Tenant,
                ["AzureAd:ClientId"] = FakeEntra.ClientId,
                ["PublicUrl"] = $"https://{FakeEntra.Domain}",
                ["Bot:AppId"] = FakeEntra.ClientId,
                ["Bot:TenantId"] = FakeEntra.Tenant,
                ["Bot:OpenIdMetadata"] = "https://login.botframework.com/v1/.well-known/openidconfiguration",
                ["Bot:Issuer"] = "https://api.botframework.com",
                ["Bot:TokenEndpoint"] = $"https://login.microsoftonline.com/{FakeEntra.Tenant}/oauth2/v2.0/token",
                ["Bot:ServiceUrls"] = "https://smba.trafficmanager.net/",
            },
            _data.FullName,
            "Production");
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _data.Delete(recursive: true);
    }

    internal HostileTokens TokensOf(string who, params (string Claim, System.Text.Json.Nodes.JsonNode? Value)[] claims) =>
        Entra.Tokens(who, Host.Clock.GetUtcNow(), claims);

    /// <summary>A frame in which nobody is signed in yet.</summary>
    public (Browser Browser, Frame Frame) NewFrame()
    {
        var frame = new Frame();
        return (new(new HttpClient(frame) { BaseAddress = Host.Address }), frame);
    }

    public async Task<(Browser Browser, Frame Frame)> FrameOfAsync(string who)
    {
        var (browser, frame) = NewFrame();
        using var answer = await BringAsync(browser.Client, TokensOf(who).Right());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (browser, frame);
    }

    /// <summary>What the page's script does with the token that it was given.</summary>
    public static Task<HttpResponseMessage> BringAsync(HttpClient client, string token) =>
        client.PostAsync(new Uri("/sign-in/teams", UriKind.Relative), JsonContent.Create(new Dictionary<string, string> { ["token"] = token }));
}

/// <summary>
/// What a browser says of a page in a frame, and the cookies that it keeps there. They are kept by hand: they are for https, and
/// the process under test is reached without.
/// </summary>
public sealed class Frame() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
{
    public Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    /// <summary>Set-Cookie as the last answer had them.</summary>
    public IReadOnlyList<string> Given { get; private set; } = [];

    /// <summary>How the request came about; null leaves the header out.</summary>
    public string? Site { get; set; } = "same-origin";

    public string? Dest { get; set; } = "iframe";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Site is not null)
            request.Headers.Add("Sec-Fetch-Site", Site);
        if (Dest is not null)
            request.Headers.Add("Sec-Fetch-Dest", request.Content is JsonContent ? "empty" : Dest);
        if (Cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        var answer = await base.SendAsync(request, cancellationToken);
        Given = answer.Headers.TryGetValues("Set-Cookie", out var values) ? [.. values] : [];
        foreach (var pair in Given.Select(cookie => cookie.Split(';')[0].Split('=', 2)))
            Cookies[pair[0]] = pair[1];
        return answer;
    }
}
