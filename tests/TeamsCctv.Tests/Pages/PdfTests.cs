using System.Net;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Tests.Matters;
using TeamsCctv.Tests.Support;
using Browser = TeamsCctv.Tests.Support.Browser;

namespace TeamsCctv.Tests.Pages;

public sealed class PdfTests
{
    [Fact]
    [Trait("clause", "ME-A2")]
    public async Task Under_ME_the_disclosure_form_is_printed_in_full_in_the_forms_order_with_blanks_where_nothing_is_yet()
    {
        await using var school = await School.OpenAsync("ME");
        await school.OpenAsync("approved-staff", "disclosure", Moves.SectionA);
        var id = $"M-{school.Records().Single(record => record.Fact is MatterOpened).Number}";
        using var head = await school.Host.AsAsync("headteacher");

        var form = await Pdf.OfAsync(head, $"/matters/oakfield/{id}/form.pdf");

        form.InOrder(
            "Disclosure to a third party, the Police included (Appendix 2)", "Reference number", id, "Section A", "Documents: tick as required", "☐ View", "☐ Take possession of original", "☐ Copy",
            "☐ Given verbally", "Description of document(s)", "Data in computerised records", "☒ View", "☒ Take possession of disc copy", "☐ Printout", "What data is required", "The gate camera; on the recorder.",
            "Approved Member of Staff Example", "School representative making the copy", "Signature", "School representative making the disclosure", "Signature", "May this be disclosed", "Signature",
            "Section B", "a) A police officer", "b) Another agency", "☐ For the purpose of safeguarding national security", "section 28(1)", "☐ The prevention or detection of crime", "Schedule 2 paragraph 2", "Collar number", "Rank",
            "Police force", "Station", "Crime or incident number", "Position", "Business or agency", "home address", "Signature", "Office use", "Date of receipt", "Date added to the disclosure log", "Signature");
        Assert.DoesNotContain("Also on the record", form.Text, StringComparison.Ordinal);
        Assert.True(form.Height > form.Width);
        Assert.All(form.Fonts, font => Assert.Contains("DejaVu", font, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("clause", "ME-A2")]
    public async Task Under_ME_the_finished_form_carries_every_signature_with_its_record()
    {
        await using var school = await School.OpenAsync("ME");
        await school.OpenAsync("approved-staff", "disclosure", Moves.SectionA);
        var id = $"M-{school.Records().Single(record => record.Fact is MatterOpened).Number}";
        var path = await school.MakeLinkAsync("approved-staff", "section-b");
        await new Browser(school.Host.NewClient()).SubmitAsync(path, path, Moves.SectionB);
        await school.DoAsync("headteacher", "Preserve the footage", ("preserve.where", "Locked on the recorder"));
        await school.DoAsync("senior-leader", "Approve", ("approve.because", "purpose"));
        await school.DoAsync("approved-staff", "Record the copy made", ("copy.by", "Łucja Example"), ("copy.on", "2026-11-24"));
        using var head = await school.Host.AsAsync("headteacher");

        var form = await Pdf.OfAsync(head, $"/matters/oakfield/{id}/form.pdf");

        var approved = school.Records().Single(record => record.Fact is MatterApproved).Number;
        var filled = school.Records().Single(record => record.Fact is MatterStepTaken { Step: "section-b" }).Number;
        form.InOrder(
            "Łucja Example", "Approved Member of Staff Example, Approved Member of Staff", "☒ It is consistent with the purpose of the system", "Senior Leadership Team Example", $"Tue 24 Nov 2026, 14:05, record {approved}",
            "☒ a) A police officer", "☒ The prevention or detection of crime", "Zoë Łukasz", "1234", "EX/2026/77", "I confirm that the data described in section A", "Zoë Łukasz, not staff, by the one-time link", $"record {filled}",
            "Office use", "Also on the record", "Preserve the footage", "Locked on the recorder");
    }

    [Fact]
    [Trait("clause", "AL-11.3")]
    public async Task A_form_is_for_those_whom_its_case_concerns_and_for_disclosures_alone()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        var id = $"M-{school.Records().Single(record => record.Fact is MatterOpened).Number}";
        await school.DoAsync("harriet", "Refuse", ("reason", "Give a shorter time."));
        await school.OpenAsync("harriet", "approve-viewer", ("form.person", "tess"), ("form.from", "2026-11-24"), ("form.until", "2026-11-30"), ("form.why", "Duty team."));
        var other = $"M-{school.Records().Last(record => record.Fact is MatterOpened).Number}";
        var olive = new Browser(await school.Host.AsAsync("olive"));
        var tess = new Browser(await school.Host.AsAsync("tess"));
        var percy = new Browser(await school.Host.AsAsync("percy"));
        var harriet = new Browser(await school.Host.AsAsync("harriet"));

        var page = await olive.GetAsync($"/matters/oakfield/{id}");
        var form = await Pdf.OfAsync(olive.Client, $"/matters/oakfield/{id}/form.pdf");
        var closed = await tess.GetAsync($"/matters/oakfield/{id}/form.pdf");
        var foreign = await percy.GetAsync($"/matters/oakfield/{id}/form.pdf");
        var none = await harriet.GetAsync($"/matters/oakfield/{other}/form.pdf");
        var missing = await harriet.GetAsync("/matters/oakfield/M-99999/form.pdf");
        using var anonymous = await school.Host.NewClient().GetAsync(new Uri($"/matters/oakfield/{id}/form.pdf", UriKind.Relative));

        Assert.Contains($"/matters/oakfield/{id}/form.pdf", page.Html, StringComparison.Ordinal);
        form.InOrder("The recording remains the school's property.", "asked before it is passed on", "never put on social media", "Refused", "Give a shorter time.", "Harriet Example");
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (closed.Status, foreign.Status));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (none.Status, missing.Status));
        Assert.Equal(HttpStatusCode.Redirect, anonymous.StatusCode);
    }

    [Fact]
    [Trait("clause", "AL-9.5")]
    [Trait("clause", "AL-AppI.columns")]
    public async Task The_CCTV_log_is_printed_with_exactly_its_columns_on_numbered_pages()
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        for (var i = 0; i < 14; i++)
            await story.AuthorisedAsync(what: $"Zoë and Łukasz fell, number {i}; {new string('w', 60)}.");
        await story.DeletedAsync();
        using var harriet = await host.AsAsync("harriet");
        using var tess = await host.AsAsync("tess");

        var log = await Pdf.OfAsync(harriet, "/log.pdf");
        using var closed = await tess.GetAsync(new Uri("/log.pdf", UriKind.Relative));
        using var wrong = await harriet.GetAsync(new Uri("/log.pdf?from=yesterday", UriKind.Relative));
        var none = await Pdf.OfAsync(harriet, "/log.pdf?to=2020-01-01");
        var page = await harriet.GetStringAsync(new Uri("/log", UriKind.Relative));

        Assert.True(log.Width > log.Height);
        Assert.True(log.Pages.Count > 1);
        var number = 0;
        foreach (var text in log.Pages)
        {
            number++;
            foreach (var words in new[] { "authorisation", "downloaded", "Requestor", "viewed", "delete", "deleted" })
                Assert.Contains(words, text, StringComparison.Ordinal);
            Assert.Contains($"Page {number} of {log.Pages.Count}", text, StringComparison.Ordinal);
        }

        Assert.Contains("CCTV log of Oakfield Primary (sample), newest first", log.Title, StringComparison.Ordinal);
        Assert.Equal(14, Count(log.Text, "Łukasz"));
        Assert.Equal(16, Count(log.Text.Replace("Vera Example", "", StringComparison.Ordinal), "Harriet"));
        Assert.DoesNotContain("Main gate", log.Text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.BadRequest), (closed.StatusCode, wrong.StatusCode));
        Assert.Contains("Nothing is in it yet.", none.Text, StringComparison.Ordinal);
        Assert.Contains("/log.pdf?school=oakfield", page, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "ME-A2.log")]
    public async Task The_disclosure_log_is_printed_for_its_readers()
    {
        await using var school = await School.OpenAsync("ME");
        await school.OpenAsync("approved-staff", "disclosure", Moves.SectionA);
        await school.DoAsync("approved-staff", "Close without a release", ("withdraw.why", "Łódź found it: " + string.Join(' ', Enumerable.Repeat("again", 150))));
        using var head = await school.Host.AsAsync("headteacher");
        using var employee = await school.Host.AsAsync("employee");

        var log = await Pdf.OfAsync(head, "/disclosures.pdf");
        using var closed = await employee.GetAsync(new Uri("/disclosures.pdf", UriKind.Relative));

        log.InOrder("Disclosure log of Oakfield School", "Reference number", "Asked", "Kind", "What is asked for", "Decision (signature)", "What was done", "State");
        Assert.Contains("Łódź", log.Text, StringComparison.Ordinal);
        Assert.Equal(150, Count(log.Text, "again"));
        Assert.True(log.Width > log.Height);
        Assert.Equal(HttpStatusCode.Forbidden, closed.StatusCode);
    }

    private static int Count(string text, string word) => text.Split(word).Length - 1;
}
