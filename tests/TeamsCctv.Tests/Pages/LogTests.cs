using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Recordings;
using TeamsCctv.Features.CctvLog;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Pages;

public sealed class LogTests
{
    // Appendix I of the policy, word for word and in its order.
    private static readonly string[] Headings =
    [
        "Headteacher's or nominated alternate's authorisation to download a recording (signature)",
        "Date and time that recording was downloaded",
        "Reason for recording being downloaded",
        "Name of Requestor who wants to see the recording",
        "Date and time the recording was viewed",
        "Headteacher's or nominated alternate's authorisation to delete a recording (signature)",
        "Date that a recording was deleted",
    ];

    [Fact]
    [Trait("clause", "AL-9.5")]
    [Trait("clause", "AL-AppI.columns")]
    public async Task The_log_has_exactly_the_policys_seven_columns_in_their_order()
    {
        await using var host = await Host.StartAsync();
        await new Story(host).DeletedAsync();
        var page = await new Browser(await host.AsAsync("harriet")).GetAsync("/log");

        var table = Regex.Match(page.Html, "<table class=\"log\">.*?</table>", RegexOptions.Singleline).Value;
        Assert.Equal(Headings, Regex.Matches(table, "<th scope=\"col\">(.*?)</th>").Select(found => WebUtility.HtmlDecode(found.Groups[1].Value)));
        Assert.Equal(7, Regex.Count(table, "<td>"));
        Assert.Contains("<caption>CCTV log of Oakfield Primary (sample)", table, StringComparison.Ordinal);
        Assert.Equal(
            [
                "Harriet Example, Headteacher, Tue 24 Nov 2026, 14:20, record 3",
                "Tue 24 Nov 2026, 14:35",
                "Safeguarding: A pupil was pushed.",
                "Vera Example",
                "Harriet Example, Headteacher, Tue 24 Nov 2026, 15:05, record 6",
                "Tue 24 Nov 2026",
            ],
            Regex.Matches(table, "<a href=\"[^\"]*\">(.*?)</a>").Select(found => WebUtility.HtmlDecode(found.Groups[1].Value)));
    }

    [Fact]
    public async Task Every_line_of_a_cell_links_to_the_record_it_stands_on()
    {
        await using var host = await Host.StartAsync();
        await new Story(host).DeletedAsync();
        var browser = new Browser(await host.AsAsync("harriet"));

        var page = await browser.GetAsync("/log");

        var table = Regex.Match(page.Html, "<table class=\"log\">.*?</table>", RegexOptions.Singleline).Value;
        Assert.Equal(["3", "4", "2", "2", "6", "7"], Regex.Matches(table, "href=\"/records/oakfield/(\\d+)\"").Select(found => found.Groups[1].Value));
        var record = await browser.GetAsync("/records/oakfield/3");
        Assert.Contains("Harriet Example, Headteacher, signed: “I authorise this download as Headteacher.”", record.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "gate car")]
    [InlineData("from=2026-11-25", "car")]
    [InlineData("to=2026-11-24", "gate")]
    [InlineData("from=2026-11-24&to=2026-11-25", "gate car")]
    [InlineData("from=2026-11-26", "")]
    [InlineData("camera=Main+gate", "gate")]
    [InlineData("state=Kept", "gate")]
    [InlineData("state=Authorised", "car")]
    [InlineData("state=Authorised&camera=Main+gate", "")]
    public async Task The_log_is_filtered_by_day_camera_and_state(string query, string shown)
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        await story.KeptAsync(what: "At the gate.");
        host.Clock.Advance(TimeSpan.FromDays(1));
        var id = await story.AskedAsync(camera: "car-park", what: "In the car park.");
        var browser = new Browser(await host.AsAsync("harriet"));
        await browser.SubmitAsync($"/cases/oakfield/{id}", $"/cases/oakfield/{id}/decide", ("decision", "approve"));

        var page = await browser.GetAsync($"/log?{query}");
        var file = await browser.GetAsync($"/log.csv?{query}");

        foreach (var answer in new[] { page.Text, file.Html })
        {
            Assert.Equal(shown.Contains("gate", StringComparison.Ordinal), answer.Contains("At the gate.", StringComparison.Ordinal));
            Assert.Equal(shown.Contains("car", StringComparison.Ordinal), answer.Contains("In the car park.", StringComparison.Ordinal));
        }

