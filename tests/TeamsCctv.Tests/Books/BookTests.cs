using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Features.Acts;
using TeamsCctv.Pages.Books;
using TeamsCctv.Records;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Mailbox;
using TeamsCctv.Tests.Matters;
using TeamsCctv.Tests.Oversight;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Books;

/// <summary>The registers of requests, breaches and complaints, as pages and as files.</summary>
public sealed class BookTests
{
    private const string Lead = "data-protection-lead";
    private static readonly string[] Files = ["/access-requests", "/foi", "/breaches", "/complaints"];

    [Fact]
    [Trait("clause", "VL-9d")]
    public async Task The_dpo_has_every_request_of_their_schools_in_one_register_and_none_of_another_school()
    {
        await using var school = await School.OpenAsync(Forty.Entries());
        var planting = new Planting(school.Host);
        foreach (var at in new[] { "s31", "s30", "s01", "s35" })
        {
            await planting.OpenAsync(at, Forty.PolicyOf(at).Matter("access-request")!);
            school.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var dpo = new Browser(await school.Host.AsAsync(Forty.Dpo));
        var page = await dpo.GetAsync("/access-requests");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains($"The {Forty.OfTheDpo.Count} schools that you watch over", page.Text, StringComparison.Ordinal);
        Assert.Equal(["Forty S01", "Forty S31"], Regex.Matches(page.Html, "<td>(Forty S[0-9]+)</td>").Select(found => found.Groups[1].Value));
        Assert.Contains("zqs31 applicant", page.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch("zqs30|zqs35|S30|S35", page.Text);
        Assert.Contains("/matters/s31/", page.Html, StringComparison.Ordinal);

        var file = await Csv.OfAsync(dpo, "/access-requests.csv");
        Assert.Equal(["School", "Case", "Kind", "Received", "Requester"], file[0].Take(5));
        Assert.Equal(["Forty S01", "Forty S31"], file.Skip(1).Select(row => row[0]));

        var one = await dpo.GetAsync("/access-requests?at=s31");
        Assert.Contains("zqs31 applicant", one.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("zqs01", one.Text, StringComparison.Ordinal);
        Assert.Single((await Csv.OfAsync(dpo, "/access-requests.csv?at=s31")).Skip(1));
        Assert.Equal(HttpStatusCode.NotFound, (await dpo.GetAsync("/access-requests?at=s30")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await dpo.GetAsync("/access-requests.csv?at=s31&at=s01")).Status);

        var head = await new Browser(await school.Host.AsAsync(Forty.Holder("s31", "headteacher"))).GetAsync("/access-requests");
        Assert.Contains("zqs31 applicant", head.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("zqs01", head.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("that you watch over", head.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "ME-12")]
    public async Task The_log_book_has_the_policys_columns_and_nothing_else_and_its_planned_date_is_forty_days_from_enough_information()
    {
        await using var school = await School.OpenAsync("ME");
        await school.TypeInAsync("compliance-manager", typed: [("form.subject", "Ella Doe"), ("form.address", "1 Example Street")]);
        var browser = new Browser(await school.Host.AsAsync("headteacher"));
        string[] policys = ["Date of receipt", "Data subject's name", "Name of the requester, if different", "Address of the requester", "Type of data required", "Planned date for supplying the information"];

        var file = await Csv.OfAsync(browser, "/access-requests.csv");

        Assert.Equal([.. policys, "Supplied", "Refused", "State"], file[0]);
        Assert.Equal(["Tue 24 Nov 2026", "Ella Doe", "Jane Doe", "1 Example Street", "Footage of her daughter at the gate."], file[1].Take(5));
        Assert.StartsWith("Sun 3 Jan 2027", file[1][5], StringComparison.Ordinal);
        Assert.Contains("by today's law Thu 24 Dec 2026", file[1][5], StringComparison.Ordinal);

        await school.DoAsync("compliance-manager", "Ask for what is missing", ("ask.what", "identification"), ("ask.subject", "Your request"), ("ask.text", "Who are you?"));
        Assert.Contains("waiting for identification since Tue 24 Nov 2026", (await Csv.OfAsync(browser, "/access-requests.csv"))[1][5], StringComparison.Ordinal);
        await school.RestartAsync(at: Host.Start.AddDays(3));
        browser = new(await school.Host.AsAsync("headteacher"));
        await school.DoAsync("compliance-manager", "Record what arrived", ("got.what", "identification"), ("got.on", "2026-11-27"));
        Assert.StartsWith("Wed 6 Jan 2027", (await Csv.OfAsync(browser, "/access-requests.csv"))[1][5], StringComparison.Ordinal);

        var page = await browser.GetAsync("/access-requests");
        Assert.Equal(["Case", .. policys, "Supplied", "Refused", "State"], Headings(page));
    }

    [Fact]
    [Trait("clause", "ME-12")]
    public async Task The_log_book_names_who_asks_for_themselves_as_the_data_subject_and_as_no_other_requester()
    {
        await using var school = await School.OpenAsync("ME");
        await school.TypeInAsync("compliance-manager");
        await school.TypeInAsync("compliance-manager", typed: [("form.subject", "jane doe ")]);

        var file = await Csv.OfAsync(new Browser(await school.Host.AsAsync("headteacher")), "/access-requests.csv");

        Assert.Equal(["jane doe", ""], file[1].Skip(1).Take(2));
        Assert.Equal(["Jane Doe", ""], file[2].Skip(1).Take(2));
    }

    [Fact]
    [Trait("clause", "ME-12")]
    public async Task A_date_of_a_policy_that_gives_more_than_todays_law_goes_by_the_law()
    {
        await using var school = await School.OpenAsync("ME");
        await school.TypeInAsync("compliance-manager");
        await school.RestartAsync(at: Host.Start.AddDays(31));
        await school.PassAsync(0);

        Assert.Equal(1, school.Last<Domain.Cases.Matters.MatterDueReminded>().After);
        var page = await new Browser(await school.Host.AsAsync("headteacher")).GetAsync("/due");
        Assert.Contains("1 date late, 0 to come", page.Text, StringComparison.Ordinal);
        Assert.Contains("Thu 24 Dec 2026 by today's law (Sun 3 Jan 2027 by the policy) late by 1 day", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "VL-9")]
    public async Task A_case_under_way_is_marked_and_a_late_one_says_so_in_words()
    {
        await using var school = await School.OpenAsync("VL");
        await school.TypeInAsync(Lead, "foi", ("form.received", "2026-11-23"), ("form.email", "foi@example.org"));
        await school.TypeInAsync(Lead);
        var browser = new Browser(await school.Host.AsAsync(Lead));

        var page = await browser.GetAsync("/access-requests");
        Assert.Contains("Thu 24 Dec 2026 30 days left", page.Text, StringComparison.Ordinal);
        Assert.Contains("<span class=\"badge todo\">under way</span>", page.Html, StringComparison.Ordinal);
        Assert.Contains("<tr class=\"open\">", page.Html, StringComparison.Ordinal);

        await school.RestartAsync(at: Host.Start.AddDays(33));
        browser = new(await school.Host.AsAsync(Lead));
        page = await browser.GetAsync("/access-requests");
        Assert.Contains("<span class=\"badge bad\">late by 3 days</span>", page.Html, StringComparison.Ordinal);
        Assert.Contains("late by 3 days", (await Csv.OfAsync(browser, "/access-requests.csv"))[1].Single(cell => cell.StartsWith("Thu 24 Dec", StringComparison.Ordinal)), StringComparison.Ordinal);

        await school.RefuseAsync(Lead);
        page = await browser.GetAsync("/access-requests");
        Assert.Contains("Data Protection Lead Example, Data Protection Lead", page.Text, StringComparison.Ordinal);
        Assert.Contains("The fifth this month.", page.Text, StringComparison.Ordinal);
        Assert.Contains("was Thu 24 Dec 2026; met by “Refuse the request”", page.Text, StringComparison.Ordinal);
        Assert.Contains(", late", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("a letter that no register repeats", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<tr class=\"open\">", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kinds_of_one_book_have_a_table_each_and_one_file_under_common_headings()
    {
        await using var school = await School.OpenAsync("VL");
        await school.TypeInAsync(Lead, typed: ("form.subject", "Ella Doe"));
        await school.TypeInAsync(Lead, "erasure", ("form.applicant", "John Roe"), ("form.fromDate", "2026-11-20"), ("form.fromTime", "09:00"));
        var browser = new Browser(await school.Host.AsAsync(Lead));

        var page = await browser.GetAsync("/access-requests");
        var file = await Csv.OfAsync(browser, "/access-requests.csv");

        Assert.Equal(2, Regex.Count(page.Html, "<table"));
        Assert.True(page.Text.IndexOf("Request to erase footage, newest first", StringComparison.Ordinal) < page.Text.IndexOf("Access request, newest first", StringComparison.Ordinal));
        Assert.Equal(["School", "Case", "Kind", "Received", "Requester", "About", "What is asked for", "Answer due", "Answered", "Refused", "State"], file[0]);
        Assert.Equal(["Request to erase footage", "Tue 24 Nov 2026", "John Roe", ""], file[1].Skip(2).Take(4));
        Assert.Equal(["Access request", "Tue 24 Nov 2026", "Jane Doe", "Ella Doe"], file[2].Skip(2).Take(4));
    }

    [Fact]
    public async Task Whoever_may_not_read_a_case_finds_nothing_of_it_and_what_concerns_them_is_there()
    {
        await using var school = await School.OpenAsync("VL");
        await school.TypeInAsync(Lead);
        await school.OpenAsync("employee", "breach", ("form.awareDate", "2026-11-24"), ("form.awareTime", "13:00"), ("form.what", "A list was left on the bus."));
        await school.OpenAsync(Lead, "complaint", ("form.applicant", "Carl Cross"), ("form.how", "verbal"), ("form.received", "2026-11-24"), ("form.details", "Nobody answers."));
        var browser = new Browser(await school.Host.AsAsync("employee"));

        foreach (var path in Files)
        {
            var (page, file) = (await browser.GetAsync(path), await Csv.OfAsync(browser, $"{path}.csv"));
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotContain("Jane Doe", page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Carl Cross", page.Text, StringComparison.Ordinal);
            Assert.Equal(path == "/breaches" ? 2 : 1, file.Count);
            Assert.Contains(path == "/breaches" ? "A list was left on the bus." : "Nothing here concerns you.", page.Text, StringComparison.Ordinal);
        }

        var home = await browser.GetAsync("/");
        Assert.DoesNotContain("href=\"/access-requests\"", home.Html, StringComparison.Ordinal);
        Assert.Contains("href=\"/access-requests\"", (await new Browser(await school.Host.AsAsync(Lead)).GetAsync("/")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erased_case_keeps_its_place_and_says_that_its_names_were_erased()
    {
        await using var school = await School.OpenAsync("ME");
        await school.TypeInAsync("compliance-manager", typed: ("form.subject", "Ella Doe"));
        await school.RefuseAsync("compliance-manager");
        var id = school.Opened();
        var head = new Browser(await school.Host.AsAsync("headteacher"));
        var erased = await new Browser(await school.Host.AsAsync("compliance-manager")).SubmitAsync($"/matters/oakfield/{id}", $"/matters/oakfield/{id}/erase", ("why", "Its time is over."));
        Assert.Equal(HttpStatusCode.SeeOther, erased.Status);

        var page = await head.GetAsync("/access-requests");
        var file = await Csv.OfAsync(head, "/access-requests.csv");

        Assert.Contains(id, page.Text, StringComparison.Ordinal);
        Assert.Contains("names erased", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ella Doe", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Jane Doe", page.Html, StringComparison.Ordinal);
        Assert.Equal(["names erased", "", "", "", "", "", "", "", "names erased"], file[1]);
    }

    [Fact]
    public async Task What_a_letter_says_becomes_no_formula_in_a_spreadsheet()
    {
        await using var school = await School.OpenAsync("ME");
        await school.TypeInAsync("compliance-manager", typed: [("form.subject", "=HYPERLINK(\"http://example.org\")"), ("form.address", "@home")]);
        var browser = new Browser(await school.Host.AsAsync("headteacher"));

        var file = await Csv.OfAsync(browser, "/access-requests.csv");

        Assert.Equal("'=HYPERLINK(\"http://example.org\")", file[1][1]);
        Assert.Equal("'@home", file[1][3]);
    }

    [Fact]
    public async Task A_page_that_is_cut_says_so_and_the_file_has_every_case()
    {
        await using var school = await School.OpenAsync("ME");
        await school.TypeInAsync("compliance-manager");
        var services = school.Host.Services;
        var first = (MatterOpened)school.Records().Last(record => record.Fact is MatterOpened).Fact!;
        var policy = services.GetRequiredService<Scenes>().PolicyOf(School.Oakfield);
        await services.GetRequiredService<RecordLog>().CommitAsync(School.Oakfield, commit =>
        {
            for (var i = 0; i < BookDesk.Most; i++)
                commit.Append(new(first, null, Actor.System("test"), Commit.Under(policy)));
            return true;
        });
        var browser = new Browser(await school.Host.AsAsync("headteacher"));

        var page = await browser.GetAsync("/access-requests");
        var file = await Csv.OfAsync(browser, "/access-requests.csv");

        Assert.Contains($"This page looks at the newest {BookDesk.Most} cases.", page.Text, StringComparison.Ordinal);
        Assert.Equal(BookDesk.Most, Regex.Count(page.Html, "<th scope=\"row\">"));
        Assert.Equal(BookDesk.Most + 1, file.Skip(1).Count());
    }

    private static IEnumerable<string> Headings(Browser.Answer page) =>
        Regex.Matches(page.Html, "<th scope=\"col\">([^<]*)</th>").Select(found => WebUtility.HtmlDecode(found.Groups[1].Value));
}
