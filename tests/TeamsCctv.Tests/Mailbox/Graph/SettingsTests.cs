using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Mailbox.Graph;

public sealed class SettingsTests
{
    private static readonly (string, string)[] Good =
    [
        ("Tenant", GraphWorld.Tenant), ("ClientId", "66666666-7777-4888-9999-000000000000"), ("ManagedIdentity", "true"),
    ];

    [Fact]
    public async Task Settings_that_are_not_complete_are_named_in_plain_lines_and_the_process_ends() => Assert.Equal(
        [
            "Will not start: Mail:Graph:Tenant is missing. Set Mail__Graph__Tenant to the Directory (tenant) ID of the trust's Entra tenant.",
            "Will not start: Mail:Graph:ClientId is not an ID like 11111111-2222-4333-8444-555555555555. Set Mail__Graph__ClientId to the Application (client) ID that may read the mailboxes, or the managed identity's.",
            "Will not start: Mail:Graph:CertificatePath is missing. Set Mail__Graph__CertificatePath to a PEM or PFX file with certificate and key, or Mail__Graph__ManagedIdentity to true.",
        ],
        await Shipped.RefusedAsync("Development", "http://127.0.0.1:0", ("Mail__Graph__ClientId", "app")));

    [Theory]
    [InlineData("CertificatePath", "/nowhere/at/all.pem")]
    [InlineData("ManagedIdentity", "perhaps")]
    [InlineData("ManagedIdentity", "false")]
    [InlineData("BaseAddress", "https://graph.microsoft.com.example")]
    [InlineData("BaseAddress", "http://graph.microsoft.com")]
    [InlineData("BaseAddress", "https://graph.microsoft.com/beta")]
    [InlineData("BaseAddress", "https://me@graph.microsoft.com")]
    [InlineData("Since", "yesterday")]
    [InlineData("EveryMinutes", "0")]
    [InlineData("EveryMinutes", "1441")]
    [InlineData("EveryMinutes", "often")]
    [InlineData("Tenant", "contoso.onmicrosoft.com")]
    public void A_setting_that_is_wrong_is_named(string name, string value) => Assert.Contains(
        $"Mail:Graph:{(value == "false" ? "CertificatePath" : name)}",
        Assert.Single(Assert.Throws<GraphSettingsException>(() => Read("Production", [.. Good.Where(one => one.Item1 != name), (name, value)])).Wrong),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("https://graph.microsoft.com", "https://login.microsoftonline.com/")]
    [InlineData("https://graph.microsoft.us/", "https://login.microsoftonline.us/")]
    [InlineData("https://dod-graph.microsoft.us", "https://login.microsoftonline.us/")]
    [InlineData("https://microsoftgraph.chinacloudapi.cn", "https://login.chinacloudapi.cn/")]
    public void A_national_cloud_has_its_own_sign_in(string address, string authority)
    {
        var settings = Read("Production", [.. Good, ("BaseAddress", address)]);

        Assert.Equal(authority, settings.Address.Authority.ToString());
        Assert.True(settings.Address.Holds($"{address.TrimEnd('/')}/v1.0/users"));
        Assert.False(settings.Address.Holds("https://graph.microsoft.example/v1.0/users"));
        Assert.False(settings.Address.Holds($"{address.TrimEnd('/')}/beta/users"));
    }

    [Theory]
    [InlineData("Development", true)]
    [InlineData("Production", false)]
    public void This_machine_stands_in_for_graph_in_development_alone(string environment, bool taken)
    {
        var failure = Record.Exception(() => Read(environment, [.. Good, ("BaseAddress", "http://127.0.0.1:5080")]));
        Assert.Equal(taken, failure is null);
    }

    private static GraphSettings Read(string environment, IEnumerable<(string Name, string Value)> settings) => GraphSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => new KeyValuePair<string, string?>($"Mail:Graph:{one.Name}", one.Value))).Build(),
        new Named(environment));

    private sealed class Named(string environment) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = environment;

        public string ApplicationName { get; set; } = "TeamsCctv";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
