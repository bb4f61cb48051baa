using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TeamsCctv.Browser.Tests.MainJob;

public abstract partial class MainJobSteps
{
    private const string Dennis = "Dennis Placeholder";

    [Fact]
    public Task Step_10_the_dpo_sees_the_schools_side_by_side_and_the_headteacher_takes_the_numbers_to_the_governors() => story.StepAsync(10, async () =>
    {
        var dpo = await story.WindowOfAsync(Dennis);
        await dpo.GotoAsync("trust");
        var rows = dpo.GetByRole(AriaRole.Table).Locator("tbody tr");
        await Expect(rows).ToHaveCountAsync(2);
        await SeeAsync(dpo, "trust");
        await dpo.SetViewportSizeAsync(390, 844);
        await SeeAsync(dpo, "trust-390");
        Assert.Equal(390, await dpo.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await dpo.SetViewportSizeAsync(1280, 900);
        await dpo.GetByRole(AriaRole.Link, new() { NameRegex = new("Oakfield .*: disclosures under way: 1") }).ClickAsync();
        await Expect(dpo.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Disclosure log");
        await dpo.GotoAsync("cases?school=oakfield");
        await SeeAsync(dpo, "cases-of-the-dpo");

        var head = await story.WindowOfAsync(Harriet);
        await head.GotoAsync(".");
        await head.GetByRole(AriaRole.Link, new() { Name = "Numbers" }).ClickAsync();
        await Expect(head.GetByRole(AriaRole.Main)).ToContainTextAsync("This page carries no names.");
        await Expect(head.GetByRole(AriaRole.Main)).Not.ToContainTextAsync("Example");
        await SeeAsync(head, "numbers");
        await head.GetByLabel("Counted by").SelectOptionAsync("term");
        await head.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Expect(head.GetByRole(AriaRole.Main)).ToContainTextAsync(" term ");
        var file = await head.RunAndWaitForDownloadAsync(() => head.GetByRole(AriaRole.Link, new() { Name = "Save as CSV" }).ClickAsync());
        Assert.Matches("^cctv-numbers-oakfield-[0-9]{4}[.]csv$", file.SuggestedFilename);
        await head.SetViewportSizeAsync(390, 844);
        await SeeAsync(head, "numbers-390");
        Assert.Equal(390, await head.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await head.SetViewportSizeAsync(1280, 900);
    });
}
