using System.Net;
using System.Text.RegularExpressions;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Pages;

public sealed partial class LinkTests
{
    [Fact]
    public async Task Every_link_of_the_pages_leads_somewhere()
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        var waiting = await story.AskedAsync();
        await story.AskedAsync(who: "harriet");
        await story.DeletionAskedAsync();
        var harriet = new Browser(await host.AsAsync("harriet"));
        var links = new HashSet<string>();
        foreach (var page in new[] { "/", "/cases", "/log", "/recorders", $"/cases/oakfield/{waiting}?done=2" })
            links.UnionWith(Links().Matches((await harriet.GetAsync(page)).Html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)));

        Assert.Contains($"/cases/oakfield/{waiting}", links);
        Assert.Contains("/records/oakfield/2", links);
        foreach (var link in links)
            Assert.Equal((link, HttpStatusCode.OK), (link, (await harriet.GetAsync(link)).Status));
    }

    [GeneratedRegex("<a [^>]*href=\"(/[^\"]*)\"")]
    private static partial Regex Links();
}
