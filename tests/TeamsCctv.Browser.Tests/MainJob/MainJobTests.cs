using Microsoft.Playwright;
using TeamsCctv.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

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
    protected const string Harriet = "Harriet Example";
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

/// <summary>
/// The same steps behind a Functions host, where the store is a journal in a storage account, the inbox a queue there, the
/// signing key a vault's, and records are filed and listed in SharePoint.
/// </summary>
public sealed class MainJobInMicrosoft365Tests(Microsoft365Story story) : MainJobSteps(story), IClassFixture<Microsoft365Story>
{
    [Fact]
    public Task Step_11_every_record_of_the_day_is_in_the_library_and_every_alert_went_through_the_queue() => story.StepAsync(11, async () =>
    {
        story.AssertSigned();
        await story.AssertFiledAsync();
    });

    [Fact]
    public Task Step_12_the_list_in_SharePoint_holds_the_download_and_a_change_by_hand_is_put_right_and_recorded() => story.StepAsync(12, async () =>
    {
        var (_, row) = await story.RowAsync("deleted");
        Assert.Equal("Playground", row["Camera"]);
        Assert.Equal($"Criminal activity: {What}", row["Reason"]);
        Assert.Matches($"^Harriet Example, Headteacher, .+, record {story.AuthorisedBy}$", row["Authorised"]);
        Assert.EndsWith($"/records/oakfield/{story.AuthorisedBy}", row["AuthorisedPage"], StringComparison.Ordinal);
        Assert.Matches("^Harriet Example, Headteacher, .+, record [0-9]+$", row["Deletion"]);

        const string Editor = "aaaaaaaa-0000-4000-8000-000000000001";
        var record = await story.EditAsync(Editor, "Authorised", "Nobody");
        var page = await story.WindowOfAsync(Harriet);
        await page.GotoAsync($"records/oakfield/{record}");
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync($"Somebody changed oakfield/{story.Case} by hand in a list that the records make.");
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync(Editor);
    });
}
