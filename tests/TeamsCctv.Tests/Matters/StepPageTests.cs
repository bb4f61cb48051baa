using System.Net;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Matters;

/// <summary>Every step has its form on the case's page, with the policy's drafts in it.</summary>
public sealed class StepPageTests
{
    [Fact]
    [Trait("clause", "CG-7s")]
    public async Task What_is_missing_is_asked_for_with_the_draft_that_the_policy_has_ready()
    {
        await using var school = await School.OpenAsync("CG");
        var (manager, path) = await OpenAsync(school);

        var page = await manager.GetAsync(path);
        var letter = WebUtility.HtmlDecode(page.Html.Split("id=\"step-ask-text\"")[1].Split('>')[1].Split("</textarea")[0]);
        var answer = await manager.SubmitAsync(page, $"{path}/steps/ask",
            ("f.what.footage", "true"), ("f.mail-to", "pat@example.org"), ("f.subject", "Your request"), ("f.text", letter.ReplaceLineEndings("\r\n")));

        Assert.StartsWith("Dear Pat Parent", letter, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.SeeOther, path), (answer.Status, answer.Location));
        var taken = school.Last<MatterStepTaken>();
        Assert.Equal(("ask", "pat@example.org"), (taken.Step, taken.Mail!.To));
        Assert.StartsWith("Dear Pat Parent", taken.Mail.Text, StringComparison.Ordinal);
        Assert.Contains("- the day and the time", taken.Mail.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch("…|[{}]", taken.Mail.Text);
        Assert.Contains("<details id=\"step-ask\">", page.Html, StringComparison.Ordinal);
        Assert.Contains("<details id=\"step-refuse\" open", (await manager.GetAsync($"{path}?step=refuse")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_said_at_its_field_with_its_form_open_and_nothing_is_recorded()
    {
        await using var school = await School.OpenAsync("CG");
        var (manager, path) = await OpenAsync(school);
        var before = school.Records().Count;

        var missing = await manager.SubmitAsync(path, $"{path}/steps/refuse", ("f.why", "It was asked for before."), ("f.mail-to", "not an address"));
        var unknown = await manager.SubmitAsync(await manager.GetAsync(path), $"{path}/steps/ask", ("f.what.footage", "true"), ("f.mail-to", "pat@example.org\nBcc: all@example.org"), ("f.subject", "Hello"), ("f.text", "Hello"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (missing.Status, unknown.Status));
        Assert.Contains("<details id=\"step-refuse\" open", missing.Html, StringComparison.Ordinal);
        Assert.Contains("href=\"#step-refuse-ground\"", missing.Html, StringComparison.Ordinal);
        Assert.Contains(">It was asked for before.</textarea>", missing.Html, StringComparison.Ordinal);
        Assert.Contains("id=\"step-ask-mail-to-error\"", unknown.Html, StringComparison.Ordinal);
        Assert.Equal(before, school.Records().Count);
    }

    [Fact]
    public async Task A_letter_of_four_thousand_letters_of_any_script_is_taken_and_a_longer_one_is_not()
    {
        await using var school = await School.OpenAsync("CG");
        var (manager, path) = await OpenAsync(school);

        var longest = await AskAsync(new string('监', 3990) + "\r\n\r\n" + "\r\n\r\n" + "\r\n\r\n" + "end.");
        var longer = await AskAsync(new string('a', 4001));

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.UnprocessableEntity), (longest.Status, longer.Status));
        Assert.Equal(4000, school.Last<MatterStepTaken>().Mail!.Text.Length);
        await school.SettleAsync();
        var card = (await school.WithButtonAsync("business-manager", "More on the page")).Card!;
        Assert.Contains("(the rest is on the page)", Card.Words(card), StringComparison.Ordinal);

        async Task<Browser.Answer> AskAsync(string text) => await manager.SubmitAsync(
            await manager.GetAsync(path), $"{path}/steps/ask", ("f.what.footage", "true"), ("f.mail-to", "pat@example.org"), ("f.subject", "Your request"), ("f.text", text));
    }

    [Fact]
    public async Task Who_may_not_take_a_step_is_shown_no_form_and_refused_on_the_record_and_who_may_not_read_the_case_gets_nothing()
    {
        await using var school = await School.OpenAsync("CG");
        var (manager, path) = await OpenAsync(school);
        var hers = await manager.GetAsync(path);
        var caretaker = new Browser(await school.Host.AsAsync("caretaker"));
        var employee = new Browser(await school.Host.AsAsync("employee"));
        var his = await caretaker.GetAsync(path);

        var refused = await SendAsync(caretaker);
        var before = school.Records().Count;
        var closed = await SendAsync(employee);

        Assert.False(his.HasForm($"{path}/steps/withdrawn"));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (refused.Status, closed.Status));
        Assert.Equal("not-yours-to-do", school.Last<ActRefused>().Reason);
        Assert.Equal(before, school.Records().Count);
        Assert.DoesNotContain("Pat Parent", closed.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterStepTaken);

        async Task<Browser.Answer> SendAsync(Browser browser) => await browser.SubmitAsync(
            hers, $"{path}/steps/withdrawn", ("f.why", "They said so."), ("__RequestVerificationToken", (await browser.GetAsync("/")).HiddenOf("/sign-out")["__RequestVerificationToken"]));
    }

    [Fact]
    public async Task A_step_that_is_over_is_told_so_and_one_that_is_unknown_is_not_found()
    {
        await using var school = await School.OpenAsync("CG");
        var (manager, path) = await OpenAsync(school);
        var page = await manager.GetAsync(path);

        var closed = await manager.SubmitAsync(page, $"{path}/steps/withdrawn", ("f.why", "They said so."));
        var late = await manager.SubmitAsync(page, $"{path}/steps/refuse", ("f.why", "Late."));
        var unknown = await manager.SubmitAsync(page with { Html = page.Html.Replace("/steps/ask", "/steps/none", StringComparison.Ordinal) }, $"{path}/steps/none");

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.Conflict, HttpStatusCode.NotFound), (closed.Status, late.Status, unknown.Status));
        Assert.Single(school.Records(), record => record.Fact is MatterStepTaken);
    }

    [Theory]
    [InlineData("key", "mine")]
    [InlineData("__RequestVerificationToken", "")]
    public async Task A_form_that_no_page_of_ours_made_changes_nothing(string field, string value)
    {
        await using var school = await School.OpenAsync("CG");
        var (manager, path) = await OpenAsync(school);
        var before = school.Records().Count;

        var answer = await manager.SubmitAsync(path, $"{path}/steps/withdrawn", ("f.why", "They said so."), (field, value));

        Assert.True(answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound);
        Assert.Equal(before, school.Records().Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_step_whose_write_failed_is_taken_once_when_sent_again(bool persisted)
    {
        await using var school = await School.OpenAsync("CG");
        foreach (var who in new[] { "business-manager", "headteacher", "caretaker" })
            await school.SayAsync(who, "help");
        var (manager, path) = await OpenAsync(school);
        var page = await manager.GetAsync(path);
        var faults = StoreFaults.In(school);
        faults.Fail(persisted);

        var failed = await SendAsync();
        Assert.True(faults.Spent);
        Assert.Equal(HttpStatusCode.InternalServerError, failed.Status);
        Assert.Equal(persisted, school.Records().Any(record => record.Fact is MatterStepTaken));
        var again = await SendAsync();

        Assert.Equal(HttpStatusCode.SeeOther, again.Status);
        Assert.Single(school.Records(), record => record.Fact is MatterStepTaken);

        Task<Browser.Answer> SendAsync() => manager.SubmitAsync(page, $"{path}/steps/withdrawn", ("f.why", "They said so."));
    }

    /// <summary>A request that says nothing of when and where, typed in by the School Business Manager.</summary>
    private static async Task<(Browser Browser, string Path)> OpenAsync(School school)
    {
        var manager = new Browser(await school.Host.AsAsync("business-manager"));
        var opened = await manager.SubmitAsync("/matters/new/access-request", "/matters/new/access-request?school=oakfield",
            ("f.applicant", "Pat Parent"), ("f.email", "pat@example.org"), ("f.how", "verbal"), ("f.received", "2026-11-10"), ("f.details", "Footage of my son."));
        await school.SettleAsync();
        return (manager, opened.Location!);
    }
}
