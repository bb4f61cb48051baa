using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using TeamsCctv.Features.SignIn;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Pages;

public sealed class StartCheckTests
{
    private const string Tenant = "11111111-2222-4333-8444-555555555555";
    private const string Client = "66666666-7777-4888-9999-000000000000";

    [Fact]
    public async Task In_production_without_entra_settings_the_process_says_which_are_missing_and_ends()
    {
        var said = await Shipped.RefusedAsync("Production", "http://127.0.0.1:0");

        Assert.Equal(
            [
                "Will not start: AzureAd:TenantId is missing. Set AzureAd__TenantId to the Directory (tenant) ID of the trust's Entra tenant.",
                "Will not start: AzureAd:ClientId is missing. Set AzureAd__ClientId to the Application (client) ID of the app registration.",
                "Will not start: Without them only a Development process on loopback may run; this is Production.",
            ],
            said.Where(line => line.Contains("AzureAd", StringComparison.Ordinal) || line.Contains("Without them", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task In_development_half_of_the_bots_settings_are_named_in_plain_lines() => Assert.Equal(
        [
            "Will not start: Bot__ServiceUrls is missing.",
            "Will not start: Bot__TenantId is missing.",
            "Will not start: Bot__OpenIdMetadata must be an https address or http on this machine, not \"http://channel.example/\".",
            "Will not start: Bot__Issuer is missing.",
            "Will not start: Bot__TokenEndpoint is missing.",
        ],
        await Shipped.RefusedAsync("Development", "http://127.0.0.1:0", ("Bot__AppId", "app"), ("Bot__OpenIdMetadata", "http://channel.example/")));

    [Fact]
    public async Task A_limit_that_is_no_size_is_named_in_a_plain_line() => Assert.Equal(
        ["Will not start: HandIn:MaxBytes is not a size. Set HandIn__MaxBytes to the largest file in bytes, above 0, or leave it out."],
        await Shipped.RefusedAsync("Development", "http://127.0.0.1:0", ("HandIn__MaxBytes", "lots")));

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("nonsense")]
    public async Task In_development_an_address_that_is_not_loopback_is_named_in_a_plain_line(string urls) =>
        Assert.Contains($"Will not start: Without them only a process on loopback may run; this one would listen on {urls}.", await Shipped.RefusedAsync("Development", urls));

    [Theory]
    [InlineData("Development", "urls", "http://127.0.0.1:3978", true)]
    [InlineData("Development", "urls", "http://localhost:3978;http://[::1]:3978", true)]
    [InlineData("Development", "none", "", true)]
    [InlineData("Development", "urls", "http://0.0.0.0:3978", false)]
    [InlineData("Development", "urls", "http://127.0.0.1:3978;http://*:80", false)]
    [InlineData("Development", "urls", "http://cctv.example.org", false)]
    [InlineData("Development", "http_ports", "8080", false)]
    [InlineData("Development", "Kestrel:Endpoints:Http:Url", "http://[::]:3978", false)]
    [InlineData("Staging", "urls", "http://127.0.0.1:3978", false)]
    [InlineData("Production", "urls", "http://127.0.0.1:3978", false)]
    public void The_picker_is_for_development_on_loopback_and_nothing_else(string environment, string key, string value, bool picker)
    {
        var settings = Read(environment, (key, value));

        Assert.Equal(picker, settings is { Way: SignInWay.Picker, Missing: [] });
        Assert.Equal(picker, settings.Missing.Count == 0);
    }

    [Theory]
    [InlineData(Tenant, "", null, "AzureAd:ClientId is missing")]
    [InlineData("", Client, null, "AzureAd:TenantId is missing")]
    [InlineData("common", Client, null, "AzureAd:TenantId is not a GUID")]
    [InlineData("organizations", Client, null, "AzureAd:TenantId is not a GUID")]
    [InlineData(Tenant, Client, "http://login.example", "AzureAd:Instance is not an https address")]
    public void A_setting_that_cannot_be_used_is_named(string tenant, string client, string? instance, string says)
    {
        var settings = Read("Production", ("AzureAd:TenantId", tenant), ("AzureAd:ClientId", client), ("AzureAd:Instance", instance));

        Assert.StartsWith(says, settings.Missing[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Half_of_the_settings_are_not_made_up_for_in_development()
    {
        var settings = Read("Development", ("AzureAd:TenantId", Tenant));

        Assert.Equal(SignInWay.Entra, settings.Way);
        Assert.StartsWith("AzureAd:ClientId is missing", Assert.Single(settings.Missing), StringComparison.Ordinal);
    }

    [Fact]
    public void A_problem_that_cannot_be_read_before_the_start_is_not_passed_over()
    {
        var settings = Read("Development");

        Assert.False(StartCheck.Refuses(new ServiceCollection().AddSingleton(settings)));
        Assert.Throws<InvalidOperationException>(() => StartCheck.Refuses(
            new ServiceCollection().AddSingleton(settings).AddSingleton(_ => new StartProblem("Something is missing."))));
        Assert.Throws<InvalidOperationException>(() => StartCheck.Refuses(
            new ServiceCollection().AddSingleton(settings).AddKeyedSingleton("key", (_, _) => new StartProblem("Something is missing."))));
    }

    [Fact]
    public void There_is_one_sign_in()
    {
        var settings = Read("Development");

        Assert.Throws<InvalidOperationException>(() => StartCheck.Refuses(new ServiceCollection()));
        Assert.Throws<InvalidOperationException>(() => StartCheck.Refuses(new ServiceCollection().AddSingleton(settings).AddSingleton(settings)));
        Assert.Throws<InvalidOperationException>(() => StartCheck.Refuses(new ServiceCollection().AddSingleton(_ => settings)));
    }

    private static SignInSettings Read(string environment, params (string Key, string? Value)[] settings) => SignInSettings.From(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).Build(),
        new Environment(environment));

    private sealed record Environment(string EnvironmentName) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = EnvironmentName;

        public string ApplicationName { get; set; } = "TeamsCctv";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
