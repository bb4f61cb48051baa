using Microsoft.Playwright;
using TeamsCctv.Browser.Tests.Support;

namespace TeamsCctv.Browser.Tests;

public sealed class BrowserSupportTests(Support.Browser browser) : IClassFixture<Support.Browser>
{
    private const string Good = "<!doctype html><html lang=en><title>Log</title><main><h1>Log</h1><p>Nothing yet.</p></main></html>";

    [Fact]
    public async Task A_page_in_order_passes_axe_and_leaves_its_screenshot()
    {
        var page = await PageAsync(Good);
        await Axe.AssertNoViolationsAsync(page);
        var file = await Screens.OfThisTest().TakeAsync(page, "log");
        Assert.EndsWith("01-log.png", file, StringComparison.Ordinal);
        Assert.True(new FileInfo(file).Length > 1000);
    }

    [Fact]
    public async Task A_picture_without_words_is_named_by_axe()
    {
        var page = await PageAsync(Good.Replace("<p>", "<img src='data:,' id=gate><p>", StringComparison.Ordinal));
        var wrong = await Assert.ThrowsAnyAsync<Exception>(() => Axe.AssertNoViolationsAsync(page));
        Assert.Contains("image-alt", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("#gate", wrong.Message, StringComparison.Ordinal);
    }

    private async Task<IPage> PageAsync(string html)
    {
        var page = await (await browser.NewContextAsync(new("http://127.0.0.1/"))).NewPageAsync();
        await page.SetContentAsync(html);
        return page;
    }
}
