using System.Text;
using Microsoft.Playwright;
using TeamsCctv.Browser.Tests.MainJob;
using TeamsCctv.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace TeamsCctv.Browser.Tests.Days;

/// <summary>A solicitor's request: the evidence is attached on the page that the card opens, and the Headteacher opens it before deciding.</summary>
public sealed class EvidenceTests
{
    private const string Lead = "Data Protection Lead Example";
    private const string Head = "Headteacher Example";

    [Fact]
    [Trait("clause", "VL-A3.9")]
    public async Task The_evidence_is_attached_and_opened()
    {
        await using var day = await Day.OfAsync("VL", Lead, Head);
        var form = await day.OpenAsync(Lead, "outside-body", "Solicitor, insurer or another outside body");
        await Day.FillAsync(form, ("Name *", "Sol Icitor"), ("Body or agency", "Example & Example LLP"), ("Position there", "Partner"), ("Address", "1 Example Street"), ("Why is it needed?", "A claim after a fall at the gate."));
        await form.Input("Lawful basis").SelectOptionAsync("proceedings");
        await day.FootageAsync(form);
        await form.PressAsync("Send to the Headteacher");
        var question = await day.Of(Head).CardAsync("May this footage be disclosed?");
        await question.SaysAsync("“Attach the evidence” is missing");
        var card = await day.Of(Lead).CardAsync("Solicitor, insurer or another outside body");
        await card.SaysAsync("Waiting for Headteacher Example");
        await day.SeeAsync("chat-attach");

        var page = await day.Chat.Page.Context.RunAndWaitForPageAsync(() => card.PressAsync("Attach the evidence"));
        await Story.SignInAsync(page, Lead);
        await day.SeeAsync(page, "attach");
        await page.GetByLabel("What document was seen?").FillAsync("Claim form");
        await page.GetByLabel("Its reference").FillAsync("QB-2026-1");
        await page.GetByLabel("Where is the copy filed?").FillAsync("Office, file 12");
        await page.GetByLabel("Seen", new() { Exact = true }).FillAsync(Clock.Now.AddMinutes(-5).ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture));
        await page.GetByLabel("The document itself").SetInputFilesAsync(new FilePayload { Name = "claim.pdf", MimeType = "application/pdf", Buffer = "<html>"u8.ToArray() });
        await page.GetByRole(AriaRole.Button, new() { Name = "Attach the evidence" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("neither a PDF nor a JPEG nor a PNG");
        await Expect(page.GetByLabel("Where is the copy filed?")).ToHaveValueAsync("Office, file 12");
        await day.SeeAsync(page, "wrong-file");
        await page.GetByLabel("The document itself").SetInputFilesAsync(new FilePayload { Name = "claim form.pdf", MimeType = "application/pdf", Buffer = Pdf("Claim form QB-2026-1") });
        await page.GetByRole(AriaRole.Button, new() { Name = "Attach the evidence" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "claim form.pdf" })).ToBeVisibleAsync();
        await day.SeeAsync(page, "attached");

        await question.SaysAsync("claim form.pdf (1 KB, SHA-256");
        await day.SeeAsync("chat-attached");
        var read = await day.Chat.Page.Context.RunAndWaitForPageAsync(() => question.PressAsync("Open the evidence"));
        await Expect(read.GetByRole(AriaRole.Link, new() { Name = "claim form.pdf" })).ToBeVisibleAsync();
        var hers = await day.PageAsync(Head, new Uri(read.Url).AbsolutePath);
        var document = await hers.Context.APIRequest.GetAsync((await hers.GetByRole(AriaRole.Link, new() { Name = "claim form.pdf" }).GetAttributeAsync("href"))!);
        Assert.Equal(Pdf("Claim form QB-2026-1"), await document.BodyAsync());
        await question.PressAsync("Approve");
        await question.Input("How much may go?").SelectOptionAsync("all");
        await question.SendAsync("Approve");
        await question.SaysAsync("Approved by Headteacher Example");
    }

    /// <summary>A page with a line on it.</summary>
    private static byte[] Pdf(string line)
    {
        var text = $"BT /F1 24 Tf 72 700 Td ({line}) Tj ET";
        return Encoding.ASCII.GetBytes(
            $"""
            %PDF-1.4
            1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
            2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
            3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>> endobj
            4 0 obj <</Length {text.Length}>> stream
            {text}
            endstream endobj
            trailer <</Root 1 0 R>>
            %%EOF
            """);
    }
}
