using System.Net;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Records;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;
using Browser = TeamsCctv.Tests.Support.Browser;

namespace TeamsCctv.Tests.Matters;

/// <summary>Somebody who is not staff fills in a form behind a link that works once.</summary>
public sealed class OutsideFormTests
{
    internal static readonly (string, string)[] Terms =
    [
        ("f.name", "Pat Constable"), ("f.rank", "Sergeant"), ("f.collar", "1234"), ("f.station", "Example Constabulary, Exampleton"), ("f.incident", "EX/2026/77"),
        ("f.ground.crime", "true"), ("f.property", "true"), ("f.onward", "true"), ("f.social", "true"), ("signature", "Pat Constable"),
    ];

    private const string Nowhere = "This link leads nowhere";

    [Theory]
    [InlineData("signature", "Pat\nApproved: Harriet Example, Headteacher, record 12")]
    [InlineData("f.name", "Pat\r\nRefused: nobody")]
    [InlineData("f.rank", "Sergeant\u2028Approved: Harriet Example")]
    public async Task Nobody_outside_writes_a_line_of_their_own_into_the_log(string field, string value)
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        var path = await school.MakeLinkAsync("olive", "terms");

        var answer = await new Browser(school.Host.NewClient()).SubmitAsync(path, path, [.. Terms.Where(typed => typed.Item1 != field), (field, value)]);

        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterStepTaken);
    }

    [Fact]
    [Trait("clause", "ME-A2")]
    public async Task Under_ME_the_officer_fills_in_section_B_and_only_then_it_can_be_approved()
    {
        await using var school = await School.OpenAsync("ME");
        await school.OpenAsync("approved-staff", "disclosure", Moves.SectionA);
        var early = await school.DoAsync("senior-leader", "Approve", ("approve.because", "purpose"));
        var path = await school.MakeLinkAsync("approved-staff", "section-b");
        var officer = new Browser(school.Host.NewClient());

        var form = await officer.GetAsync(path);
        var sent = await officer.SubmitAsync(form, path, Moves.SectionB);
        await school.SettleAsync();
        var asked = Card.Words((await school.WithButtonAsync("senior-leader", "Approve")).Card);
        await school.DoAsync("senior-leader", "Approve", ("approve.because", "purpose"));

        Assert.Contains("comes first", early.Words, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (form.Status, sent.Status));
        Assert.Contains("Your form was received", sent.Text, StringComparison.Ordinal);
        Assert.Contains("Tue 24 Nov 2026, 14:05", sent.Text, StringComparison.Ordinal);
        var step = school.Records().Single(record => record.Fact is MatterStepTaken);
        var taken = (MatterStepTaken)step.Fact!;
        var link = school.Records().Single(record => record.Fact is MatterLinkMade);
        Assert.Equal(("Zoë Łukasz", "outside", $"not staff, by the one-time link of record {link.Number}", (long?)link.Number), (taken.By.Name, taken.By.Position, taken.By.Title, taken.Link));
        Assert.Equal("crime,proceedings", taken.Answers.Single(answer => answer.Field == "reason").Value);
        Assert.Contains("section 26 of the Data Protection Act 2018", taken.Answers.Single(answer => answer.Field == "signature").Says, StringComparison.Ordinal);
        Assert.Equal(new SystemActor("one-time-link"), Leaf(school, step.Number).Actor);
        Assert.IsType<PersonActor>(Leaf(school, link.Number).Actor);
        Assert.Contains("Zoë Łukasz, not staff, by the one-time link", asked, StringComparison.Ordinal);
        Assert.Contains(school.Records(), record => record.Fact is MatterApproved);
    }

    [Fact]
    [Trait("clause", "ME-A2")]
    public async Task The_form_shows_its_wording_of_then_and_now_and_nothing_of_the_case()
    {
        await using var school = await School.OpenAsync("ME");
        await school.OpenAsync("approved-staff", "disclosure", Moves.SectionA);
        var officer = new Browser(school.Host.NewClient());

        var form = await officer.GetAsync(await school.MakeLinkAsync("approved-staff", "section-b"));

        Assert.Contains("Oakfield School", form.Text, StringComparison.Ordinal);
        foreach (var words in new[] { "section 28(1)", "section 29(1)(a) and (b)", "section 35(2)(a)", "Schedule 2 paragraph 2", "Schedule 2 paragraph 5", "Collar number", "Rank", "Crime or incident number", "Business, agency or home address" })
            Assert.Contains(words, form.Text, StringComparison.Ordinal);
        foreach (var secret in new[] { "gate camera", "Main gate", "23 Nov", "Approved Member of Staff", "Headteacher", "Signed on paper", "Sign out" })
            Assert.DoesNotContain(secret, form.Text, StringComparison.OrdinalIgnoreCase);
        var head = form.Head;
        Assert.Equal("no-store", head.Headers.CacheControl!.ToString());
        Assert.Equal(["no-referrer"], head.Headers.GetValues("Referrer-Policy"));
        Assert.Equal(["noindex, nofollow"], head.Headers.GetValues("X-Robots-Tag"));
        Assert.Contains("frame-ancestors 'none'", head.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.False(head.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    [Trait("clause", "AL-11.3")]
    [Trait("clause", "AL-11.4")]
    public async Task Under_AL_the_officer_signs_the_release_terms()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        var path = await school.MakeLinkAsync("olive", "terms");
        var officer = new Browser(school.Host.NewClient());

        var form = await officer.GetAsync(path);
        await officer.SubmitAsync(form, path, Terms);
        await school.SettleAsync();

        Assert.Contains("remains the school's property", form.Text, StringComparison.Ordinal);
        Assert.Contains("asked before it is passed on", form.Text, StringComparison.Ordinal);
        Assert.Contains("never put on social media", form.Text, StringComparison.Ordinal);
        Assert.Equal(["property", "onward", "social"], school.Last<MatterStepTaken>().Answers.Where(answer => answer.Says == "yes").Select(answer => answer.Field));
        Assert.Equal("Pat Constable", school.Last<MatterStepTaken>().By.Name);
        using var head = await school.Host.AsAsync("harriet");
        Assert.Contains("Release terms, signed by the officer: Pat Constable, not staff", await head.GetStringAsync(new Uri("/disclosures.csv", UriKind.Relative)), StringComparison.Ordinal);
        var record = await head.GetStringAsync(new Uri($"/records/oakfield/{school.Records()[^1].Number}", UriKind.Relative));
        Assert.Contains("Somebody who is not staff, through a one-time link", record, StringComparison.Ordinal);
        Assert.DoesNotContain("Link for:", Card.Words((await school.CardOfAsync("olive")).Card), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("f.social", "", "Nothing is released unless it stays off social media.")]
    [InlineData("f.property", "no", "Nothing is released unless it remains the school's property.")]
    [InlineData("f.ground.crime", "", "Tick at least one ground.")]
    [InlineData("f.name", "  ", "Give the name.")]
    [InlineData("f.name", "Pat\u202EConstable", "Remove the hidden characters.")]
    [InlineData("signature", "", "Type your name: it is your signature.")]
    [InlineData("signature", "---", "Type your name: it is your signature.")]
    public async Task What_is_missing_or_wrong_is_said_at_its_field_and_nothing_is_recorded(string field, string value, string says)
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        var path = await school.MakeLinkAsync("olive", "terms");
        var officer = new Browser(school.Host.NewClient());
        var before = school.Records().Count;

        var answer = await officer.SubmitAsync(path, path, [.. Terms, (field, value)]);
        var put = await officer.SubmitAsync(answer, path, Terms);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains($"Error: {says}", answer.Text.Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("value=\"1234\"", answer.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, put.Status);
        Assert.Equal(before + 1, school.Records().Count);
    }

    [Fact]
    public async Task Text_longer_than_a_field_is_pointed_out_and_a_body_larger_than_the_form_is_not_read()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        var path = await school.MakeLinkAsync("olive", "terms");
        var officer = new Browser(school.Host.NewClient());
        var before = school.Records().Count;

        var longer = await officer.SubmitAsync(path, path, [.. Terms, ("f.rank", new string('x', 201)), ("signature", new string('y', 101))]);
        var huge = await officer.SubmitAsync(path, path, [.. Terms, ("f.rank", new string('x', 100_000))]);
        using var json = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var other = await officer.Client.PostAsync(new Uri(path, UriKind.Relative), json);

        Assert.Contains("At most 200 characters.", longer.Text, StringComparison.Ordinal);
        Assert.Contains("At most 100 characters.", longer.Text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (huge.Status, other.StatusCode));
        Assert.Contains("larger than this form can be", huge.Text, StringComparison.Ordinal);
        Assert.Equal(before, school.Records().Count);
    }

    [Fact]
    public async Task A_link_that_is_unknown_used_replaced_or_over_looks_alike_and_does_nothing()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        var officer = new Browser(school.Host.NewClient());
        var unknown = "/forms/" + new string('0', 48);
        var replaced = await school.MakeLinkAsync("olive", "terms");
        var used = await school.MakeLinkAsync("olive", "terms");
        await officer.SubmitAsync(used, used, Terms);
        await school.OpenAsync("olive", "police", Moves.Police);
        var over = await school.MakeLinkAsync("olive", "terms");
        school.Host.Clock.Advance(TimeSpan.FromHours(72));

        string[] paths = [unknown, replaced, used, over, "/forms/x", over.ToUpperInvariant().Replace("/FORMS", "/forms", StringComparison.Ordinal)];
        foreach (var path in paths)
        {
            var got = await officer.GetAsync(path);
            using var content = new FormUrlEncodedContent(Terms.Select(field => KeyValuePair.Create(field.Item1, field.Item2)).Append(new("f.rank", "Inspector")));
            using var response = await officer.Client.PostAsync(new Uri(path, UriKind.Relative), content);
            var posted = await Browser.Answer.OfAsync(response);
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (got.Status, posted.Status));
            Assert.Contains(Nowhere, got.Text, StringComparison.Ordinal);
            Assert.Equal((await officer.GetAsync(unknown)).Html, got.Html);
            Assert.Equal(got.Html, posted.Html);
            Assert.DoesNotContain("Oakfield", got.Html, StringComparison.Ordinal);
        }

        Assert.Equal("Sergeant", school.Records().Select(record => record.Fact).OfType<MatterStepTaken>().Single().Answers.Single(answer => answer.Field == "rank").Value);
    }

    [Fact]
    public async Task A_link_works_until_its_last_second_and_dies_with_its_case()
    {
        await using var school = await School.OpenAsync();
        var officer = new Browser(school.Host.NewClient());
        await school.OpenAsync("olive", "police", Moves.Police);
        var path = await school.MakeLinkAsync("olive", "terms");
        school.Host.Clock.Advance(TimeSpan.FromHours(72) - TimeSpan.FromSeconds(1));
        var late = await officer.GetAsync(path);

        await school.DoAsync("olive", "Close without a release", ("withdraw.why", "The officer found another recording."));
        var closed = await officer.GetAsync(path);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (late.Status, closed.Status));
    }

    [Fact]
    public async Task Sent_again_with_the_same_content_it_was_received_and_with_another_the_link_is_used()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        var path = await school.MakeLinkAsync("olive", "terms");
        var officer = new Browser(school.Host.NewClient());
        var form = await officer.GetAsync(path);

        var first = await officer.SubmitAsync(form, path, Terms);
        school.Host.Clock.Advance(TimeSpan.FromMinutes(10));
        var again = await officer.SubmitAsync(form, path, Terms);
        var other = await officer.SubmitAsync(form, path, [.. Terms, ("f.rank", "Inspector")]);

        Assert.Equal(first.Text, again.Text);
        Assert.Equal(HttpStatusCode.NotFound, other.Status);
        Assert.Equal("Sergeant", school.Records().Select(record => record.Fact).OfType<MatterStepTaken>().Single().Answers.Single(answer => answer.Field == "rank").Value);
    }

    [Fact]
    public async Task Of_several_who_send_at_once_one_wins_and_the_others_see_that_it_is_used()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        var path = await school.MakeLinkAsync("olive", "terms");
        var officer = new Browser(school.Host.NewClient());
        var form = await officer.GetAsync(path);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => officer.SubmitAsync(form, path, [.. Terms, ("f.rank", $"Sergeant {number}")])));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(answer => answer.Status == HttpStatusCode.NotFound));
        Assert.Single(school.Records(), record => record.Fact is MatterStepTaken);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_form_whose_write_failed_can_be_sent_again_and_counts_once(bool persisted)
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        var path = await school.MakeLinkAsync("olive", "terms");
        var officer = new Browser(school.Host.NewClient());
        var form = await officer.GetAsync(path);
        await school.SettleAsync();
        var before = school.Records().Count;
        var faults = StoreFaults.In(school);
        faults.Fail(persisted);

        var failed = await officer.SubmitAsync(form, path, Terms);
        Assert.True(faults.Spent);
        Assert.Equal(persisted ? before + 1 : before, school.Records().Count);
        var again = await officer.SubmitAsync(failed, path, Terms);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.Status);
        Assert.Contains("We do not know whether your form arrived.", failed.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"Sergeant\"", failed.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Contains("Your form was received", again.Text, StringComparison.Ordinal);
        Assert.Equal(before + 1, school.Records().Count);
    }

    [Fact]
    public async Task Only_who_may_take_the_step_makes_a_link_and_nobody_of_another_school()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        var card = await school.WithButtonAsync("olive", "Make a link for the officer");
        var sid = await school.WithButtonAsync("sid", "Preserve the footage");
        var button = Card.Button(card.Card!, "Make a link for the officer");
        var before = school.Records().Count;

        var foreign = await school.PressAsync("percy", card.Id, button);
        Assert.Equal(before, school.Records().Count);
        var refused = await school.PressAsync("sid", sid.Id, button);

        Assert.Contains("That case is not here.", foreign.Words, StringComparison.Ordinal);
        Assert.Contains("AL-11.3", refused.Words, StringComparison.Ordinal);
        Assert.Equal(("AL-11.3", "not-yours-to-do"), (school.Last<ActRefused>().Clause, school.Last<ActRefused>().Reason));
        Assert.DoesNotContain("Make a link for the officer", Card.Buttons(sid.Card));
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterLinkMade);
    }

    [Fact]
    public async Task A_step_that_only_staff_fill_in_gets_no_link()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        var card = await school.WithButtonAsync("olive", "Make a link for the officer");
        var button = Card.Button(card.Card!, "Make a link for the officer");
        button["data"]!["step"] = "preserve";
        var before = school.Records().Count;

        var shown = await school.PressAsync("olive", card.Id, button);

        Assert.Contains("Nothing was changed", shown.Words, StringComparison.Ordinal);
        Assert.Equal(before, school.Records().Count);
    }

    [Fact]
    public async Task The_case_page_makes_a_link_and_shows_it_to_its_maker_alone()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        var page = $"/matters/oakfield/M-{school.Records().Single(record => record.Fact is MatterOpened).Number}";
        var olive = new Browser(await school.Host.AsAsync("olive"));
        var harriet = new Browser(await school.Host.AsAsync("harriet"));
        var tess = new Browser(await school.Host.AsAsync("tess"));
        var opened = await olive.GetAsync(page);

        var made = await olive.SubmitAsync(opened, $"{page}/link");
        var pressedAgain = await olive.SubmitAsync(opened, $"{page}/link");
        var mine = await olive.GetAsync(page);
        var hers = await harriet.GetAsync(page);
        var crossSite = await olive.SubmitAsync(opened, $"{page}/link", ("__RequestVerificationToken", "x"));
        var closed = await tess.SubmitAsync(await tess.GetAsync("/"), "/sign-out");
        using var content = new FormUrlEncodedContent(opened.HiddenOf($"{page}/link"));
        using var anonymous = await school.Host.NewClient().PostAsync(new Uri($"{page}/link", UriKind.Relative), content);

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther, page), (made.Status, pressedAgain.Status, made.Location));
        Assert.Single(school.Records(), record => record.Fact is MatterLinkMade);
        var link = System.Text.RegularExpressions.Regex.Match(mine.Html, "/forms/([0-9a-f]{48})");
        Assert.True(link.Success);
        Assert.Contains("It works until Fri 27 Nov 2026, 14:05.", mine.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/forms/", hers.Html, StringComparison.Ordinal);
        Assert.Contains("not used yet", hers.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, crossSite.Status);
        Assert.NotEqual(HttpStatusCode.OK, anonymous.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await new Browser(school.Host.NewClient()).GetAsync(link.Value)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, closed.Status);

        // Of the token itself the store keeps nothing.
        var database = (Database)school.Host.Services.GetService(typeof(Database))!;
        Assert.Equal(0, database.Read(session => session.First("SELECT count(*) FROM done WHERE instr(key, $1) > 0", row => row.GetInt64(0), link.Groups[1].Value)));
        Assert.DoesNotContain(school.Records(), record => record.Fact!.ToString()!.Contains(link.Groups[1].Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_lives_through_a_restart_and_its_names_go_with_the_case()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        var path = await school.MakeLinkAsync("olive", "terms");
        await school.RestartAsync();
        var officer = new Browser(school.Host.NewClient());
        var form = await officer.GetAsync(path);
        await officer.SubmitAsync(form, path, Terms);
        await school.DoAsync("harriet", "Refuse", ("reason", "Give a shorter time."));
        var page = $"/matters/oakfield/M-{school.Records().Single(record => record.Fact is MatterOpened).Number}";
        var dpo = new Browser(await school.Host.AsAsync("dennis"));

        await dpo.SubmitAsync(page, $"{page}/erase", ("why", "The matter is long over."));
        var again = await officer.SubmitAsync(form, path, Terms);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (form.Status, again.Status));
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterStepTaken);
    }

    private static Leaf Leaf(School school, long number)
    {
        var database = (Database)school.Host.Services.GetService(typeof(Database))!;
        return database.Read(session => new LogReader(session, School.Oakfield).Record(number)!.Value.Leaf);
    }
}
