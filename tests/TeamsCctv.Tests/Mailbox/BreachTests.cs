using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Tests.Matters;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Mailbox;

/// <summary>Breaches: their hours, who may refer them, what people are told, and the one that a recorder opens by itself.</summary>
public sealed class BreachTests
{
    private const string Lead = "data-protection-lead";

    private static readonly (string, string)[] Lost =
        [("form.awareDate", "2026-11-24"), ("form.awareTime", "10:00"), ("form.what", "A memory stick with footage of year 7 was lost.")];

    private static readonly (string, string)[] Assessed =
        [("assess.data", "yes"), ("assess.risk", "likely"), ("assess.severity", "some"), ("assess.result", "report"), ("assess.why", "The stick was not encrypted.")];

    private static readonly (string, string)[] NotToBeReported =
        [("assess.data", "yes"), ("assess.risk", "unlikely"), ("assess.severity", "none"), ("assess.result", "no-report"), ("assess.why", "The stick was encrypted.")];

    [Fact]
    public async Task When_a_school_became_aware_is_never_now_by_itself_nor_is_a_notice_addressed_to_who_reported_it()
    {
        await using var school = await School.OpenAsync("VL");
        var (_, form) = await school.BeginAsync(Lead, "breach");
        Assert.Null(Card.Value(form.NewCard!, "form.awareDate"));
        Assert.Null(Card.Value(form.NewCard!, "form.awareTime"));

        await school.OpenAsync(Lead, "breach", [.. Lost, ("form.reporter", "Rita Moss"), ("form.email", "rita@example.org")]);

        var html = (await new Browser(await school.Host.AsAsync(Lead)).GetAsync(school.PageOf())).Html;
        Assert.Contains("step-individuals-mail-to", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("id=\"step-individuals-mail-to\"[^>]*rita@example.org", html);
    }

    [Fact]
    [Trait("clause", "VL-Annex2")]
    public async Task A_breach_is_assessed_countersigned_investigated_and_referred_by_the_DPO_or_the_executive_headteacher_alone()
    {
        await using var school = await School.OpenAsync("VL");
        await school.OpenAsync(Lead, "breach", Lost);
        Assert.Equal("2026-11-27T10:00:00Z", school.DueOf("ico"));
        Assert.Contains("Data breach", Card.Words((await school.CardOfAsync("dpo")).Card), StringComparison.Ordinal);

        await school.DoAsync(Lead, "Answer the self-assessment", Assessed);
        await school.DoAsync("headteacher", "Countersign the self-assessment", ("countersign.read", "true"));
        await school.DoAsync("dpo", "Record the investigation", ("investigate.found", "It was in a bag that was stolen."), ("investigate.notifiable", "yes"));
        await school.DoAsync("executive-headteacher", "I have been told", ("told.others", "The chair of the trustees."));
        var refused = await school.PressAsync(
            Lead, await school.WithButtonAsync("dpo", "Record the report to the ICO"), "Record the report to the ICO",
            ("report.atDate", "2026-11-24"), ("report.atTime", "14:00"), ("report.reference", "ICO-1"));
        Assert.Contains("VL-Annex2", refused.Words, StringComparison.Ordinal);
        Assert.Equal("not-yours-to-do", school.Last<ActRefused>().Reason);
        await school.DoAsync("dpo", "Record the report to the ICO", ("report.atDate", "2026-11-24"), ("report.atTime", "14:00"), ("report.reference", "ICO-1"));
        await school.DoAsync(Lead, "Close it", ("close.learnt", "Sticks are encrypted from now on."));

        Assert.Contains("met by “Record the report to the ICO”", await school.PageTextAsync(Lead), StringComparison.Ordinal);
        Assert.True(school.Last<MatterStepTaken>().Closes);
    }

    [Fact]
    [Trait("clause", "VL-Annex2")]
    public async Task Not_to_report_needs_the_countersigned_assessment_and_is_written_down_and_people_are_told_what_the_policy_lists()
    {
        await using var school = await School.OpenAsync("VL");
        await school.OpenAsync(Lead, "breach", Lost);
        await school.DoAsync(Lead, "Answer the self-assessment", Assessed);

        var page = await school.PageTextAsync(Lead);
        Assert.DoesNotContain("Record why it is not reported", page, StringComparison.Ordinal);
        foreach (var part in new[] { "What happened: A memory stick with footage of year 7 was lost.", "What this may mean for you", "What we have done and will do", "What you can do yourself", "Data Protection Lead", "Trust Data Protection Officer" })
            Assert.Contains(part, page, StringComparison.Ordinal);
        await school.DoAsync("headteacher", "Countersign the self-assessment", ("countersign.read", "true"));

        // The self-assessment says to report: countersigned or not, the lead alone cannot end the hours.
        var refused = await school.StepOnPageAsync(Lead, "not-reported", ("f.why", "It was found again, unopened."));
        Assert.Contains("VL-Annex2", refused.Text, StringComparison.Ordinal);
        Assert.Equal("assessment-says-report", school.Last<ActRefused>().Reason);
        Assert.Contains("Report to the ICO due", (await new Browser(await school.Host.AsAsync(Lead)).GetAsync("/due")).Text, StringComparison.Ordinal);
        await school.DoAsync("dpo", "Record the investigation", ("investigate.found", "It was found again, unopened."), ("investigate.notifiable", "no"));
        await school.StepOnPageAsync(Lead, "not-reported", ("f.why", "It was found again, unopened."));

        Assert.Equal("not-reported", school.Last<MatterStepTaken>().Step);
    }

    [Fact]
    [Trait("clause", "VL-Annex2")]
    public async Task An_assessment_that_need_not_be_reported_is_countersigned_by_another_than_who_made_it_and_ends_the_hours()
    {
        await using var school = await School.OpenAsync("VL");
        await school.OpenAsync(Lead, "breach", Lost);
        await school.DoAsync(Lead, "Answer the self-assessment", NotToBeReported);
        Assert.DoesNotContain("Record why it is not reported", await school.PageTextAsync(Lead), StringComparison.Ordinal);
        await school.DoAsync("headteacher", "Countersign the self-assessment", ("countersign.read", "true"));

        await school.StepOnPageAsync(Lead, "not-reported", ("f.why", "Nobody can be recognised in it."));

        Assert.Equal("not-reported", school.Last<MatterStepTaken>().Step);
        Assert.DoesNotContain("Report to the ICO due", (await new Browser(await school.Host.AsAsync(Lead)).GetAsync("/due")).Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "VL-Annex2")]
    public async Task Nobody_countersigns_their_own_assessment_and_what_the_dpo_finds_to_refer_is_reported()
    {
        await using var school = await School.OpenAsync("VL");
        await school.OpenAsync(Lead, "breach", Lost);
        await school.DoAsync("headteacher", "Answer the self-assessment", NotToBeReported);

        Assert.DoesNotContain("Countersign the self-assessment", await school.PageTextAsync("headteacher"), StringComparison.Ordinal);
        await school.PostStepAsync("headteacher", "countersign", "individuals", ("f.read", "true"));
        Assert.Equal(("own-step", "VL-Annex2"), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause));
        await school.DoAsync("dpo", "Record the investigation", ("investigate.found", "Two more sticks are gone."), ("investigate.notifiable", "doubt"));
        await school.StepOnPageAsync(Lead, "not-reported", ("f.why", "It is only a stick."));

        Assert.Equal("to-be-reported", school.Last<ActRefused>().Reason);
    }

