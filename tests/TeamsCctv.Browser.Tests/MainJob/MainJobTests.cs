using Microsoft.Playwright;
using TeamsCctv.Browser.Tests.Support;

namespace TeamsCctv.Browser.Tests.MainJob;

/// <summary>
/// The main job as the people of a school see it, from a recorder's alarm to a signed deletion and a stranger's check,
/// against the running program. The steps are one story and run in order; each is in a file of its own.
/// </summary>
[TestMethodOrderer(typeof(InStoryOrder))]
public abstract partial class MainJobSteps(Story story)
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

/// <summary>On the embedded default, as the README's first command starts it.</summary>
public sealed class MainJobTests(Story story) : MainJobSteps(story), IClassFixture<Story>;

/// <summary>The same steps behind a Functions host, where the store is a journal in a storage account, the inbox a queue there, and records are filed in SharePoint.</summary>
public sealed class MainJobInMicrosoft365Tests(Microsoft365Story story) : MainJobSteps(story), IClassFixture<Microsoft365Story>
{
    [Fact]
    public Task Step_11_every_record_of_the_day_is_in_the_library_and_every_message_went_through_the_queue() =>
        story.StepAsync(11, story.AssertFiledAsync);
}
