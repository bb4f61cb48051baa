using Microsoft.Playwright;
using TeamsCctv.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace TeamsCctv.Browser.Tests.MainJob;

public abstract partial class MainJobSteps
{
    private const string Olive = "Olive Example";

    [Fact]
    public Task Step_8_the_police_ask_for_footage_and_the_disclosure_log_says_what_became_of_it() => story.StepAsync(8, async () =>
    {
        var chat = await story.ChatAsync();
        await chat.ChooseAsync(Olive);
        var olive = chat.Of(Olive);
        await olive.SayAsync("open");
        var choose = await olive.CardAsync("Open a case");
        await choose.Input("What is it about?").SelectOptionAsync("oakfield/police");
        await SeeAsync(chat.Page, "chat-open-a-case");
        await choose.PressAsync("Go on");

        var form = await olive.CardAsync("Disclosure to the Police");
        await form.PressAsync("Send to the Headteacher");
        await form.SaysAsync("Give the officer's name.", "Give the collar number.");
        await SeeAsync(chat.Page, "chat-disclosure-missing");
        await FillAsync(form);
        await form.PressAsync("Send to the Headteacher");
        var asked = await olive.CardAsync("Disclosure to the Police");
        await asked.SaysAsync("Waiting for", "Harriet Example (Headteacher)", "Pat Constable", "days are left");
        await SeeAsync(chat.Page, "chat-disclosure-asked");

        var question = await chat.Of(Harriet).CardAsync("May this footage go to the Police?");
        await question.SaysAsync("“I agree to this disclosure as Headteacher.”", "Example Constabulary");
        await question.PressAsync("Approve");
        await question.Input("How much may go?").SelectOptionAsync("all");
        await SeeAsync(chat.Page, "chat-disclosure-decision");
        await question.SendAsync("Approve");
        await question.SaysAsync("Approved by Harriet Example, Headteacher");
        await question.HasNoButtonsAsync();
        await asked.SaysAsync("Approved by");
        await SeeAsync(chat.Page, "chat-disclosure-approved");
        await SeeCaseAsync();
    });

    private async Task FillAsync(ChatCard form)
    {
        (string Label, string Value)[] texts =
        [
            ("Officer's name", "Pat Constable"), ("Collar number", "1234"), ("Rank", "Sergeant"), ("Police force", "Example Constabulary"), ("Station", "Exampleton"),
            ("Crime or incident number", "EX/2026/77"), ("Why is it needed?", "To identify who took the bicycles."),
            ("Footage from: date", Clock.Day(story.Lost.AddMinutes(-15))), ("Footage from: time", Clock.Minute(story.Lost.AddMinutes(-15))),
            ("Footage to: date", Clock.Day(story.Lost)), ("Footage to: time", Clock.Minute(story.Lost)),
        ];
        foreach (var (label, value) in texts)
            await form.Input(label).FillAsync(value);
        await form.Input("Ground").SelectOptionAsync("crime");
        await form.Input("Purpose of the cameras that it serves").SelectOptionAsync("crime");
        await form.Input("Camera *").SelectOptionAsync("playground");
    }

    private async Task SeeCaseAsync()
    {
        var page = await story.WindowOfAsync(Harriet);
        await page.GotoAsync("disclosures");
        await Expect(page.GetByRole(AriaRole.Table)).ToContainTextAsync("Approved: Harriet Example, Headteacher");
        await SeeAsync(page, "disclosures");
        await page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Disclosure to the Police");
        await SeeAsync(page, "disclosure");
        await page.GotoAsync("matters");
        await SeeAsync(page, "matters");
        await page.SetViewportSizeAsync(390, 844);
        await page.GotoAsync("disclosures");
        await SeeAsync(page, "disclosures-390");
        Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.SetViewportSizeAsync(1280, 900);
    }
}