    [Theory]
    [InlineData("CG", "headteacher")]
    [InlineData("JC", "headteacher")]
    [InlineData("ME", "headteacher")]
    [InlineData("AL", "dpo")]
    public async Task Under_no_policy_does_an_assessment_to_report_end_in_not_reporting(string policy, string who)
    {
        await using var school = await School.OpenAsync(policy);
        await school.OpenAsync(Mails.LeadOf(policy), "breach", Lost);
        await school.DoAsync(Mails.LeadOf(policy), "Answer the self-assessment", Assessed);

        await school.StepOnPageAsync(who, "not-reported", ("f.why", "It would look bad."));

        Assert.Equal("assessment-says-report", school.Last<ActRefused>().Reason);
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterStepTaken { Step: "not-reported" });
    }

    [Fact]
    [Trait("clause", "AL-15.1")]
    public async Task Under_AL_the_DPO_is_told_at_once_and_reminded_within_the_hours()
    {
        await using var school = await School.OpenAsync("AL");
        await school.OpenAsync("site-manager", "breach", Lost);
        Assert.Contains("Report to the ICO due", Card.Words((await school.CardOfAsync("dpo")).Card), StringComparison.Ordinal);

        Assert.Equal("2026-11-27T10:00:00Z", school.DueOf("ico"));
        await school.DoAsync("access-request-lead", "Answer the self-assessment", Assessed);
        await school.PressAsync(
            "access-request-lead", await school.WithButtonAsync("dpo", "Record the report to the ICO"), "Record the report to the ICO",
            ("report.atDate", "2026-11-24"), ("report.atTime", "14:00"), ("report.reference", "ICO-1"));
        Assert.Equal(("not-yours-to-do", "AL-15.1"), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause));
        await school.StepOnPageAsync(
            "access-request-lead", "individuals", ("f.who", "Mrs Doe"), ("f.mail-to", Mails.Parent), ("f.subject", "About your personal data"), ("f.text", "A stick with footage of your daughter was lost."));
        Assert.Contains("A stick with footage of your daughter was lost.", Assert.Single(await school.OutboxAsync(1)), StringComparison.Ordinal);

        await school.PassAsync(2);

        Assert.Equal(-24, school.Last<MatterDueReminded>().After);
        Assert.Contains("hours left", Card.Words((await school.CardOfAsync("dpo")).Card), StringComparison.Ordinal);
    }
}
