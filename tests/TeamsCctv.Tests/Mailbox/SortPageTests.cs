using System.Net;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Mailbox;

/// <summary>Whoever leads the mailbox reads a mail on its case's page and says what it is.</summary>
public sealed class SortPageTests
{
    [Fact]
    [Trait("clause", "AL-10.2")]
    public async Task The_page_shows_the_whole_mail_and_one_press_confirms_what_it_was_taken_for()
    {
        await using var school = await School.OpenAsync();
        var (olive, path) = await BeginAsync(school, "olive");

        var page = await olive.GetAsync(path);
        var confirmed = await olive.SubmitAsync(page, $"{path}/sort");

        Assert.Contains("Pat Parent, pat@example.org", page.Text, StringComparison.Ordinal);
        Assert.Contains("Subject access request for CCTV footage", page.Text, StringComparison.Ordinal);
        Assert.Contains("I make a subject access request for CCTV footage of my son Sam Parent", page.Text, StringComparison.Ordinal);
        Assert.Contains("Because", page.Text, StringComparison.Ordinal);
        Assert.Contains("Confirm: ", page.Text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.SeeOther, path), (confirmed.Status, confirmed.Location));
        var sorted = school.Last<MatterSorted>();
        Assert.Equal(("access-request", "olive"), (sorted.As.Matter, sorted.By.Person));
        Assert.Contains(sorted.As.Answers, answer => answer is { Field: "email", Value: "pat@example.org" });
        Assert.False((await olive.GetAsync(path)).HasForm($"{path}/sort"));
    }

    [Fact]
    public async Task A_text_that_the_record_has_cut_is_shown_whole()
    {
        await using var school = await School.OpenAsync();
        var mail = Post.Access.Replace("Dear school,", $"Dear school, {string.Concat(Enumerable.Repeat("it is a long story. ", 300))} Here it ends at last.", StringComparison.Ordinal);
        var id = await school.DropAsync(mail);
        var olive = new Browser(await school.Host.AsAsync("olive"));

        var page = await olive.GetAsync($"/matters/oakfield/{id}");

        Assert.DoesNotContain("Here it ends at last", school.Last<MailReceived>().Text, StringComparison.Ordinal);
        Assert.Contains("Here it ends at last", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_read_wrongly_is_corrected_in_the_form_that_the_mail_has_filled()
    {
        await using var school = await School.OpenAsync();
        var (olive, path) = await BeginAsync(school, "olive");
        var page = await olive.GetAsync(path);

        var answer = await olive.SubmitAsync(page, $"{path}/sort",
            ("typed", "true"), ("f.applicant", "Patricia Parent"), ("f.how", "mail"), ("f.received", "2026-11-20"), ("f.details", "The gate.\r\nAt noon."), ("f.camera", "main-gate"));

        Assert.Contains("id=\"sort-access-request-applicant\" name=\"f.applicant\" type=\"text\" value=\"Pat Parent\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("name=\"f.received\" type=\"date\" value=\"2026-11-24\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"main-gate\" selected", page.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        var answers = school.Last<MatterSorted>().As.Answers.ToDictionary(one => one.Field, one => one.Value);
        Assert.Equal(("Patricia Parent", "2026-11-20", "The gate.\nAt noon.", "main-gate"), (answers["applicant"], answers["received"], answers["details"], answers["camera"]));
    }

    [Fact]
    public async Task It_is_something_else_is_chosen_and_its_form_comes_filled_from_the_mail()
    {
        await using var school = await School.OpenAsync();
        var (olive, path) = await BeginAsync(school, "olive");

        var page = await olive.GetAsync($"{path}?as=complaint");
        var answer = await olive.SubmitAsync(page, $"{path}/sort", ("as", "complaint"));

        Assert.Contains("id=\"sort-complaint-applicant\" name=\"f.applicant\" type=\"text\" value=\"Pat Parent\"", page.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Equal("complaint", school.Last<MatterSorted>().As.Matter);
    }

    [Fact]
    public async Task A_kind_that_the_mail_alone_cannot_fill_comes_back_with_what_is_missing_at_its_fields()
    {
        await using var school = await School.OpenAsync();
        var (olive, path) = await BeginAsync(school, "olive");
        var before = school.Records().Count;

        var answer = await olive.SubmitAsync(path, $"{path}/sort", ("as", "police"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("href=\"#sort-police-collar\"", answer.Html, StringComparison.Ordinal);
        Assert.Contains("id=\"sort-police-collar-error\"", answer.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"main-gate\" selected", answer.Html, StringComparison.Ordinal);
        Assert.Equal(before, school.Records().Count);
    }

    [Fact]
    public async Task It_needs_no_case_is_said_with_a_reason()
    {
        await using var school = await School.OpenAsync();
        var (olive, path) = await BeginAsync(school, "olive");

        var without = await olive.SubmitAsync(path, $"{path}/dismiss", ("reason", " "));
        var closed = await olive.SubmitAsync(path, $"{path}/dismiss", ("reason", "They had it already."));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.Status);
        Assert.Contains("id=\"dismiss-reason-error\"", without.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, closed.Status);
        Assert.Equal("They had it already.", school.Last<MatterDismissed>().Reason);
    }

    [Fact]
    public async Task Who_does_not_lead_the_mailbox_is_shown_no_form_and_refused_on_the_record()
    {
        await using var school = await School.OpenAsync();
        var (olive, path) = await BeginAsync(school, "olive");
        var hers = await olive.GetAsync(path);
        var cyril = new Browser(await school.Host.AsAsync("cyril"));
        var his = await cyril.GetAsync(path);
        var token = ("__RequestVerificationToken", his.HiddenOf("/sign-out")["__RequestVerificationToken"]);

        var sorted = await cyril.SubmitAsync(hers, $"{path}/sort", token);
        var dismissed = await cyril.SubmitAsync(hers, $"{path}/dismiss", ("reason", "No."), token);

        Assert.Contains("I make a subject access request", his.Text, StringComparison.Ordinal);
        Assert.False(his.HasForm($"{path}/sort"));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (sorted.Status, dismissed.Status));
        Assert.Equal(2, school.Records().Count(record => record.Fact is ActRefused { Reason: "not-yours-to-sort", Clause: "AL-10.2" }));
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterSorted or MatterDismissed);
    }

    [Fact]
    public async Task Who_may_not_read_the_case_gets_nothing_of_the_mail()
    {
        await using var school = await School.OpenAsync();
        var (olive, path) = await BeginAsync(school, "olive");
        var hers = await olive.GetAsync(path);
        var before = school.Records().Count;

        foreach (var who in new[] { "tess", "percy" })
        {
            var browser = new Browser(await school.Host.AsAsync(who));
            var token = ("__RequestVerificationToken", (await browser.GetAsync("/")).HiddenOf("/sign-out")["__RequestVerificationToken"]);
            foreach (var answer in new[] { await browser.GetAsync(path), await browser.SubmitAsync(hers, $"{path}/sort", token), await browser.SubmitAsync(hers, $"{path}/dismiss", ("reason", "No."), token) })
            {
                Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
                Assert.DoesNotContain("Pat Parent", answer.Html, StringComparison.Ordinal);
            }
        }

        Assert.Equal(before, school.Records().Count);
    }

    [Fact]
    public async Task Of_two_who_say_what_it_is_the_second_is_told_that_it_has_moved_on()
    {
        await using var school = await School.OpenAsync();
        var (olive, path) = await BeginAsync(school, "olive");
        var harriet = new Browser(await school.Host.AsAsync("harriet"));
        var hers = await harriet.GetAsync(path);

        await olive.SubmitAsync(path, $"{path}/sort");
        var late = await harriet.SubmitAsync(hers, $"{path}/sort");

        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Single(school.Records(), record => record.Fact is MatterSorted);
    }

    [Theory]
    [InlineData("key", "mine")]
    [InlineData("as", "no-such-kind")]
    [InlineData("__RequestVerificationToken", "")]
    public async Task A_form_that_no_page_of_ours_made_changes_nothing(string field, string value)
    {
        await using var school = await School.OpenAsync();
        var (olive, path) = await BeginAsync(school, "olive");
        var before = school.Records().Count;

        var answer = await olive.SubmitAsync(path, $"{path}/sort", (field, value));

        Assert.True(answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound);
        Assert.Equal(before, school.Records().Count);
    }

    [Theory]
    [InlineData("sort", false)]
    [InlineData("sort", true)]
    [InlineData("dismiss", false)]
    [InlineData("dismiss", true)]
    public async Task An_act_whose_write_failed_takes_effect_once_when_sent_again(string act, bool persisted)
    {
        await using var school = await School.OpenAsync();
        foreach (var who in new[] { "olive", "harriet", "cyril" })
            await school.SayAsync(who, "help");
        var (olive, path) = await BeginAsync(school, "olive");
        var page = await olive.GetAsync(path);
        var before = school.Records().Count;
        var faults = StoreFaults.In(school);
        faults.Fail(persisted);

        var failed = await olive.SubmitAsync(page, $"{path}/{act}", ("reason", "They had it already."));
        Assert.True(faults.Spent);
        Assert.Equal(HttpStatusCode.InternalServerError, failed.Status);
        Assert.Equal(persisted, school.Records().Count > before);
        var again = await olive.SubmitAsync(page, $"{path}/{act}", ("reason", "They had it already."));
        await school.SettleAsync();

        Assert.Equal(HttpStatusCode.SeeOther, again.Status);
        Assert.Single(school.Records().Skip(before), record => record.Fact is MatterSorted or MatterDismissed);
    }

    private static async Task<(Browser Browser, string Path)> BeginAsync(School school, string who)
    {
        var id = await school.DropAsync(Post.Access);
        return (new(await school.Host.AsAsync(who)), $"/matters/oakfield/{id}");
    }
}
