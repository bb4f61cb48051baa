using System.Security.Cryptography;
using Microsoft.Playwright;
using TeamsCctv.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace TeamsCctv.Browser.Tests.MainJob;

public abstract partial class MainJobSteps
{
    private const string Kept = "Evidence safe, shelf 2, USB stick 14";

    [Fact]
    public Task Step_4_the_file_is_handed_in_on_the_page_and_a_viewing_added_in_chat() => story.StepAsync(4, async () =>
    {
        var recording = new byte[6 * 1024 * 1024 + 17];
        new Random(3).NextBytes(recording);
        story.Sha256 = Convert.ToHexStringLower(SHA256.HashData(recording));
        var file = Path.Combine(story.Desk, "playground.mp4");
        await File.WriteAllBytesAsync(file, recording);

        // The button on the card leads to the case, by way of signing in.
        var chat = await story.ChatAsync();
        var sid = chat.Of(Sid);
        var download = await sid.CardAsync("You may download this footage");
        var page = await chat.Page.Context.RunAndWaitForPageAsync(() => download.PressAsync("Hand the file in"));
        await Story.SignInAsync(page, Sid);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(story.Case);
        await SeeAsync(page, "case-hand-in");

        await page.GetByRole(AriaRole.Button, new() { Name = "Hand in and record" }).ClickAsync();
        foreach (var field in new[] { "at", "kept", "sha256" })
            await Expect(page.Locator($"#hand-in-{field}-error")).ToBeVisibleAsync();
        await SeeAsync(page, "case-hand-in-errors");

        // A file that arrived is not asked for twice because something else was missing.
        await page.Locator("#hand-in-at").FillAsync(Clock.Local(Clock.Now));
        await page.Locator("#hand-in-sha256").SetInputFilesAsync(file);
        await page.GetByRole(AriaRole.Button, new() { Name = "Hand in and record" }).ClickAsync();
        await Expect(page.Locator("#record-sha256")).ToHaveTextAsync(story.Sha256);
        await Expect(page.Locator("#record-kept-error")).ToBeVisibleAsync();
        await SeeAsync(page, "case-handed-in-kept-missing");
        await page.Locator("#record-kept").FillAsync(Kept);
        await page.GetByRole(AriaRole.Button, new() { Name = "Record the download" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Done.");
        await Expect(page.Locator(".timeline")).ToContainTextAsync(Kept);
        await SeeAsync(page, "case-kept");
        await page.CloseAsync();

        var kept = await sid.CardAsync("The recording is kept");
        await kept.SaysAsync(story.Sha256, Kept);
        await kept.PressAsync("Add a viewing");
        await Expect(kept.Input("Who saw it?")).ToBeVisibleAsync();
        await SeeAsync(chat.Page, "chat-viewing-form");
        await kept.Input("Who saw it?").SelectOptionAsync("vera");
        await kept.Input("Where?").SelectOptionAsync("CCTV room");
        await kept.SendAsync("Add the viewing");
        await kept.SaysAsync("Vera Example,", "CCTV room");
        await SeeAsync(chat.Page, "chat-seen");
    });
}
