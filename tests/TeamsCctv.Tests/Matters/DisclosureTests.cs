using System.Net;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Matters;

public sealed class DisclosureTests
{
    private static readonly (string, string)[] Third = [("third-parties.others", "hidden"), ("third-parties.why", "Two passers-by were blurred.")];

    private static readonly (string, string)[] Terms =
    [
        ("terms.name", "Pat Constable"), ("terms.rank", "Sergeant"), ("terms.collar", "1234"), ("terms.station", "Example Constabulary, Exampleton"), ("terms.incident", "EX/2026/77"),
        ("terms.ground", "crime"), ("terms.property", "true"), ("terms.onward", "true"), ("terms.social", "true"), ("terms.signed", "2026-11-24"),
    ];

    private static readonly (string, string)[] Release =
    [
        ("release.to", "Pat Constable"), ("release.atDate", "2026-11-24"), ("release.atTime", "14:05"), ("release.method", "phone"),
        ("release.original", "The safe in the CCTV room"), ("release.property", "true"), ("release.onward", "true"), ("release.social", "true"),
    ];

    [Fact]
    [Trait("clause", "AL-11.2")]
    public async Task The_police_are_given_footage_when_the_headteacher_agreed_and_every_step_is_on_the_record()
    {
        await using var school = await School.OpenAsync();

        await school.OpenAsync("olive", "police", Moves.Police);
        var asked = Card.Words((await school.WithButtonAsync("harriet", "Approve")).Card);
        await school.DoAsync("harriet", "Approve", ("approve.scope", "part"), ("approve.part", "The first ten minutes."));
        await school.DoAsync("olive", "Answer for other people in it", Third);
        await school.DoAsync("olive", "Release terms, signed by the officer", Terms);
        var shown = await school.DoAsync("olive", "Record the release", Release);

        Assert.Contains("Example Constabulary", asked, StringComparison.Ordinal);
        Assert.Contains("I agree to this disclosure as Headteacher.", asked, StringComparison.Ordinal);
        Assert.Contains("Closed.", shown.Words, StringComparison.Ordinal);
        var opened = school.Last<MatterOpened>();
        Assert.Equal(("police", "AL-11.2", "1234"), (opened.Matter, opened.Clause, opened.Answers.Single(answer => answer.Field == "collar").Value));
        Assert.Equal(("Harriet Example", "The first ten minutes."), (school.Last<MatterApproved>().By.Name, school.Last<MatterApproved>().Answers.Single(answer => answer.Field == "part").Says));
        Assert.Equal("release", school.Last<MatterStepTaken>().Step);
    }

    [Fact]
    [Trait("clause", "AL-11.3")]
    [Trait("clause", "AL-11.4")]
    public async Task Nothing_is_released_before_the_officer_has_signed_the_terms()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        await school.DoAsync("harriet", "Approve", ("approve.scope", "all"));
        var shown = await school.DoAsync("olive", "Answer for other people in it", Third);

