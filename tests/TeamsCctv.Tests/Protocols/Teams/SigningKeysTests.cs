using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using TeamsCctv.Protocols.Teams.Tokens;

namespace TeamsCctv.Tests.Protocols.Teams;

public sealed class SigningKeysTests : IAsyncLifetime
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

    [Fact]
    public async Task A_known_key_is_fetched_once()
    {
        for (var i = 0; i < 5; i++)
            Assert.NotNull((await Keys.FindAsync("key-1", default)).Key);
        Assert.Equal(1, Fetches);
    }

    [Fact]
    public async Task A_new_key_of_the_channel_is_found_when_it_is_first_used()
    {
        await Keys.FindAsync("key-1", default);
        _channel.Keys["key-2"] = (RSA.Create(2048), ["msteams"]);
        _channel.Time.Advance(SigningKeys.Pause);

        Assert.Null(await Validate("key-2"));
        Assert.Equal(2, Fetches);
    }

    [Fact]
    public async Task A_withdrawn_key_is_not_trusted_after_the_keys_are_read_again()
    {
        await Keys.FindAsync("key-1", default);
        _channel.Keys["key-2"] = (RSA.Create(2048), ["msteams"]);
        _channel.Keys.Remove("key-1", out var withdrawn);
        _channel.Time.Advance(SigningKeys.Renewal);

        var token = _channel.Token(signedWith: new(new RsaSecurityKey(withdrawn.Rsa) { KeyId = "key-1" }, SecurityAlgorithms.RsaSha256));
        Assert.Null(await Validate("key-2"));
        Assert.Equal(TokenRefusal.UnknownKey, await Tokens.ValidateAsync("Bearer " + token, _channel.Activity()));
        withdrawn.Rsa.Dispose();
    }

    [Fact]
    public async Task A_storm_of_made_up_keys_costs_the_channel_one_fetch_in_ten_seconds()
    {
        await Keys.FindAsync("key-1", default);
        _channel.Time.Advance(SigningKeys.Pause);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Keys.FindAsync($"made-up-{i}", default).AsTask()));
        Assert.Equal(2, Fetches);

        _channel.Time.Advance(SigningKeys.Pause - TimeSpan.FromMilliseconds(1));
        await Keys.FindAsync("made-up", default);
        Assert.Equal(2, Fetches);

        _channel.Time.Advance(TimeSpan.FromMilliseconds(1));
        await Keys.FindAsync("made-up", default);
        Assert.Equal(3, Fetches);
    }

    [Fact]
    public async Task Keys_that_cannot_be_renewed_serve_for_a_day_and_no_longer()
    {
        await Keys.FindAsync("key-1", default);
        _channel.KeySet = context => FakeChannel.Answer(context, 500, "{}");

        _channel.Time.Advance(SigningKeys.Longest - TimeSpan.FromMinutes(1));
        Assert.NotNull((await Keys.FindAsync("key-1", default)).Key);

        _channel.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((null, TokenRefusal.KeysUnavailable), await Keys.FindAsync("key-1", default));
    }

    [Theory]
    [InlineData("""{"jwks_uri":"http://elsewhere.example/keys"}""")]
    [InlineData("""{"jwks_uri":"ftp://127.0.0.1/keys"}""")]
    [InlineData("""{"jwks_uri":7}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("""not JSON""")]
    public async Task Metadata_that_names_no_https_address_gives_no_keys(string metadata)
    {
        _channel.Metadata = context => FakeChannel.Answer(context, 200, metadata);

        Assert.Equal((null, TokenRefusal.KeysUnavailable), await Keys.FindAsync("key-1", default));
        Assert.Empty(_channel.CallsTo("/keys"));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        _channel.Metadata = context =>
        {
            context.Response.Redirect(_channel.Address + "/elsewhere");
            return Task.CompletedTask;
        };

        Assert.Equal((null, TokenRefusal.KeysUnavailable), await Keys.FindAsync("key-1", default));
        Assert.Empty(_channel.CallsTo("/elsewhere"));
    }

    [Fact]
    public async Task A_key_set_without_end_is_not_read_to_its_end()
    {
        _channel.KeySet = async context =>
        {
            var chunk = new string(' ', 64 * 1024);
            for (var i = 0; i < 64 && !context.RequestAborted.IsCancellationRequested; i++)
                await context.Response.WriteAsync(chunk);
            await context.Response.WriteAsync("{}");
        };

        Assert.Equal((null, TokenRefusal.KeysUnavailable), await Keys.FindAsync("key-1", default));
    }

    [Fact]
    public async Task A_key_too_short_to_trust_is_left_out()
    {
        _channel.Keys["short"] = (RSA.Create(1024), ["msteams"]);

        Assert.Equal((null, TokenRefusal.UnknownKey), await Keys.FindAsync("short", default));
        Assert.NotNull((await Keys.FindAsync("key-1", default)).Key);
    }

    private SigningKeys Keys => _services.GetRequiredService<SigningKeys>();

    private InboundTokens Tokens => _services.GetRequiredService<InboundTokens>();

    private int Fetches => _channel.CallsTo("/keys").Count();

    private async Task<TokenRefusal?> Validate(string kid) =>
        await Tokens.ValidateAsync("Bearer " + _channel.Token(kid: kid), _channel.Activity());
}
