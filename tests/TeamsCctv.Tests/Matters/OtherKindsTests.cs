using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Matters;

public sealed class OtherKindsTests
{
    private static readonly (string, string)[] Erased =
        [("erased.atDate", "2026-11-24"), ("erased.atTime", "13:00"), ("erased.how", "overwritten"), ("erased.proof", "Certificate 17, office file")];

    private static readonly (string, string)[] Watched =
        [("form.camera", "main-gate"), ("form.atDate", "2026-11-24"), ("form.atTime", "13:00"), ("form.area", "CCTV room"), ("form.why", "A fire alarm.")];

    private static readonly (string, string)[] Covert =
    [
        ("form.suspicion", "true"), ("form.prejudice", "true"), ("form.why", "Thefts from the lockers at night."), ("form.camera", "main-gate"),
        ("form.from", "2026-11-24"), ("form.until", "2026-11-30"),
    ];

    [Fact]
    [Trait("clause", "AL-13.1b")]
    public async Task A_recorder_is_disposed_of_only_after_proof_of_its_erasure()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("sid", "disposal", ("form.equipment", "Recorder NVR-7, serial 123"), ("form.why", "It is broken."));

        var card = await school.WithButtonAsync("sid", "It stays after all");
        Assert.DoesNotContain("Record the disposal", Card.Buttons(card.Card));
        var task = await school.WithButtonAsync("cyril", "Record its erasure");
        var refused = await school.PressAsync("cyril", task, "Record its erasure", [.. Erased, ("erased.how", "deleted")]);
        Assert.Contains("Overwrite it, or have it destroyed.", refused.Words, StringComparison.Ordinal);
        Assert.Equal(("not-allowed", "AL-13.1b"), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause));

        await school.DoAsync("cyril", "Record its erasure", Erased);
        await school.DoAsync("sid", "Record the disposal", ("disposed.on", "2026-11-24"), ("disposed.to", "Recycler Ltd"));
        Assert.Equal(["erased", "disposed"], school.Records().Select(record => record.Fact).OfType<MatterStepTaken>().Select(step => step.Step));
        Assert.True(school.Last<MatterStepTaken>().Closes);
    }

    [Theory]
    [InlineData("VL", "named-viewer", "data-protection-lead", "VL-A3.7", "VL-A3.7.where")]
    [InlineData("ME", "approved-staff", "employee", "ME-A1.approved", "ME-A1.where")]
    [Trait("clause", "VL-A3.7")]
    [Trait("clause", "ME-A1.approved")]
    public async Task Under_VL_and_ME_live_viewing_is_for_those_who_were_named_and_where_nobody_else_sees(string policy, string who, string other, string clause, string where)
    {
        await using var school = await School.OpenAsync(policy);

        await school.BeginAsync(other, "live-viewing");
        Assert.Equal(("not-yours-to-ask", clause), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause));
        await school.OpenAsync(who, "live-viewing", [.. Watched, ("form.area", "Corridor")]);
        Assert.Equal(("not-a-restricted-area", where), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause));
        await school.OpenAsync(who, "live-viewing", Watched);
        Assert.Equal(clause, school.Last<MatterOpened>().Clause);
    }

    [Theory]
    [InlineData("subject", "That is an access request")]
    [InlineData("marketing", "never used commercially")]
    [InlineData("none", "without a lawful basis")]
    [Trait("clause", "VL-A3.9")]
    public async Task Under_VL_an_outside_body_needs_a_lawful_basis(string basis, string says)
    {
        await using var school = await School.OpenAsync("VL");

        var refused = await school.OpenAsync("data-protection-lead", "outside-body", [.. Moves.Outside, ("form.basis", basis)]);

        Assert.Contains(says, refused.Words, StringComparison.Ordinal);
        Assert.Equal(("not-allowed", "VL-A3.9"), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause));
        await school.OpenAsync("data-protection-lead", "outside-body", Moves.Outside);
        var card = await school.WithButtonAsync("headteacher", "Approve");
        Assert.Contains("“Attach the evidence” is missing", Card.Words(card.Card), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "VL-A3.5")]
    public async Task Covert_monitoring_that_is_said_to_have_begun_before_its_authorisation_is_not_taken()
    {
        await using var school = await School.OpenAsync("VL");
        await school.OpenAsync("named-viewer", "covert", Covert);
        school.Host.Clock.Advance(TimeSpan.FromHours(1));
        await school.DoAsync("headteacher", "Approve");

        var shown = await school.DoAsync("named-viewer", "Record its beginning", ("began.atDate", "2026-11-24"), ("began.atTime", "14:30"));

        Assert.Contains("That is before it was allowed (Tue 24 Nov 2026, 15:05).", shown.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterStepTaken);
        await school.DoAsync("named-viewer", "Record its beginning", ("began.atDate", "2026-11-24"), ("began.atTime", "15:05"));
        Assert.Equal("began", school.Last<MatterStepTaken>().Step);
    }
}
