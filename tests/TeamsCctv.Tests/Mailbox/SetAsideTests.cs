using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Features.Mailbox;
using TeamsCctv.Records;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Mailbox;

/// <summary>What machines write is set aside: seen, made a case where that was wrong, and gone after thirty days.</summary>
public sealed class SetAsideTests
{
    [Fact]
    public async Task It_is_listed_with_why_and_its_original_for_leads_and_readers_of_the_log()
    {
        await using var school = await School.OpenAsync();
        var id = await school.DropAsync(Post.OutOfOffice);

        foreach (var (who, leads) in new[] { ("olive", true), ("harriet", true), ("dennis", false) })
        {
            var browser = new Browser(await school.Host.AsAsync(who));
            var page = await browser.GetAsync("/mail?school=oakfield");
            using var original = await browser.Client.GetAsync(new Uri($"/mail/oakfield/{id}/{Post.Sha256(Post.OutOfOffice)}", UriKind.Relative));

            Assert.StartsWith("L-", id, StringComparison.Ordinal);
            Assert.Contains("Automatic reply: your letter", page.Text, StringComparison.Ordinal);
            Assert.Contains("A machine answered by itself", page.Text, StringComparison.Ordinal);
            Assert.Contains("I am away until Monday.", page.Text, StringComparison.Ordinal);
            Assert.Equal(leads, page.HasForm($"/mail/oakfield/{id}/case"));
            Assert.Equal(("message/rfc822", "attachment"), (original.Content.Headers.ContentType!.MediaType, original.Content.Headers.ContentDisposition!.DispositionType));
            Assert.Contains(">Mail set aside</a>", (await browser.GetAsync("/?school=oakfield")).Html, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "mail")]
    [InlineData("complaint", "complaint")]
    public async Task It_becomes_a_case_with_all_that_came_with_it_and_on_the_record_by_whom(string chosen, string kind)
    {
        await using var school = await School.OpenAsync();
        var letter = await school.DropAsync(Post.OutOfOffice);
        var olive = new Browser(await school.Host.AsAsync("olive"));

        var answer = await olive.SubmitAsync("/mail", $"/mail/oakfield/{letter}/case", ("as", chosen));
        await school.SettleAsync();

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        var page = await olive.GetAsync(answer.Location!);
        using var original = await olive.Client.GetAsync(new Uri($"{answer.Location}/documents/{Post.Sha256(Post.OutOfOffice)}", UriKind.Relative));
        var opened = school.Last<MatterOpened>();
        Assert.Equal((kind, MailCases.Position), (opened.Matter, opened.By.Position));
        Assert.Equal("ola@example.org", school.Last<MailReceived>().Address);
        Assert.Contains("Olive Example, School Business Manager, made it a case", page.Text, StringComparison.Ordinal);
        Assert.Contains("I am away until Monday.", page.Text, StringComparison.Ordinal);
        Assert.True(page.HasForm($"{answer.Location}/sort"));
        Assert.Equal(HttpStatusCode.OK, original.StatusCode);
        var log = school.Host.Services.GetRequiredService<Database>();
        var leaf = log.Read(session => new LogReader(session, "oakfield").Record(school.Records().Single(record => record.Fact is MatterOpened).Number))!.Value.Leaf;
        Assert.Equal("access-request-lead", Assert.IsType<PersonActor>(leaf.Actor).Position);
        Assert.Equal($"It became the case {answer.Location!.Split('/')[^1]}.", school.Last<BodiesErased>().Why);
        Assert.DoesNotContain("Automatic reply", (await olive.GetAsync("/mail")).Text, StringComparison.Ordinal);
        Assert.Contains(school.Inbox("olive"), message => message.Card is { } card && Card.Buttons(card).Any(button => button.StartsWith("Confirm: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_reply_to_it_joins_the_case_that_was_made_of_it()
    {
        await using var school = await School.OpenAsync();
        var letter = await school.DropAsync(Post.OutOfOffice);
        var olive = new Browser(await school.Host.AsAsync("olive"));
        var made = (await olive.SubmitAsync("/mail", $"/mail/oakfield/{letter}/case")).Location!.Split('/')[^1];

        var joined = await school.DropAsync(Post.Access.Replace("pat@example.org", "ola@example.org", StringComparison.Ordinal).Replace("Message-ID:", "In-Reply-To: <away-1@example.org>\nMessage-ID:", StringComparison.Ordinal));

        Assert.Equal(made, joined);
    }

    [Fact]
    public async Task Pressing_twice_opens_one_case_whoever_presses()
    {
        await using var school = await School.OpenAsync();
        var letter = await school.DropAsync(Post.OutOfOffice);
        var olive = new Browser(await school.Host.AsAsync("olive"));
        var harriet = new Browser(await school.Host.AsAsync("harriet"));
        var (hers, theirs) = (await olive.GetAsync("/mail"), await harriet.GetAsync("/mail"));

        var first = await olive.SubmitAsync(hers, $"/mail/oakfield/{letter}/case");
        var again = await olive.SubmitAsync(hers, $"/mail/oakfield/{letter}/case");
        var other = await harriet.SubmitAsync(theirs, $"/mail/oakfield/{letter}/case", ("as", "complaint"));

        Assert.Equal((HttpStatusCode.SeeOther, first.Location, first.Location), (first.Status, again.Location, other.Location));
        Assert.Single(school.Records(), record => record.Fact is MatterOpened);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_case_whose_write_failed_is_opened_once(bool persisted)
    {
        await using var school = await School.OpenAsync();
        var letter = await school.DropAsync(Post.OutOfOffice);
        foreach (var who in new[] { "olive", "harriet" })
            await school.SayAsync(who, "help");
        var olive = new Browser(await school.Host.AsAsync("olive"));
        var page = await olive.GetAsync("/mail");
        await school.SettleAsync();
        var faults = StoreFaults.In(school);
        faults.Fail(persisted);

        var failed = await olive.SubmitAsync(page, $"/mail/oakfield/{letter}/case");
        Assert.True(faults.Spent);
        Assert.Equal(HttpStatusCode.InternalServerError, failed.Status);
        Assert.Equal(persisted, school.Records().Any(record => record.Fact is MatterOpened));
        var again = await olive.SubmitAsync(page, $"/mail/oakfield/{letter}/case");

        Assert.Equal(HttpStatusCode.SeeOther, again.Status);
        Assert.Single(school.Records(), record => record.Fact is MatterOpened);
        Assert.Equal(2L, Kept(school, again.Location!.Split('/')[^1]) + school.Records().Count(record => record.Fact is BodiesErased));
    }

    [Fact]
    public async Task Whoever_does_not_lead_the_mailbox_makes_no_case_of_it()
    {
        await using var school = await School.OpenAsync();
        var letter = await school.DropAsync(Post.OutOfOffice);
        var hers = await new Browser(await school.Host.AsAsync("olive")).GetAsync("/mail");
        var dennis = new Browser(await school.Host.AsAsync("dennis"));
        var token = ("__RequestVerificationToken", (await dennis.GetAsync("/")).HiddenOf("/sign-out")["__RequestVerificationToken"]);

        var answer = await dennis.SubmitAsync(hers, $"/mail/oakfield/{letter}/case", token);

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal("not-yours-to-sort", school.Last<ActRefused>().Reason);
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterOpened);
        Assert.Contains("I am away until Monday.", (await dennis.GetAsync("/mail?school=oakfield")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tess", "/mail")]
    [InlineData("sid", "/mail")]
    [InlineData("percy", "/mail?school=oakfield")]
    public async Task Nobody_else_reads_it_or_makes_a_case_of_it(string who, string page)
    {
        await using var school = await School.OpenAsync();
        var letter = await school.DropAsync(Post.OutOfOffice);
        var hers = await new Browser(await school.Host.AsAsync("olive")).GetAsync("/mail");
        var before = school.Records().Count;
        var browser = new Browser(await school.Host.AsAsync(who));
        var token = ("__RequestVerificationToken", (await browser.GetAsync("/")).HiddenOf("/sign-out")["__RequestVerificationToken"]);

        foreach (var answer in new[]
        {
            await browser.GetAsync(page), await browser.GetAsync($"/mail/oakfield/{letter}/{Post.Sha256(Post.OutOfOffice)}"),
            await browser.SubmitAsync(hers, $"/mail/oakfield/{letter}/case", token),
        })
        {
            Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
            Assert.DoesNotContain("ola@example.org", answer.Html, StringComparison.Ordinal);
        }

        Assert.Equal(before, school.Records().Count);
    }

    [Theory]
    [InlineData("L-999", "", HttpStatusCode.NotFound)]
    [InlineData("M-1", "", HttpStatusCode.NotFound)]
    [InlineData("", "no-such-kind", HttpStatusCode.UnprocessableEntity)]
    public async Task What_is_no_such_mail_or_kind_changes_nothing(string letter, string chosen, HttpStatusCode status)
    {
        await using var school = await School.OpenAsync();
        var there = await school.DropAsync(Post.OutOfOffice);
        var olive = new Browser(await school.Host.AsAsync("olive"));
        var before = school.Records().Count;
        var page = await olive.GetAsync("/mail");
        var action = $"/mail/oakfield/{there}/case";
        var posed = letter.Length == 0 ? page : page with { Html = page.Html.Replace(action, $"/mail/oakfield/{letter}/case", StringComparison.Ordinal) };

        var answer = await olive.SubmitAsync(posed, letter.Length == 0 ? action : $"/mail/oakfield/{letter}/case", ("as", chosen));

        Assert.Equal(status, answer.Status);
        Assert.Equal(before, school.Records().Count);
    }

    [Fact]
    public async Task Thirty_days_after_it_came_and_looked_at_it_is_gone_from_the_list_the_record_and_the_documents_and_the_log_still_says_why()
    {
        await using var school = await School.OpenAsync();
        var letter = await school.DropAsync(Post.OutOfOffice);
        await school.DropAsync(Post.Access);
        await LookThroughAsync(school);
        var rounds = school.Host.Services.GetRequiredService<LetterRounds>();
        await rounds.StopAsync(CancellationToken.None);

        school.Host.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(5));
        var early = await rounds.EraseAsync();
        school.Host.Clock.Advance(TimeSpan.FromMinutes(5));
        var gone = await rounds.EraseAsync();
        var twice = await rounds.EraseAsync();

        Assert.Equal((0, 1, 0), (early, gone, twice));
        var erased = school.Last<BodiesErased>();
        Assert.Equal(("AL-10.2", "It had been set aside for 30 days or more, and was looked at."), (erased.Clause, erased.Why));
        Assert.Equal(0, Kept(school, letter));
        Assert.Single(school.Records(), record => record.Fact is MailReceived);
        var olive = new Browser(await school.Host.AsAsync("olive"));
        Assert.Contains("Nothing is set aside.", (await olive.GetAsync("/mail")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await olive.GetAsync($"/mail/oakfield/{letter}/{Post.Sha256(Post.OutOfOffice)}")).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_erasure_whose_write_failed_is_made_once(bool persisted)
    {
        await using var school = await School.OpenAsync();
        await school.DropAsync(Post.OutOfOffice);
        await LookThroughAsync(school);
        var rounds = school.Host.Services.GetRequiredService<LetterRounds>();
        await rounds.StopAsync(CancellationToken.None);
        school.Host.Clock.Advance(TimeSpan.FromDays(31));
        await school.SettleAsync();
        var faults = StoreFaults.In(school);
        faults.Fail(persisted);

        await Assert.ThrowsAsync<StoreFailedException>(rounds.EraseAsync);
        Assert.True(faults.Spent);
        await rounds.EraseAsync();

        Assert.Single(school.Records(), record => record.Fact is BodiesErased);
    }

    [Fact]
    public async Task Nothing_goes_that_nobody_has_looked_at_and_the_week_s_card_counts_it()
    {
        await using var school = await School.OpenAsync();
        var letter = await school.DropAsync(Post.OutOfOffice);
        var rounds = school.Host.Services.GetRequiredService<LetterRounds>();
        await rounds.StopAsync(CancellationToken.None);
        school.Host.Clock.Advance(TimeSpan.FromDays(60));
        var unseen = await rounds.EraseAsync();
        await school.Host.Services.GetRequiredService<Features.Digest.DigestRounds>().RoundAsync(CancellationToken.None);
        await school.SettleAsync();
        var week = school.Inbox("harriet").Last(message => message.Card is { } card && Card.Words(card).Contains("CCTV this week", StringComparison.Ordinal));
        var came = await school.DropAsync(Post.OutOfOffice.Replace("away-1", "away-2", StringComparison.Ordinal));

        await LookThroughAsync(school);
        var seen = await rounds.EraseAsync();

        Assert.Equal((0, 1), (unseen, seen));
        Assert.Contains("Mails set aside that nobody has looked at (1)", Card.Words(week.Card), StringComparison.Ordinal);
        Assert.Equal((0, 1), (Kept(school, letter), Kept(school, came)));
    }

    [Fact]
    public async Task Looking_through_is_on_the_record_of_each_mail_once_and_means_nothing_that_came_since()
    {
        await using var school = await School.OpenAsync();
        foreach (var number in new[] { 1, 2 })
            await school.DropAsync(Post.OutOfOffice.Replace("away-1", $"away-{number}", StringComparison.Ordinal));
        var olive = new Browser(await school.Host.AsAsync("olive"));
        var page = await olive.GetAsync("/mail");
        await school.DropAsync(Post.OutOfOffice.Replace("away-1", "away-3", StringComparison.Ordinal));

        var first = await olive.SubmitAsync(page, "/mail/oakfield/looked-through");
        var again = await olive.SubmitAsync(page, "/mail/oakfield/looked-through");

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther), (first.Status, again.Status));
        Assert.Equal(2, school.Records().Count(record => record.Fact is MailLookedThrough));
        Assert.All(school.Records().Select(record => record.Fact).OfType<MailLookedThrough>(), looked => Assert.Equal("access-request-lead", looked.By.Position));
        var text = (await olive.GetAsync("/mail")).Text;
        Assert.Equal((2, 1), (Times(text, "Olive Example, School Business Manager, looked at it on"), Times(text, "Nobody has looked at it yet.")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_look_whose_write_failed_is_on_the_record_once(bool persisted)
    {
        await using var school = await School.OpenAsync();
        await school.DropAsync(Post.OutOfOffice);
        var olive = new Browser(await school.Host.AsAsync("olive"));
        var page = await olive.GetAsync("/mail");
        await school.SettleAsync();
        var faults = StoreFaults.In(school);
        faults.Fail(persisted);

        var failed = await olive.SubmitAsync(page, "/mail/oakfield/looked-through");
        var again = await olive.SubmitAsync(page, "/mail/oakfield/looked-through");

        Assert.True(faults.Spent);
        Assert.Equal((HttpStatusCode.InternalServerError, HttpStatusCode.SeeOther), (failed.Status, again.Status));
        Assert.Single(school.Records(), record => record.Fact is MailLookedThrough);
    }

    [Fact]
    public async Task Whoever_does_not_lead_the_mailbox_reads_it_and_has_not_looked_through_it()
    {
        await using var school = await School.OpenAsync();
        await school.DropAsync(Post.OutOfOffice);
        var hers = await new Browser(await school.Host.AsAsync("olive")).GetAsync("/mail");
        var dennis = new Browser(await school.Host.AsAsync("dennis"));
        var token = ("__RequestVerificationToken", (await dennis.GetAsync("/")).HiddenOf("/sign-out")["__RequestVerificationToken"]);

        Assert.False((await dennis.GetAsync("/mail?school=oakfield")).HasForm("/mail/oakfield/looked-through"));
        var answer = await dennis.SubmitAsync(hers, "/mail/oakfield/looked-through", token);

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal("not-yours-to-sort", school.Last<ActRefused>().Reason);
        Assert.DoesNotContain(school.Records(), record => record.Fact is MailLookedThrough);
    }

    [Fact]
    public async Task An_answer_of_a_machine_that_asks_for_something_is_a_case_of_which_nobody_is_sure()
    {
        await using var school = await School.OpenAsync();

        var id = await school.DropAsync(Post.AskingOutOfOffice);

        Assert.StartsWith("M-", id, StringComparison.Ordinal);
        Assert.Equal(("mail", MailCases.Position), (school.Last<MatterOpened>().Matter, school.Last<MatterOpened>().By.Position));
        Assert.Contains("still it reads like something to answer", school.Last<MailReceived>().Because[^1].Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_shows_the_beginning_of_a_long_mail_and_leads_to_the_whole()
    {
        await using var school = await School.OpenAsync();
        var mail = Post.OutOfOffice + string.Concat(Enumerable.Repeat("\n\nGood morning to all of you.", 400)) + " The end.";
        var id = await school.DropAsync(mail);

        var page = await new Browser(await school.Host.AsAsync("olive")).GetAsync("/mail");

        Assert.Contains("I am away until Monday.", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("The end.", page.Text, StringComparison.Ordinal);
        Assert.InRange(Times(page.Text, "Good morning"), 10, 30);
        Assert.Contains($"/mail/oakfield/{id}/{Post.Sha256(mail)}\">The mail as it came in", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_that_had_gone_before_it_was_fetched_is_told_with_what_to_do()
    {
        await using var school = await School.OpenAsync();
        var olive = new Browser(await school.Host.AsAsync("olive"));
        Assert.DoesNotContain("could not be fetched", (await olive.GetAsync("/mail")).Text, StringComparison.Ordinal);

        await school.Host.Services.GetRequiredService<Database>().WriteAsync(session => session.Execute(
            "INSERT INTO graph_missed (school, message, at) VALUES ('oakfield', 'AAMk', $1), ('another', 'AAMk', 0)", Host.Start.ToUnixTimeMilliseconds()));

        var text = (await olive.GetAsync("/mail")).Text;
        Assert.Contains("Mail that could not be fetched", text, StringComparison.Ordinal);
        Assert.Contains("Tue 24 Nov 2026, 14:05", text, StringComparison.Ordinal);
        Assert.Contains("forward it to the mailbox again", text, StringComparison.Ordinal);
        Assert.DoesNotContain("1970", text, StringComparison.Ordinal);
    }

    private static async Task LookThroughAsync(School school)
    {
        var olive = new Browser(await school.Host.AsAsync("olive"));
        Assert.Equal(HttpStatusCode.SeeOther, (await olive.SubmitAsync("/mail", "/mail/oakfield/looked-through")).Status);
        await school.SettleAsync();
    }

    private static int Times(string text, string words) => text.Split(words).Length - 1;

    private static long Kept(School school, string id) => school.Host.Services.GetRequiredService<Database>()
        .Read(session => session.First("SELECT COUNT(*) FROM document WHERE case_id = $1", row => row.GetInt64(0), id));
}
