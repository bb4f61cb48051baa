using Microsoft.Playwright;
using TeamsCctv.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace TeamsCctv.Browser.Tests.Days;

/// <summary>What is due and the books of it, as people read them.</summary>
public sealed class DuePagesTests
{
    private const string Lead = "Data Protection Lead Example";
    private const string Dpo = "Trust Data Protection Officer Example";

    [Fact]
    [Trait("clause", "VL-9")]
    [Trait("clause", "VL-9d")]
    public async Task What_is_due_is_drawn_and_said_and_each_book_has_its_columns()
    {
        await using var day = await Day.OfAsync("VL", Lead);
        await DropAsync(day);
        var page = await day.PageAsync(Lead, "/access-requests");
        await day.SeeAsync(page, "nothing");
        var late = await OpenAsync(page, "access-request", -45, ("applicant", "Jane Doe"), ("subject", "Ella Doe"), ("details", "Footage of her daughter at the gate, when she was pushed over."));
        var paused = await OpenAsync(page, "access-request", -3, ("applicant", "John Roe"), ("details", "All footage of him."));
        await TakeAsync(page, paused, "ask", ("what.identification", "true"), ("mail-to", ""));
        var extended = await OpenAsync(page, "access-request", -20, ("applicant", "Mary Moe"), ("details", "Forty hours of footage."));
        await TakeAsync(page, extended, "extend", ("ground", "complex"), ("why", "Four cameras, and forty people to mask."), ("mail-to", ""));
        await OpenAsync(page, "foi", -9, ("applicant", "Exampleton Gazette"), ("details", "How many cameras are there, and what did they cost?"));
        await OpenAsync(page, "complaint", -2, ("applicant", "Carl Cross"), ("details", "Nobody answered my letter about the camera at the pool."));
        await OpenAsync(page, "breach", 0, ("what", "A memory stick with footage was left on a bus."));

        await page.GotoAsync("/due");
        await Expect(page.GetByText("late by")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Paused" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Mails that nobody has confirmed" })).ToBeVisibleAsync();
        await Expect(page.Locator("svg[role=img]")).ToHaveCountAsync(8);
        await day.SeeAsync(page, "due");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await day.SeeAsync(page, "due-dark");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light, Media = Media.Print });
        await day.SeeAsync(page, "due-print");
        await page.EmulateMediaAsync(new() { Media = Media.Screen });
        await page.SetViewportSizeAsync(390, 800);
        await day.SeeAsync(page, "due-narrow");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), "The page is wider than a telephone.");
        await page.SetViewportSizeAsync(1280, 900);

        await page.GotoAsync("/access-requests");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Jane Doe" }).GetByText("late by")).ToBeVisibleAsync();
        await day.SeeAsync(page, "access-requests");
        foreach (var book in new[] { "Freedom of information", "Data breaches", "Complaints" })
        {
            await page.GetByRole(AriaRole.Navigation, new() { Name = "Books" }).GetByRole(AriaRole.Link, new() { Name = book }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = book, Level = 1 })).ToBeVisibleAsync();
            await day.SeeAsync(page, book.ToLowerInvariant().Replace(' ', '-'));
        }

        await page.GotoAsync(extended);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "How this date came about" })).ToBeVisibleAsync();
        await day.SeeAsync(page, "case");
        await page.GotoAsync(late);
        await Expect(page.GetByText("late by")).ToBeVisibleAsync();
        var dpo = await day.PageAsync(Dpo, "/access-requests");
        await Expect(dpo.GetByText("Jane Doe")).ToBeVisibleAsync();
        await day.SeeAsync(dpo, "dpo");
    }

    /// <summary>A letter that nobody confirms.</summary>
    private static async Task DropAsync(Day day)
    {
        var folder = Directory.CreateDirectory(Path.Combine(day.Data, "mailbox")).FullName;
        var file = Path.Combine(folder, "letter.part");
        await File.WriteAllTextAsync(file, "From: Pat Parent <pat@example.org>\r\nTo: office@oakfield.example\r\nSubject: Subject access request\r\nMessage-ID: <pat-1@example.org>\r\n\r\nI make a subject access request for CCTV footage of my son Sam Parent at the main gate.\r\n\r\nPat Parent\r\n");
        File.Move(file, Path.ChangeExtension(file, ".eml"));
    }

    /// <summary>Opens a case that came some days ago; its page.</summary>
    private static async Task<string> OpenAsync(IPage page, string kind, int days, params (string Field, string Value)[] typed)
    {
        await page.GotoAsync($"/matters/new/{kind}");
        if (kind == "breach")
            await page.Locator("[name='f.aware']").FillAsync(Clock.Local(Clock.Now.AddHours(-20)));
        else
        {
            await page.Locator("[name='f.how'][value='verbal']").CheckAsync();
            await page.Locator("[name='f.received']").FillAsync(Clock.Day(Clock.Now.AddDays(days)));
        }

        foreach (var (field, value) in typed)
            await page.Locator($"[name='f.{field}']").FillAsync(value);
        await page.GetByRole(AriaRole.Button, new() { Name = "Put on the record" }).ClickAsync();
        await page.WaitForURLAsync(new System.Text.RegularExpressions.Regex("/matters/oakfield/M-"));
        return new Uri(page.Url).AbsolutePath;
    }

    private static async Task TakeAsync(IPage page, string path, string step, params (string Field, string Value)[] typed)
    {
        await page.GotoAsync($"{path}?step={step}");
        var form = page.Locator($"form[action='{path}/steps/{step}']");
        foreach (var (field, value) in typed)
        {
            var choice = form.Locator($"[name='f.{field}'][value='{value}']");
            if (await choice.CountAsync() > 0)
                await choice.CheckAsync();
            else
                await form.Locator($"[name='f.{field}']").FillAsync(value);
        }

        await form.Locator("button").ClickAsync();

        // Where the step was taken the page comes without the question for it.
        await page.WaitForURLAsync(new System.Text.RegularExpressions.Regex($"{path}$"));
    }
}
