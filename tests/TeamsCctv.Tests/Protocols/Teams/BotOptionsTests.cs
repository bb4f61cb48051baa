using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TeamsCctv.Protocols.Teams;

namespace TeamsCctv.Tests.Protocols.Teams;

public sealed class BotOptionsTests
{
    private readonly Dictionary<string, string?> _settings = new()
    {
        ["Bot:AppId"] = "app-1",
        ["Bot:TenantId"] = "tenant-1",
        ["Bot:OpenIdMetadata"] = "https://login.example/metadata",
        ["Bot:Issuer"] = "https://issuer.example",
        ["Bot:TokenEndpoint"] = "https://login.example/token",
        ["Bot:ServiceUrls"] = "https://smba.example/uk/; https://smba.example/teams/",
    };

    [Fact]
    public void Complete_settings_are_read()
    {
        var options = Read(FakeChannel.Production);

        Assert.Equal(("app-1", "tenant-1", "https://issuer.example"), (options.AppId, options.TenantId, options.Issuer));
        Assert.True(options.ServiceUrls.Holds("https://smba.example/teams/"));
        Assert.Null(options.AppPassword);
        Assert.False(options.AllowLoopback);
    }

    [Fact]
    public void The_service_addresses_may_be_a_list()
    {
        _settings.Remove("Bot:ServiceUrls");
        _settings["Bot:ServiceUrls:0"] = "https://one.example/";
        _settings["Bot:ServiceUrls:1"] = "https://two.example/";

        Assert.True(Read(FakeChannel.Production).ServiceUrls.Holds("https://two.example/"));
    }

    [Theory]
    [InlineData("AppId")]
    [InlineData("TenantId")]
    [InlineData("OpenIdMetadata")]
    [InlineData("Issuer")]
    [InlineData("TokenEndpoint")]
    [InlineData("ServiceUrls")]
    public void A_missing_setting_is_named_and_nothing_starts(string name)
    {
        _settings["Bot:" + name] = " ";
        var wrong = Assert.Throws<BotSettingsException>(() => new ServiceCollection().AddTeams(Configuration, FakeChannel.Production));
        Assert.Equal([$"Bot__{name} is missing."], wrong.Wrong);
    }

    [Fact]
    public void Every_missing_setting_is_named_at_once()
    {
        _settings.Clear();
        Assert.Equal(6, Assert.Throws<BotSettingsException>(() => Read(FakeChannel.Development)).Wrong.Count);
    }

    [Theory]
    [InlineData("OpenIdMetadata")]
    [InlineData("TokenEndpoint")]
    [InlineData("ServiceUrls")]
    public void A_plain_http_address_is_refused_and_loopback_too_outside_Development(string name)
    {
        _settings["Bot:" + name] = "http://elsewhere.example/";
        Assert.Contains(name, Assert.Throws<BotSettingsException>(() => Read(FakeChannel.Development)).Message, StringComparison.Ordinal);

        _settings["Bot:" + name] = "http://127.0.0.1:5000/";
        Assert.Contains(name, Assert.Throws<BotSettingsException>(() => Read(FakeChannel.Production)).Message, StringComparison.Ordinal);
        Assert.True(Read(FakeChannel.Development).AllowLoopback);
    }

    [Fact]
    public void The_local_channel_stands_in_only_where_nothing_is_set()
    {
        var local = new BotOptions
        {
            AppId = "local",
            TenantId = "tenant-1",
            Addresses = new(() => throw new InvalidOperationException("Asked before it is needed.")),
        };
        BotOptions Registered() => new ServiceCollection().AddSingleton(TimeProvider.System)
            .AddTeams(Configuration, FakeChannel.Development, _ => local).BuildServiceProvider().GetRequiredService<BotOptions>();

        Assert.Equal("app-1", Registered().AppId);
        _settings.Clear();
        Assert.Equal("local", Registered().AppId);
        _settings["Bot:AppId"] = "app-1";
        Assert.Throws<BotSettingsException>(Registered);
    }

    private IConfiguration Configuration => new ConfigurationBuilder().AddInMemoryCollection(_settings).Build();

    private BotOptions Read(IHostEnvironment environment) => BotOptions.Read(Configuration, environment);
}
