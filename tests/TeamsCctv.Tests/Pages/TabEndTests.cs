using System.Net;

namespace TeamsCctv.Tests.Pages;

/// <summary>When a tab's session ends, and what happens while Entra cannot be reached. Each has a clock of its own.</summary>
public sealed class TabEndTests
{
    [Theory]
    [InlineData(75, 60)]
    [InlineData(20, 20)]
    public async Task A_session_ends_after_an_hour_or_with_the_token(int token, int session)
    {
        await using var world = await StartAsync();
        var (browser, _) = world.NewFrame();
        var right = world.TokensOf("harriet");
        using (await TabWorld.BringAsync(browser.Client, right.With("exp", right.At(token))))
        {
        }

        world.Host.Clock.Advance(TimeSpan.FromMinutes(session) - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/log")).Status);
        world.Host.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/log")).Status);
    }

    [Fact]
    public async Task Where_Entra_cannot_be_reached_nobody_is_let_in_and_one_is_asked_to_come_again()
    {
        await using var world = await StartAsync();
        world.Entra.Down = true;
        var (browser, frame) = world.NewFrame();

        using var answer = await TabWorld.BringAsync(browser.Client, world.TokensOf("harriet").Right());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("in a minute", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(frame.Given);
    }

    private static async Task<TabWorld> StartAsync()
    {
        var world = new TabWorld();
        await world.InitializeAsync();
        return world;
    }
}
