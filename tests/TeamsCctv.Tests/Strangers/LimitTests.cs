using System.Diagnostics;
using System.Globalization;
using System.Net;
using TeamsCctv.Tests.Pages;
using TeamsCctv.Tests.Recorders;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Strangers;

/// <summary>Who has not signed in may send so often; whoever is known is never counted with them.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task One_link_is_sent_to_a_dozen_times_a_minute_and_then_says_when_to_try_again()
    {
        await using var host = await Host.StartAsync();
        foreach (var _ in Enumerable.Range(0, 12))
            Assert.Equal(HttpStatusCode.NotFound, await SendAsync(host.Client, Token('a')));

        using var form = Form();
        using var response = await host.Client.PostAsync(new Uri($"/forms/{Token('a')}", UriKind.Relative), form);
        var answer = await Browser.Answer.OfAsync(response);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
        Assert.InRange(int.Parse(response.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture), 1, 60);
        Assert.Equal(("text/plain", "That was sent too often. Nothing was changed. Wait a minute and send it again."), (response.Content.Headers.ContentType!.MediaType!, answer.Html));
        Assert.EndsWith("frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(host.Client, Token('b')));
        Assert.Equal(HttpStatusCode.NotFound, (await new Browser(host.Client).GetAsync($"/forms/{Token('a')}")).Status);
    }

    [Fact]
    public async Task One_address_tries_sixty_links_a_minute_whatever_it_says_of_where_it_comes_from()
    {
        await using var host = await Host.StartAsync();

        Assert.Equal((60, HttpStatusCode.TooManyRequests), await UntilRefusedAsync(i => SendAsync(host.Client, Token(i), $"198.51.100.{i}")));
    }

    [Fact]
    public async Task Behind_a_known_proxy_each_address_that_it_names_is_counted_for_itself()
    {
        await using var host = await Host.StartAsync(settings: new Dictionary<string, string?> { ["KnownProxies"] = "127.0.0.1" });

        Assert.Equal((60, HttpStatusCode.TooManyRequests), await UntilRefusedAsync(i => SendAsync(host.Client, Token(i), "198.51.100.1")));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(host.Client, Token(70), "198.51.100.2"));
        Assert.Equal((60, HttpStatusCode.TooManyRequests), await UntilRefusedAsync(i => SendAsync(host.Client, Token(100 + i), $"2001:db8::{i:x}")));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(host.Client, Token(200), "2001:db8:0:1::1"));
    }

    [Fact]
    public async Task Behind_a_Functions_host_the_address_is_what_the_platform_saw_and_nothing_that_was_sent()
    {
        await using var host = await FunctionsHost.StartAsync(
            settings: new Dictionary<string, string?> { ["AzureAd:TenantId"] = FakeEntra.Tenant, ["AzureAd:ClientId"] = FakeEntra.ClientId }, name: "https://cctv.example");
        using var outside = host.Outside();
        host.Forwarded = "203.0.113.7:50000";

        Assert.Equal((60, HttpStatusCode.TooManyRequests), await UntilRefusedAsync(i => SendAsync(outside, Token(i), $"198.51.100.{i}")));
        host.Forwarded = "203.0.113.8:50000";
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(outside, Token(70), "203.0.113.7"));
        host.Forwarded = "203.0.113.7:50001";
        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync(outside, Token(71), "203.0.113.8"));
    }

    [Fact]
    public async Task Signing_in_from_Teams_is_for_a_whole_trust_behind_one_address_and_no_more()
    {
        await using var world = new TabWorld();
        await world.InitializeAsync();
        using var client = world.Host.NewClient();

        Assert.Equal((600, HttpStatusCode.TooManyRequests), await UntilRefusedAsync(async _ =>
        {
            using var answer = await TabWorld.BringAsync(client, "none");
            return answer.StatusCode;
        }));
    }

    [Fact]
    public async Task A_recorders_URL_that_leads_nowhere_is_counted_and_one_that_leads_to_a_recorder_never_is()
    {
        await using var host = await Posting.StartAsync();
        foreach (var _ in Enumerable.Range(0, 80))
            Assert.Equal(HttpStatusCode.OK, await host.OakfieldAsync(Posting.Alert("heartBeat")));

        Assert.Equal((60, HttpStatusCode.TooManyRequests), await UntilRefusedAsync(async i => (await host.PostAsync($"/api/recorders/{i}", [])).Status));
        using var content = new ByteArrayContent([]);
        using var refused = await host.Client.PostAsync(new Uri("/api/recorders/x", UriKind.Relative), content);
        Assert.NotEmpty(refused.Headers.GetValues("Retry-After"));
        Assert.Equal(
            ("text/plain", "That was sent too often. Nothing was changed. Wait a minute and send it again."),
            (refused.Content.Headers.ContentType!.MediaType!, await refused.Content.ReadAsStringAsync()));

        Assert.Equal(HttpStatusCode.OK, await host.OakfieldAsync(Posting.Alert("heartBeat")));
        foreach (var _ in Enumerable.Range(0, 80))
            Assert.Equal(HttpStatusCode.BadRequest, (await host.PostAsync("/api/messages", "{}"u8.ToArray(), "application/json")).Status);
    }

    private static string Token(int number) => number.ToString("x48", CultureInfo.InvariantCulture);

    private static string Token(char digit) => new(digit, 48);

    private static FormUrlEncodedContent Form() => new([new("signature", "Pat Constable")]);

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, string token, string? from = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"forms/{token}", UriKind.Relative)) { Content = Form() };
        if (from is not null)
            request.Headers.Add("X-Forwarded-For", from);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>How many were answered otherwise before the first that was too many. The windows are of the machine's clock: of a slower count nothing follows.</summary>
    private static async Task<(int Before, HttpStatusCode Then)> UntilRefusedAsync(Func<int, Task<HttpStatusCode>> send)
    {
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < 700; i++)
        {
            var status = await send(i);
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(1), $"The machine is too slow to tell: after {i} answers the minute in which they are counted was over.");
            if (status == HttpStatusCode.TooManyRequests)
                return (i, status);
        }

        return (700, HttpStatusCode.OK);
    }
}
