using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TeamsCctv.Browser.Tests.Support;
using TeamsCctv.Testing;
using static Microsoft.Playwright.Assertions;

namespace TeamsCctv.Browser.Tests.MainJob;

/// <summary>
/// One process, one case and the people around it, from the first step of the story to the last. A step begins where
/// the one before it ended, so it says so where that one did not end.
/// </summary>
public partial class Story : IAsyncLifetime
{
    private readonly Support.Browser _browser = new();
    private readonly Dictionary<string, IPage> _windows = [];
    private ChatWindow? _chat;
    private int _ended;

    public AppProcess App { get; private set; } = null!;

    /// <summary>A folder for what the people of the story keep on their own machines.</summary>
    public string Desk { get; } = Directory.CreateTempSubdirectory("teamscctv-desk-").FullName;

    public HttpClient Http { get; } = new();

    /// <summary>When the camera was lost.</summary>
    public DateTimeOffset Lost { get; set; }

    /// <summary>How often a recorder has told something; signs of life are not counted.</summary>
    public int Alerts { get; set; }

    /// <summary>The case's number, <c>D-…</c>.</summary>
    public string Case { get; set; } = "";

    /// <summary>Of the recording that is handed in.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>The number of the record that authorises the download.</summary>
    public long AuthorisedBy { get; set; }

    /// <summary>The record log's key as the page shows it.</summary>
    public string Key { get; set; } = "";

    public async ValueTask InitializeAsync()
    {
        await _browser.InitializeAsync();
        if (Support.Browser.Executable is not null)
            App = await StartAppAsync();
    }

    /// <summary>Where people reach it.</summary>
    public virtual Uri Site => App.Url;

    /// <summary>By default alone, with its store in its data directory.</summary>
    protected virtual Task<AppProcess> StartAppAsync() => AppProcess.StartAsync();

    /// <summary>Runs a step after those before it.</summary>
    public async Task StepAsync(int number, Func<Task> step)
    {
        Support.Browser.SkipWithoutChromium();
        Assert.False(_ended < number - 1, $"Step {_ended + 1} of the story did not end: run the whole class.");
        await step();
        _ended = number;
    }

    /// <summary>The chat with people side by side in one window; the same window throughout.</summary>
    public async Task<ChatWindow> ChatAsync()
    {
        if (_chat is null)
        {
            var context = await _browser.NewContextAsync(Site, width: 1600, height: 1000);
            _chat = new(await context.NewPageAsync());
        }

        return _chat;
    }

    /// <summary>A window of its own, for nobody yet.</summary>
    public async Task<IPage> NewWindowAsync(int width = 1280, int height = 900) =>
        await (await _browser.NewContextAsync(Site, width, height)).NewPageAsync();

    /// <summary>A person's own window on the pages, signed in through <c>/sign-in</c>; the same one throughout.</summary>
    public async Task<IPage> WindowOfAsync(string person)
    {
        if (!_windows.TryGetValue(person, out var page))
        {
            _windows[person] = page = await NewWindowAsync();
            await page.GotoAsync("sign-in");
            await SignInAsync(page, person);
        }

        return page;
    }

    public static async Task SignInAsync(IPage page, string person)
    {
        await page.GetByRole(AriaRole.Button, new() { NameRegex = ChatWindow.Begins(person) }).ClickAsync();
        await Expect(page.Locator("header .who")).ToContainTextAsync(person);
    }

    /// <summary>The address that the start-up output gives a recorder.</summary>
    public Uri AddressOf(string recorder)
    {
        var line = App.Output.Split('\n').Single(said => said.TrimStart().StartsWith(recorder, StringComparison.Ordinal));
        return new(Address().Match(line).Value);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Http.Dispose();
        await _browser.DisposeAsync();
        if (App is not null)
            await App.DisposeAsync();
        Directory.Delete(Desk, recursive: true);
    }

    [GeneratedRegex(@"http://\S+")]
    private static partial Regex Address();
}
