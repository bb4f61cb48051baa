using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Web;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using TeamsCctv.Features.SampleTrust;
using TeamsCctv.Features.SignIn;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Pages;

/// <summary>Sign-in by Entra ID, against a key of the test's own in place of Microsoft's; nothing leaves the machine.</summary>
public sealed class EntraTests : IDisposable
{
    private const string ClientId = "66666666-7777-4888-9999-000000000000";

    // The sample's tenant, so that the sample's people are the register's.
    private const string Tenant = SampleTrust.Tenant;
    private const string Issuer = $"https://login.microsoftonline.com/{Tenant}/v2.0";

    private readonly RSA _key = RSA.Create(2048);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("cctv-test-");

    public void Dispose()
    {
        _key.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task A_page_sends_the_browser_to_the_tenants_own_sign_in_and_asks_for_no_more_than_who()
    {
        await using var host = await StartAsync();

        var answer = await new Browser(host.Client).GetAsync("/log");

        Assert.Equal(HttpStatusCode.Found, answer.Status);
        Assert.StartsWith($"https://login.microsoftonline.com/{Tenant}/oauth2/v2.0/authorize?", answer.Location, StringComparison.Ordinal);
        var asked = HttpUtility.ParseQueryString(new Uri(answer.Location!).Query);
        Assert.Equal((ClientId, "id_token", "form_post", "openid profile"), (asked["client_id"], asked["response_type"], asked["response_mode"], asked["scope"]));
        Assert.Equal($"{host.Address}signin-oidc", asked["redirect_uri"]);
        Assert.NotEmpty(asked["nonce"]!);
    }

    [Fact]
    public async Task There_is_no_picker_and_no_chat()
    {
        await using var host = await StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await new Browser(host.Client).GetAsync("/sign-in")).Status);
        Assert.DoesNotContain("/chat", (await SignInAsync(host, "harriet")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_accounts_object_id_is_the_person_of_the_register()
    {
        await using var host = await StartAsync();

        var page = await SignInAsync(host, "harriet");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("Harriet Example Headteacher", page.Text, StringComparison.Ordinal);
        Assert.Contains("<h1>CCTV log</h1>", page.Html, StringComparison.Ordinal);
        Assert.Contains("form-action 'self' https://login.microsoftonline.com;", page.Head.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_of_the_tenant_that_is_nobody_in_the_register_is_told_whom_to_ask()
    {
        await using var host = await StartAsync();

        var page = await SignInAsync(host, "a stranger");

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Contains("You are not in the staff register", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cookie_goes_over_https_alone()
    {
        await using var host = await StartAsync();

        var (_, cookies, _) = await CallBackAsync(host, "harriet", "nothing", whole: true);

        Assert.Contains("; secure", cookies.Single(cookie => cookie.StartsWith("teamscctv=", StringComparison.Ordinal)), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("issuer")]
    [InlineData("audience")]
    [InlineData("key")]
    [InlineData("nonce")]
    [InlineData("expired")]
    public async Task A_token_that_is_not_this_tenants_for_us_now_signs_nobody_in(string wrong)
    {
        await using var host = await StartAsync();

        var (status, cookies, _) = await CallBackAsync(host, "harriet", wrong);

        Assert.NotEqual(HttpStatusCode.Found, status);
        Assert.DoesNotContain(cookies, cookie => cookie.StartsWith("teamscctv=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("acct", "1")]
    [InlineData("idp", "https://sts.windows.net/99999999-0000-4000-8000-000000000000/")]
    [InlineData("idp", "live.com")]
    public async Task A_guest_is_not_signed_in_and_reads_why(string claim, string value)
    {
        await using var host = await StartAsync();

        var (status, cookies, text) = await CallBackAsync(host, "harriet", "nothing", more: [new(claim, value)]);

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("You are a guest of this organisation.", text, StringComparison.Ordinal);
        Assert.DoesNotContain(cookies, cookie => cookie.StartsWith("teamscctv=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_browsers_own_session_is_nobodys_in_a_frame()
    {
        await using var host = await StartAsync();
        var (_, cookies, _) = await CallBackAsync(host, "harriet", "nothing");
        using var client = host.NewClient();
        client.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies.Where(cookie => cookie.StartsWith("teamscctv=", StringComparison.Ordinal))));
        Assert.Equal(HttpStatusCode.OK, (await new Browser(client).GetAsync("/log")).Status);

        client.DefaultRequestHeaders.Add("Sec-Fetch-Dest", "iframe");

        Assert.Equal(HttpStatusCode.Unauthorized, (await new Browser(client).GetAsync("/log")).Status);
    }

    [Theory]
    [InlineData("access_denied")]
    [InlineData("server_error")]
    public async Task Who_comes_back_without_a_sign_in_reads_what_to_do(string error)
    {
        await using var host = await StartAsync();
        var challenge = await new Browser(host.Client).GetAsync("/log");
        var asked = HttpUtility.ParseQueryString(new Uri(challenge.Location!).Query);
        using var form = new FormUrlEncodedContent([new("state", asked["state"]!), new("error", error), new("error_description", "AADSTS65004 <script>")]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/signin-oidc", UriKind.Relative)) { Content = form };
        request.Headers.Add("Cookie", string.Join("; ", Cookies(challenge.Head)));

        using var client = host.NewClient();
        using var answer = await client.SendAsync(request);
        var page = await Browser.Answer.OfAsync(answer);

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Contains("You are not signed in", page.Text, StringComparison.Ordinal);
        Assert.Contains("Sign in again with your work account.", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("AADSTS", page.Html, StringComparison.Ordinal);
        Assert.True(page.Head.Headers.Contains("Content-Security-Policy"));
    }

    [Theory]
    [InlineData("127.0.0.1", "https://cctv.school.example/signin-oidc")]
    [InlineData("192.0.2.0/24", null)]
    [InlineData("", null)]
    public async Task A_known_proxy_says_how_the_browser_reached_us_before_anybody_signs_in(string proxies, string? expected)
    {
        await using var host = await StartAsync(proxies);
        using var client = host.NewClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Add("X-Forwarded-Host", "cctv.school.example");

        var answer = await new Browser(client).GetAsync("/log");

        Assert.Equal(expected ?? $"{host.Address}signin-oidc", HttpUtility.ParseQueryString(new Uri(answer.Location!).Query)["redirect_uri"]);
    }

    [Fact]
    public async Task A_proxy_that_is_no_address_stops_the_start()
    {
        await using var host = await StartAsync("10.0.0.4, front-door");

        Assert.Contains(host.Services.GetServices<StartProblem>(), problem => problem.Text.StartsWith("KnownProxies: front-door is neither", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_known_proxy_cannot_lend_us_another_name()
    {
        await using var host = await StartAsync("127.0.0.1");
        using var client = host.NewClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-Host", "elsewhere.example");

        var answer = await new Browser(client).GetAsync("/log");

        Assert.Equal($"{host.Address}signin-oidc", HttpUtility.ParseQueryString(new Uri(answer.Location!).Query)["redirect_uri"]);
    }

    /// <summary>A production process over a data directory that a development one has filled.</summary>
    private async Task<Host> StartAsync(string proxies = "")
    {
        await using (await Host.StartAsync(data: _data.FullName))
        {
        }

        var configuration = new OpenIdConnectConfiguration
        {
            Issuer = Issuer,
            AuthorizationEndpoint = $"https://login.microsoftonline.com/{Tenant}/oauth2/v2.0/authorize",
            EndSessionEndpoint = $"https://login.microsoftonline.com/{Tenant}/oauth2/v2.0/logout",
            SigningKeys = { new RsaSecurityKey(_key) { KeyId = "k" } },
        };
        return await Host.StartAsync(
            builder => builder.Services.PostConfigure<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme, options =>
            {
                options.Configuration = configuration;
                options.ConfigurationManager = new Microsoft.IdentityModel.Protocols.StaticConfigurationManager<OpenIdConnectConfiguration>(configuration);
            }),
            new Dictionary<string, string?> { ["AzureAd:TenantId"] = Tenant, ["AzureAd:ClientId"] = ClientId, ["PublicUrl"] = "https://cctv.school.example", ["KnownProxies"] = proxies },
            _data.FullName,
            "Production",
            TimeProvider.System.GetUtcNow());
    }

    private async Task<Browser.Answer> SignInAsync(Host host, string who)
    {
        var (status, cookies, _) = await CallBackAsync(host, who, "nothing");
        Assert.Equal(HttpStatusCode.Found, status);
        using var client = host.NewClient();
        client.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies.Where(cookie => cookie.StartsWith("teamscctv=", StringComparison.Ordinal))));
        return await new Browser(client).GetAsync("/log");
    }

    /// <summary>Goes to the sign-in and comes back with a token; cookies are carried by hand, since they are for https.</summary>
    private async Task<(HttpStatusCode Status, IReadOnlyList<string> Cookies, string Text)> CallBackAsync(
        Host host, string who, string wrong, bool whole = false, Claim[]? more = null)
    {
        var challenge = await new Browser(host.Client).GetAsync("/log");
        var asked = HttpUtility.ParseQueryString(new Uri(challenge.Location!).Query);
        using var form = new FormUrlEncodedContent(
        [
            new("state", asked["state"]!),
            new("id_token", Token(who, wrong == "nonce" ? "another" : asked["nonce"]!, wrong, more ?? [])),
        ]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/signin-oidc", UriKind.Relative)) { Content = form };
        request.Headers.Add("Cookie", string.Join("; ", Cookies(challenge.Head)));
        using var client = host.NewClient();
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, Cookies(answer, whole), (await Browser.Answer.OfAsync(answer)).Text);
    }

    private string Token(string who, string nonce, string wrong, Claim[] more)
    {
        using var other = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = wrong == "issuer" ? "https://login.microsoftonline.com/99999999-0000-4000-8000-000000000000/v2.0" : Issuer,
            Audience = wrong == "audience" ? Guid.NewGuid().ToString() : ClientId,
            NotBefore = now.AddHours(-2),
            IssuedAt = now.AddHours(-2),
            Expires = wrong == "expired" ? now.AddHours(-1) : now.AddHours(1),
            Subject = new ClaimsIdentity(
            [
                new("sub", who), new("nonce", nonce), new("tid", Tenant), new("oid", SampleTrust.ObjectIdOf(who)), new("ver", "2.0"), .. more,
            ]),
            SigningCredentials = new(new RsaSecurityKey(wrong == "key" ? other : _key) { KeyId = "k" }, SecurityAlgorithms.RsaSha256),
        });
    }

    private static List<string> Cookies(HttpResponseMessage answer, bool whole = false) =>
        answer.Headers.TryGetValues("Set-Cookie", out var values) ? [.. values.Select(value => whole ? value : value.Split(';')[0])] : [];
}
