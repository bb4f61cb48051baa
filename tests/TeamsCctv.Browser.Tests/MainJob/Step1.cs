using System.Net;
using System.Text;
using Microsoft.Playwright;
using TeamsCctv.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace TeamsCctv.Browser.Tests.MainJob;

public abstract partial class MainJobSteps
{
    [Fact]
    public Task Step_1_a_recorder_says_that_a_camera_is_lost_and_the_site_manager_gets_one_card() => story.StepAsync(1, async () =>
    {
        var chat = await story.ChatAsync();
        await chat.Page.GotoAsync("chat");
        await Expect(chat.Page.GetByLabel(Sid)).ToBeVisibleAsync();
        await SeeAsync(chat.Page, "chat-choose-people");
        await chat.ChooseAsync(Sid);
        var sid = chat.Of(Sid);

        story.Lost = Clock.Now;
        var recorder = story.AddressOf("Oakfield recorder");
        Assert.Equal(HttpStatusCode.OK, await PostAsync(recorder, Alert.VideoLoss(story.Lost, 1)));
        var card = await sid.CardAsync("Camera lost: Playground");
        await card.SaysAsync("Oakfield recorder", Clock.Said(story.Lost));

        // A recorder repeats itself every second. The disk fault behind the repeats is shown, so they were dealt with.
        foreach (var count in Enumerable.Range(2, 5))
            Assert.Equal(HttpStatusCode.OK, await PostAsync(recorder, Alert.VideoLoss(story.Lost.AddSeconds(count - 1), count)));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(recorder, Alert.Heartbeat(story.Lost.AddSeconds(7))));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(recorder, Alert.DiskError(story.Lost.AddSeconds(8))));
        await sid.CardAsync("Disk fault: Oakfield recorder");
        await Expect(sid.Cards("Camera lost: Playground")).ToHaveCountAsync(1);
        await SeeAsync(chat.Page, "chat-camera-lost");

        var page = await story.WindowOfAsync(Sid);
        await page.GetByRole(AriaRole.Link, new() { Name = "Recorders" }).ClickAsync();
        var events = page.GetByRole(AriaRole.Region, new() { Name = "Recorder events" });
        var lost = events.GetByRole(AriaRole.Row).Filter(new() { HasText = "Camera lost" });
        await Expect(lost).ToHaveCountAsync(1);
        await Expect(lost).ToContainTextAsync(Clock.Said(story.Lost));
        await Expect(lost).ToContainTextAsync("Playground");
        await SeeAsync(page, "recorders");
    });

    private async Task<HttpStatusCode> PostAsync(Uri recorder, string alert)
    {
        using var body = new StringContent(alert, Encoding.UTF8, "application/xml");
        using var answer = await story.Http.PostAsync(recorder, body);
        if (!alert.Contains("<eventState>inactive<", StringComparison.Ordinal))
            story.Alerts++;
        return answer.StatusCode;
    }
}
