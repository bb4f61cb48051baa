using System.Globalization;
using Microsoft.Playwright;
using TeamsCctv.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace TeamsCctv.Browser.Tests.Days;

/// <summary>A day at the shared mailbox, on pages: a request is confirmed, asked about, released and closed, one is typed in, and what a machine wrote becomes a case.</summary>
public sealed class MailDayTests
{
    private const string Lead = "Data Protection Lead Example";

    private const string Request = """
        From: Pat Parent <pat@example.org>
        To: office@example.sch.uk
        Subject: Subject access request for CCTV footage
        Message-ID: <day-1@example.org>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=cut

        --cut
        Content-Type: text/plain; charset=utf-8

        Dear school,

        I make a subject access request for CCTV footage of my son Sam Parent at the main gate last week, around lunch time.

        Yours sincerely
        Pat Parent
        --cut
        Content-Type: application/octet-stream
        Content-Disposition: attachment; filename="passport.pdf"

        %PDF-1.7 a passport
        --cut--
        """;

    private const string Machine = """
        From: Ola Away <ola@example.org>
        To: office@example.sch.uk
        Subject: Automatic reply: your letter
        Message-ID: <day-2@example.org>
        Auto-Submitted: auto-replied

        I am away until Monday.
        """;

    [Fact]
    [Trait("clause", "VL-9")]
    public async Task A_mail_is_read_confirmed_and_answered_on_its_page()
    {
        await using var day = await Day.OfAsync("VL", Lead);
        await day.DropAsync(Request);
        await (await day.Of(Lead).CardAsync("A mail came in")).SaysAsync("Subject access request for CCTV footage");
        var page = await day.PageAsync(Lead, "/matters");
        await page.GetByRole(AriaRole.Rowheader).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What is this mail?" })).ToBeVisibleAsync();
        await day.SeeAsync(page, "unsorted");

        await page.GetByText("It is something else").ClickAsync();
        await page.GetByLabel("What is it?").SelectOptionAsync("complaint");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Expect(page.Locator("#sort-complaint-applicant")).ToHaveValueAsync("Pat Parent");
        await day.SeeAsync(page, "something-else");
        await page.GetByText("Correct it").ClickAsync();
        await page.Locator("#sort-access-request-relationship").SelectOptionAsync("parent");
        await day.SeeAsync(page, "correct");
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm: " }).Nth(1).ClickAsync();
        await Expect(page.GetByText("What you can do now")).ToBeVisibleAsync();
        await day.SeeAsync(page, "confirmed");

        await page.Locator("#step-ask summary").ClickAsync();
        await page.Locator("#step-ask").GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing was recorded yet");
        await day.SeeAsync(page, "what-is-wrong");
        await page.Locator("#step-ask input[type=checkbox]").First.CheckAsync();
        await page.Locator("#step-ask").GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.Locator("#facts").Locator("..")).ToContainTextAsync("pat@example.org");
        await day.SeeAsync(page, "asked");
        await day.SeeAsync("chat");

        await OpenAsync(page, "got");
        await page.Locator("#step-got input[type=checkbox]").First.CheckAsync();
        await page.Locator("#step-got-on").FillAsync(Clock.Day(Clock.Now));
        await SendAsync(page, "got");
        await OpenAsync(page, "checks");
        await page.Locator("#step-checks input[value=hidden]").CheckAsync();
        await page.Locator("#step-checks input[value=young]").CheckAsync();
        await page.Locator("#step-checks-why").FillAsync("Sam is 8; the others are blurred.");
        await SendAsync(page, "checks");
        await OpenAsync(page, "release");
        await page.Locator("#step-release input[value=redacted]").CheckAsync();
        await page.Locator("#step-release-at").FillAsync(Clock.Local(Clock.Now.AddMinutes(-5)));
        await page.Locator("#step-release-given").FillAsync("Pat Parent, by a link that ends in a week");
        await day.SeeAsync(page, "release");
        await SendAsync(page, "release");
        await Expect(page.Locator(".lead")).ToContainTextAsync("Closed", new() { IgnoreCase = true });
        await day.SeeAsync(page, "closed");

        var letters = await day.OutboxAsync(2);
        Assert.All(letters, letter => Assert.Contains("In-Reply-To: <day-1@example.org>", letter, StringComparison.Ordinal));
        Assert.Contains("We have dealt with your request", letters[1], StringComparison.Ordinal);
        await day.SeeAsync(await day.PageAsync(Lead, "/access-requests"), "book");
    }

    private static Task OpenAsync(IPage page, string step) => page.Locator($"#step-{step} summary").ClickAsync();

    private static async Task SendAsync(IPage page, string step)
    {
        await page.Locator($"#step-{step}").GetByRole(AriaRole.Button).ClickAsync();
        await page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
    }

    [Fact]
    [Trait("clause", "VL-9")]
    public async Task A_request_is_typed_in_and_what_a_machine_wrote_becomes_a_case()
    {
        await using var day = await Day.OfAsync("VL", Lead);
        await day.DropAsync(Machine);
        var page = await day.PageAsync(Lead, "/");
        await day.SeeAsync(page, "home");
        await page.GetByRole(AriaRole.Link, new() { Name = "Open a case" }).ClickAsync();
        await day.SeeAsync(page, "choose");
        await page.GetByLabel("Kind of case").SelectOptionAsync("access-request");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Put on the record" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing was recorded yet");
        await day.SeeAsync(page, "nothing-typed");
        await page.Locator("#open-access-request-applicant").FillAsync("Pat Parent");
        await page.Locator("#open-access-request-how input").First.CheckAsync();
        await page.Locator("#open-access-request-received").FillAsync(Clock.Now.AddDays(-3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await page.Locator("#open-access-request-details").FillAsync("The gate, last week.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put on the record" }).ClickAsync();
        await Expect(page.GetByText("What you can do now")).ToBeVisibleAsync();
        await day.SeeAsync(page, "opened");

        await page.GetByRole(AriaRole.Link, new() { Name = "Mail set aside" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Automatic reply: your letter" })).ToBeVisibleAsync(new() { Timeout = 20_000 });
        foreach (var summary in await page.Locator("main summary").AllAsync())
            await summary.ClickAsync();
        await day.SeeAsync(page, "set-aside");
        await page.GetByRole(AriaRole.Button, new() { Name = "I have looked through this mail" }).ClickAsync();
        foreach (var summary in await page.Locator("main summary").AllAsync())
            await summary.ClickAsync();
        await Expect(page.GetByText("looked at it on")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make it a case" }).ClickAsync();
        await Expect(page.GetByText("made it a case")).ToBeVisibleAsync();
        await day.SeeAsync(page, "made-a-case");
        await page.GetByText("It needs no case").ClickAsync();
        await page.GetByLabel("Why does it need no case?").FillAsync("She asked for it by letter as well.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close it" }).ClickAsync();
        await Expect(page.GetByText("Closed by")).ToBeVisibleAsync();
        await day.SeeAsync(page, "needs-none");
    }
}
