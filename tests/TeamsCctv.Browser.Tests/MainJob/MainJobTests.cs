using Microsoft.Playwright;
using TeamsCctv.Browser.Tests.Support;

namespace TeamsCctv.Browser.Tests.MainJob;

/// <summary>
/// The main job as the people of a school see it, from a recorder's alarm to a signed deletion and a stranger's check,
/// against the running program. The steps are one story and run in order; each is in a file of its own.
/// </summary>
[TestMethodOrderer(typeof(InStoryOrder))]
public sealed partial class MainJobTests(Story story) : IClassFixture<Story>
{
    private const string Sid = "Sid Example";
    private const string Tess = "Tess Example";
    private const string Harriet = "Harriet Example";
    private const string Anita = "Anita Example";

    private readonly Lazy<Screens> _screens = new(Screens.OfThisTest);

    /// <summary>Takes the screenshot and holds the page against axe.</summary>
    private async Task SeeAsync(IPage page, string name)
    {
        await _screens.Value.TakeAsync(page, name);
        await Axe.AssertNoViolationsAsync(page);
    }
}
