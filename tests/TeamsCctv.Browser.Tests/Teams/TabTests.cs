using Microsoft.Playwright;
using TeamsCctv.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace TeamsCctv.Browser.Tests.Teams;

/// <summary>Our pages in frames, in a real browser with Microsoft's own script.</summary>
public sealed class TabTests : IAsyncLifetime
{
    private Stage _stage = null!;
    private Support.Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        Support.Browser.SkipWithoutChromium();
        _stage = await Stage.OpenAsync();
        _browser = new(_stage.Resolver, "--ignore-certificate-errors");
        await _browser.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        if (_stage is not null)
            await _stage.DisposeAsync();
    }

    [Fact]
    public async Task In_Teams_one_is_signed_in_without_being_asked_and_reads_the_log()
    {
        var screens = Screens.OfThisTest();
        var page = await OpenAsync("/log", "harriet");
        var tab = page.FrameLocator("iframe");

        await Expect(tab.GetByRole(AriaRole.Heading, new() { Name = "CCTV log" })).ToBeVisibleAsync();
        await Expect(tab.GetByText("Harriet Example")).ToBeVisibleAsync();
        await Expect(tab.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToHaveCountAsync(0);
        await screens.TakeAsync(page, "log");
        var cookies = await page.Context.CookiesAsync();
        Assert.All(cookies, cookie => Assert.Equal((SameSiteAttribute.None, true, true), (cookie.SameSite, cookie.Secure, cookie.HttpOnly)));
        Assert.Contains(cookies, cookie => cookie.Name == "__Host-teamscctv-tab");
        var heard = await page.EvaluateAsync<string[]>("heard");
        Assert.Contains("https://cctv.school.example authentication.getAuthToken", heard);
        Assert.Contains("https://cctv.school.example appInitialization.success", heard);
    }

    [Fact]
    public Task In_Teams_a_form_is_sent_and_recorded() => SendAFormAsync();

    [Fact]
    public async Task Behind_a_Functions_host_it_is_the_same()
    {
        await DisposeAsync();
        _stage = await Stage.OpenAsync(behindFunctions: true);
        _browser = new(_stage.Resolver, "--ignore-certificate-errors");
        await _browser.InitializeAsync();

        await SendAFormAsync();
    }

    private async Task SendAFormAsync()
    {
        var screens = Screens.OfThisTest();
        var page = await OpenAsync("/matters", "olive");
        var tab = page.FrameLocator("iframe");
        await tab.GetByRole(AriaRole.Link, new() { Name = "Open a case" }).First.ClickAsync();
        await screens.TakeAsync(page, "choose");
        await tab.Locator("[name=kind]").SelectOptionAsync("access-request");
        await tab.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await tab.Locator("[name='f.applicant']").FillAsync("Pat Parent");
        await tab.Locator("[name='f.how'][value=verbal]").CheckAsync();
        await tab.Locator("[name='f.received']").FillAsync(TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        await tab.Locator("[name='f.details']").FillAsync("The gate on Monday.");
        await screens.TakeAsync(page, "form");
        var before = _stage.Records;

        await tab.Locator("main form button[type=submit]").First.ClickAsync();

        await Expect(tab.GetByText("Pat Parent").First).ToBeVisibleAsync();
        await screens.TakeAsync(page, "case");
        Assert.True(_stage.Records > before);
    }

    [Fact]
    public async Task Whoever_else_signs_in_to_Teams_in_the_same_browser_gets_their_own_page()
    {
        var page = await OpenAsync("/cases", "harriet");
        await Expect(page.FrameLocator("iframe").GetByText("Harriet Example")).ToBeVisibleAsync();

        await page.GotoAsync($"{Stage.Teams}/?tab=/cases&who=tess");

        await Expect(page.FrameLocator("iframe").GetByText("Tess Example")).ToBeVisibleAsync();
        await Expect(page.FrameLocator("iframe").GetByText("Harriet Example")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Where_Teams_gives_no_token_the_page_says_so_and_shows_nothing()
    {
        var page = await OpenAsync("/log", "");

        await Expect(page.FrameLocator("iframe").GetByText("Teams did not say who you are.")).ToBeVisibleAsync();
        await Screens.OfThisTest().TakeAsync(page, "refused");
        await Expect(page.FrameLocator("iframe").GetByRole(AriaRole.Heading, new() { Name = "You are not signed in" })).ToBeVisibleAsync();
        await Expect(page.FrameLocator("iframe").GetByText("CCTV log")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Where_the_browser_keeps_no_cookie_in_frames_the_page_says_so_and_does_not_go_round()
    {
        var context = await _browser.NewContextAsync(new(Stage.Teams));
        var signedIn = 0;
        await context.RouteAsync("**/sign-in/teams", async route =>
        {
            signedIn++;
            await route.FulfillAsync(new() { Status = 200, ContentType = "application/json", Body = "{\"account\":\"somebody\"}" });
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{Stage.Teams}/?tab=/log&who=harriet");

        await Expect(page.FrameLocator("iframe").GetByText("Your browser does not keep the sign-in inside Teams.")).ToBeVisibleAsync();
        Assert.Equal(1, signedIn);
    }

    [Fact]
    public async Task A_page_of_somebody_else_shows_nothing_of_ours_and_does_nothing_in_a_visitors_name()
    {
        var teams = await OpenAsync("/cases", "olive");
        await Expect(teams.FrameLocator("iframe").GetByText("Olive Example")).ToBeVisibleAsync();
        var before = _stage.Records;
        var page = await teams.Context.NewPageAsync();
        List<string> console = [];
        page.Console += (_, message) => console.Add(message.Text);

        await page.GotoAsync(Stage.Attacker);
        await page.WaitForFunctionAsync("window.brought !== undefined");
        await page.WaitForTimeoutAsync(1000);

        Assert.Equal("chrome-error://chromewebdata/", page.Frame("framed")!.Url);
        Assert.Contains(console, line => line.Contains("frame-ancestors", StringComparison.Ordinal));
        await Screens.OfThisTest().TakeAsync(page, "attacker");
        Assert.Equal(before, _stage.Records);
        Assert.Single(await page.Context.CookiesAsync(), cookie => cookie.Name == "__Host-teamscctv-tab");

        // Nor has it made Olive somebody else, or nobody, where she is at work.
        await teams.ReloadAsync();
        await Expect(teams.FrameLocator("iframe").GetByText("Olive Example")).ToBeVisibleAsync();
    }

    private async Task<IPage> OpenAsync(string tab, string who)
    {
        var page = await (await _browser.NewContextAsync(new(Stage.Teams))).NewPageAsync();
        await page.GotoAsync($"{Stage.Teams}/?tab={tab}&who={who}");
        return page;
    }
}
