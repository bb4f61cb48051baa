using Microsoft.Playwright;

namespace TeamsCctv.Browser.Tests.Support;

/// <summary>
/// The machine's own Chromium, one for all tests that share the fixture; each test opens its own context, so that
/// nobody's sign-in or storage reaches another's. Where there is none, the test is skipped and says what to install.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

    // It speaks to nobody but the program under test.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
        // A context's locale does not reach the browser's own date fields.
        "--lang=en-GB",
    ];

    // Milliseconds until something that is waited for counts as missing.
    private const float Patience = 60_000;

    private readonly string[] _arguments;

    private IPlaywright? _playwright;
    private IBrowser? _chromium;

    public Browser()
        : this([])
    {
    }

    /// <param name="more">Arguments of this one alone.</param>
    internal Browser(params string[] more) => _arguments = [.. Arguments, .. more];

    /// <summary>The executable, from CHROMIUM_PATH or the search path; null where there is none.</summary>
    public static string? Executable { get; } =
        Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } given ? given : Found();

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        if (Executable is null)
            return;
        _playwright = await Playwright.CreateAsync();
        _chromium = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = _arguments });
    }

    /// <summary>A person's own window: British English, London time, and nothing kept from another's.</summary>
    public async Task<IBrowserContext> NewContextAsync(Uri app, int width = 1280, int height = 900)
    {
        ArgumentNullException.ThrowIfNull(app);
        SkipWithoutChromium();
        var context = await _chromium!.NewContextAsync(new()
        {
            BaseURL = app.ToString(),
            Locale = "en-GB",
            TimezoneId = "Europe/London",
            ViewportSize = new() { Width = width, Height = height },
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(Patience);
        return context;
    }

    public static void SkipWithoutChromium() =>
        Assert.SkipWhen(Executable is null, "No Chromium was found: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.");

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
            await _chromium.DisposeAsync();
        _playwright?.Dispose();
    }

    private static string? Found() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
}
