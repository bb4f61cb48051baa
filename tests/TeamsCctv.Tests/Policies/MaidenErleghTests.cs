using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Policies;

/// <summary>Maiden Erlegh: the Headteacher approves who views and operates; what is extracted is accounted for.</summary>
public sealed class MaidenErleghTests
{
    [Theory]
    [InlineData("headteacher", true)]
    [InlineData("approved-staff", true)]
    [InlineData("senior-leader", false)]
    [InlineData("employee", false)]
    [Trait("clause", "ME-A1.approved")]
    public async Task Only_approved_staff_ask_and_nobody_signs_for_the_single_download(string who, bool may)
    {
        await using var school = await School.OpenAsync("ME");

        var form = await school.SayAsync(who, "ask");
        var words = Card.Words(form.Card);

        Assert.Contains(may ? "Nobody has to sign for this download. ME-A1.approved" : "The policy does not allow that.", words, StringComparison.Ordinal);
        Assert.Contains("ME-A1.approved: Recordings are looked at only by approved staff", words, StringComparison.Ordinal);
        Assert.Equal(!may, school.Has<ActRefused>());
    }

    [Fact]
    [Trait("clause", "ME-A1.approved")]
    public async Task Staff_who_are_not_approved_cannot_have_seen_it()
    {
        await using var school = await School.OpenAsync("ME");
        await school.KeepAloneAsync("approved-staff", "crime");

        var refused = await school.ViewAsync("approved-staff", ("staff", "senior-leader"));

        Assert.Contains("Recordings are seen by the Headteacher or Approved Member of Staff only", refused.Words, StringComparison.Ordinal);
        Assert.Equal(("not-an-approved-viewer", "ME-A1.approved"), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause));
    }

    [Fact]
    [Trait("clause", "ME-A1.where")]
    public async Task A_viewing_outside_the_restricted_areas_is_refused()
    {
        await using var school = await School.OpenAsync("ME");
        await school.KeepAloneAsync("approved-staff", "crime");

        var refused = await school.ViewAsync("approved-staff", ("staff", "headteacher"), ("area", "Reception"));

        Assert.Contains("ME-A1.where: Recordings are looked at in a restricted area.", refused.Words, StringComparison.Ordinal);
        Assert.False(school.Has<ViewingRecorded>());
    }

    [Theory]
    [InlineData("crime", "Suspected criminal activity (ME-A1.grounds)")]
    [InlineData("conduct", "Breach of the code of conduct (ME-A1.grounds)")]
    [Trait("clause", "ME-A1.grounds")]
    public async Task Suspected_crime_and_breaches_of_the_code_of_conduct_are_grounds(string ground, string says)
    {
        await using var school = await School.OpenAsync("ME");

        Assert.Contains(says, (await school.AskOnAsync("approved-staff", ground)).Words, StringComparison.Ordinal);
        Assert.Equal("ME-A1.grounds", school.Last<DownloadRequested>().GroundClause);
    }

    [Theory]
    [InlineData("crime-seen", "Cannot be ignored: criminal activity")]
    [InlineData("misconduct", "Cannot be ignored: potential gross misconduct")]
    [InlineData("others-at-risk", "Cannot be ignored: behaviour that puts others at risk")]
    [Trait("clause", "ME-A1.ignore")]
    public async Task What_cannot_be_ignored_is_a_ground_with_the_kind_of_activity_named(string ground, string says)
    {
        await using var school = await School.OpenAsync("ME");

        Assert.Contains($"{says} (ME-A1.ignore)", (await school.AskOnAsync("headteacher", ground)).Words, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "ME-A1.search")]
    public async Task Footage_may_be_looked_at_to_decide_on_searching_a_student()
    {
        await using var school = await School.OpenAsync("ME");

        var asked = await school.AskOnAsync("approved-staff", "search");

        Assert.Contains("Decision on searching a student (ME-A1.search)", asked.Words, StringComparison.Ordinal);
        Assert.Equal("ME-A1.search", school.Last<DownloadRequested>().GroundClause);
    }

    [Fact]
    [Trait("clause", "ME-A1.misconduct")]
    public async Task Evidence_of_misconduct_goes_into_a_disciplinary_case_with_its_reference()
    {
        await using var school = await School.OpenAsync("ME");
        await school.KeepAloneAsync("approved-staff", "conduct");

        var without = await school.UseAsync("approved-staff", ("use", "disciplinary"));
        var with = await school.UseAsync("approved-staff", ("use", "disciplinary"), ("reference", "HR/2026/31"));

        Assert.Contains("is recorded with the reference of the proceedings (ME-A1.misconduct)", without.Words, StringComparison.Ordinal);
        Assert.Contains("Shown to the panel by the chair. (HR/2026/31)", with.Words, StringComparison.Ordinal);
        Assert.Equal("HR/2026/31", Assert.IsType<RecordingUsed>(Assert.Single(school.Records(), record => record.Fact is RecordingUsed).Fact).Reference);
    }

    [Fact]
    [Trait("clause", "ME-A1.extracted")]
    public async Task The_extraction_record_says_why_where_every_use_and_when_it_was_destroyed()
    {
        await using var school = await School.OpenAsync("ME");
        await school.KeepAloneAsync("approved-staff", "crime");
        await school.UseAsync("approved-staff", ("use", "inquiry"));
        await school.PressAsync("approved-staff", await school.CardOfAsync("approved-staff"), "It can go", ("why", "Settled."));
        await school.DeletedAsync("approved-staff");

        var log = await school.LogAsync("compliance-manager");

        string[] inOrder =
        [
            "Reason for its retention", "Where it is kept", "Any use made of the images", "When it was destroyed",
            "Suspected criminal activity: A child was seen leaving by the gate.", "Safe in the CCTV room",
            "Used within the school, for the reason it was extracted: Shown to the panel by the chair.", "Tue 24 Nov 2026",
        ];
        var at = 0;
        foreach (var words in inOrder)
            at = Assert.IsType<int>(log.IndexOf(words, at, StringComparison.Ordinal)) is var found and >= 0 ? found : throw new InvalidOperationException($"{words} is not where it should be: {log}");
    }

    [Fact]
    [Trait("clause", "ME-A1.integrity")]
    public async Task A_use_confirms_the_file_by_the_hash_taken_at_the_download()
    {
        await using var school = await School.OpenAsync("ME");
        await school.KeepAloneAsync("approved-staff", "crime");
        var card = await school.CardOfAsync("approved-staff");

        await school.UseAsync("approved-staff", ("use", "inquiry"), ("sameFile", "false"));
        Assert.False(school.Has<RecordingUsed>());
        await school.UseAsync("approved-staff", ("use", "inquiry"));

        Assert.Contains($"I used the file with the SHA-256 {new string('a', 64)}", Card.Words(card.Card), StringComparison.Ordinal);
        Assert.Equal(new string('a', 64), school.Last<RecordingUsed>().Sha256);
    }
}
