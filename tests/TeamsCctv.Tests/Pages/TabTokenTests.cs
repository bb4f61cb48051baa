using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using TeamsCctv.Features.SignIn;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Pages;

/// <summary>What a tab may bring in the place of a sign-in, and what it may not: nothing is given for it, recorded or fetched.</summary>
public sealed class TabTokenTests(TabWorld world) : IClassFixture<TabWorld>
{
    public static TheoryData<string> Forged => [.. HostileTokens.Names, "RS384", "RS512"];

    [Theory]
    [MemberData(nameof(Forged))]
    public async Task A_token_that_Entra_did_not_sign_for_us_now_is_401(string name)
    {
        var right = world.TokensOf("harriet");
        var token = name.StartsWith("RS", StringComparison.Ordinal) && name.Length == 5
            ? Jwt.Make(new() { ["alg"] = name, ["kid"] = right.Key.Kid }, right.Claims, Jwt.By(right.Key.Rsa, new($"SHA{name[2..]}")))
            : right.Of(name);

        await AssertRefusedAsync(token, HttpStatusCode.Unauthorized);
    }

    public static TheoryData<string, string?> OfOthers => new()
    {
        { "tid", "99999999-0000-4000-8000-000000000000" },
        { "tid", null },
        { "acct", "1" },
        { "idp", "https://sts.windows.net/99999999-0000-4000-8000-000000000000/" },
        { "idp", "https://login.microsoftonline.com/99999999-0000-4000-8000-000000000000/v2.0" },
        { "idp", "live.com" },
        { "idp", "mail" },
        { "scp", null },
        { "scp", "User.Read" },
        { "scp", "access_as_user_impersonated" },
        { "oid", null },
        { "oid", "" },
        { "idtyp", "app" },
        { "azp", null },
        { "azp", "66666666-7777-4888-9999-000000000000" },
        { "azp", "04b07795-8ddb-461a-bbee-02f9e1bf7b46" },
    };

    [Theory]
    [MemberData(nameof(OfOthers))]
    public Task A_guest_another_tenant_an_application_and_any_program_but_Teams_are_403(string claim, string? value) =>
        AssertRefusedAsync(world.TokensOf("harriet").With(claim, value), HttpStatusCode.Forbidden);

    [Fact]
    public async Task A_guest_by_a_number_or_one_of_two_tenants_is_refused_too()
    {
        await AssertRefusedAsync(world.TokensOf("harriet").With("acct", 1), HttpStatusCode.Forbidden);
        await AssertRefusedAsync(world.TokensOf("harriet").With("tid", new JsonArray(FakeEntra.Tenant, Guid.NewGuid().ToString())), HttpStatusCode.Forbidden);
        await AssertRefusedAsync(world.TokensOf("harriet").With("oid", new JsonArray(Guid.NewGuid().ToString(), Guid.NewGuid().ToString())), HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("aud", $"api://{FakeEntra.Domain}/botid-{FakeEntra.ClientId}")]
    [InlineData("azp", "1fec8e78-bce4-4aaf-ab1b-5451cc387264")]
    [InlineData("scp", "profile access_as_user")]
    [InlineData("idp", $"https://sts.windows.net/{FakeEntra.Tenant}/")]
    [InlineData("idp", FakeEntra.Issuer)]
    public async Task The_other_ways_in_which_Entra_says_the_same_are_taken(string claim, string value)
    {
        var (browser, _) = world.NewFrame();
        using var answer = await TabWorld.BringAsync(browser.Client, world.TokensOf("harriet").With(claim, value));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_member_is_one_also_where_the_token_says_so()
    {
        var (browser, _) = world.NewFrame();
        using var answer = await TabWorld.BringAsync(browser.Client, world.TokensOf("harriet").With("acct", 0));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_guest_reads_that_they_are_one_and_another_organisations_staff_that_they_are_that()
    {
        Assert.Contains("You are a guest of this organisation.", await SaysAsync(world.TokensOf("harriet").With("acct", 1)), StringComparison.Ordinal);
        Assert.Contains("another organisation", await SaysAsync(world.TokensOf("harriet").With("iss", FakeEntra.Issuer.Replace(FakeEntra.Tenant, "99999999-0000-4000-8000-000000000000", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cross-site", "application/json", 403)]
    [InlineData("same-site", "application/json", 403)]
    [InlineData("none", "application/json", 403)]
    [InlineData(null, "application/json", 403)]
    [InlineData("same-origin", "text/plain", 403)]
    [InlineData("same-origin", "application/x-www-form-urlencoded", 403)]
    public async Task A_right_token_that_another_page_brings_signs_nobody_in(string? site, string type, int status)
    {
        var (browser, frame) = world.NewFrame();
        frame.Site = site;
        Assert.Equal(status, await BringAsync(browser, frame, $$"""{"token":"{{world.TokensOf("harriet").Right()}}"}""", type));
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("nonsense", 400)]
    [InlineData("[]", 400)]
    [InlineData("{}", 400)]
    [InlineData("""{"token":7}""", 400)]
    [InlineData("""{"token":null}""", 400)]
    [InlineData("""{"token":{"token":{"token":"x"}}}""", 400)]
    [InlineData("""{"token":"\ud800"}""", 400)]
    [InlineData("""{"token":""}""", 401)]
    [InlineData("""{"token":".."}""", 401)]
    [InlineData("""{"token":"a.b.c"}""", 401)]
    public async Task What_is_no_token_is_refused(string body, int status)
    {
        var (browser, frame) = world.NewFrame();
        Assert.Equal(status, await BringAsync(browser, frame, body, "application/json"));
    }

    [Fact]
    public async Task More_than_a_token_can_be_is_not_read()
    {
        var (browser, frame) = world.NewFrame();
        Assert.Equal(413, await BringAsync(browser, frame, $$"""{"token":"{{new string('a', 40_000)}}"}""", "application/json"));
    }

    [Fact]
    public async Task Made_up_key_ids_cost_Entra_one_fetch_in_ten_seconds()
    {
        var (browser, _) = world.NewFrame();
        var right = world.TokensOf("harriet");
        using (await TabWorld.BringAsync(browser.Client, right.Right()))
        {
        }

        world.Host.Clock.Advance(TimeSpan.FromSeconds(10));
        var before = world.Entra.Fetches;
        for (var i = 0; i < 100; i++)
        {
            using var answer = await TabWorld.BringAsync(browser.Client, Jwt.Make(new() { ["alg"] = "RS256", ["kid"] = $"made-up-{i}" }, right.Claims, Jwt.By(right.Key.Rsa)));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        Assert.Equal(1, world.Entra.Fetches - before);
    }

    private static async Task<int> BringAsync(Browser browser, Frame frame, string body, string type)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var answer = await browser.Client.PostAsync(new Uri(TabSession.Path, UriKind.Relative), content);
        Assert.Empty(frame.Given);
        return (int)answer.StatusCode;
    }

    private async Task<string> SaysAsync(string token)
    {
        var (browser, _) = world.NewFrame();
        using var answer = await TabWorld.BringAsync(browser.Client, token);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["says"]!;
    }

    private async Task AssertRefusedAsync(string token, HttpStatusCode status)
    {
        var (browser, frame) = world.NewFrame();
        var before = world.Records;

        using var answer = await TabWorld.BringAsync(browser.Client, token);

        Assert.Equal(status, answer.StatusCode);
        Assert.Empty(frame.Given);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/log")).Status);
        Assert.Equal(before, world.Records);
        Assert.Empty(world.Entra.Strange);
    }
}
