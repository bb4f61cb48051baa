using System.Globalization;
using Microsoft.Playwright;
using TeamsCctv.Testing;

namespace TeamsCctv.Browser.Tests.Support;

/// <summary>
/// A test's screenshots, numbered in the order they were taken: <c>artifacts/screens/TEST/NN-name.png</c>. Those of an
/// earlier run are removed first.
/// </summary>
public sealed class Screens
{
    private readonly string _folder;
    private int _taken;

    private Screens(string folder) => _folder = folder;

    /// <summary>The screenshots of the test that is running.</summary>
    public static Screens OfThisTest()
    {
        var test = TestContext.Current.TestMethod?.MethodName ?? throw new InvalidOperationException("No test is running.");
        var folder = Path.Combine(Repository.Root, "artifacts", "screens", test);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        return new(folder);
    }

    /// <summary>Takes the whole page, beyond what fits the window.</summary>
    /// <returns>The file.</returns>
    public async Task<string> TakeAsync(IPage page, string name)
    {
        ArgumentNullException.ThrowIfNull(page);
        var number = Interlocked.Increment(ref _taken).ToString("00", CultureInfo.InvariantCulture);
        var file = Path.Combine(_folder, $"{number}-{name}.png");
        await page.ScreenshotAsync(new() { Path = file, FullPage = true, Animations = ScreenshotAnimations.Disabled });
        return file;
    }
}
