using TeamsCctv.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace TeamsCctv.Browser.Tests.MainJob;

public abstract partial class MainJobSteps
{
    private const string MayDownload = "May this footage be downloaded?";

    [Fact]
    public Task Step_3_the_headteacher_approves_and_every_copy_of_the_card_shows_it() => story.StepAsync(3, async () =>
    {
        var chat = await story.ChatAsync();
        await chat.ChooseAsync(Harriet, Anita);
        var harriets = await chat.Of(Harriet).CardAsync(MayDownload);
        var anitas = await chat.Of(Anita).CardAsync(MayDownload);
        foreach (var card in new[] { harriets, anitas })
        {
            await card.SaysAsync("Playground", What, "Vera Example", "Sid Example", Clock.Said(story.Lost));
            await Expect(card.Buttons.First).ToHaveTextAsync("Approve");
        }

        await harriets.SaysAsync("“I authorise this download as Headteacher.”");
        await SeeAsync(chat.Page, "chat-decision");
        await SeeOnPhoneAsync();

        await anitas.PressAsync("Refuse");
        await Expect(anitas.Input("Why not?")).ToBeVisibleAsync();
        await SeeAsync(chat.Page, "chat-refuse-opened");

        await harriets.PressAsync("Approve");
        await harriets.SaysAsync("Authorised by Harriet Example, Headteacher");
        await harriets.HasNoButtonsAsync();
        await anitas.SaysAsync("Authorised by Harriet Example, Headteacher");
        await anitas.HasNoButtonsAsync();
        var download = await chat.Of(Sid).CardAsync("You may download this footage");
        await download.SaysAsync("Authorised by Harriet Example, Headteacher");
        await SeeAsync(chat.Page, "chat-authorised");
    });

    private async Task SeeOnPhoneAsync()
    {
        var phone = new ChatWindow(await story.NewWindowAsync(width: 390, height: 844));
        await phone.OpenAsync(Harriet);
        await phone.Of(Harriet).CardAsync(MayDownload);
        await SeeAsync(phone.Page, "chat-390");
        Assert.Equal(390, await phone.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await phone.Page.Context.CloseAsync();
    }
}