        Assert.DoesNotContain("Record the release", Card.Buttons(shown.NewCard));
        var unsigned = await school.DoAsync("olive", "Release terms, signed by the officer", [.. Terms, ("terms.social", "false")]);
        Assert.Equal(("condition-not-met", "AL-11.4"), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause));
        Assert.Contains("AL-11.4", unsigned.Words, StringComparison.Ordinal);
        var signed = await school.DoAsync("olive", "Release terms, signed by the officer", Terms);
        Assert.Contains("Record the release", Card.Buttons(signed.NewCard));
    }

    [Fact]
    public async Task A_part_that_may_go_is_named()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);

        var part = (await school.WithButtonAsync("harriet", "Approve")).Card!.ToJsonString();
        Assert.DoesNotContain("\"id\":\"approve.part\",\"label\":\"If a part: which?\",\"isRequired\":true", part, StringComparison.Ordinal);
        var vague = await school.DoAsync("harriet", "Approve", ("approve.scope", "part"));

        Assert.Contains("Say which part may go.", vague.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterApproved);
    }

    [Fact]
    public async Task Somebody_of_another_school_learns_nothing_and_leaves_nothing_in_a_case()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        var card = await school.WithButtonAsync("harriet", "Approve");
        var before = school.Records().Count;

        var shown = await school.PressAsync("percy", card.Id, Card.Button(card.Card!, "Approve"), ("approve.scope", "all"));
        var step = await school.PressAsync("percy", card.Id, Card.Button(card.Card!, "Not me"));

        Assert.Equal(before, school.Records().Count);
        Assert.Contains("That case is not here.", shown.Words, StringComparison.Ordinal);
        Assert.Equal(shown.Words, step.Words);
    }

    [Theory]
    [InlineData("purpose", "media", "AL-11.2", "never put on social media")]
    [InlineData("purpose", "other", "AL-11.2", "for these purposes alone")]
    public async Task Another_purpose_is_refused_with_the_clause_and_on_the_record(string field, string value, string clause, string says)
    {
        await using var school = await School.OpenAsync();

        var shown = await school.OpenAsync("olive", "police", [.. Moves.Police, ($"form.{field}", value)]);

        Assert.Contains(says, shown.Words, StringComparison.Ordinal);
        Assert.Equal((clause, "not-allowed", "Olive Example"), (school.Last<ActRefused>().Clause, school.Last<ActRefused>().Reason, school.Last<ActRefused>().By.Name));
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterOpened);
    }

    [Fact]
    [Trait("clause", "AL-11.4")]
    public async Task Nothing_is_released_to_who_does_not_agree_to_keep_it_off_social_media()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        await school.DoAsync("harriet", "Approve", ("approve.scope", "all"));
        await school.DoAsync("olive", "Answer for other people in it", Third);

        await school.DoAsync("olive", "Release terms, signed by the officer", Terms);
        var shown = await school.DoAsync("olive", "Record the release", [.. Release, ("release.social", "false")]);

        Assert.Contains("AL-11.4", shown.Words, StringComparison.Ordinal);
        Assert.Equal(("AL-11.4", "condition-not-met"), (school.Last<ActRefused>().Clause, school.Last<ActRefused>().Reason));
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterStepTaken { Step: "release" });
    }

    [Fact]
    [Trait("clause", "AL-11.3")]
    public async Task Nothing_is_released_unless_it_stays_the_schools_property()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        await school.DoAsync("harriet", "Approve", ("approve.scope", "all"));
        await school.DoAsync("olive", "Answer for other people in it", Third);

        await school.DoAsync("olive", "Release terms, signed by the officer", Terms);
        await school.DoAsync("olive", "Record the release", [.. Release, ("release.property", "false")]);

        Assert.Equal("AL-11.3", school.Last<ActRefused>().Clause);
    }

    [Fact]
    [Trait("clause", "AL-11.6")]
    public async Task A_password_never_goes_with_the_file()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        await school.DoAsync("harriet", "Approve", ("approve.scope", "all"));
        await school.DoAsync("olive", "Answer for other people in it", Third);

        await school.DoAsync("olive", "Release terms, signed by the officer", Terms);
        var shown = await school.DoAsync("olive", "Record the release", [.. Release, ("release.method", "same")]);

        Assert.Contains("by another way than the file", shown.Words, StringComparison.Ordinal);
        Assert.Equal("AL-11.6", school.Last<ActRefused>().Clause);
    }

    [Fact]
    [Trait("clause", "AL-10.4")]
    public async Task Nothing_is_released_before_the_question_of_other_people_is_answered()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        await school.DoAsync("harriet", "Approve", ("approve.scope", "all"));
        var card = await school.WithButtonAsync("olive", "Answer for other people in it");

        Assert.DoesNotContain("Record the release", Card.Buttons(card.Card));
        var refused = await school.DoAsync("olive", "Answer for other people in it", ("third-parties.others", "no"), ("third-parties.why", "Three children can be seen."));
        Assert.Contains("Do not release it", refused.Words, StringComparison.Ordinal);
        Assert.Equal("AL-10.4", school.Last<ActRefused>().Clause);

        // A button that the card does not show is refused as well.
        var action = Card.Button((await school.WithButtonAsync("olive", "Answer for other people in it")).Card!, "Answer for other people in it");
        action["data"]!["step"] = "release";
        await school.PressAsync("olive", card.Id, action, Release);
        Assert.Equal("not-yet", school.Last<ActRefused>().Reason);
    }

    [Fact]
    [Trait("clause", "AL-11.5")]
    public async Task An_outside_body_gets_nothing_before_its_evidence_is_on_the_record()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "outside-body", Moves.Outside);

        var before = await school.DoAsync("harriet", "Approve", ("approve.scope", "all"));
        await school.AttachAsync("olive");
        var after = await school.DoAsync("harriet", "Approve", ("approve.scope", "all"));

        Assert.Contains("“Attach the evidence” comes first", before.Words, StringComparison.Ordinal);
        Assert.Equal(("AL-11.5", "not-shown"), (school.Last<ActRefused>().Clause, school.Last<ActRefused>().Reason));
        Assert.Contains("Approved by Harriet Example", after.Words, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "AL-11.5b")]
    public async Task A_court_order_names_its_scope_and_is_shown_to_the_dpo_at_once()
    {
        await using var school = await School.OpenAsync();

        await school.OpenAsync("olive", "court-order",
        [
            ("form.court", "County Court at Exampleton"), ("form.case", "C1"), ("form.dated", "2026-11-20"), ("form.scope", "The gate, 12:00 to 12:20."), ("form.concern", "Children can be seen."), .. Moves.Footage,
        ]);
        var told = await school.WithButtonAsync("dennis", "Record advice");
        await school.DoAsync("dennis", "Record advice", ("advice.advice", "Blur the children; the order names one adult."));

        Assert.Contains("The gate, 12:00 to 12:20.", Card.Words(told.Card), StringComparison.Ordinal);
        Assert.Contains("Blur the children", Card.Words((await school.WithButtonAsync("harriet", "Approve")).Card), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_site_manager_is_asked_at_once_to_preserve_the_footage_and_told_the_time_left()
    {
        await using var school = await School.OpenAsync();

        await school.OpenAsync("olive", "police", Moves.Police);
        var task = await school.WithButtonAsync("sid", "Preserve the footage");
        await school.DoAsync("sid", "Preserve the footage", ("preserve.where", "Locked on the recorder"));

        Assert.Contains("Tue 22 Dec 2026: 28 days are left (AL-13.1)", Card.Words(task.Card), StringComparison.Ordinal);
        Assert.Equal(("preserve", "Sid Example"), (school.Last<MatterStepTaken>().Step, school.Last<MatterStepTaken>().By.Name));
        Assert.DoesNotContain("Preserve the footage", Card.Buttons(school.Inbox("sid")[^1].Card));
    }

    [Fact]
    public async Task The_disclosure_log_shows_what_was_asked_refused_and_released()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        await school.DoAsync("harriet", "Refuse", ("reason", "Give a shorter time."));
        await school.OpenAsync("olive", "outside-body", Moves.Outside);
        using var head = await school.Host.AsAsync("harriet");
        using var tess = await school.Host.AsAsync("tess");

        var page = await head.GetStringAsync(new Uri("/disclosures", UriKind.Relative));
        var csv = await head.GetStringAsync(new Uri("/disclosures.csv", UriKind.Relative));
        using var closed = await tess.GetAsync(new Uri("/disclosures", UriKind.Relative));

        Assert.Contains("Refused: Harriet Example, Headteacher", page, StringComparison.Ordinal);
        Assert.Contains("Give a shorter time.", csv, StringComparison.Ordinal);
        Assert.Contains("Sol Icitor", csv, StringComparison.Ordinal);
        Assert.Equal(3, csv.TrimEnd().Split("\r\n").Length);
        Assert.Equal(HttpStatusCode.Forbidden, closed.StatusCode);
    }

    [Fact]
    public async Task A_case_has_a_page_for_those_whom_it_concerns_and_for_nobody_else()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        var id = $"M-{school.Records().Single(record => record.Fact is MatterOpened).Number}";
        using var olive = await school.Host.AsAsync("olive");
        using var tess = await school.Host.AsAsync("tess");
        using var percy = await school.Host.AsAsync("percy");

        var page = await olive.GetStringAsync(new Uri($"/matters/oakfield/{id}", UriKind.Relative));
        using var closed = await tess.GetAsync(new Uri($"/matters/oakfield/{id}", UriKind.Relative));
        using var other = await percy.GetAsync(new Uri($"/matters/oakfield/{id}", UriKind.Relative));
        var mine = await tess.GetStringAsync(new Uri("/matters", UriKind.Relative));

        Assert.Contains("EX/2026/77", page, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (closed.StatusCode, other.StatusCode));
        Assert.DoesNotContain(id, mine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_names_of_a_closed_case_go_for_good_and_those_of_an_open_one_stay()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        var id = $"M-{school.Records().Single(record => record.Fact is MatterOpened).Number}";
        using var dpo = await school.Host.AsAsync("dennis");
        var open = await dpo.GetStringAsync(new Uri($"/matters/oakfield/{id}", UriKind.Relative));
        await school.DoAsync("harriet", "Refuse", ("reason", "Give a shorter time."));

        using var missing = await school.Host.PostFormAsync($"/matters/oakfield/{id}", $"/matters/oakfield/{id}/erase", new() { ["why"] = "", ["key"] = Guid.NewGuid().ToString("N") }, dpo);
        using var erased = await school.Host.PostFormAsync($"/matters/oakfield/{id}", $"/matters/oakfield/{id}/erase", new() { ["why"] = "The matter is long over.", ["key"] = Guid.NewGuid().ToString("N") }, dpo);
        await school.SettleAsync();
        using var head = await school.Host.AsAsync("harriet");
        var csv = await head.GetStringAsync(new Uri("/disclosures.csv", UriKind.Relative));

        Assert.DoesNotContain("Erase the names", open, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.SeeOther), (missing.StatusCode, erased.StatusCode));
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterOpened);
        Assert.DoesNotContain("Pat Constable", csv, StringComparison.Ordinal);
        Assert.Contains("names erased", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(school.Inbox("harriet"), message => message.Card is { } card && Card.Words(card).Contains("Pat Constable", StringComparison.Ordinal));
    }
}
