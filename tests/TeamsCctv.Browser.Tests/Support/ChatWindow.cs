using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TeamsCctv.Browser.Tests.Support;

/// <summary>The page <c>/chat</c>: several people's chats side by side.</summary>
public sealed class ChatWindow(IPage page)
{
    public IPage Page => page;

    /// <summary>Opens the page and ticks the people in its own list.</summary>
    public async Task OpenAsync(params string[] people)
    {
        await page.GotoAsync("chat");
        await ChooseAsync(people);
    }

    /// <summary>Ticks people in the list, which is left closed.</summary>
    public async Task ChooseAsync(params string[] people)
    {
        var choose = page.GetByRole(AriaRole.Button, new() { Name = "Choose people" });
        await Expect(page.GetByLabel(Begins(people[0]))).ToHaveCountAsync(1);
        if (await choose.GetAttributeAsync("aria-expanded") == "false")
            await choose.ClickAsync();
        foreach (var person in people)
            await page.GetByLabel(Begins(person)).CheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(choose).ToHaveAttributeAsync("aria-expanded", "false");
    }

    /// <summary>A name as a list has it, before the title: one that ends like another's is not the other's.</summary>
    public static Regex Begins(string person) => new($"^\\s*{Regex.Escape(person)}");

    public ChatColumn Of(string person) => new(page.GetByRole(AriaRole.Region, new() { Name = person, Exact = true }));

    public Task CloseAsync(string person) => page.GetByRole(AriaRole.Button, new() { Name = $"Close the chat of {person}" }).ClickAsync();
}

/// <summary>One person's chat.</summary>
public sealed class ChatColumn(ILocator column)
{
    public ILocator Element => column;

    public async Task SayAsync(string text)
    {
        var message = column.GetByLabel("Message to TeamsCctv");
        await message.FillAsync(text);
        await message.PressAsync("Enter");
    }

    /// <summary>The cards with a heading, oldest first.</summary>
    public ILocator Cards(string heading) => column.Locator("article.message").Filter(new()
    {
        Has = column.Page.GetByRole(AriaRole.Heading, new() { Name = heading }),
    });

    /// <summary>The newest card with a heading, once it is there.</summary>
    public async Task<ChatCard> CardAsync(string heading)
    {
        var card = Cards(heading).Last;
        await Expect(card).ToBeVisibleAsync();
        return new(card);
    }
}

/// <summary>A card in a chat.</summary>
public sealed class ChatCard(ILocator message)
{
    public ILocator Element => message;

    /// <summary>Everything to press, also what the renderer makes a link.</summary>
    public ILocator Buttons => message.Locator("button");

    public ILocator Input(string label) => message.Locator("input, select, textarea").And(message.Page.GetByLabel(label));

    /// <summary>Presses the first button of that name; of a form's opening and sending button, the opening one.</summary>
    public Task PressAsync(string name) => Called(name).First.ClickAsync();

    /// <summary>Presses the last button of that name: in an opened form, the one that sends it.</summary>
    public Task SendAsync(string name) => Called(name).Last.ClickAsync();

    public async Task SaysAsync(params string[] texts)
    {
        foreach (var text in texts)
            await Expect(message).ToContainTextAsync(text);
    }

    public Task HasNoButtonsAsync() => Expect(Buttons).ToHaveCountAsync(0);

    private ILocator Called(string name) => Buttons.Filter(new() { HasTextRegex = new($"^{Regex.Escape(name)}$") });
}
