using Microsoft.Playwright;
using TeamsCctv.Browser.Tests.MainJob;
using TeamsCctv.Browser.Tests.Support;
using TeamsCctv.Testing;

namespace TeamsCctv.Browser.Tests.Days;

/// <summary>
/// A process on the development sample under one policy, and the chats of its people side by side. Whoever opens one
/// disposes it; the process ends with it.
/// </summary>
public sealed class Day : IAsyncDisposable
{
    private readonly Screens _screens = Screens.OfThisTest();
    private readonly Support.Browser _browser = new();
    private readonly AppProcess _app;

    private Day(AppProcess app) => _app = app;

    public ChatWindow Chat { get; private set; } = null!;

    public Uri Url => _app.Url;

    /// <summary>The process's data directory.</summary>
    public string Data => _app.Data;

    /// <summary>Minutes ago something happened on camera.</summary>
    public DateTimeOffset Happened { get; } = Clock.Now.AddMinutes(-40);

    /// <param name="people">Whose chats are open, by name.</param>
    public static async Task<Day> OfAsync(string policy, params string[] people)
    {
        Support.Browser.SkipWithoutChromium();
        Day day = new(await AppProcess.StartAsync(new Dictionary<string, string> { ["sample"] = policy }));
        await day._browser.InitializeAsync();
        day.Chat = new(await (await day._browser.NewContextAsync(day._app.Url, width: 1600, height: 1000)).NewPageAsync());
        await day.Chat.OpenAsync(people);

        // Who writes before the chat has greeted them may write into nothing.
        foreach (var person in people)
            await day.Of(person).CardAsync("What you can do here");
        return day;
    }

    public ChatColumn Of(string person) => Chat.Of(person);

    /// <summary>Chooses a kind of case after “open”; the form that comes then.</summary>
    public async Task<ChatCard> OpenAsync(string person, string kind, string heading)
    {
        var column = Of(person);
        await column.SayAsync("open");
        var choose = await column.CardAsync("Open a case");
        await choose.Input("What is it about?").SelectOptionAsync($"oakfield/{kind}");
        await choose.PressAsync("Go on");
        return await column.CardAsync(heading);
    }

    /// <summary>Asks for footage of the main gate.</summary>
    /// <param name="send">The button, which says where it goes.</param>
    public async Task AskAsync(string person, string ground, string send = "Send")
    {
        await Of(person).SayAsync("ask");
        var form = await Of(person).CardAsync("Ask for footage");
        await FillAsync(form, ("From: date", Clock.Day(Happened)), ("From: time", Clock.Minute(Happened)), ("What happened?", "A window was broken at the gate."), ("Who wants to see it?", "The Headteacher"));
        await form.Input("Camera").SelectOptionAsync("main-gate");
        await form.Input("Ground").SelectOptionAsync(ground);
        await form.PressAsync(send);
    }

    /// <summary>Records that the footage was downloaded, by its hash.</summary>
    public async Task RecordAsync(string person, string heading = "You may download this footage")
    {
        var card = await Of(person).CardAsync(heading);
        await card.PressAsync("Type its SHA-256");
        await FillAsync(card, ("SHA-256 of the file", new('a', 64)), ("Where is it kept?", "Safe, shelf 2"), ("Until which day is it needed?", Clock.Day(Clock.Now.AddDays(14))));
        await card.SendAsync("Record the download");
        await (await Of(person).CardAsync("The recording is kept")).SaysAsync("Safe, shelf 2");
    }

    /// <summary>The footage that a case is about.</summary>
    public async Task FootageAsync(ChatCard form)
    {
        await FillAsync(form,
            ("Footage from: date", Clock.Day(Happened)), ("Footage from: time", Clock.Minute(Happened)),
            ("Footage to: date", Clock.Day(Happened.AddMinutes(10))), ("Footage to: time", Clock.Minute(Happened.AddMinutes(10))));
        await form.Input("Camera *").SelectOptionAsync("main-gate");
    }

    /// <summary>Types, and looks that it is there: a card that is drawn anew in the same moment may not have it.</summary>
    public static async Task FillAsync(ChatCard form, params (string Label, string Value)[] typed)
    {
        for (var look = 0; look < 5; look++)
        {
            foreach (var (label, value) in typed)
            {
                if (await form.Input(label).InputValueAsync() != value)
                    await form.Input(label).FillAsync(value);
            }
        }
    }

    /// <summary>A page as a person sees it who has signed in.</summary>
    public async Task<IPage> PageAsync(string person, string path)
    {
        var page = await (await _browser.NewContextAsync(_app.Url)).NewPageAsync();
        await page.GotoAsync("/sign-in");
        await Story.SignInAsync(page, person);
        await page.GotoAsync(path);
        return page;
    }

    /// <summary>A mail reaches the shared mailbox.</summary>
    public async Task DropAsync(string mail)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_app.Data, "mailbox")).FullName;
        var file = Path.Combine(folder, $"{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(file, mail.ReplaceLineEndings("\r\n"));
        File.Move(file, $"{file}.eml");
    }

    /// <summary>What lies in the outbox once there are so many letters, the oldest first.</summary>
    public async Task<IReadOnlyList<string>> OutboxAsync(int count)
    {
        var folder = Path.Combine(_app.Data, "outbox");
        for (var look = 0; look < 200 && (!Directory.Exists(folder) || Directory.GetFiles(folder, "*.eml").Length < count); look++)
            await Task.Delay(100);
        return [.. Directory.GetFiles(folder, "*.eml").OrderBy(File.GetLastWriteTimeUtc).Select(File.ReadAllText)];
    }

    public Task SeeAsync(string name) => SeeAsync(Chat.Page, name);

    /// <summary>Takes the screenshot and holds the page against axe.</summary>
    public async Task SeeAsync(IPage page, string name)
    {
        await _screens.TakeAsync(page, name);
        await Axe.AssertNoViolationsAsync(page);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _app.DisposeAsync();
    }
}
