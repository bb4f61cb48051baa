using System.Net;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Pages;

public sealed class CaseTests
{
    [Fact]
    public async Task One_download_goes_from_request_to_deletion_on_the_pages()
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        var id = await story.AskedAsync();
        var path = $"/cases/oakfield/{id}";
        var (harriet, vera, cyril) = (new Browser(await host.AsAsync("harriet")), new Browser(await host.AsAsync("vera")), new Browser(await host.AsAsync("cyril")));

        await DoAsync(harriet, "decide", ("decision", "approve"));
        await DoAsync(vera, "record", ("at", story.Typed()), ("kept", "Evidence safe"), ("sha256", Story.Sha256.ToUpperInvariant()));
        await DoAsync(vera, "view", ("staff", "desmond"), ("area", "CCTV room"), ("at", story.Typed()));
        await DoAsync(vera, "ask-deletion", ("why", "The matter is closed."));
        await DoAsync(harriet, "decide-deletion", ("decision", "approve"));
        await DoAsync(cyril, "carry-out", ("on", "2026-11-24"), ("how", "Wiped"), ("sameFile", "yes"));

        var download = await story.LoadAsync(id);
        Assert.Equal(DownloadState.Deleted, download.State);
        Assert.Equal(("Harriet Example", "I authorise this download as Headteacher."), (download.Authorised!.Fact.By.Name, download.Authorised.Fact.Statement));
        Assert.Equal((Story.Sha256, null), (download.Downloaded!.Fact.Sha256, download.Downloaded.Fact.Bytes));
        Assert.Equal(("Desmond Example", "CCTV room"), (download.Viewings.Single().Fact.Who, download.Viewings.Single().Fact.Area));
        var page = await cyril.GetAsync(path);
        Assert.Matches("Download asked for.*Download authorised.*Downloaded.*Recording viewed.*Deletion asked for.*Deletion authorised.*Recording deleted", page.Text);
        Assert.Contains("Closed. The recording was deleted on Tue 24 Nov 2026. There is nothing for you to do here now.", page.Text, StringComparison.Ordinal);

