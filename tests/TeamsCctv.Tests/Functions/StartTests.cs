using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using TeamsCctv.Features.DevChat;
using TeamsCctv.Features.SignIn;
using TeamsCctv.Hosting;

namespace TeamsCctv.Tests.Functions;

/// <summary>What a person is told before the process starts under a Functions host, or with a queue.</summary>
public sealed class StartTests : IDisposable
{
    private const string Site = "https://cctv.azurewebsites.net/api";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("cctv-test-");

    public void Dispose() => _data.Delete(recursive: true);

    [Theory]
    [InlineData("PublicUrl", "https://cctv.azurewebsites.net", "PublicUrl does not end in /api")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://*:80", "Kestrel:Endpoints is set")]
    [InlineData("KnownProxies", "10.0.0.4", "KnownProxies is set")]
    [InlineData("Storage:Queues:Inbox", "other", "the Functions host listens to inbox")]
    [InlineData("Storage:Queues:Inbox", "No name", "Storage:Queues:Inbox is not the name of a queue")]
    [InlineData("Storage:Queues:Inbox", "", "Storage:Queues:Inbox is not the name of a queue")]
    [InlineData("Storage:Payloads", "-", "Storage:Payloads is not the name of a blob container")]
    [InlineData("Storage:Account", "cctv", "Storage:Account is missing or is not the address")]
    [InlineData("Storage:Account", "http://cctv.blob.core.windows.net", "Storage:Account is missing or is not the address")]
    [InlineData("Storage:Account", "https://blob.evil.example", "Storage:Account is missing or is not the address")]
    public void A_setting_that_cannot_be_used_is_named(string key, string value, string says) =>
        Assert.Contains(Problems("Production", (key, value)), problem => problem.Contains(says, StringComparison.Ordinal));

    [Theory]
    [InlineData("https://cctv.blob.core.windows.net")]
    [InlineData("https://cctv.queue.core.windows.net/")]
    public void A_complete_set_is_not_complained_of(string account) =>
        Assert.DoesNotContain(
            Problems("Production", ("Storage:Account", account)),
            problem => problem.Contains("Storage", StringComparison.Ordinal) || problem.Contains("PublicUrl", StringComparison.Ordinal) || problem.Contains("Kestrel", StringComparison.Ordinal));

    [Theory]
    [InlineData(Site, null, SignInWay.Entra)]
    [InlineData("http://127.0.0.1:7071/api", null, SignInWay.Picker)]
    [InlineData("http://127.0.0.1:7071/api", "instance", SignInWay.Entra)]
    [InlineData(null, null, SignInWay.Entra)]
    public void Nobody_is_chosen_from_a_list_and_there_is_no_chat_where_others_can_come_through_the_host(string? site, string? instance, SignInWay way)
    {
        var builder = Builder("Development", ("PublicUrl", site), ("WEBSITE_INSTANCE_ID", instance));

        Assert.Equal(way, SignInSettings.From(builder.Configuration, builder.Environment).Way);
        Assert.Equal(way == SignInWay.Picker, LocalChannel.MayExist(builder.Configuration, builder.Environment));
    }

    private List<string> Problems(string environment, params (string Key, string? Value)[] settings)
    {
        var builder = Builder(environment, settings);
        builder.AddTeamsCctv();
        return [.. builder.Services.Where(service => service.ServiceType == typeof(StartProblem)).Select(service => ((StartProblem)service.ImplementationInstance!).Text)];
    }

    private WebApplicationBuilder Builder(string environment, params (string Key, string? Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, ApplicationName = "TeamsCctv", ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["data"] = _data.FullName,
            ["FUNCTIONS_CUSTOMHANDLER_PORT"] = "7999",
            ["PublicUrl"] = Site,
            ["Storage:Account"] = "https://cctv.blob.core.windows.net",
            ["Storage:Queues:Inbox"] = "inbox",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)));
        return builder;
    }
}