        Assert.Equal(shown.Length == 0, page.Text.Contains("No download fits", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("from=yesterday", "from", "That is not a date. Give it like 2026-11-24.")]
    [InlineData("from=2026-13-01", "from", "That is not a date. Give it like 2026-11-24.")]
    [InlineData("to=0001-01-01", "to", "That is not a date. Give it like 2026-11-24.")]
    [InlineData("from=2026-11-25&to=2026-11-24", "to", "The last day is before the first. Give a later one.")]
    [InlineData("camera=Nowhere", "camera", "This school has no such camera. Choose one of the list.")]
    [InlineData("state=Burnt", "state", "There is no such state. Choose one of the list.")]
    [InlineData("state=4", "state", "There is no such state. Choose one of the list.")]
    [InlineData("from=2026-11-24&from=2026-11-25", "from", "Give one value, and a shorter one.")]
    public async Task A_filter_that_cannot_be_read_is_said_at_its_field_and_shows_nothing(string query, string field, string says)
    {
        await using var host = await Host.StartAsync();
        await new Story(host).KeptAsync();
        var browser = new Browser(await host.AsAsync("harriet"));

        var page = await browser.GetAsync($"/log?{query}");
        var file = await browser.GetAsync($"/log.csv?{query}");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (page.Status, file.Status));
        Assert.Matches($"id=\"{field}-error\"><span class=\"unseen\">Error: </span>{Regex.Escape(says)}<", page.Html);
        Assert.Matches($"id=\"{field}\"[^>]* aria-describedby=\"{field}-error\" aria-invalid=\"true\"", page.Html);
        Assert.DoesNotContain("A pupil was pushed", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_of_any_length_is_bounded()
    {
        await using var host = await Host.StartAsync();
        var page = await new Browser(await host.AsAsync("harriet")).GetAsync($"/log?camera={new string('x', 5000)}");

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.DoesNotContain("xxxxx", page.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tess")]
    [InlineData("vera")]
    [InlineData("sid")]
    [InlineData("desmond")]
    public async Task Staff_who_are_not_readers_are_told_the_clause_and_whom_to_ask(string who)
    {
        await using var host = await Host.StartAsync();
        await new Story(host).KeptAsync();
        var browser = new Browser(await host.AsAsync(who));

        foreach (var path in new[] { "/log", "/log.csv" })
        {
            var page = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.Forbidden, page.Status);
            Assert.Contains("Every download goes into a log", page.Text, StringComparison.Ordinal);
            Assert.Contains("AL-9.5", page.Text, StringComparison.Ordinal);
            Assert.Contains("Ask the Headteacher, Data Protection Officer, CCTV System Administrator or Access Request Lead", page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("A pupil was pushed", page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_empty_log_says_how_a_row_gets_there()
    {
        await using var host = await Host.StartAsync();

        var page = await new Browser(await host.AsAsync("harriet")).GetAsync("/log");

        Assert.Contains("No download has been authorised yet. When somebody asks for footage in chat", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "AL-AppI.columns")]
    public async Task The_file_holds_the_same_columns_and_no_formula_that_somebody_typed()
    {
        await using var host = await Host.StartAsync();
        await new Story(host).KeptAsync(what: "=HYPERLINK(\"http://elsewhere.example\"), twice");
        var client = await host.AsAsync("harriet");

        using var answer = await client.GetAsync(new Uri("/log.csv", UriKind.Relative));
        var bytes = await answer.Content.ReadAsByteArrayAsync();

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("cctv-log-oakfield-2026-11-24.csv", answer.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        Assert.Equal(string.Join(',', Headings), lines[0]);
        Assert.Equal(
            "\"Harriet Example, Headteacher, Tue 24 Nov 2026, 14:20, record 3\",\"Tue 24 Nov 2026, 14:35\","
            + "\"Safeguarding: =HYPERLINK(\"\"http://elsewhere.example\"\"), twice\",Vera Example,,,",
            lines[1]);
        Assert.Equal(3, lines.Length);
        Assert.Equal("", lines[2]);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+44 20", "'+44 20")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("＝1", "'＝1")]
    [InlineData("=\"a\",1", "\"'=\"\"a\"\",1\"")]
    [InlineData("plain", "plain")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("", "")]
    public async Task A_cell_is_text_for_every_spreadsheet(string text, string written)
    {
        await using var host = await Host.StartAsync();
        var policy = host.Services.GetRequiredService<PolicyFiles>()["AL"];
        var cells = policy.Log.Columns.Select((column, i) => (column.Cell, new LogCellText(i == 0 ? [new(text, 1)] : []))).ToDictionary();

        var file = Encoding.UTF8.GetString(LogCsv.Write(policy, [new("D-1", "", DownloadState.Kept, new NodaTime.LocalDate(2026, 11, 24), null, cells)]));

        Assert.EndsWith($"\r\n{written},,,,,,\r\n", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_too_long_for_one_answer_says_so_and_gives_no_half_file()
    {
        await using var host = await Host.StartAsync();
        await new Story(host).KeptAsync();
        var browser = new Browser(await host.AsAsync("harriet"));
        await browser.GetAsync("/log");
        await host.Services.GetRequiredService<Database>().WriteAsync(session => session.Execute(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
            INSERT INTO cctv_log (school, case_id, camera, state, day, row) SELECT school, 'D-9' || i, camera, state, day, row FROM cctv_log, n
            """));

        var page = await browser.GetAsync("/log");
        var file = await browser.GetAsync("/log.csv");

        Assert.Contains("There are more than 5,000 downloads; only the newest are shown", page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, file.Status);
        Assert.Contains("Choose a shorter period", file.Text, StringComparison.Ordinal);
    }
}