        async Task DoAsync(Browser who, string act, params (string, string)[] typed)
        {
            story.Step();
            var answer = await who.SubmitAsync(path, $"{path}/{act}", typed);
            Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
            Assert.Matches("Done\\. It is record \\d+", (await who.GetAsync(answer.Location!)).Text);
        }
    }

    [Fact]
    public async Task The_decider_is_shown_the_sheet_and_signs_exactly_it()
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        var id = await story.AskedAsync();
        var anita = new Browser(await host.AsAsync("anita"));

        var page = await anita.GetAsync($"/cases/oakfield/{id}");
        await anita.SubmitAsync(page, $"/cases/oakfield/{id}/decide", ("decision", "approve"));

        Assert.Matches("May this footage be downloaded\\? Camera Main gate From .* Wants to see it Vera Example Asked by Vera Example, Safeguarding Lead .* “I authorise this download as Deputy Head \\(nominated alternate\\)\\.”", page.Text);
        var record = await anita.GetAsync("/records/oakfield/3");
        Assert.Contains(page.HiddenOf($"/cases/oakfield/{id}/decide")["seen"], record.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusing_needs_a_reason_and_records_it()
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        var id = await story.AskedAsync();
        var harriet = new Browser(await host.AsAsync("harriet"));
        var size = await story.SizeAsync();

        var without = await harriet.SubmitAsync($"/cases/oakfield/{id}", $"/cases/oakfield/{id}/decide", ("decision", "refuse"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.Status);
        Assert.Contains("id=\"decide-reason-error\"><span class=\"unseen\">Error: </span>Say why", without.Html, StringComparison.Ordinal);
        Assert.Contains("href=\"#decide-reason\"", without.Html, StringComparison.Ordinal);
        Assert.Equal(size, await story.SizeAsync());

        var with = await harriet.SubmitAsync(without, $"/cases/oakfield/{id}/decide", ("decision", "refuse"), ("reason", "Ask the class teacher first."));
        Assert.Equal(HttpStatusCode.SeeOther, with.Status);
        Assert.Equal("Ask the class teacher first.", (await story.LoadAsync(id)).Refused!.Fact.Reason);
    }

    [Fact]
    public async Task Keeping_a_recording_longer_needs_a_reason_and_a_day()
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        var id = await story.DeletionAskedAsync();
        var harriet = new Browser(await host.AsAsync("harriet"));
        var act = $"/cases/oakfield/{id}/decide-deletion";

        var wrong = await harriet.SubmitAsync($"/cases/oakfield/{id}", act, ("decision", "refuse"), ("reason", "The Police asked us to."), ("keepUntil", "2026-11-24"));
        var right = await harriet.SubmitAsync(wrong, act, ("decision", "refuse"), ("reason", "The Police asked us to."), ("keepUntil", "2027-03-01"));

        Assert.Contains("Give a day after today until which it must be kept.", wrong.Text, StringComparison.Ordinal);
        Assert.Contains(">The Police asked us to.</textarea>", wrong.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, right.Status);
        Assert.Equal(new NodaTime.LocalDate(2027, 3, 1), (await story.LoadAsync(id)).KeepUntil);
    }

    [Fact]
    public async Task A_form_sent_twice_takes_effect_once()
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        var id = await story.KeptAsync();
        var vera = new Browser(await host.AsAsync("vera"));
        var page = await vera.GetAsync($"/cases/oakfield/{id}");
        (string, string)[] viewing = [("staff", "harriet"), ("area", "CCTV room"), ("at", story.Typed())];

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => vera.SubmitAsync(page, $"/cases/oakfield/{id}/view", viewing)));

        Assert.Single((await story.LoadAsync(id)).Viewings);
        Assert.All(answers, answer => Assert.Equal($"/cases/oakfield/{id}?done=5", answer.Location));
    }

    [Fact]
    public async Task Of_two_who_decide_at_once_one_wins_and_the_other_is_shown_how_it_stands()
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        var id = await story.AskedAsync();
        var (harriet, anita) = (new Browser(await host.AsAsync("harriet")), new Browser(await host.AsAsync("anita")));
        var path = $"/cases/oakfield/{id}";
        var pages = await Task.WhenAll(harriet.GetAsync(path), anita.GetAsync(path));

        var answers = await Task.WhenAll(
            harriet.SubmitAsync(pages[0], $"{path}/decide", ("decision", "approve")),
            anita.SubmitAsync(pages[1], $"{path}/decide", ("decision", "refuse"), ("reason", "No.")));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.SeeOther);
        var late = Assert.Single(answers, answer => answer.Status == HttpStatusCode.Conflict);
        Assert.Contains("This has moved on", late.Text, StringComparison.Ordinal);
        Assert.Matches("(Harriet Example, Headteacher, authorised it|Anita Example, Deputy Head \\(nominated alternate\\), refused it)", late.Text);
        Assert.Single(await story.RecordsAsync(id), record => record.Fact is DownloadAuthorised or DownloadRefused);
    }

    [Fact]
    public async Task A_sheet_that_was_not_the_one_shown_decides_nothing()
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        var id = await story.AskedAsync();
        var harriet = new Browser(await host.AsAsync("harriet"));

        foreach (var seen in new[] { new string('0', 64), "", "not a hash" })
        {
            var answer = await harriet.SubmitAsync($"/cases/oakfield/{id}", $"/cases/oakfield/{id}/decide", ("decision", "approve"), ("seen", seen));
            Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        }

        Assert.Single(await story.RecordsAsync(id));
    }

    [Fact]
    public async Task What_the_policy_refuses_is_said_with_its_clause_and_recorded()
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        var id = await story.KeptAsync();
        var vera = new Browser(await host.AsAsync("vera"));

        var answer = await vera.SubmitAsync($"/cases/oakfield/{id}", $"/cases/oakfield/{id}/view", ("staff", "harriet"), ("area", "Staff room"), ("at", story.Typed()));

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("Recordings are looked at only in restricted areas", answer.Text, StringComparison.Ordinal);
        Assert.Contains("AL-9.2 What you can do: View it in one of: Headteacher's office, CCTV room.", answer.Text, StringComparison.Ordinal);
        Assert.Contains("The refusal is record 5 .", answer.Text, StringComparison.Ordinal);
        Assert.Equal("not-a-restricted-area", Assert.IsType<ActRefused>((await story.RecordsAsync(id))[^1].Fact).Reason);
    }

    [Fact]
    public async Task Somebody_who_is_no_party_is_refused_by_the_clause_and_shown_nothing_of_the_case()
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        var id = await story.AskedAsync();
        var path = $"/cases/oakfield/{id}";
        var tess = await host.AsAsync("tess");
        var harriets = await new Browser(await host.AsAsync("harriet")).GetAsync(path);

        using var answer = await host.PostFormAsync("/", $"{path}/decide", new() { ["decision"] = "approve", ["key"] = Guid.NewGuid().ToString("N"), ["seen"] = harriets.HiddenOf($"{path}/decide")["seen"] }, tess);
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("Nobody signs for their own request", text, StringComparison.Ordinal);
        Assert.DoesNotContain("A pupil was pushed", text, StringComparison.Ordinal);
        var refused = Assert.IsType<ActRefused>((await story.RecordsAsync(id))[^1].Fact);
        Assert.Equal(("tess", "not-your-decision"), (refused.By.Person, refused.Reason));
    }

    [Theory]
    [InlineData("record", "at|Give the date and time of the download.", "sha256|Hand the file in, or type its SHA-256", "kept|Say where the recording is kept.")]
    [InlineData("view", "at|Give the date and time it was seen.", "area|Choose where it was seen.", "staff|Choose who saw it")]
    [InlineData("ask-deletion", "why|Say why it can go.")]
    [InlineData("carry-out", "on|Give the day it was deleted", "how|Say how it was deleted", "sameFile|Confirm that the file deleted")]
    public async Task Missing_input_is_said_at_its_field_and_changes_nothing(string act, params string[] errors)
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        var id = act switch { "record" => await story.AuthorisedAsync(), "carry-out" => await story.DeletionAuthorisedAsync(), _ => await story.KeptAsync() };
        var vera = new Browser(await host.AsAsync("vera"));
        var size = await story.SizeAsync();

        var answer = await vera.SubmitAsync($"/cases/oakfield/{id}", $"/cases/oakfield/{id}/{act}");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        foreach (var error in errors.Select(error => error.Split('|')))
        {
            Assert.Matches($"id=\"{act}-{error[0]}-error\"><span class=\"unseen\">Error: </span>{error[1]}", answer.Html);
            Assert.Matches($"id=\"{act}-{error[0]}\"", answer.Html);
        }

        Assert.Equal(size, await story.SizeAsync());
    }

    [Fact]
    public async Task What_was_typed_is_kept_where_something_else_was_wrong()
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        var id = await story.AuthorisedAsync();
        var vera = new Browser(await host.AsAsync("vera"));

        var answer = await vera.SubmitAsync(
            $"/cases/oakfield/{id}", $"/cases/oakfield/{id}/record", ("at", story.Typed()), ("kept", "Safe <2> & \"shelf\""), ("sha256", "abc"));

        Assert.Matches($"id=\"record-at\" [^>]*value=\"{story.Typed()}\"", answer.Html);
        Assert.Contains("value=\"Safe &lt;2&gt; &amp; &quot;shelf&quot;\"", answer.Html, StringComparison.Ordinal);
        Assert.Matches("id=\"record-sha256\" [^>]*value=\"abc\"", answer.Html);
        Assert.Contains("<details open", answer.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_from_outside_can_be_named_where_the_ground_lets_them_see_it()
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        var inside = await story.KeptAsync();
        var outside = await story.KeptAsync(who: "olive", ground: "access-request");
        var olive = new Browser(await host.AsAsync("olive"));
        (string, string)[] viewing = [("outsider", "P. Parent"), ("area", "CCTV room"), ("at", story.Typed())];

        Assert.DoesNotContain("name=\"outsider\"", (await new Browser(await host.AsAsync("vera")).GetAsync($"/cases/oakfield/{inside}")).Html, StringComparison.Ordinal);
        var answer = await olive.SubmitAsync($"/cases/oakfield/{outside}", $"/cases/oakfield/{outside}/view", viewing);

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Equal("P. Parent", (await story.LoadAsync(outside)).Viewings.Single().Fact.Who);
    }

    [Fact]
    public async Task A_form_without_a_key_or_with_more_than_a_form_holds_is_refused()
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        var id = await story.KeptAsync();
        var vera = new Browser(await host.AsAsync("vera"));
        var act = $"/cases/oakfield/{id}/ask-deletion";
        var size = await story.SizeAsync();

        foreach (var typed in new (string, string)[][] { [("why", "Done"), ("key", "")], [("why", "Done"), ("key", "x")], [("why", new string('x', 170_000))], [("why", new string('x', 41_000))] })
        {
            var answer = await vera.SubmitAsync($"/cases/oakfield/{id}", act, typed);
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Contains("Nothing was changed", answer.Text, StringComparison.Ordinal);
        }

        Assert.Equal(size, await story.SizeAsync());
    }

    [Fact]
    public async Task A_key_belongs_to_one_act_of_one_person_on_one_case()
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        var (first, second) = (await story.KeptAsync(), await story.KeptAsync());
        var vera = new Browser(await host.AsAsync("vera"));
        var key = Guid.NewGuid().ToString("N");

        await vera.SubmitAsync($"/cases/oakfield/{first}", $"/cases/oakfield/{first}/ask-deletion", ("why", "Done"), ("key", key));
        await vera.SubmitAsync($"/cases/oakfield/{second}", $"/cases/oakfield/{second}/ask-deletion", ("why", "Done"), ("key", key));

        Assert.Equal(DownloadState.AwaitingDeletion, (await story.LoadAsync(second)).State);
    }

    [Fact]
    public async Task Erased_names_are_nowhere_on_the_case()
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        var id = await story.DeletedAsync();
        var dennis = new Browser(await host.AsAsync("dennis"));

        var answer = await dennis.SubmitAsync($"/cases/oakfield/{id}", $"/cases/oakfield/{id}/erase", ("why", "Kept long enough"));
        var page = await dennis.GetAsync(answer.Location!);

        Assert.Contains("Closed, names erased", page.Text, StringComparison.Ordinal);
        Assert.Contains("The names in this record were erased.", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Vera", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Main gate", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task My_cases_are_what_I_asked_for_and_what_waits_for_me()
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        var (veras, harriets) = (await story.AskedAsync(), await story.AskedAsync(who: "harriet"));

        var vera = await new Browser(await host.AsAsync("vera")).GetAsync("/cases");
        var harriet = await new Browser(await host.AsAsync("harriet")).GetAsync("/cases");
        var tess = await new Browser(await host.AsAsync("tess")).GetAsync("/cases");

        Assert.Matches($"Nothing waits for you.*Asked for by you.*{veras} Main gate Waits for authorisation", vera.Text);
        Assert.DoesNotContain(harriets, vera.Text, StringComparison.Ordinal);
        Assert.Matches($"Waiting for your decision.*{veras} Main gate.*Asked for by you.*{harriets} Main gate", harriet.Text);
        Assert.Contains("You have not asked for footage here. Ask in chat", tess.Text, StringComparison.Ordinal);
    }
}
