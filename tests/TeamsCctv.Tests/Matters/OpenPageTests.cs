using System.Net;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Matters;

/// <summary>What was said at the door or came by post is opened on a page, with the day on which it came.</summary>
public sealed class OpenPageTests
{
    private static readonly (string, string)[] Verbal =
        [("f.applicant", "Pat Parent"), ("f.how", "verbal"), ("f.received", "2026-11-10"), ("f.details", "The gate on 9 November.")];

    [Fact]
    [Trait("clause", "CG-7s")]
    public async Task A_request_made_by_word_of_mouth_is_typed_in_and_its_month_runs_from_the_day_it_was_made()
    {
        await using var school = await School.OpenAsync("CG");
        var manager = new Browser(await school.Host.AsAsync("business-manager"));

        Assert.Contains("href=\"/matters/new\"", (await manager.GetAsync("/")).Html, StringComparison.Ordinal);
        Assert.Contains("href=\"/matters/new\"", (await manager.GetAsync("/matters")).Html, StringComparison.Ordinal);
        var begun = await manager.SubmitAsync("/matters/new", "/matters/new?school=oakfield", ("kind", "access-request"));
        var opened = await manager.SubmitAsync(begun.Location!, "/matters/new/access-request?school=oakfield", Verbal);

        var page = await manager.GetAsync(opened.Location!);
        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther), (begun.Status, opened.Status));
        Assert.Equal("business-manager", school.Last<MatterOpened>().By.Person);
        Assert.Contains("Thu 10 Dec 2026", page.Text, StringComparison.Ordinal);
        Assert.Equal("2026-12-10", school.Last<MatterClockSet>().Due);
    }

    [Fact]
    public async Task What_is_missing_is_said_at_its_field_and_nothing_is_opened()
    {
        await using var school = await School.OpenAsync("CG");
        var manager = new Browser(await school.Host.AsAsync("business-manager"));
        var before = school.Records().Count;

        var answer = await manager.SubmitAsync("/matters/new/access-request", "/matters/new/access-request?school=oakfield", ("f.applicant", "Pat Parent"), ("f.received", "2026-11-30"));
        var none = await manager.SubmitAsync("/matters/new", "/matters/new?school=oakfield", ("kind", ""));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (answer.Status, none.Status));
        Assert.Contains("href=\"#open-access-request-details\"", answer.Html, StringComparison.Ordinal);
        Assert.Contains("id=\"open-access-request-received-error\"", answer.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"Pat Parent\"", answer.Html, StringComparison.Ordinal);
        Assert.Contains("id=\"kind-error\"", none.Html, StringComparison.Ordinal);
        Assert.Equal(before, school.Records().Count);
    }

    [Fact]
    public async Task A_form_sent_twice_opens_one_case()
    {
        await using var school = await School.OpenAsync("CG");
        var manager = new Browser(await school.Host.AsAsync("business-manager"));
        var form = await manager.GetAsync("/matters/new/access-request");

        var first = await manager.SubmitAsync(form, "/matters/new/access-request?school=oakfield", Verbal);
        var again = await manager.SubmitAsync(form, "/matters/new/access-request?school=oakfield", Verbal);

        Assert.Equal(first.Location, again.Location);
        Assert.Single(school.Records(), record => record.Fact is MatterOpened);
    }

    [Fact]
    public async Task Whom_the_policy_does_not_let_open_it_is_refused_with_the_clause_and_on_the_record_as_in_chat()
    {
        await using var school = await School.OpenAsync();
        var tess = new Browser(await school.Host.AsAsync("tess"));
        var olive = new Browser(await school.Host.AsAsync("olive"));
        var token = ("__RequestVerificationToken", (await tess.GetAsync("/")).HiddenOf("/sign-out")["__RequestVerificationToken"]);
        var looked = await tess.GetAsync("/matters/new/police");
        var before = school.Records().Count;
        var hers = await olive.GetAsync("/matters/new");

        var begun = await tess.SubmitAsync(hers, "/matters/new?school=oakfield", ("kind", "police"), token);
        var sent = await tess.SubmitAsync(await olive.GetAsync("/matters/new/police"), "/matters/new/police?school=oakfield", token);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (looked.Status, begun.Status, sent.Status));
        Assert.Contains("AL-11", begun.Text, StringComparison.Ordinal);
        Assert.Equal(before + 2, school.Records().Count);
        Assert.All(school.Records().Skip(before), record => Assert.Equal("not-yours-to-ask", Assert.IsType<ActRefused>(record.Fact).Reason));
    }

    [Fact]
    public async Task A_kind_that_the_policy_forbids_is_refused_by_its_clause_on_the_record()
    {
        await using var school = await School.OpenAsync("ME");
        var head = new Browser(await school.Host.AsAsync("headteacher"));
        var forbidden = TeamsCctv.Storage.PolicyFiles.Load(Staffed.Profiles)["ME"].Matters!.First(kind => kind.Forbidden is not null);

        var answer = await head.SubmitAsync("/matters/new", "/matters/new?school=oakfield", ("kind", forbidden.Id));

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains(forbidden.Forbidden!, answer.Text, StringComparison.Ordinal);
        Assert.Equal(("forbidden", forbidden.Clause), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause));
    }

    [Theory]
    [InlineData("key", "mine")]
    [InlineData("__RequestVerificationToken", "")]
    public async Task A_form_that_no_page_of_ours_made_opens_nothing(string field, string value)
    {
        await using var school = await School.OpenAsync("CG");
        var manager = new Browser(await school.Host.AsAsync("business-manager"));
        var before = school.Records().Count;

        var answer = await manager.SubmitAsync("/matters/new/access-request", "/matters/new/access-request?school=oakfield", [.. Verbal, (field, value)]);
        var unknown = await manager.GetAsync("/matters/new/no-such-kind");

        Assert.True(answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        Assert.Equal(before, school.Records().Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_case_whose_write_failed_is_opened_once(bool persisted)
    {
        await using var school = await School.OpenAsync("CG");
        var manager = new Browser(await school.Host.AsAsync("business-manager"));
        var form = await manager.GetAsync("/matters/new/access-request");
        await school.SettleAsync();
        var faults = StoreFaults.In(school);
        faults.Fail(persisted);

        var failed = await manager.SubmitAsync(form, "/matters/new/access-request?school=oakfield", Verbal);
        Assert.True(faults.Spent);
        Assert.Equal(HttpStatusCode.InternalServerError, failed.Status);
        Assert.Equal(persisted, school.Records().Any(record => record.Fact is MatterOpened));
        var again = await manager.SubmitAsync(form, "/matters/new/access-request?school=oakfield", Verbal);

        Assert.Equal(HttpStatusCode.SeeOther, again.Status);
        Assert.Single(school.Records(), record => record.Fact is MatterOpened);
    }
}
