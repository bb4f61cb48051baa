using System.Net;
using System.Text.RegularExpressions;
using TeamsCctv.Tests.Mailbox;
using TeamsCctv.Tests.Matters;
using TeamsCctv.Tests.Oversight;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Books;

/// <summary>What is due when, on the page of all of it and on a case's own.</summary>
public sealed class DueTests
{
    private const string Lead = "data-protection-lead";

    [Fact]
    [Trait("clause", "VL-9")]
    public async Task Everything_that_runs_is_listed_by_its_date_with_what_is_paused_after_it_and_mails_that_wait()
    {
        await using var school = await School.OpenAsync("VL");
        await school.TypeInAsync(Lead);
        await school.TypeInAsync(Lead, "complaint", ("form.applicant", "Carl Cross"));
        await school.OpenAsync("employee", "breach", ("form.awareDate", "2026-11-24"), ("form.awareTime", "13:00"), ("form.what", "A list was left on the bus."));
        await school.TypeInAsync(Lead, typed: ("form.applicant", "John Roe"));
        await school.DoAsync(Lead, "Ask for what is missing", ("ask.what", "identification"), ("ask.subject", "Your request"), ("ask.text", "Who are you?"));
        await school.MailAsync($"Jane Doe <{Mails.Parent}>", "Footage of my daughter", Mails.Asking);

        var page = await new Browser(await school.Host.AsAsync(Lead)).GetAsync("/due");

        Assert.Contains("0 dates late, 5 to come, 1 paused, 1 mail that nobody has confirmed.", page.Text, StringComparison.Ordinal);
        Assert.Equal(["Access request", "Data breach", "Access request", "Complaint", "Access request", "Access request"], Regex.Matches(page.Html, "<h3><a[^>]*>(.*?) M-").Select(found => found.Groups[1].Value));
        Assert.Contains("Report to the ICO due: Fri 27 Nov 2026, 13:00 2 days left", page.Text, StringComparison.Ordinal);
        Assert.Contains("waiting for identification since Tue 24 Nov 2026", page.Text, StringComparison.Ordinal);
        Assert.Contains("taken for: Access request", page.Text, StringComparison.Ordinal);
        Assert.Contains("VL-9; UK GDPR Art 12A", page.Text, StringComparison.Ordinal);

        // Drawn without script or style of its own, and said in words.
        Assert.Equal(6, Regex.Count(page.Html, "<svg viewBox=\"0 0 640 [0-9]+\" role=\"img\" aria-label=\"Timeline of "));
        Assert.DoesNotContain("style=", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Html, StringComparison.Ordinal);
        Assert.Contains("<li><span>Last day, also to say that it takes longer</span> Thu 24 Dec 2026</li>", page.Html, StringComparison.Ordinal);
        Assert.Contains("<rect class=\"paused\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("<line class=\"today\"", page.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AL", "dpo")]
    [InlineData("CG", "headteacher")]
    [InlineData("VL", "dpo")]
    public async Task A_mail_that_could_be_anything_has_a_day_and_one_that_reads_like_a_breach_has_its_hours_from_receipt(string policy, string above)
    {
        await using var school = await School.OpenAsync(policy);
        var lead = Mails.LeadOf(policy);
        await school.MailAsync("Rita Moss <rita@example.org>", "Something", "Dear school\n\nPlease ring me back about last week.\n\nRita Moss");
        Assert.Equal("2026-11-25T14:05:00Z", school.DueOf("say"));
        Assert.DoesNotContain(school.Records(), record => record.Fact is Domain.Cases.Matters.MatterClockSet { Clock: "ico" });

        await school.MailAsync(
            "Rita Moss <rita@example.org>", "Footage",
            "Under the Freedom of Information Act please send me your CCTV policy.\n\nI want to make a formal complaint.\n\nI also have to tell you of a data breach: footage of my daughter was sent to the wrong parent.\n\nRita Moss");
        Assert.Equal("2026-11-27T14:05:00Z", school.DueOf("ico"));
        var page = await new Browser(await school.Host.AsAsync(lead)).GetAsync("/due");
        Assert.Contains("Say what this mail is: ", page.Text, StringComparison.Ordinal);

        await school.PassAsync(1);
        Assert.Equal(0, school.Records().Select(record => record.Fact).OfType<Domain.Cases.Matters.MatterDueReminded>().Last(given => given.Clock == "say").After);
        Assert.Contains("A mail came in", Card.Words((await school.CardOfAsync(lead)).Card), StringComparison.Ordinal);
        Assert.Contains("A mail came in", Card.Words((await school.CardOfAsync(above)).Card), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_late_comes_first_and_says_by_how_much()
    {
        await using var school = await School.OpenAsync("VL");
        await school.TypeInAsync(Lead, typed: ("form.received", "2026-10-23"));
        await school.OpenAsync("employee", "breach", ("form.awareDate", "2026-11-24"), ("form.awareTime", "13:00"), ("form.what", "A list was left on the bus."));

        var page = await new Browser(await school.Host.AsAsync("dpo")).GetAsync("/due");

        Assert.Contains("1 date late, 1 to come", page.Text, StringComparison.Ordinal);
        Assert.Contains("<span class=\"badge bad\">late by 1 day</span>", page.Html, StringComparison.Ordinal);
        Assert.Contains("<rect class=\"late\"", page.Html, StringComparison.Ordinal);
        Assert.True(page.Text.IndexOf("Access request M-", StringComparison.Ordinal) < page.Text.IndexOf("Data breach M-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AL", 12, "AL-18.1", "Wed 24 Nov 2027")]
    [InlineData("VL", 24, "VL-18", "Fri 24 Nov 2028")]
    [Trait("clause", "AL-18.1")]
    [Trait("clause", "VL-18")]
    public async Task A_policy_that_nobody_has_reviewed_yet_is_due_from_its_adoption(string policy, int months, string clause, string due)
    {
        await using var school = await School.OpenAsync(policy);
        await school.RestartAsync(at: Host.Start.AddMonths(months).AddDays(-61));
        await school.PassAsync(0);
        Assert.DoesNotContain(school.Records(), record => record.Fact is Domain.Cases.Matters.MatterOpened);

        await school.RestartAsync(at: Host.Start.AddMonths(months).AddDays(-60));
        await school.PassAsync(0);
        await school.PassAsync(0);

        var opened = Assert.Single(school.Records(), record => record.Fact is Domain.Cases.Matters.MatterOpened).Fact as Domain.Cases.Matters.MatterOpened;
        Assert.Equal(("review", clause, "policy"), (opened!.Matter, opened.Clause, opened.By.Position));
        Assert.Equal(-60, school.Last<Domain.Cases.Matters.MatterDueReminded>().After);
        Assert.Contains($"Next review due: {due}", (await new Browser(await school.Host.AsAsync("dpo")).GetAsync("/due")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AL", "access-request-lead", "2026-11-20", "Sat 20 Nov 2027", "AL-18.1", false)]
    [InlineData("VL", Lead, "2026-11-20", "Mon 20 Nov 2028", "VL-18", false)]
    [InlineData("AL", "access-request-lead", "2025-11-20", "Fri 20 Nov 2026 late by 4 days", "AL-18.1", true)]
    [InlineData("VL", Lead, "2024-11-20", "Fri 20 Nov 2026 late by 4 days", "VL-18", true)]
    [Trait("clause", "AL-18.1")]
    [Trait("clause", "VL-18")]
    public async Task The_next_review_of_the_policy_is_due(string policy, string who, string on, string due, string clause, bool late)
    {
        await using var school = await School.OpenAsync(policy);
        await school.OpenAsync(who, "review", ("form.on", on), ("form.what", "policy"));

        var page = await new Browser(await school.Host.AsAsync("dpo")).GetAsync("/due");

        Assert.Contains($"Next review due: {due}", page.Text, StringComparison.Ordinal);
        Assert.Contains(clause, page.Text, StringComparison.Ordinal);
        Assert.Contains(late ? "1 date late, 0 to come" : "0 dates late, 1 to come", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "AL-3.5")]
    public async Task The_dpo_sees_what_is_due_at_all_their_schools_and_others_what_concerns_them()
    {
        await using var school = await School.OpenAsync(Forty.Entries());
        var planting = new Planting(school.Host);
        foreach (var at in new[] { "s31", "s30", "s01" })
            await planting.OpenAsync(at, Forty.PolicyOf(at).Matter("access-request")!);

        var dpo = await new Browser(await school.Host.AsAsync(Forty.Dpo)).GetAsync("/due");
        Assert.Contains("/matters/s31/", dpo.Html, StringComparison.Ordinal);
        Assert.Contains("/matters/s01/", dpo.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("/matters/s30/", dpo.Html, StringComparison.Ordinal);

        var employee = await new Browser(await school.Host.AsAsync(Forty.Holder("s31", "employee"))).GetAsync("/due");
        Assert.Equal(HttpStatusCode.OK, employee.Status);
        Assert.Contains("Nothing is due.", employee.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/matters/s31/", employee.Html, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "VL-9")]
    public async Task A_case_says_how_each_date_came_about_and_what_it_was_before()
    {
        await using var school = await School.OpenAsync("VL");
        await school.TypeInAsync(Lead);
        var id = school.Opened();
        await school.TakeAsync(Lead, "extend", ("ground", "complex"), ("why", "Four cameras."), ("subject", "Your request"), ("text", "It takes longer."));

        var page = await new Browser(await school.Host.AsAsync(Lead)).GetAsync($"/matters/oakfield/{id}");

        Assert.Contains("How this date came about", page.Text, StringComparison.Ordinal);
        Assert.Contains("Received Tue 24 Nov 2026; that day is not counted.", page.Text, StringComparison.Ordinal);
        Assert.Contains("VL-9; UK GDPR Art 12A", page.Text, StringComparison.Ordinal);
        Assert.Matches("Bank holidays of version [0-9a-f]{12}", page.Text);
        Assert.Matches("What it was set to Tue 24 Nov 2026, 14:05: Thu 24 Dec 2026 .* Tue 24 Nov 2026, 14:05: Wed 24 Feb 2027 ?. Extended by two months", page.Text);
        Assert.Contains("<line class=\"notice\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("Last day to say that it takes longer", page.Text, StringComparison.Ordinal);

        await school.RefuseAsync(Lead);
        page = await new Browser(await school.Host.AsAsync(Lead)).GetAsync($"/matters/oakfield/{id}");
        Assert.Contains("was Wed 24 Feb 2027; met by “Refuse the request”", page.Text, StringComparison.Ordinal);
        Assert.Contains("<line class=\"met\"", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<line class=\"today\"", page.Html, StringComparison.Ordinal);
    }
}
