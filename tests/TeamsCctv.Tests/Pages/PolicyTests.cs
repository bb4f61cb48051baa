using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Features.Acts;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Downloads;
using TeamsCctv.Tests.Matters;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Pages;

public sealed partial class PolicyTests
{
    [Fact]
    public async Task The_page_lists_every_clause_with_what_enforces_it()
    {
        await using var host = await Host.StartAsync();
        var policy = host.Services.GetRequiredService<Scenes>().PolicyOf("oakfield");

        var page = await new Browser(await host.AsAsync("tess")).GetAsync("/policy");

        Assert.Equal(policy.Clauses.Select(clause => clause.Id), Rows().Matches(page.Html).Select(found => found.Groups[1].Value));
        Assert.All(policy.Clauses, clause => Assert.Contains($"{clause.Id} {clause.Says} ", page.Text, StringComparison.Ordinal));
        Assert.Contains("Who may ask for a download", Row(page, "AL-9.2"), StringComparison.Ordinal);
        Assert.Contains("The ground Safeguarding", Row(page, "AL-9.4"), StringComparison.Ordinal);
        Assert.Contains("The case Disclosure to the Police: the field Purpose", Row(page, "AL-11.2"), StringComparison.Ordinal);
        Assert.Contains("Not enforced by the product. Not on the record yet", Row(page, "AL-9.3"), StringComparison.Ordinal);
        Assert.Contains($"AL, version {policy.Version} Law UK GDPR", page.Text, StringComparison.Ordinal);
        Assert.Contains("In force here since Tue 24 Nov 2026, 14:05, record 1 ", page.Text, StringComparison.Ordinal);
        Assert.Contains(policy.Hash, page.Text, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/policy\" aria-current=\"page\">Policy</a>", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_and_a_signature_are_the_last_time_of_their_clauses()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        await school.AuthoriseAsync();
        school.Host.Clock.Advance(TimeSpan.FromMinutes(10));
        await school.SayAsync("tess", "ask");
        var refused = Number<ActRefused>(school);
        var authorised = Number<DownloadAuthorised>(school);
        var asked = Number<DownloadRequested>(school);
        var harriet = new Browser(await school.Host.AsAsync("harriet"));

        var page = await harriet.GetAsync("/policy");

        Assert.Contains($"Refused, Tue 24 Nov 2026, 14:15, record {refused} ", Row(page, "AL-9.2"), StringComparison.Ordinal);
        Assert.Contains($"Allowed, Tue 24 Nov 2026, 14:05, record {authorised} ", Row(page, "AL-AppI"), StringComparison.Ordinal);
        Assert.Contains($"Allowed, Tue 24 Nov 2026, 14:05, record {asked} ", Row(page, "AL-9.4"), StringComparison.Ordinal);
        Assert.Contains($"<a href=\"/records/oakfield/{authorised}\">record {authorised}</a>", page.Html, StringComparison.Ordinal);
        Assert.Contains("Reason not approved Clause AL-9.2", (await harriet.GetAsync($"/records/oakfield/{refused}")).Text, StringComparison.Ordinal);
        var riverside = await new Browser(await school.Host.AsAsync("percy")).GetAsync("/policy");
        Assert.DoesNotContain("Refused,", riverside.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_case_that_the_policy_describes_its_steps_and_fields_say_the_clause()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        await school.DoAsync("sid", "Preserve the footage", ("preserve.where", "On the second disk"));
        await school.DoAsync("harriet", "Approve", ("approve.scope", "all"));

        var page = await new Browser(await school.Host.AsAsync("harriet")).GetAsync("/policy");

        Assert.Contains($"record {Number<MatterOpened>(school)} ", Row(page, "AL-11.2"), StringComparison.Ordinal);
        Assert.Contains($"record {Number<MatterStepTaken>(school)} ", Row(page, "AL-13.1"), StringComparison.Ordinal);
        Assert.Contains($"record {Number<MatterApproved>(school)} ", Row(page, "AL-11.3"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_names_nobody_and_whoever_does_not_read_the_log_gets_no_link_into_it()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        await school.SayAsync("tess", "ask");

        var page = await new Browser(await school.Host.AsAsync("sid")).GetAsync("/policy");

        Assert.Contains("Refused, Tue 24 Nov 2026, 14:05", Row(page, "AL-9.2"), StringComparison.Ordinal);
        Assert.DoesNotContain($"/records/oakfield/{Number<ActRefused>(school)}\"", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Vera", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Tess", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_of_another_school_do_not_read_it()
    {
        await using var host = await Host.StartAsync();

        var page = await new Browser(await host.AsAsync("percy")).GetAsync("/policy?school=oakfield");

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.DoesNotContain("AL-9.2", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_whose_names_were_erased_is_no_longer_the_last_time()
    {
        await using var school = await School.OpenAsync();
        await school.SayAsync("tess", "ask");
        var number = Number<ActRefused>(school);
        var dennis = new Browser(await school.Host.AsAsync("dennis"));
        Assert.Contains($"record {number} ", Row(await dennis.GetAsync("/policy?school=oakfield"), "AL-9.2"), StringComparison.Ordinal);

        await dennis.SubmitAsync($"/records/oakfield/{number}", $"/records/oakfield/{number}/erase", ("why", "Nothing came of it."));
        var page = await dennis.GetAsync("/policy?school=oakfield");

        Assert.Contains("Not on the record yet", Row(page, "AL-9.2"), StringComparison.Ordinal);
        Assert.Contains($"record {number + 1} ", Row(page, "AL-3.5"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DELETE FROM clause_fired", "DELETE FROM cursor WHERE name = 'clause-fired'")]
    [InlineData("UPDATE clause_fired SET policy = 'an earlier version', clause = 'AL-9.3' WHERE clause = 'AL-AppI'", "UPDATE clause_fired SET policy = 'an earlier version'")]
    public async Task Made_again_from_nothing_or_under_another_version_it_says_the_same(string damage, string more)
    {
        await using var school = await School.OpenAsync();
        await school.KeepAsync();
        await school.SayAsync("tess", "ask");
        await school.OpenAsync("olive", "police", Moves.Police);
        var before = await new Browser(await school.Host.AsAsync("harriet")).GetAsync("/policy");
        Assert.Contains("Allowed, ", Row(before, "AL-AppI"), StringComparison.Ordinal);

        await school.Host.Services.GetRequiredService<Database>().WriteAsync(session => session.Execute(damage) + session.Execute(more));
        await school.RestartAsync();
        var after = await new Browser(await school.Host.AsAsync("harriet")).GetAsync("/policy");

        Assert.Equal(before.Text, after.Text);
    }

    private static long Number<TFact>(School school)
        where TFact : IFact => school.Records().Last(record => record.Fact is TFact).Number;

    /// <summary>What a person reads in a clause's row.</summary>
    private static string Row(Browser.Answer page, string clause)
    {
        var row = Rows().Matches(page.Html).Single(found => found.Groups[1].Value == clause).Value;
        return WebUtility.HtmlDecode(Regex.Replace(Regex.Replace(row, "<[^>]+>", " "), "\\s+", " "));
    }

    [GeneratedRegex("<th scope=\"row\">([^<]+)</th>.*?</tr>", RegexOptions.Singleline)]
    private static partial Regex Rows();
}
