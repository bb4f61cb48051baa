using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using TeamsCctv.Protocols.Teams.Tokens;

namespace TeamsCctv.Tests.Protocols.Teams;

public sealed class InboundTokensTests : IAsyncLifetime
{
    private FakeChannel _channel = null!;
    private ServiceProvider _services = null!;

    public async ValueTask InitializeAsync()
    {
        _channel = await FakeChannel.StartAsync();
        _services = _channel.Services();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _channel.DisposeAsync();
    }

    [Theory]
    [InlineData(SecurityAlgorithms.RsaSha256)]
    [InlineData(SecurityAlgorithms.RsaSha384)]
    [InlineData(SecurityAlgorithms.RsaSha512)]
    public async Task A_token_that_holds_every_rule_is_accepted(string algorithm) =>
        Assert.Null(await Validate(_channel.Token(algorithm: algorithm)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Basic dXNlcjpwYXNz")]
    public async Task No_bearer_token_is_missing(string? header) =>
        Assert.Equal(TokenRefusal.Missing, await Tokens.ValidateAsync(header, _channel.Activity()));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("a.b.c.d.e")]
    public async Task Nonsense_is_malformed(string token) => Assert.Equal(TokenRefusal.Malformed, await Validate(token));

    [Fact]
    public async Task A_token_longer_than_any_is_refused_unread() =>
        Assert.Equal(TokenRefusal.Missing, await Validate(new string('a', 20_000)));

    [Fact]
    public async Task An_unsigned_token_is_refused()
    {
        var parts = _channel.Token().Split('.');
        var none = Base64UrlEncoder.Encode("""{"alg":"none","kid":"key-1","typ":"JWT"}""");
        Assert.Equal(TokenRefusal.Algorithm, await Validate($"{none}.{parts[1]}."));
    }

    [Fact]
    public async Task A_token_signed_with_the_public_key_as_a_shared_secret_is_refused()
    {
        var secret = new SymmetricSecurityKey(_channel.Keys["key-1"].Rsa.ExportSubjectPublicKeyInfo()) { KeyId = "key-1" };
        Assert.Equal(TokenRefusal.Algorithm, await Validate(_channel.Token(signedWith: new(secret, SecurityAlgorithms.HmacSha256))));
    }

    [Fact]
    public async Task A_token_of_another_algorithm_is_refused() =>
        Assert.Equal(TokenRefusal.Algorithm, await Validate(_channel.Token(algorithm: SecurityAlgorithms.RsaSsaPssSha256)));

    [Fact]
    public async Task A_token_of_a_key_nobody_announced_is_refused()
    {
        using var rsa = RSA.Create(2048);
        var key = new RsaSecurityKey(rsa) { KeyId = "key-9" };
        Assert.Equal(TokenRefusal.UnknownKey, await Validate(_channel.Token(signedWith: new(key, SecurityAlgorithms.RsaSha256))));
    }

    [Fact]
    public async Task A_token_of_another_key_under_a_known_id_is_refused()
    {
        using var rsa = RSA.Create(2048);
        var key = new RsaSecurityKey(rsa) { KeyId = "key-1" };
        Assert.Equal(TokenRefusal.Signature, await Validate(_channel.Token(signedWith: new(key, SecurityAlgorithms.RsaSha256))));
    }

    [Fact]
    public async Task A_token_whose_claims_were_changed_is_refused()
    {
        var (one, other) = (_channel.Token().Split('.'), _channel.Token(audience: "app-2").Split('.'));
        Assert.Equal(TokenRefusal.Signature, await Validate($"{other[0]}.{one[1]}.{other[2]}"));
    }

    [Theory]
    [InlineData("https://login.microsoftonline.com/tenant-1/v2.0")]
    [InlineData("https://issuer.example/")]
    [InlineData("HTTPS://ISSUER.EXAMPLE")]
    public async Task A_token_of_another_issuer_is_refused(string issuer) =>
        Assert.Equal(TokenRefusal.Issuer, await Validate(_channel.Token(issuer: issuer)));

    [Theory]
    [InlineData("app-2")]
    [InlineData("https://api.botframework.com")]
    public async Task A_token_for_somebody_else_is_refused(string audience) =>
        Assert.Equal(TokenRefusal.Audience, await Validate(_channel.Token(audience: audience)));

    [Theory]
    [InlineData(-120, -6)]
    [InlineData(6, 60)]
    public async Task A_token_outside_its_life_by_more_than_five_minutes_is_refused(int from, int until) =>
        Assert.Equal(TokenRefusal.Lifetime, await Validate(_channel.Token(from: TimeSpan.FromMinutes(from), until: TimeSpan.FromMinutes(until))));

    [Theory]
    [InlineData(-120, -4)]
    [InlineData(4, 60)]
    public async Task A_clock_may_be_wrong_by_five_minutes(int from, int until) =>
        Assert.Null(await Validate(_channel.Token(from: TimeSpan.FromMinutes(from), until: TimeSpan.FromMinutes(until))));

    [Fact]
    public async Task A_token_without_a_service_address_is_refused() =>
        Assert.Equal(TokenRefusal.ServiceUrlMissing, await Validate(_channel.Token(withServiceUrl: false)));

    [Fact]
    public async Task A_token_for_another_service_address_is_refused() =>
        Assert.Equal(TokenRefusal.ServiceUrlDiffers, await Validate(_channel.Token(serviceUrl: "https://elsewhere.example/")));

    [Fact]
    public async Task The_service_address_is_compared_without_regard_to_case() =>
        Assert.Null(await Validate(_channel.Token(serviceUrl: _channel.ServiceUrl.ToUpperInvariant())));

    [Fact]
    public async Task A_service_address_that_is_not_on_the_list_is_refused_even_if_signed() =>
        Assert.Equal(
            TokenRefusal.ServiceUrlUnlisted,
            await Validate(_channel.Token(serviceUrl: "https://elsewhere.example/"), json => json["serviceUrl"] = "https://elsewhere.example/"));

    [Theory]
    [InlineData("webchat")]
    [InlineData("directline")]
    [InlineData("")]
    public async Task Another_channel_is_refused(string channel) =>
        Assert.Equal(TokenRefusal.OtherChannel, await Validate(_channel.Token(), json => json["channelId"] = channel));

    [Theory]
    [InlineData("other channels only")]
    [InlineData(null)]
    public async Task A_key_that_does_not_vouch_for_Teams_is_refused(string? endorsement)
    {
        _channel.Keys["key-2"] = (RSA.Create(2048), endorsement is null ? null : [endorsement]);
        Assert.Equal(TokenRefusal.NotEndorsed, await Validate(_channel.Token(kid: "key-2")));
    }

    [Theory]
    [InlineData("tenant-2", FakeChannel.Tenant)]
    [InlineData(FakeChannel.Tenant, "tenant-2")]
    [InlineData("tenant-2", "tenant-2")]
    [InlineData(null, "tenant-2")]
    [InlineData(null, null)]
    public async Task Another_tenant_is_refused_wherever_it_stands(string? conversation, string? data) =>
        Assert.Equal(TokenRefusal.OtherTenant, await Validate(_channel.Token(), json =>
        {
            json["conversation"]!["tenantId"] = conversation;
            json["channelData"] = data is null ? null : new JsonObject { ["tenant"] = new JsonObject { ["id"] = data } };
        }));

    [Fact]
    public async Task One_mention_of_our_tenant_is_enough() =>
        Assert.Null(await Validate(_channel.Token(), json => json["conversation"]!["tenantId"] = null));

    [Fact]
    public void Who_we_do_not_know_is_told_401_and_who_may_not_403()
    {
        Assert.Equal(401, TokenRefusals.StatusOf(TokenRefusal.Signature));
        Assert.Equal(403, TokenRefusals.StatusOf(TokenRefusal.OtherTenant));
        Assert.Equal(503, TokenRefusals.StatusOf(TokenRefusal.KeysUnavailable));
    }

    private InboundTokens Tokens => _services.GetRequiredService<InboundTokens>();

    private async Task<TokenRefusal?> Validate(string token, Action<JsonObject>? change = null) =>
        await Tokens.ValidateAsync("Bearer " + token, _channel.Activity(change));
}
