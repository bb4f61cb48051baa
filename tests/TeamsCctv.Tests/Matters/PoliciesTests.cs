using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Matters;

/// <summary>The same engine under the other policies: each says something else, and so does the case.</summary>
public sealed class PoliciesTests
{
    private static readonly (string, string)[] Third = [("third-parties.others", "none"), ("third-parties.why", "The officer is alone in it.")];

    private static readonly (string, string)[] Release =
        [("release.to", "Pat Constable"), ("release.atDate", "2026-11-24"), ("release.atTime", "14:05"), ("release.method", "seen")];

    [Fact]
    [Trait("clause", "CG-7")]
    public async Task Under_CG_an_outside_body_is_given_nothing_without_documentary_evidence()
    {
        await using var school = await School.OpenAsync("CG");
        await school.OpenAsync("business-manager", "outside-body", Moves.Outside);
        await school.DoAsync("business-manager", "Answer for other people in it", Third);
        var card = await school.WithButtonAsync("business-manager", "Attach the evidence");

        Assert.DoesNotContain("Record the release", Card.Buttons(card.Card));
        await school.AttachAsync("business-manager");
        var head = new Browser(await school.Host.AsAsync("headteacher"));
        var page = await head.GetAsync($"/matters/oakfield/M-{school.Records().Single(record => record.Fact is MatterOpened).Number}");
        Assert.Contains(">claim-form.pdf</a>", page.Html, StringComparison.Ordinal);
        await school.DoAsync("business-manager", "Record the release", Release);
        Assert.Equal(["third-parties", "evidence", "release"], school.Records().Select(record => record.Fact).OfType<MatterStepTaken>().Select(step => step.Step));
        await school.OpenAsync("headteacher", "outside-body", [.. Moves.Outside, ("form.basis", "none")]);
        Assert.Equal(("CG-7", "not-allowed"), (school.Last<ActRefused>().Clause, school.Last<ActRefused>().Reason));
    }

    [Fact]
    [Trait("clause", "CG-7d")]
    public async Task Under_CG_every_disclosure_is_in_the_disclosure_log()
    {
        await using var school = await School.OpenAsync("CG");
        await school.OpenAsync("headteacher", "police", Moves.Police);
        using var head = await school.Host.AsAsync("headteacher");

        var csv = await head.GetStringAsync(new Uri("/disclosures.csv", UriKind.Relative));

        Assert.Contains("Collar number: 1234", csv, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "CG-2")]
    public async Task Under_CG_a_purpose_off_the_list_is_refused_with_the_list()
    {
        await using var school = await School.OpenAsync("CG");

        await school.OpenAsync("headteacher", "police", [.. Moves.Police, ("form.purpose", "other")]);

        Assert.Equal("CG-2", school.Last<ActRefused>().Clause);
    }

    [Fact]
    [Trait("clause", "CG-5")]
    public async Task Under_CG_recordings_are_not_looked_at_as_a_routine()
    {
        await using var school = await School.OpenAsync("CG");
        (string, string)[] form = [("form.ground", "other"), ("form.what", "To see who is late."), ("form.atDate", "2026-11-24"), ("form.atTime", "13:00"), ("form.area", "CCTV room"), .. Moves.Footage];

        await school.OpenAsync("caretaker", "recorded-viewing", form);
        var refused = school.Last<ActRefused>();
        await school.OpenAsync("caretaker", "recorded-viewing", [.. form, ("form.ground", "crime")]);

        Assert.Equal(("CG-5", "not-allowed"), (refused.Clause, refused.Reason));
        Assert.Equal("recorded-viewing", school.Last<MatterOpened>().Matter);
    }

    [Fact]
    [Trait("clause", "JC-3")]
    public async Task Under_JC_anybody_may_look_with_the_permission_of_one_of_the_seven()
    {
        await using var school = await School.OpenAsync("JC");
        await school.OpenAsync("employee", "recorded-viewing", [("form.ground", "bullying"), ("form.what", "A student was pushed."), .. Moves.Footage]);

        await school.DoAsync("student-support-officer", "Approve");
        await school.DoAsync("employee", "Add a viewing", ("seen.atDate", "2026-11-24"), ("seen.atTime", "14:05"), ("seen.area", "CCTV room"));

        Assert.Equal("I permit this viewing as Student Support Officer.", school.Last<MatterApproved>().Statement);
        Assert.Equal("employee", school.Last<MatterStepTaken>().By.Person);
    }

