using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Oversight;

/// <summary>What whoever watches over schools is shown of them (AL-3.5, VL-5).</summary>
public sealed partial class TrustPageTests
{
    [Fact]
    [Trait("clause", "AL-3.5")]
    [Trait("clause", "VL-5")]
    public async Task The_dpo_sees_the_schools_they_are_appointed_to_and_none_of_the_others_the_worst_first()
    {
        await using var school = await School.OpenAsync(Forty.Entries());
        var planting = new Planting(school.Host);
        await planting.AskAsync("s01");
        await planting.AskAsync("s30");
        school.Host.Clock.Advance(TimeSpan.FromHours(1));
        await planting.PlantAsync("s31");

        var page = await new Browser(await school.Host.AsAsync(Forty.Dpo)).GetAsync("/trust");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        var rows = Rows(page);
        Assert.Equal(Forty.OfTheDpo, rows.Select(row => row.School).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Forty.NameOf("s30"), page.Html, StringComparison.Ordinal);
        Assert.DoesNotMatch("zqs[0-9]", page.Text);

        // All recorders are silent; then who has waited longest, then the rest.
        Assert.Equal(["s01", "s31"], rows.Take(2).Select(row => row.School));
        Assert.Contains("Forty S01 1 1 since Tue 24 Nov 2026, 14:05 0 due 0 0 1 silent right", rows[0].Text, StringComparison.Ordinal);

        // Four downloads and a disclosure, of which two downloads and the disclosure wait; the viewing was over when it was recorded.
        Assert.Matches("^Forty S31 5 3 since Tue 24 Nov 2026, 15:05 1 due 1 1 1 silent right", rows[1].Text);
    }

    [Fact]
    [Trait("clause", "AL-3.5")]
    public async Task What_should_be_gone_and_where_nothing_can_be_recorded_comes_first()
    {
        await using var school = await School.OpenAsync(Forty.Entries());
        var planting = new Planting(school.Host);
        await planting.KeptAsync("s01");
        school.Host.Clock.AdjustTime(school.Host.Clock.GetUtcNow().AddDays(200));
        var behind = new Browser(await school.Host.AsAsync(Forty.Dpo));

        var page = Rows(await behind.GetAsync("/trust"));

        Assert.Equal("s01", page[0].School);
        Assert.Contains("1 due 1 overdue", page[0].Text, StringComparison.Ordinal);

        await school.Host.Services.GetRequiredService<Database>().WriteAsync(session => session.Execute(
            "UPDATE log SET at = $2 WHERE school = $1", "s03", school.Host.Clock.GetUtcNow().AddHours(2).ToUnixTimeMilliseconds()));
        page = Rows(await behind.GetAsync("/trust"));
        Assert.Equal(["s03", "s01"], page.Take(2).Select(row => row.School));
        Assert.Contains("Nothing can be recorded now", page[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "AL-3.5")]
    [Trait("clause", "AL-3.2")]
    public async Task An_executive_headteacher_watches_over_theirs_and_a_headteacher_over_none()
    {
        await using var school = await School.OpenAsync(Forty.Entries());

        var page = await new Browser(await school.Host.AsAsync(Forty.Executive)).GetAsync("/trust");
        Assert.Equal(Forty.OfTheExecutive, Rows(page).Select(row => row.School).Order(StringComparer.Ordinal));

        var head = new Browser(await school.Host.AsAsync(Forty.Holder("s09", "headteacher")));
        var refused = await head.GetAsync("/trust");
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Contains("AL-3.5", refused.Text, StringComparison.Ordinal);
        Assert.Contains("Ask the Data Protection Officer", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Your schools", (await head.GetAsync("/")).Text, StringComparison.Ordinal);

        var elsewhere = await new Browser(await school.Host.AsAsync(Forty.Holder("s36", "headteacher"))).GetAsync("/trust");
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.Status);
        Assert.Contains("The policy names nobody who watches over schools", elsewhere.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "VL-5")]
    public async Task Who_was_the_dpo_once_sees_nothing()
    {
        await using var school = await School.OpenAsync(Forty.Entries());

        var page = await new Browser(await school.Host.AsAsync(Forty.Former)).GetAsync("/trust");

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.DoesNotContain("Forty S", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "AL-3.5")]
    public async Task Each_number_leads_to_a_page_of_that_school()
    {
        await using var school = await School.OpenAsync(Forty.Entries());
        await new Planting(school.Host).PlantAsync("s01");
        var dpo = new Browser(await school.Host.AsAsync(Forty.Dpo));

        var row = Rows(await dpo.GetAsync("/trust")).Single(row => row.School == "s01");

        var links = Links().Matches(row.Html).Select(found => WebUtility.HtmlDecode(found.Groups[1].Value)).ToList();
        Assert.True(links.Count >= 6, string.Join(' ', links));
        foreach (var link in links)
        {
            var answer = await dpo.GetAsync(link.Split('#')[0]);
            Assert.Contains("school=s01", link, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Contains(Forty.NameOf("s01"), answer.Text, StringComparison.Ordinal);
            if (link.Split('#') is [_, var place])
                Assert.Contains($"id=\"{place}\"", answer.Html, StringComparison.Ordinal);
        }
    }

    private static List<(string School, string Text, string Html)> Rows(Browser.Answer page) =>
    [
        .. Row().Matches(page.Html).Select(found => (
            Regex.Match(found.Value, "school=(s[0-9]+)").Groups[1].Value,
            WebUtility.HtmlDecode(Regex.Replace(Regex.Replace(found.Value, "<[^>]+>", " "), "\\s+", " ")).Trim(),
            found.Value)),
    ];

    [GeneratedRegex("<tr>\\s*<th scope=\"row\">.*?</tr>", RegexOptions.Singleline)]
    private static partial Regex Row();

    [GeneratedRegex("href=\"([^\"]+)\"")]
    private static partial Regex Links();
}
