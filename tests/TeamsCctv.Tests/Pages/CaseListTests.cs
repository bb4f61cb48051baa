using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Pages;

public sealed class CaseListTests
{
    [Fact]
    public async Task Where_more_cases_wait_than_are_listed_the_page_says_how_many()
    {
        await using var host = await Host.StartAsync();
        await FillAsync(host, 1_201);
        var harriet = new Browser(await host.AsAsync("harriet"));

        var mine = await harriet.GetAsync("/cases");

        Assert.Contains("These are 200 of 1,201. 1,001 more are not listed: they come up as these are done.", mine.Text, StringComparison.Ordinal);
        Assert.Contains("/cases/oakfield/X-199\"", mine.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("/cases/oakfield/X-200\"", mine.Html, StringComparison.Ordinal);
        Assert.Contains("1201 cases wait for a signature, 1201 for yours", (await harriet.GetAsync("/")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_asked_for_long_ago_is_counted_and_how_to_open_it_is_said()
    {
        await using var host = await Host.StartAsync();
        await FillAsync(host, 200);
        var vera = new Browser(await host.AsAsync("vera"));
        Assert.DoesNotContain("more are not listed", (await vera.GetAsync("/cases")).Text, StringComparison.Ordinal);

        await new Story(host).AskedAsync();
        await FillAsync(host, 600);

        Assert.Contains(
            "These are 200 of 601. 401 more are not listed: put the case's number after /cases/oakfield/ in the address.",
            (await vera.GetAsync("/cases")).Text,
            StringComparison.Ordinal);
    }

    /// <summary>As many cases on the list as there are after years: asked for by Vera, waiting, the longest waiting first.</summary>
    internal static Task<int> FillAsync(Host host, int cases) => host.Services.GetRequiredService<Database>().WriteAsync(session =>
        Enumerable.Range(0, cases).Sum(number => session.Execute(
            """
            INSERT OR IGNORE INTO case_list (school, case_id, number, state, camera, asked_by, barred, since, policy)
            VALUES ('oakfield', 'X-' || $1, $1, 'AwaitingAuthorisation', 'Main gate', 'vera', 'vera', $1, $2)
            """,
            number, host.Services.GetRequiredService<PolicyFiles>()["AL"].Hash)));
}
