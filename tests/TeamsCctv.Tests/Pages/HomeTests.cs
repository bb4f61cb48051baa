using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Pages;

public sealed class HomeTests
{
    [Fact]
    public async Task The_first_page_says_which_policy_runs_and_how_to_check_the_log()
    {
        await using var host = await Host.StartAsync(settings: new Dictionary<string, string?> { ["PublicUrl"] = "https://cctv.school.example" });
        var key = host.Services.GetRequiredService<LogKey>().VerifierKeyOf("oakfield");

        var harriet = await host.AsAsync("harriet");
        harriet.DefaultRequestHeaders.Host = "elsewhere.example";
        var page = await new Browser(harriet).GetAsync("/");
        var record = await new Browser(harriet).GetAsync("/records/oakfield/0");

        Assert.DoesNotContain("elsewhere.example", page.Html + record.Html, StringComparison.Ordinal);
        Assert.Contains("src/TeamsCctv.Verify -- https://cctv.school.example/records/oakfield --key", record.Text, StringComparison.Ordinal);
        Assert.Contains("The Active Learning Trust, CCTV policy , version 4", page.Text, StringComparison.Ordinal);
        Assert.Contains("Records 2 Log teamscctv.invalid/oakfield", page.Text, StringComparison.Ordinal);
        Assert.Contains($"dotnet run --project src/TeamsCctv.Verify -- https://cctv.school.example/records/oakfield --key {key}", page.Text, StringComparison.Ordinal);
        Assert.Contains("0 cases wait for a signature", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_counts_what_waits_and_for_whom()
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        await story.AskedAsync();
        await story.AskedAsync(who: "harriet");
        await story.AuthorisedAsync();

        Assert.Contains("2 cases wait for a signature, 1 for yours", (await new Browser(await host.AsAsync("harriet")).GetAsync("/")).Text, StringComparison.Ordinal);
        Assert.Contains("2 cases wait for a signature, 2 for yours", (await new Browser(await host.AsAsync("anita")).GetAsync("/")).Text, StringComparison.Ordinal);
        var cyril = (await new Browser(await host.AsAsync("cyril")).GetAsync("/")).Text;
        Assert.Contains("2 cases wait for a signature 1 signed and ready for you to carry out", cyril, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recording_is_due_thirty_days_before_its_time_runs_out()
    {
        await using var host = await Host.StartAsync();
        var id = await new Story(host).KeptAsync();

        host.Clock.SetUtcNow(new(2027, 4, 23, 12, 0, 0, TimeSpan.Zero));
        Assert.Contains("0 recordings are due", (await new Browser(await host.AsAsync("harriet")).GetAsync("/")).Text, StringComparison.Ordinal);

        host.Clock.SetUtcNow(new(2027, 4, 24, 12, 0, 0, TimeSpan.Zero));
        var page = await new Browser(await host.AsAsync("harriet")).GetAsync("/");
        Assert.Contains($"{id} Main gate Kept Mon 24 May 2027", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Main gate", (await new Browser(await host.AsAsync("tess")).GetAsync("/")).Text, StringComparison.Ordinal);
    }
}
