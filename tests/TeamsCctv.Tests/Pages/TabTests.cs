using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Oversight;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Pages;

/// <summary>Pages that Teams shows in a frame, and the session they have there.</summary>
public sealed class TabTests(TabWorld world) : IClassFixture<TabWorld>
{
    private const string Cookie = "__Host-teamscctv-tab";
    private const string Teams = "frame-ancestors https://teams.microsoft.com https://*.teams.microsoft.com https://*.cloud.microsoft";

    [Fact]
    public async Task Whoever_is_not_signed_in_yet_is_sent_nowhere_but_shown_the_page_that_asks_Teams()
    {
        var (browser, _) = world.NewFrame();

        var door = await browser.GetAsync("/log");

        Assert.Equal(HttpStatusCode.Unauthorized, door.Status);
        Assert.Null(door.Location);
        Assert.Contains("Signing you in", door.Text, StringComparison.Ordinal);
        Assert.Contains("src=\"/lib/MicrosoftTeams.min.js\"", door.Html, StringComparison.Ordinal);
        Assert.Contains("src=\"/teams/tab.js\"", door.Html, StringComparison.Ordinal);
        Assert.EndsWith(Teams, Policy(door), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_of_Teams_is_a_session_for_this_frame_alone_and_the_page_is_shown()
    {
        var (browser, frame) = await world.FrameOfAsync("harriet");

        var cookie = Assert.Single(frame.Given);
        foreach (var part in new[] { "; path=/", "; secure", "; samesite=none", "; httponly", "; partitioned" })
            Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith(Cookie + "=", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
        var page = await browser.GetAsync("/log");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("Harriet Example Headteacher", page.Text, StringComparison.Ordinal);
        Assert.Contains("<h1>CCTV log</h1>", page.Html, StringComparison.Ordinal);
        Assert.Contains($"data-account=\"{Features.SampleTrust.SampleTrust.ObjectIdOf("harriet")}\"", page.Html, StringComparison.Ordinal);
        Assert.False(page.HasForm("/sign-out"));
        Assert.EndsWith(Teams, Policy(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_page_that_Teams_itself_asks_for_is_shown_as_well()
    {
        var (browser, frame) = await world.FrameOfAsync("harriet");
        frame.Site = "cross-site";

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/log")).Status);
    }

    [Theory]
    [InlineData("document")]
    [InlineData("empty")]
    [InlineData(null)]
    public async Task Outside_a_frame_that_session_is_nobodys(string? dest)
    {
        var (browser, frame) = await world.FrameOfAsync("harriet");
        frame.Dest = dest;

        var answer = await browser.GetAsync("/log");

        Assert.Equal(HttpStatusCode.Found, answer.Status);
        Assert.StartsWith("https://login.microsoftonline.com/", answer.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_in_the_frame_is_taken()
    {
        var (browser, frame) = await world.FrameOfAsync("olive");
        var before = world.Records;

        var form = await browser.GetAsync("/matters/new/access-request");
        Assert.Contains(frame.Given, cookie => cookie.StartsWith("teamscctv-forms=", StringComparison.Ordinal)
            && cookie.Contains("; samesite=none", StringComparison.OrdinalIgnoreCase) && cookie.Contains("; partitioned", StringComparison.OrdinalIgnoreCase) && cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase));
        var opened = await browser.SubmitAsync(form, "/matters/new/access-request?school=oakfield", Request);

        Assert.Equal(HttpStatusCode.SeeOther, opened.Status);
        Assert.True(world.Records > before);
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    [InlineData("none")]
    [InlineData(null)]
    public async Task A_form_from_elsewhere_is_nobodys_even_with_cookies_and_proof(string? site)
    {
        var (browser, frame) = await world.FrameOfAsync("olive");
        var form = await browser.GetAsync("/matters/new/access-request");
        var before = world.Records;
        frame.Site = site;

        var answer = await browser.SubmitAsync(form, "/matters/new/access-request?school=oakfield", Request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Contains("the form was not sent", answer.Text, StringComparison.Ordinal);
        Assert.Equal(before, world.Records);
    }

    [Fact]
    public async Task A_form_without_its_proof_or_with_another_persons_changes_nothing()
    {
        var (browser, _) = await world.FrameOfAsync("olive");
        var (other, _) = await world.FrameOfAsync("harriet");
        await browser.GetAsync("/matters/new/access-request");
        var theirs = (await other.GetAsync("/matters/new/access-request")).HiddenOf("/matters/new/access-request?school=oakfield");
        var before = world.Records;

        foreach (var proof in new[] { "", theirs["__RequestVerificationToken"] })
        {
            using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", proof), .. Request.Select(field => KeyValuePair.Create(field.Item1, field.Item2))]);
            using var answer = await browser.Client.PostAsync(new Uri("/matters/new/access-request?school=oakfield", UriKind.Relative), form);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        Assert.Equal(before, world.Records);
    }

    [Fact]
    public async Task A_form_that_outlived_its_session_leads_back_to_where_it_was()
    {
        var (browser, _) = world.NewFrame();
        browser.Client.DefaultRequestHeaders.Referrer = new(world.Host.Address, "/matters/new/access-request?school=oakfield");
        using var form = new FormUrlEncodedContent([]);

        using var answer = await browser.Client.PostAsync(new Uri("/matters/new/access-request?school=oakfield", UriKind.Relative), form);

        Assert.Contains("data-next=\"/matters/new/access-request?school=oakfield\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_from_elsewhere_leads_to_the_first_page()
    {
        var (browser, _) = world.NewFrame();
        browser.Client.DefaultRequestHeaders.Referrer = new("https://attacker.example/matters/new/access-request");
        using var form = new FormUrlEncodedContent([]);

        using var answer = await browser.Client.PostAsync(new Uri("/matters/new/access-request?school=oakfield", UriKind.Relative), form);

        Assert.Contains("data-next=\"/\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_of_the_tenant_that_is_nobody_in_the_register_is_told_whom_to_ask()
    {
        var (browser, _) = await world.FrameOfAsync("a stranger");

        var page = await browser.GetAsync("/log");

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Contains("You are not in the staff register", page.Text, StringComparison.Ordinal);
        Assert.False(page.HasForm("/sign-out"));
    }

    [Fact]
    public async Task A_role_in_the_token_is_no_position()
    {
        var (browser, _) = world.NewFrame();
        using var answer = await TabWorld.BringAsync(browser.Client, world.TokensOf("tess", ("roles", new JsonArray("headteacher", "dpo")), ("wids", new JsonArray("62e90394-69f5-4237-9190-012177145e10"))).Right());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/log")).Status);
        Assert.Contains("Tess Example Class Teacher", (await browser.GetAsync("/")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pages_that_are_not_for_Teams_are_framed_nowhere()
    {
        var (browser, _) = await world.FrameOfAsync("harriet");

        foreach (var path in new[] { "/privacy", "/terms", "/forms/none", "/records/oakfield/checkpoint" })
        {
            var answer = await browser.GetAsync(path);
            Assert.True(answer.Head.Headers.TryGetValues("Content-Security-Policy", out var policies), $"{path}: {(int)answer.Status}");
            Assert.EndsWith("frame-ancestors 'none'", policies.Single(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_page_that_breaks_is_still_framed_by_Teams_and_by_nobody_else()
    {
        var (browser, _) = await world.FrameOfAsync("harriet");
        var database = world.Host.Services.GetRequiredService<Database>();
        await database.WriteAsync(session => session.Execute("INSERT INTO cctv_log (school, case_id, state, day, row) VALUES ('oakfield', 'D-0', 'Kept', '2026-11-24', '{')"));

        var answer = await browser.GetAsync("/log");

        await database.WriteAsync(session => session.Execute("DELETE FROM cctv_log WHERE case_id = 'D-0'"));
        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.EndsWith(Teams, Policy(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_people_are_chosen_from_a_list_nothing_is_framed_and_there_is_no_such_door()
    {
        await using var host = await Host.StartAsync();
        using var client = new HttpClient(new Frame()) { BaseAddress = host.Address };
        var browser = new Browser(client);

        Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync("/log")).Status);
        Assert.EndsWith("frame-ancestors 'none'", Policy(await browser.GetAsync("/log")), StringComparison.Ordinal);
        using var answer = await TabWorld.BringAsync(client, world.TokensOf("harriet").Right());
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public void Beside_the_table_of_every_endpoint_there_is_this_one_door()
    {
        var mapped = world.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => !endpoint.Metadata.OfType<StaticAssetDescriptor>().Any())
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"]).Select(method => $"{method} {endpoint.RoutePattern.RawText}"));

        Assert.Equal(["POST /sign-in/teams"], mapped.Distinct().Except(ForeignPages.Guarded.Keys).Except(ForeignPages.Open.Keys));
    }

    private static (string, string)[] Request =>
        [("f.applicant", "Pat Parent"), ("f.how", "verbal"), ("f.received", "2026-11-10"), ("f.details", "The gate on 9 November.")];

    private static string Policy(Browser.Answer answer) => answer.Head.Headers.GetValues("Content-Security-Policy").Single();
}