    [Fact]
    [Trait("clause", "JC-4")]
    public async Task Under_JC_a_copy_goes_to_the_police_within_the_partnership_without_a_second_signature()
    {
        await using var school = await School.OpenAsync("JC");
        await school.OpenAsync("site-manager", "police", Moves.Police);

        var shown = await school.DoAsync("site-manager", "Record the release", Release);

        Assert.Contains("Closed.", shown.Words, StringComparison.Ordinal);
        Assert.Equal("JC-4", school.Last<MatterOpened>().Clause);
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterApproved);
    }

    [Fact]
    [Trait("clause", "JC-1.only")]
    public async Task Under_JC_the_cameras_are_used_for_nothing_else()
    {
        await using var school = await School.OpenAsync("JC");

        await school.OpenAsync("employee", "recorded-viewing", [("form.ground", "other"), ("form.what", "Who parks where?"), .. Moves.Footage]);

        Assert.Equal("JC-1.only", school.Last<ActRefused>().Clause);
    }

    [Fact]
    [Trait("clause", "ME-A1.covert")]
    public async Task Under_ME_covert_monitoring_is_refused_outright_and_on_the_record()
    {
        await using var school = await School.OpenAsync("ME");

        var (_, shown) = await school.BeginAsync("headteacher", "covert");

        Assert.Contains("No school of the Trust uses its CCTV for covert monitoring.", shown.Words, StringComparison.Ordinal);
        Assert.Equal(("ME-A1.covert", "forbidden"), (school.Last<ActRefused>().Clause, school.Last<ActRefused>().Reason));
        Assert.Empty(Card.Buttons(shown.NewCard));
    }

    [Fact]
    [Trait("clause", "ME-A1.approved")]
    public async Task Under_ME_the_headteacher_decides_who_may_look()
    {
        await using var school = await School.OpenAsync("ME");
        var before = await school.BeginAsync("employee", "recorded-viewing");

        await school.OpenAsync("headteacher", "approve-viewer", ("form.person", "employee"), ("form.from", "2026-11-24"), ("form.until", "2026-12-24"), ("form.why", "Duty team."));
        var after = await school.BeginAsync("employee", "recorded-viewing");

        Assert.Contains("Put on the record", Card.Buttons(after.Form.NewCard));
        Assert.DoesNotContain("Put on the record", Card.Buttons(before.Form.NewCard));
    }

    private static readonly (string, string)[] SectionB =
    [
        ("section-b.who", "police"), ("section-b.reason", "crime,proceedings"), ("section-b.name", "Pat Constable"), ("section-b.collar", "1234"), ("section-b.rank", "Sergeant"),
        ("section-b.force", "Example Constabulary"), ("section-b.station", "Exampleton"), ("section-b.incident", "EX/2026/77"), ("section-b.signed", "2026-11-24"),
    ];

    [Fact]
    [Trait("clause", "ME-A2")]
    [Trait("clause", "ME-A2.log")]
    public async Task Under_ME_the_disclosure_form_goes_from_section_A_to_office_use()
    {
        await using var school = await School.OpenAsync("ME");
        await school.OpenAsync("approved-staff", "disclosure", Moves.SectionA);
        var early = await school.DoAsync("senior-leader", "Approve", ("approve.because", "purpose"));
        await school.DoAsync("approved-staff", "Section B: who needs it and why", SectionB);
        var asked = Card.Words((await school.WithButtonAsync("senior-leader", "Approve")).Card);

        await school.DoAsync("senior-leader", "Approve", ("approve.because", "purpose"));
        await school.DoAsync("approved-staff", "Record the copy made", ("copy.by", "Approved Example"), ("copy.on", "2026-11-24"));
        await school.DoAsync("senior-leader", "Record the handing over", ("hand-over.by", "Senior Example"), ("hand-over.atDate", "2026-11-24"), ("hand-over.atTime", "14:05"), ("hand-over.to", "Pat Constable"));
        var done = await school.DoAsync("compliance-manager", "Office use: add it to the disclosure log", ("office.received", "2026-11-24"), ("office.added", "2026-11-24"));

        Assert.Contains("“Section B: who needs it and why” comes first", early.Words, StringComparison.Ordinal);
        Assert.Equal(("ME-A2", "not-shown"), (school.Last<ActRefused>().Clause, school.Last<ActRefused>().Reason));
        Assert.Contains("1998 Act section 29(1)(a) and (b); today Data Protection Act 2018 Schedule 2 paragraph 2", asked, StringComparison.Ordinal);
        Assert.Contains("Closed.", done.Words, StringComparison.Ordinal);
        using var head = await school.Host.AsAsync("headteacher");
        var log = await head.GetStringAsync(new Uri("/disclosures.csv", UriKind.Relative));
        Assert.Contains("Date added to the disclosure log: Tue 24 Nov 2026", log, StringComparison.Ordinal);
        Assert.Contains("Collar number (police): 1234", log, StringComparison.Ordinal);
        Assert.Equal(["section-b", "copy", "hand-over", "office"], school.Records().Select(record => record.Fact).OfType<MatterStepTaken>().Select(step => step.Step));
    }

    [Fact]
    [Trait("clause", "ME-A1.disclosure")]
    public async Task Under_ME_a_senior_leader_decides_and_names_one_of_the_three_reasons_or_a_ground_against()
    {
        await using var school = await School.OpenAsync("ME");
        await school.OpenAsync("approved-staff", "disclosure", Moves.SectionA);
        await school.DoAsync("approved-staff", "Section B: who needs it and why", SectionB);

        var missing = await school.DoAsync("senior-leader", "Approve");
        var ground = await school.DoAsync("senior-leader", "Refuse", ("reason", "Children would be shown."));
        await school.DoAsync("senior-leader", "Refuse", ("ground", "unfair"), ("reason", "Children would be shown."));

        Assert.Contains("Choose why it may be.", missing.Words, StringComparison.Ordinal);
        Assert.Contains("Choose on which ground.", ground.Words, StringComparison.Ordinal);
        Assert.Equal("It is not fair to the people shown", school.Last<MatterRefused>().Ground);
    }

    [Theory]
    [InlineData("form.computer", "", "Tick how the data is to be given.")]
    [InlineData("form.computer", "view,tape", "Tick what is on the list.")]
    [InlineData("form.documents", "copy", "Describe the documents.")]
    [Trait("clause", "ME-A2")]
    public async Task Under_ME_section_A_says_at_its_fields_what_is_missing(string field, string value, string says)
    {
        await using var school = await School.OpenAsync("ME");

        var shown = await school.OpenAsync("approved-staff", "disclosure", [.. Moves.SectionA, (field, value)]);

        Assert.Contains(says, shown.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterOpened);
    }

    [Theory]
    [InlineData("section-b.rank", "", "Give the rank.")]
    [InlineData("section-b.signed", "", "Give the date beside the signature.")]
    [InlineData("section-b.who", "agency", "Give the address.")]
    [Trait("clause", "ME-A2")]
    public async Task Under_ME_section_B_that_staff_type_in_from_paper_is_whole(string field, string value, string says)
    {
        await using var school = await School.OpenAsync("ME");
        await school.OpenAsync("approved-staff", "disclosure", Moves.SectionA);

        var shown = await school.DoAsync("approved-staff", "Section B: who needs it and why", [.. SectionB, (field, value)]);

        Assert.Contains(says, shown.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterStepTaken);
    }

    private static readonly (string, string)[] Covert =
        [("form.suspicion", "true"), ("form.prejudice", "true"), ("form.why", "Tools vanish at night."), ("form.camera", "main-gate"), ("form.from", "2026-11-25"), ("form.until", "2026-12-05")];

    [Theory]
    [InlineData("suspicion")]
    [InlineData("prejudice")]
    [Trait("clause", "VL-A3.5")]
    public async Task Under_VL_covert_monitoring_needs_both_conditions(string missing)
    {
        await using var school = await School.OpenAsync("VL");

        await school.OpenAsync("data-protection-lead", "covert", [.. Covert, ($"form.{missing}", "false")]);

        Assert.Equal(("VL-A3.5", "condition-not-met"), (school.Last<ActRefused>().Clause, school.Last<ActRefused>().Reason));
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterOpened);
    }

    [Fact]
    [Trait("clause", "VL-A3.5")]
    public async Task Under_VL_covert_monitoring_is_authorised_before_it_begins_and_ends_on_the_record()
    {
        await using var school = await School.OpenAsync("VL");
        await school.OpenAsync("data-protection-lead", "covert", Covert);
        var waiting = await school.CardOfAsync("data-protection-lead");

        Assert.DoesNotContain("Record its beginning", Card.Buttons(waiting.Card));
        await school.DoAsync("headteacher", "Approve");
        await school.DoAsync("data-protection-lead", "Record its beginning", ("began.atDate", "2026-11-24"), ("began.atTime", "14:05"));
        var shown = await school.DoAsync("data-protection-lead", "Record that it has ceased", ("ceased.atDate", "2026-11-24"), ("ceased.atTime", "14:05"), ("ceased.outcome", "Nothing was found."));

        Assert.Equal("I authorise this covert monitoring as Headteacher.", school.Last<MatterApproved>().Statement);
        Assert.Contains("Closed.", shown.Words, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "VL-A3.5c")]
    public async Task Under_VL_watching_on_an_immediate_risk_is_told_to_the_headteacher_afterwards()
    {
        await using var school = await School.OpenAsync("VL");
        (string, string)[] form =
        [
            ("form.risk", "true"), ("form.grounds", "A man with a crowbar at the gate."), ("form.camera", "main-gate"), ("form.atDate", "2026-11-24"), ("form.atTime", "13:50"), ("form.area", "CCTV room"),
        ];

        await school.OpenAsync("named-viewer", "immediate-risk", form);
        var told = await school.WithButtonAsync("headteacher", "I have read it");
        await school.DoAsync("headteacher", "I have read it");
        await school.OpenAsync("named-viewer", "immediate-risk", [.. form, ("form.risk", "false")]);

        Assert.Contains("A man with a crowbar at the gate.", Card.Words(told.Card), StringComparison.Ordinal);
        Assert.Equal("told", school.Last<MatterStepTaken>().Step);
        Assert.Equal(("VL-A3.5c", "condition-not-met"), (school.Last<ActRefused>().Clause, school.Last<ActRefused>().Reason));
    }

    [Fact]
    [Trait("clause", "VL-A3.9d")]
    public async Task Under_VL_the_police_direct_the_system_on_a_written_request_and_through_authorised_operators_only()
    {
        await using var school = await School.OpenAsync("VL");
        (string, string)[] officer = [.. Moves.Police.Where(field => field.Item1 is "form.officer" or "form.collar" or "form.rank" or "form.force" or "form.station" or "form.incident")];
        await school.OpenAsync("data-protection-lead", "police-direction", [.. officer, ("form.law", "crime"), ("form.what", "The gate camera, to follow a van."), ("form.from", "2026-11-24"), ("form.until", "2026-11-25")]);

        await school.DoAsync("headteacher", "Approve");
        var refused = school.Last<ActRefused>();
        await school.DoAsync("data-protection-lead", "Record the written request", ("written.reference", "W1"), ("written.dated", "2026-11-24"), ("written.filed", "Office"));
        await school.DoAsync("headteacher", "Approve");
        var lead = await school.CardOfAsync("data-protection-lead");

        Assert.Equal(("VL-A3.9d", "not-shown"), (refused.Clause, refused.Reason));
        Assert.Equal("I give my authority for this as Headteacher.", school.Last<MatterApproved>().Statement);
        Assert.DoesNotContain("Record who operated it", Card.Buttons(lead.Card));
        Assert.Contains("Record its end", Card.Buttons(lead.Card));
    }

    [Fact]
    [Trait("clause", "VL-A3.9")]
    [Trait("clause", "VL-A3.3.commercial")]
    public async Task Under_VL_an_agency_gets_footage_in_line_with_a_purpose_and_never_a_commercial_one()
    {
        await using var school = await School.OpenAsync("VL");
        await school.OpenAsync("data-protection-lead", "police", [.. Moves.Police, ("form.purpose", "commercial")]);
        var refused = school.Last<ActRefused>();
        await school.OpenAsync("data-protection-lead", "police", Moves.Police);

        await school.DoAsync("headteacher", "Approve", ("approve.scope", "all"));
        await school.DoAsync("data-protection-lead", "Answer for other people in it", Third);
        await school.DoAsync("data-protection-lead", "Record the release", Release);

        Assert.Equal("VL-A3.3.commercial", refused.Clause);
        Assert.Equal("release", school.Last<MatterStepTaken>().Step);
    }

    [Fact]
    [Trait("clause", "VL-A3.8")]
    public async Task Under_VL_the_question_of_other_people_is_answered_before_anything_is_released()
    {
        await using var school = await School.OpenAsync("VL");
        await school.OpenAsync("data-protection-lead", "police", Moves.Police);
        await school.DoAsync("headteacher", "Approve", ("approve.scope", "all"));

        await school.DoAsync("data-protection-lead", "Answer for other people in it", ("third-parties.others", "no"), ("third-parties.why", "Others can be seen."));

        Assert.Equal("VL-A3.8", school.Last<ActRefused>().Clause);
        Assert.DoesNotContain("Record the release", Card.Buttons((await school.CardOfAsync("data-protection-lead")).Card));
    }

    [Fact]
    [Trait("clause", "VL-A3.8r")]
    public async Task Under_VL_a_refusal_names_the_policys_ground()
    {
        await using var school = await School.OpenAsync("VL");
        await school.OpenAsync("data-protection-lead", "police", Moves.Police);

        await school.DoAsync("headteacher", "Refuse", ("ground", "investigation"), ("reason", "The school's own inquiry is under way."));

        Assert.Equal("It would jeopardise an investigation under way", school.Last<MatterRefused>().Ground);
    }
}
