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
        await school.StepOnPageAsync(Lead, "not-reported", ("f.why", "It was found again, unopened."));

        Assert.Equal("not-reported", school.Last<MatterStepTaken>().Step);
    }

    [Fact]
    [Trait("clause", "AL-15.1")]
    public async Task Under_AL_the_DPO_is_told_at_once_and_reminded_within_the_hours()
    {
        await using var school = await School.OpenAsync("AL");
        await school.OpenAsync("site-manager", "breach", Lost);
        Assert.Contains("Report to the ICO due", Card.Words((await school.CardOfAsync("dpo")).Card), StringComparison.Ordinal);

        await school.PassAsync(2);

        Assert.Equal(-24, school.Last<MatterDueReminded>().After);
        Assert.Contains("hours left", Card.Words((await school.CardOfAsync("dpo")).Card), StringComparison.Ordinal);
    }
}
