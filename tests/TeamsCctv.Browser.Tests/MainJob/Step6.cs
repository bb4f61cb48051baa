using Microsoft.Playwright;
using TeamsCctv.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace TeamsCctv.Browser.Tests.MainJob;

public abstract partial class MainJobSteps
{
    /// <summary>Appendix I of the Active Learning Trust's policy, in its order.</summary>
    private static readonly string[] AppendixI =
    [
        "Headteacher's or nominated alternate's authorisation to download a recording (signature)",
        "Date and time that recording was downloaded",
        "Reason for recording being downloaded",
        "Name of Requestor who wants to see the recording",
        "Date and time the recording was viewed",
        "Headteacher's or nominated alternate's authorisation to delete a recording (signature)",
        "Date that a recording was deleted",
    ];

    [Fact]
    public Task Step_6_the_headteacher_reads_the_log_and_takes_it_away() => story.StepAsync(6, async () =>
    {
        var page = await story.NewWindowAsync();
        await page.GotoAsync("log");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in"));
        await SeeAsync(page, "sign-in");
        await Story.SignInAsync(page, Harriet);
        var table = page.GetByRole(AriaRole.Table);
        Assert.Equal(AppendixI, await table.GetByRole(AriaRole.Columnheader).AllInnerTextsAsync());
        await SeeAsync(page, "log");
        var cells = await CellsAsync(table);
        AssertRow(cells);

        await FilterAsync(page, table);
        await ReadCsvAsync(page, cells);
        await FollowAsync(page, table);
        await SeeRestAsync(page);
    });

    private void AssertRow(string[][] cells)
    {
        Assert.Equal(7, cells.Length);
        Assert.Matches("^Harriet Example, Headteacher, .+, record [0-9]+$", Assert.Single(cells[0]));
        Assert.StartsWith(Clock.SaidDay(story.Lost), Assert.Single(cells[1]), StringComparison.Ordinal);
        Assert.Equal($"Criminal activity: {What}", Assert.Single(cells[2]));
        Assert.Equal("Vera Example", Assert.Single(cells[3]));
        Assert.EndsWith("Vera Example, CCTV room", Assert.Single(cells[4]), StringComparison.Ordinal);
        Assert.Matches("^Harriet Example, Headteacher, .+, record [0-9]+$", Assert.Single(cells[5]));
        Assert.Equal(Clock.SaidDay(Clock.Now), Assert.Single(cells[6]));
    }

    /// <summary>The lines of each cell of the only row.</summary>
    private static async Task<string[][]> CellsAsync(ILocator table)
    {
        var cells = await table.Locator("tbody td").AllAsync();
        return await Task.WhenAll(cells.Select(async cell => (await cell.Locator("p").AllInnerTextsAsync()).ToArray()));
    }

    private async Task FilterAsync(IPage page, ILocator table)
    {
        async Task ShowAsync(string camera = "", string state = "", DateTimeOffset? from = null, DateTimeOffset? to = null)
        {
            await page.GetByLabel("Camera").SelectOptionAsync(camera);
            await page.GetByLabel("State").SelectOptionAsync(state);
            await page.GetByLabel("From").FillAsync(from is { } first ? Clock.Day(first) : "");
            await page.GetByLabel("To").FillAsync(to is { } last ? Clock.Day(last) : "");
            await page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        }

        var none = page.GetByText("No download fits.");
        await ShowAsync(camera: "Hall entrance");
        await Expect(none).ToBeVisibleAsync();
        await SeeAsync(page, "log-none-fits");
        await ShowAsync(state: "Kept");
        await Expect(none).ToBeVisibleAsync();
        await ShowAsync(to: story.Lost.AddDays(-1));
        await Expect(none).ToBeVisibleAsync();
        await ShowAsync(from: story.Lost, to: story.Lost.AddDays(-1));
        await Expect(page.Locator("#to-error")).ToContainTextAsync("The last day is before the first.");
        await Expect(table).ToHaveCountAsync(0);
        await SeeAsync(page, "log-filter-wrong");
        await ShowAsync("Playground", "Deleted", story.Lost, story.Lost.AddDays(1));
        await Expect(table.Locator("tbody tr")).ToHaveCountAsync(1);
        await SeeAsync(page, "log-filtered");
    }

    private async Task ReadCsvAsync(IPage page, string[][] cells)
    {
        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Save as CSV" }).ClickAsync());
        Assert.EndsWith(".csv", file.SuggestedFilename, StringComparison.Ordinal);
        var path = Path.Combine(story.Desk, file.SuggestedFilename);
        await file.SaveAsAsync(path);
        var rows = Csv.Read(await File.ReadAllTextAsync(path));
        Assert.Equal(2, rows.Count);
        Assert.Equal(AppendixI, rows[0]);
        Assert.Equal(cells.Select(lines => string.Join('\n', lines)), rows[1]);
    }

    private async Task FollowAsync(IPage page, ILocator table)
    {
        var signature = table.Locator("tbody td").First.GetByRole(AriaRole.Link);
        var text = await signature.InnerTextAsync();
        story.AuthorisedBy = long.Parse(text[(text.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        await signature.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Download authorised");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync($"Verified just now: the record is in the log, unchanged, at number {story.AuthorisedBy} of");
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync(Harriet);
        await SeeAsync(page, "record");
    }

    private async Task SeeRestAsync(IPage page)
    {
        await page.GotoAsync(".");
        story.Key = await page.Locator("dt:has-text('Verifier key') + dd").InnerTextAsync();
        await SeeAsync(page, "home");
        await page.GotoAsync("cases");
        await SeeAsync(page, "cases");
        await page.GotoAsync("policy");
        await SeeAsync(page, "policy");
        await page.GotoAsync($"cases/oakfield/{story.Case}");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Deleted");
        await SeeAsync(page, "case-deleted");

        var sid = await story.WindowOfAsync(Sid);
        await sid.GotoAsync("cases");
        await Expect(sid.GetByRole(AriaRole.Link, new() { Name = story.Case })).ToBeVisibleAsync();
        await SeeAsync(sid, "cases-of-the-requester");

        var tess = await story.WindowOfAsync(Tess);
        var answer = await tess.GotoAsync("log");
        Assert.Equal(403, answer!.Status);
        await Expect(tess.GetByRole(AriaRole.Main)).ToContainTextAsync("AL-9.5");
        await SeeAsync(tess, "log-refused");

        await page.SetViewportSizeAsync(390, 844);
        await page.GotoAsync("log");
        await SeeAsync(page, "log-390");
        Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }
}
