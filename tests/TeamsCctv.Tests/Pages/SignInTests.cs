using System.Net;
using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Features.SampleTrust;
using TeamsCctv.Features.SignIn;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Pages;

public sealed class SignInTests
{
    [Fact]
    public async Task The_sample_staff_are_listed_by_school_with_name_and_title()
    {
        await using var host = await Host.StartAsync();

        var page = await new Browser(host.Client).GetAsync("/sign-in");

        Assert.Matches("Oakfield Primary.*Harriet Example Headteacher.*Riverside Academy.*Percy Sample Principal.*Every school of the trust.*Dennis Placeholder Data Protection Officer", page.Text);
        Assert.Contains("Anita Example Deputy Head, nominated alternate", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choosing_a_person_signs_in_and_goes_to_the_page_that_was_asked_for()
    {
        await using var host = await Host.StartAsync();
        var browser = new Browser(host.Client);

        var refused = await browser.GetAsync("/log?from=2026-01-01");
        var chosen = await browser.SubmitAsync(refused.Location!, "/sign-in", ("who", "harriet"));
        var page = await browser.GetAsync(chosen.Location!);

        Assert.Equal(HttpStatusCode.Found, refused.Status);
        Assert.Equal((HttpStatusCode.SeeOther, "/log?from=2026-01-01"), (chosen.Status, chosen.Location));
        Assert.Contains("Harriet Example Headteacher", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites_and_the_keys_of_other_users()
    {
        await using var host = await Host.StartAsync();

        var chosen = await new Browser(host.Client).SubmitAsync("/sign-in", "/sign-in", ("who", "harriet"));

        var cookie = Assert.Single(chosen.Head.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("teamscctv=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Harriet", cookie, StringComparison.OrdinalIgnoreCase);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(host.Data, "keys")));
    }

    [Fact]
    public async Task A_sign_in_outlives_a_restart()
    {
        var data = Directory.CreateTempSubdirectory("cctv-test-");
        try
        {
            string cookie;
            await using (var first = await Host.StartAsync(data: data.FullName))
            {
                var chosen = await new Browser(first.Client).SubmitAsync("/sign-in", "/sign-in", ("who", "harriet"));
                cookie = chosen.Head.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("teamscctv=", StringComparison.Ordinal)).Split(';')[0];
            }

            await using var second = await Host.StartAsync(data: data.FullName);
            second.Client.DefaultRequestHeaders.Add("Cookie", cookie);
            Assert.Equal(HttpStatusCode.OK, (await new Browser(second.Client).GetAsync("/")).Status);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_school_day_later_the_sign_in_has_run_out()
    {
        await using var host = await Host.StartAsync();
        await host.SignInAsync("harriet");

        host.Clock.Advance(TimeSpan.FromHours(11));

        Assert.Equal(HttpStatusCode.Found, (await new Browser(host.Client).GetAsync("/")).Status);
    }

    [Fact]
    public async Task Somebody_who_is_not_in_the_register_cannot_be_chosen()
    {
        await using var host = await Host.StartAsync();
        var browser = new Browser(host.Client);

        var answer = await browser.SubmitAsync("/sign-in", "/sign-in", ("who", "mallory"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("Choose one from the list", answer.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync("/")).Status);
    }

    [Theory]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("https://elsewhere.example/")]
    [InlineData("log")]
    public async Task A_return_address_on_another_site_is_not_followed(string address)
    {
        await using var host = await Host.StartAsync();

        var answer = await new Browser(host.Client).SubmitAsync("/sign-in", "/sign-in", ("who", "harriet"), ("returnTo", address));

        Assert.Equal("/", answer.Location);
    }

    [Fact]
    public async Task A_form_without_the_pages_own_token_signs_nobody_in()
    {
        await using var host = await Host.StartAsync();
        using var form = new FormUrlEncodedContent([new("who", "harriet")]);

        using var answer = await host.Client.PostAsync(new Uri("/sign-in", UriKind.Relative), form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await new Browser(host.Client).GetAsync("/")).Status);
    }

    [Fact]
    public async Task Under_a_name_that_only_resolves_to_loopback_there_is_no_list()
    {
        await using var host = await Host.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in") { Headers = { Host = "cctv.elsewhere.example" } };

        using var answer = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        await using var host = await Host.StartAsync();
        await host.SignInAsync("harriet");
        var browser = new Browser(host.Client);

        var answer = await browser.SubmitAsync("/", "/sign-out");

        Assert.Equal("/sign-in", answer.Location);
        Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync("/")).Status);
    }

    [Fact]
    public async Task A_person_is_known_by_tenant_and_object_id_together()
    {
        await using var host = await Host.StartAsync();
        var callers = host.Services.GetRequiredService<Callers>();
        var harriet = SampleTrust.ObjectIdOf("harriet");

        Assert.Equal("harriet", callers.Of(User(("tid", SampleTrust.Tenant), ("oid", harriet)))?.Person.Key);
        Assert.Null(callers.Of(User(("tid", Guid.NewGuid().ToString()), ("oid", harriet))));
        Assert.Null(callers.Of(User(("tid", SampleTrust.Tenant), ("oid", Guid.NewGuid().ToString()))));
        Assert.Null(callers.Of(User(("oid", harriet))));
        Assert.Null(callers.Of(User(("tid", SampleTrust.Tenant), ("oid", harriet), ("oid", SampleTrust.ObjectIdOf("dennis")))));
        Assert.Null(callers.Of(new ClaimsPrincipal(new ClaimsIdentity([new("tid", SampleTrust.Tenant), new("oid", harriet)]))));
    }

    private static ClaimsPrincipal User(params (string Type, string Value)[] claims) =>
        new(new ClaimsIdentity(claims.Select(claim => new Claim(claim.Type, claim.Value)), "test"));
}
