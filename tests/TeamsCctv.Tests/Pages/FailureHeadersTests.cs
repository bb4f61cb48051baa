using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Pages;

/// <summary>What fails or is refused tells the browser what it may do, as every other page does, and shows nothing of what went wrong.</summary>
public sealed class FailureHeadersTests
{
    private const string Policy = "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors ";

    [Fact]
    public async Task A_page_that_breaks_is_plain_short_and_as_guarded_as_any()
    {
        await using var school = await ProductionAsync();
        await WriteAsync(school.Host, "INSERT INTO cctv_log (school, case_id, state, day, row) VALUES ('oakfield', 'D-0', 'Kept', '2026-11-24', '{')");
        using var client = await school.Host.AsAsync("harriet");

        var answer = await new Browser(client).GetAsync("/log");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        AssertGuarded(answer);
        Assert.True(answer.Head.Headers.CacheControl!.NoStore);
        Assert.Contains("Something went wrong on our side The page could not be made. What you can do: Try again.", answer.Text, StringComparison.Ordinal);
        Assert.True(answer.Html.Length < 3000);
        foreach (var inside in new[] { "Exception", "JSON", " at ", "TeamsCctv.", "LineNumber", ".cs:" })
            Assert.DoesNotContain(inside, answer.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_not_allowed_or_not_ours_is_as_guarded()
    {
        await using var school = await ProductionAsync();
        var (client, tess) = (await school.Host.AsAsync("harriet"), await school.Host.AsAsync("tess"));
        using var content = new FormUrlEncodedContent([new("who", "harriet")]);
        using var forged = await client.PostAsync(new Uri("/sign-out", UriKind.Relative), content);

        foreach (var (expected, answer) in new[]
        {
            (HttpStatusCode.NotFound, await new Browser(client).GetAsync("/nothing/here")),
            (HttpStatusCode.NotFound, await new Browser(client).GetAsync("/records/oakfield/99999")),
            (HttpStatusCode.NotFound, await new Browser(client).GetAsync($"/forms/{new string('a', 48)}")),
            (HttpStatusCode.Forbidden, await new Browser(tess).GetAsync("/log")),
            (HttpStatusCode.BadRequest, await Browser.Answer.OfAsync(forged)),
        })
        {
            Assert.Equal(expected, answer.Status);
            AssertGuarded(answer);
        }
    }

    [Fact]
    public async Task A_form_behind_a_link_that_breaks_still_keeps_its_address_to_itself()
    {
        await using var school = await ProductionAsync();
        await WriteAsync(school.Host, "ALTER TABLE done RENAME TO gone");

        var answer = await new Browser(school.Host.Client).GetAsync($"/forms/{new string('a', 48)}");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        AssertGuarded(answer);
        Assert.Equal("noindex, nofollow", answer.Head.Headers.GetValues("X-Robots-Tag").Single());
    }

    [Fact]
    public async Task A_process_that_cannot_reach_the_shared_store_says_so_in_plain_text_as_guarded_as_a_page()
    {
        var journal = new FaultyJournal(0, faults: 0);
        await using var two = await TwoProcesses.OpenAsync(journal);
        journal.IsDown = true;

        var answer = await new Browser(two.There.Client).GetAsync("/log");

        journal.IsDown = false;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal("text/plain", answer.Head.Content.Headers.ContentType!.MediaType);
        AssertGuarded(answer);
    }

    private static void AssertGuarded(Browser.Answer answer)
    {
        var headers = answer.Head.Headers;
        Assert.Equal($"{Policy}'none'", Assert.Single(headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(headers.GetValues("X-Content-Type-Options")));
        Assert.True(headers.TryGetValues("Referrer-Policy", out var policy));
        Assert.Equal(answer.Head.RequestMessage!.RequestUri!.AbsolutePath.StartsWith("/forms/", StringComparison.Ordinal) ? "no-referrer" : "same-origin", Assert.Single(policy));
    }

    /// <summary>In Development a developer's page stands in the place of what people read.</summary>
    private static async Task<School> ProductionAsync()
    {
        var school = await School.OpenAsync();
        await school.RestartAsync(builder => builder.Environment.EnvironmentName = "Production");
        return school;
    }

    private static Task<int> WriteAsync(Host host, string sql) => host.Services.GetRequiredService<Database>().WriteAsync(session => session.Execute(sql));
}
