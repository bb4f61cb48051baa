using TeamsCctv.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace TeamsCctv.Browser.Tests.MainJob;

public abstract partial class MainJobSteps
{
    protected const string What = "Two bicycles were taken from the rack by the climbing frame.";

    [Fact]
    public Task Step_2_the_site_manager_asks_for_the_footage_and_a_teacher_may_not() => story.StepAsync(2, async () =>
    {
        var chat = await story.ChatAsync();
        var sid = chat.Of(Sid);
        await (await sid.CardAsync("Camera lost: Playground")).PressAsync("Ask for footage");

        var form = await sid.CardAsync("Ask for footage");
        await Expect(form.Input("Camera").Locator("option:checked")).ToHaveTextAsync("Playground");
        await Expect(form.Input("From: time")).ToHaveValueAsync(Clock.Minute(story.Lost.AddMinutes(-15)));
        await Expect(form.Input("To: date")).ToHaveValueAsync(Clock.Day(story.Lost));
        await Expect(form.Input("To: time")).ToHaveValueAsync(Clock.Minute(story.Lost));
        await SeeAsync(chat.Page, "chat-form-filled-by-the-alarm");

        // What is missing is said before anything is sent.
        await form.PressAsync("Send to the Headteacher");
        await form.SaysAsync("Choose the ground.", "Say what happened.", "Name the person who wants to see it.");
        await SeeAsync(chat.Page, "chat-form-missing");

        // What only the school can know to be wrong is said by it, at its field, and nothing typed is lost.
        await form.Input("Ground").SelectOptionAsync("crime");
        await form.Input("What happened?").FillAsync(What);
        await form.Input("Who wants to see it?").FillAsync("Vera Example");
        await form.Input("To: date").FillAsync(Clock.Day(story.Lost.AddDays(-2)));
        await form.PressAsync("Send to the Headteacher");
        await form.SaysAsync("Nothing was sent yet.", "The end must be after the start.");
        await Expect(form.Input("What happened?")).ToHaveValueAsync(What);
        await SeeAsync(chat.Page, "chat-form-wrong");

        await form.Input("To: date").FillAsync(Clock.Day(story.Lost));
        await form.PressAsync("Send to the Headteacher");
        var asked = await sid.CardAsync("You asked for footage");
        await asked.SaysAsync("Playground", What, "Harriet Example (Headteacher)", "Anita Example");
        story.Case = await CaseOfAsync(asked);
        await SeeAsync(chat.Page, "chat-asked");

        await chat.ChooseAsync(Tess);
        var tess = chat.Of(Tess);
        await tess.CardAsync("What you can do here");
        await tess.SayAsync("ask");
        var refused = await tess.CardAsync("Ask for footage");
        await refused.SaysAsync(
            "The policy does not allow that.",
            "AL-9.2: Recordings are looked at only in restricted areas, only by approved staff, and only when a Headteacher authorised it for a clear reason.");
        await refused.HasNoButtonsAsync();
        await SeeAsync(chat.Page, "chat-refused");
        await chat.CloseAsync(Tess);
    });

    /// <summary>A case's number as its card's second line says it.</summary>
    private static async Task<string> CaseOfAsync(ChatCard card)
    {
        var line = await card.Element.GetByText(" · D-").InnerTextAsync();
        return line[(line.LastIndexOf(' ') + 1)..];
    }
}
