using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TeamsCctv.Browser.Tests.MainJob;

public abstract partial class MainJobSteps
{
    [Fact]
    public Task Step_9_the_officer_signs_the_release_terms_behind_a_link_that_works_once() => story.StepAsync(9, async () =>
    {
        var chat = await story.ChatAsync();
        var card = await chat.Of(Olive).CardAsync("Disclosure to the Police");
        await card.PressAsync("Release terms, signed by the officer");
        await card.SendAsync("Make a link for the officer");
        await card.SaysAsync("your one-time link works until");
        await Expect(card.Input("The link")).ToHaveValueAsync(new Regex("/forms/[0-9a-f]{48}$"));
        await SeeAsync(chat.Page, "chat-officer-link");
        var address = await card.Input("The link").InputValueAsync();

        var officer = await story.NewWindowAsync();
        await officer.GotoAsync(address);
        await SeeAsync(officer, "officer-form");
        await officer.GetByRole(AriaRole.Button, new() { Name = "Sign and send" }).ClickAsync();
        await Expect(officer.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing is released unless it stays off social media.");
        await SeeAsync(officer, "officer-form-missing");
        await officer.SetViewportSizeAsync(390, 844);
        (string Label, string Value)[] texts =
        [
            ("Name", "Zoë Łukasz"), ("Rank", "Sergeant"), ("Collar number", "1234"), ("Police force and station", "Example Constabulary, Exampleton"), ("Crime or incident number", "EX/2026/77"),
            ("Type your full name to sign", "Zoë Łukasz"),
        ];
        foreach (var (label, value) in texts)
            await officer.GetByLabel(label, new() { Exact = true }).FillAsync(value);
        foreach (var tick in new[] { "The prevention or detection of crime", "The recording remains the school's property", "The school is asked before", "It is never put on social media" })
            await officer.GetByLabel(tick).CheckAsync();
        await SeeAsync(officer, "officer-form-390");
        Assert.Equal(390, await officer.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await officer.GetByRole(AriaRole.Button, new() { Name = "Sign and send" }).ClickAsync();
        await Expect(officer.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your form was received");
        await SeeAsync(officer, "officer-received-390");
        await officer.GotoAsync(address);
        await Expect(officer.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This link leads nowhere");
        await SeeAsync(officer, "officer-link-used-390");

        await card.SaysAsync("Zoë Łukasz, not staff, by the one-time link of record");
        await SeeSignedAsync();
    });

    private async Task SeeSignedAsync()
    {
        var page = await story.WindowOfAsync(Harriet);
        await page.GotoAsync("disclosures");
        await page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("Zoë Łukasz, not staff");
        await SeeAsync(page, "disclosure-signed");
        var saved = page.WaitForDownloadAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Save the form as PDF" }).ClickAsync();
        await (await saved).SaveAsAsync(Path.Combine(story.Desk, "form.pdf"));
        Assert.Equal("%PDF-"u8.ToArray(), (await File.ReadAllBytesAsync(Path.Combine(story.Desk, "form.pdf")))[..5]);
    }
}
