using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TeamsCctv.Protocols.Teams;
using TeamsCctv.Protocols.Teams.Connector;

namespace TeamsCctv.Tests.Protocols.Teams;

/// <summary>The bot's token without a secret: Entra and the machine's identity endpoint are played, the credential is Microsoft's.</summary>
public sealed class BotCredentialTests : IAsyncLifetime
{
    private const string Tenant = "11111111-2222-4333-8444-555555555555";
    private const string Entra = $"https://login.microsoftonline.com/{Tenant}/oauth2/v2.0/token";

    private readonly string _app = Guid.NewGuid().ToString();
    private readonly string _identity = Guid.NewGuid().ToString();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cctv-test-");
    private readonly Microsoft365 _microsoft = new();
    private FakeChannel _channel = null!;

    public async ValueTask InitializeAsync() => _channel = await FakeChannel.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task With_a_certificate_the_bot_signs_for_itself_and_no_secret_goes_out()
    {
        using var certificate = NewCertificate();
        await using var services = Services(("CertificatePath", Write(certificate)));

        Assert.IsType<ConnectorResult.Sent>(await SendAsync(services));

        Assert.Equal("Bearer entra-1", Assert.Single(_channel.CallsTo("/connector")).Authorization);
        var form = Assert.Single(_microsoft.Forms);
        Assert.Equal(("client_credentials", _app, "https://api.botframework.com/.default", null), (form["grant_type"], form["client_id"], form["scope"], form["client_secret"]));
        var assertion = await new JsonWebTokenHandler().ValidateTokenAsync(form["client_assertion"], new()
        {
            ValidIssuer = _app,
            ValidAudience = Entra,
            IssuerSigningKey = new X509SecurityKey(certificate),
        });
        Assert.True(assertion.IsValid, assertion.Exception?.Message);
        Assert.Equal(_app, assertion.Claims["sub"]);
    }

    [Fact]
    public async Task The_token_is_kept_until_five_minutes_before_its_end()
    {
        await using var services = Services(("CertificatePath", Write(NewCertificate())));
        await SendAsync(services);
        await SendAsync(services);

        Assert.Single(_microsoft.Forms);
        Assert.Equal(["Bearer entra-1", "Bearer entra-1"], _channel.CallsTo("/connector").Select(call => call.Authorization));
    }

    [Fact]
    public async Task A_token_withdrawn_meanwhile_is_asked_for_anew_and_not_taken_from_what_was_kept()
    {
        await using var services = Services(("CertificatePath", Write(NewCertificate())));
        _channel.Connector = context => context.Request.Headers.Authorization == "Bearer entra-1"
            ? FakeChannel.Answer(context, 401, "{}")
            : FakeChannel.Answer(context, 201, """{"id":"activity-2"}""");

        Assert.Equal(new ConnectorResult.Sent("activity-2"), await SendAsync(services));
        Assert.Equal(2, _microsoft.Forms.Count);
    }

    [Fact]
    public async Task A_certificate_that_was_renewed_is_used_without_a_restart()
    {
        var file = Write(NewCertificate());
        await using var services = Services(("CertificatePath", file));
        _microsoft.Refuses = (401, "invalid_client");
        Assert.Equal(new ConnectorResult.Failed(401, "token:invalid_client", "The bot was given no token."), await SendAsync(services));

        using var renewed = NewCertificate();
        Write(renewed);
        _microsoft.Refuses = null;

        Assert.IsType<ConnectorResult.Sent>(await SendAsync(services));
        var assertion = await new JsonWebTokenHandler().ValidateTokenAsync(
            _microsoft.Forms.Last()["client_assertion"], new() { ValidIssuer = _app, ValidAudience = Entra, IssuerSigningKey = new X509SecurityKey(renewed) });
        Assert.True(assertion.IsValid, assertion.Exception?.Message);
    }

