using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Pages;

/// <summary>Every page and every act, against everybody who has no business with it.</summary>
public sealed class AccessTests
{
    public static readonly TheoryData<string> Pages =
    [
        "/?school=oakfield", "/log?school=oakfield", "/log.csv?school=oakfield", "/recorders?school=oakfield", "/cases?school=oakfield", "/policy?school=oakfield",
        "/records/oakfield/0", "/records/oakfield/2", "/cases/oakfield/{case}",
    ];

    public static readonly TheoryData<string> Acts =
        ["decide", "record", "view", "ask-deletion", "decide-deletion", "carry-out", "erase", "hand-in"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Staff_of_another_school_open_no_page_of_this_one(string page)
    {
        await using var host = await Host.StartAsync();
        var id = await new Story(host).KeptAsync();

        foreach (var who in new[] { "percy", "clara", "oscar", "tim" })
        {
            var answer = await new Browser(await host.AsAsync(who)).GetAsync(page.Replace("{case}", id, StringComparison.Ordinal));
            Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
            Assert.Contains("You hold no position at that school", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Main gate", answer.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task Staff_of_another_school_do_nothing_in_this_one(string act)
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        var id = await story.KeptAsync();
        var size = await story.SizeAsync();

        using var answer = await host.PostFormAsync("/", $"/cases/oakfield/{id}/{act}", new() { ["key"] = Guid.NewGuid().ToString("N"), ["decision"] = "approve" }, await host.AsAsync("percy"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(size, await story.SizeAsync());
    }

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task A_case_of_one_school_is_not_found_under_another(string act)
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        var id = await story.KeptAsync();
        var edith = await host.AsAsync("edith");
        var size = await story.SizeAsync("riverside");

        using var answer = await host.PostFormAsync("/", $"/cases/riverside/{id}/{act}", new() { ["key"] = Guid.NewGuid().ToString("N"), ["decision"] = "approve" }, edith);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await new Browser(edith).GetAsync($"/cases/riverside/{id}")).Status);
        Assert.Equal(size, await story.SizeAsync("riverside"));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Nobody_sees_a_page_without_signing_in(string page)
    {
        await using var host = await Host.StartAsync();
        var id = await new Story(host).KeptAsync();

        var answer = await new Browser(host.Client).GetAsync(page.Replace("{case}", id, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Found, answer.Status);
        Assert.Contains("/sign-in?returnTo=", answer.Location, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task Nobody_acts_without_signing_in(string act)
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        var id = await story.KeptAsync();
        var size = await story.SizeAsync();

        using var answer = await host.PostFormAsync("/sign-in", $"/cases/oakfield/{id}/{act}", new() { ["key"] = Guid.NewGuid().ToString("N") });

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(size, await story.SizeAsync());
    }

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task A_form_from_another_site_does_nothing(string act)
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        var id = await story.KeptAsync();
        var vera = await host.AsAsync("vera");
        var size = await story.SizeAsync();
        using var form = new FormUrlEncodedContent([new("key", Guid.NewGuid().ToString("N")), new("why", "Done"), new("decision", "approve")]);

        using var answer = await vera.PostAsync(new Uri($"/cases/oakfield/{id}/{act}", UriKind.Relative), form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(size, await story.SizeAsync());
    }

    [Fact]
    public async Task An_employee_sees_of_a_case_neither_page_nor_existence_of_names()
    {
        await using var host = await Host.StartAsync();
        var id = await new Story(host).KeptAsync();

        var answer = await new Browser(await host.AsAsync("tess")).GetAsync($"/cases/oakfield/{id}");

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.DoesNotContain("Vera", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Main gate", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/?school=")]
    [InlineData("/?school=nowhere")]
    [InlineData("/?school=oakfield&school=riverside")]
    [InlineData("/cases/nowhere/D-1")]
    [InlineData("/records/nowhere/0")]
    public async Task A_school_that_is_not_there_is_as_closed_as_another_one(string page)
    {
        await using var host = await Host.StartAsync();

        var answer = await new Browser(await host.AsAsync("harriet")).GetAsync(page);

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
    }

    [Fact]
    public async Task Somebody_of_several_schools_chooses_between_them()
    {
        await using var host = await Host.StartAsync();
        var edith = new Browser(await host.AsAsync("edith"));

        var first = await edith.GetAsync("/");
        var second = await edith.GetAsync("/log?school=riverside");

        Assert.Contains("<h1>Oakfield Primary (sample)</h1>", first.Html, StringComparison.Ordinal);
        Assert.Contains("href=\"/?school=riverside\"", first.Html, StringComparison.Ordinal);
        Assert.Contains("Riverside Academy (sample). Every download", second.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"/recorders?school=riverside\"", second.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_the_register_does_not_know_is_told_whom_to_ask()
    {
        await using var host = await Host.StartAsync();
        await host.SignInAsync("tess");
        await host.Services.GetRequiredService<Registers>().PutAsync([RegisterEntry.Of(new Domain.Staff.Person("tess", "Tess Example", []))]);

        var answer = await new Browser(host.Client).GetAsync("/");

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("You are not in the staff register", answer.Text, StringComparison.Ordinal);
        Assert.Contains("Ask the school's office", answer.Text, StringComparison.Ordinal);
        Assert.True(answer.HasForm("/sign-out"));
    }

    [Fact]
    public async Task Somebody_whose_appointments_have_ended_sees_nothing()
    {
        await using var host = await Host.StartAsync();
        await host.SignInAsync("tess");
        await host.Services.GetRequiredService<Registers>().PutAsync(
            [RegisterEntry.Of(new Domain.Staff.Appointment("tess", "oakfield", "employee", "Class Teacher", new(2020, 9, 1), new(2026, 11, 24)))]);

        var answer = await new Browser(host.Client).GetAsync("/");

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("no appointment of yours is in force today", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/log")]
    [InlineData("/sign-in")]
    [InlineData("/nothing/here")]
    public async Task A_page_tells_the_browser_what_it_may_do(string page)
    {
        await using var host = await Host.StartAsync();
        await host.SignInAsync("harriet");

        var answer = await new Browser(host.Client).GetAsync(page);

        Assert.Equal("default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'", answer.Head.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", answer.Head.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(answer.Head.Headers.CacheControl!.NoStore);
        Assert.DoesNotContain("<script", answer.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(" style=", answer.Html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_people_type_stays_text()
    {
        await using var host = await Host.StartAsync();
        var id = await new Story(host).KeptAsync(what: "<script>alert(1)</script>");
        var harriet = new Browser(await host.AsAsync("harriet"));

        foreach (var path in new[] { "/log", $"/cases/oakfield/{id}", "/records/oakfield/2" })
            Assert.DoesNotContain("<script", (await harriet.GetAsync(path)).Html, StringComparison.OrdinalIgnoreCase);
    }
}