    [Fact]
    public async Task Where_Entra_does_not_answer_nothing_is_sent_and_it_is_tried_again()
    {
        await using var services = Services(("CertificatePath", Write(NewCertificate())));
        _microsoft.Refuses = (503, "temporarily_unavailable");

        Assert.True(Assert.IsType<ConnectorResult.TryAgain>(await SendAsync(services)).Everywhere);
        Assert.Empty(_channel.CallsTo("/connector"));
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_sends_nothing_and_counts_as_soon_as_it_can()
    {
        var file = Write(NewCertificate());
        await using var services = Services(("CertificatePath", file));
        await File.WriteAllTextAsync(file, "nonsense");

        Assert.IsType<ConnectorResult.TryAgain>(await SendAsync(services));
        Assert.Empty(_channel.CallsTo("/connector"));

        Write(NewCertificate());
        Assert.IsType<ConnectorResult.Sent>(await SendAsync(services));
    }

    [Fact]
    public async Task A_managed_identity_that_is_the_bot_brings_its_own_token()
    {
        await using var services = Services(("ManagedIdentity", _app));

        Assert.IsType<ConnectorResult.Sent>(await SendAsync(services));

        Assert.Equal($"Bearer identity-of-{_app}", Assert.Single(_channel.CallsTo("/connector")).Authorization);
        Assert.Equal(("https://api.botframework.com", _app), Assert.Single(_microsoft.Identities));
        Assert.Empty(_microsoft.Forms);
    }

    [Fact]
    public async Task A_managed_identity_that_the_bot_trusts_vouches_for_it()
    {
        await using var services = Services(("ManagedIdentity", _identity));

        Assert.IsType<ConnectorResult.Sent>(await SendAsync(services));

        Assert.Equal("Bearer entra-1", Assert.Single(_channel.CallsTo("/connector")).Authorization);
        Assert.Equal(("api://AzureADTokenExchange", _identity), Assert.Single(_microsoft.Identities));
        var form = Assert.Single(_microsoft.Forms);
        Assert.Equal((_app, $"identity-of-{_identity}", null), (form["client_id"], form["client_assertion"], form["client_secret"]));
        Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", form["client_assertion_type"]);
    }

    [Theory]
    [InlineData(404, false)]
    [InlineData(410, false)]
    [InlineData(410, true)]
    public async Task Where_the_machine_has_no_token_for_its_identity_now_it_is_tried_again_and_then_works(int status, bool vouches)
    {
        await using var services = Services(("ManagedIdentity", vouches ? _identity : _app));
        _microsoft.IdentityRefuses = status;

        Assert.True(Assert.IsType<ConnectorResult.TryAgain>(await SendAsync(services)).Everywhere);
        _microsoft.IdentityRefuses = null;

        Assert.IsType<ConnectorResult.Sent>(await SendAsync(services));
    }

    [Theory]
    [InlineData(400, "invalid_request", true)]
    [InlineData(400, "invalid_scope", true)]
    [InlineData(400, "unauthorized_client", true)]
    [InlineData(404, "", false)]
    [InlineData(401, "of_a_proxy", false)]
    public async Task Only_what_is_said_of_the_bot_itself_is_Entras_last_word(int status, string error, bool isFinal)
    {
        await using var services = Services(("CertificatePath", Write(NewCertificate())));
        _microsoft.Refuses = (status, error);

        var result = await SendAsync(services);

        Assert.Equal(isFinal ? new ConnectorResult.Failed(status, $"token:{error}", "The bot was given no token.") : new ConnectorResult.TryAgain(null, "no token", Everywhere: true), result);
    }

    [Fact]
    public async Task A_token_of_an_identity_that_was_withdrawn_is_asked_for_anew_though_the_process_keeps_it()
    {
        await using var services = Services(("ManagedIdentity", _app));
        _channel.Connector = context => context.Request.Headers.Authorization == $"Bearer identity-of-{_app}"
            ? FakeChannel.Answer(context, 401, "{}")
            : FakeChannel.Answer(context, 201, """{"id":"activity-2"}""");

        Assert.Equal(new ConnectorResult.Sent("activity-2"), await SendAsync(services));
        Assert.Equal(new ConnectorResult.Sent("activity-2"), await SendAsync(services));

        Assert.Equal([$"Bearer identity-of-{_app}", $"Bearer identity-of-{_app}-2", $"Bearer identity-of-{_app}-2"], _channel.CallsTo("/connector").Select(call => call.Authorization));
        Assert.Equal([("https://api.botframework.com", _app), ("https://api.botframework.com", _app)], _microsoft.Identities);
    }

    [Theory]
    [InlineData("AppPassword", "secret", "CertificatePath", "there", "Set one of them")]
    [InlineData("AppPassword", "secret", "ManagedIdentity", "11111111-2222-4333-8444-666666666666", "Set one of them")]
    [InlineData("CertificatePath", "there", "ManagedIdentity", "11111111-2222-4333-8444-666666666666", "Set one of them")]
    [InlineData("CertificatePath", "elsewhere", "CertificatePath", "elsewhere", "Bot__CertificatePath names no file")]
    [InlineData("ManagedIdentity", "mine", "ManagedIdentity", "mine", "Bot__ManagedIdentity is not a client ID")]
    public void Two_ways_at_once_or_one_that_cannot_be_are_said_and_nothing_starts(string one, string value, string other, string another, string says)
    {
        var there = Write(NewCertificate());
        string Of(string given) => given == "there" ? there : given;

        var wrong = Assert.Throws<BotSettingsException>(() => Services((one, Of(value)), (other, Of(another))));

        Assert.Contains(says, Assert.Single(wrong.Wrong), StringComparison.Ordinal);
    }

    private Task<ConnectorResult> SendAsync(ServiceProvider services) =>
        services.GetRequiredService<ConnectorClient>().SendAsync(_channel.Reference, Activities.Message("hello"));

    private ServiceProvider Services(params (string Name, string Value)[] shown)
    {
        var settings = _channel.Settings();
        settings.Remove("Bot:AppPassword");
        (settings["Bot:AppId"], settings["Bot:TenantId"], settings["Bot:TokenEndpoint"]) = (_app, Tenant, Entra);
        foreach (var (name, value) in shown)
            settings[$"Bot:{name}"] = value;
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_channel.Time)
            .AddLogging()
            .AddTeams(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), FakeChannel.Development);
        services.AddHttpClient("teams").ConfigurePrimaryHttpMessageHandler(() => new Before(_microsoft));
        return services.BuildServiceProvider();
    }

    private string Write(X509Certificate2 certificate)
    {
        var file = Path.Combine(_folder.FullName, "bot.pem");
        using var key = certificate.GetRSAPrivateKey()!;
        File.WriteAllText(file, key.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem());
        return file;
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest("CN=bot", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }

    /// <summary>What is for Microsoft goes to the played one; the channel is on this machine.</summary>
    private sealed class Before(Microsoft365 microsoft) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.RequestUri!.IsLoopback ? base.SendAsync(request, cancellationToken) : microsoft.AnswerAsync(request);
    }

    private sealed class Microsoft365
    {
        public ConcurrentQueue<System.Collections.Specialized.NameValueCollection> Forms { get; } = new();

        public ConcurrentQueue<(string Resource, string Client)> Identities { get; } = new();

        public (int Status, string Error)? Refuses { get; set; }

        /// <summary>What the machine's identity endpoint answers instead of a token.</summary>
        public int? IdentityRefuses { get; set; }

        public async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request)
        {
            if (request.RequestUri!.Host == "169.254.169.254")
                return Identity(request);
            Assert.Equal(Entra, request.RequestUri.ToString());
            Forms.Enqueue(HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync()));
            return Refuses is var (status, error)
                ? Json(status, new() { ["error"] = error, ["error_description"] = "AADSTS700027: as a test asked." })
                : Json(200, new() { ["token_type"] = "Bearer", ["expires_in"] = 86_400, ["access_token"] = $"entra-{Forms.Count}" });
        }

        private HttpResponseMessage Identity(HttpRequestMessage request)
        {
            var asked = HttpUtility.ParseQueryString(request.RequestUri!.Query);
            if (request.RequestUri.AbsolutePath != "/metadata/identity/oauth2/token" || !request.Headers.Contains("Metadata"))
                return Json(404, []);
            if (IdentityRefuses is { } status)
                return Json(status, []);
            Identities.Enqueue((asked["resource"]!, asked["client_id"]!));
            return Json(200, new()
            {
                ["access_token"] = $"identity-of-{asked["client_id"]}{(Identities.Count == 1 ? "" : $"-{Identities.Count}")}",
                ["expires_on"] = $"{TimeProvider.System.GetUtcNow().AddHours(24).ToUnixTimeSeconds()}",
                ["resource"] = asked["resource"],
                ["token_type"] = "Bearer",
            });
        }

        private static HttpResponseMessage Json(int status, JsonObject body) =>
            new((HttpStatusCode)status) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
    }
}
