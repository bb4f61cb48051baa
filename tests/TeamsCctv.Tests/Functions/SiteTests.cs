using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Protocols.Functions;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Functions;

/// <summary>The whole site as the Functions host passes it on, behind its prefix; and what the host alone may call.</summary>
[Collection(OnAzurite.Name)]
public sealed partial class SiteTests
{
    [Fact]
    public async Task Host_json_and_the_functions_are_what_the_process_expects()
    {
        await using var host = await FunctionsHost.StartAsync();

        Assert.Equal($"{CustomHandler.Prefix}/", host.Public.AbsolutePath);
        Assert.Equal(["http", "inbox", "tick"], host.Functions.Keys.Order(StringComparer.Ordinal));
        var address = new Uri(Assert.Single(host.Process.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses));
        Assert.Equal(host.Worker, address);
        Assert.Equal("127.0.0.1", address.Host);
    }

    [Theory]
    [InlineData("messages")]
    [InlineData("api/messages")]
    public async Task A_turn_of_the_bot_comes_through(string path)
    {
        await using var host = await FunctionsHost.StartAsync();
        var activity = School.Envelope("sid", "message");
        (activity["text"], activity["serviceUrl"]) = ("help", host.Teams.ServiceUrl);
        using var outside = host.Outside();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(activity.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.Teams.Token(host.Process.Clock.GetUtcNow()));

        using var answer = await outside.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Single(host.Teams.Messages);
    }

    [Fact]
    public async Task Every_link_of_the_pages_stays_behind_the_prefix_and_leads_somewhere()
    {
        await using var host = await FunctionsHost.StartAsync();
        using var sid = host.Outside();
        await SignInAsync(sid, "harriet");

        var seen = new HashSet<string>();
        var next = new Queue<string>(["/api/"]);
        while (next.TryDequeue(out var path) && seen.Count < 60)
        {
            if (!seen.Add(path))
                continue;
            using var answer = await sid.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True(answer.IsSuccessStatusCode, $"{path} was answered {(int)answer.StatusCode}.");
            if (answer.Content.Headers.ContentType?.MediaType != "text/html")
                continue;
            foreach (Match link in Links().Matches(await answer.Content.ReadAsStringAsync()))
            {
                var to = WebUtility.HtmlDecode(link.Groups[2].Value);
                Assert.True(to.StartsWith('#') || to.StartsWith("/api/", StringComparison.Ordinal) || to.StartsWith("http", StringComparison.Ordinal), $"{path} leads to {to}.");
                if (link.Groups[1].Value != "action" && to.StartsWith("/api/", StringComparison.Ordinal))
                    next.Enqueue(to.Split('#')[0]);
            }
        }

        Assert.Contains("/api/app.css", seen);
        Assert.Contains("/api/icon.svg", seen);
        Assert.Contains(seen, path => path.StartsWith("/api/log", StringComparison.Ordinal));
        Assert.Contains(seen, path => path.StartsWith("/api/records/oakfield/", StringComparison.Ordinal));
        Assert.True(seen.Count > 15, $"Only {seen.Count} pages were found.");
    }

    [Fact]
    public async Task A_page_without_a_sign_in_leads_to_it_and_a_form_takes_effect_and_its_cookie_goes_nowhere_else()
    {
        await using var host = await FunctionsHost.StartAsync();
        using var browser = host.Outside();

        using var turned = await browser.GetAsync(new Uri("log", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Redirect, turned.StatusCode);
        Assert.Equal($"{host.Public}sign-in?returnTo=%2Fapi%2Flog", turned.Headers.Location!.ToString());

        using var signedIn = await SignInAsync(browser, "sid");
        Assert.Equal("/api/", signedIn.Headers.Location!.OriginalString);
        Assert.All(signedIn.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("path=/api", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_stranger_checks_the_log_through_the_prefix()
    {
        await using var host = await FunctionsHost.StartAsync();
        using var stranger = host.Outside();

        Assert.StartsWith("teamscctv.invalid/oakfield\n", await stranger.GetStringAsync(new Uri("records/oakfield/checkpoint", UriKind.Relative)), StringComparison.Ordinal);
        Assert.NotEmpty(await stranger.GetByteArrayAsync(new Uri("records/oakfield/tile/entries/000.p/2", UriKind.Relative)));
    }

    [Theory]
    [InlineData(null, null, HttpStatusCode.OK)]
    [InlineData("[::1]:50000", null, HttpStatusCode.OK)]
    [InlineData("[::1]:50000", "127.0.0.1, ::ffff:127.0.0.1", HttpStatusCode.OK)]
    [InlineData("203.0.113.7:50000", null, HttpStatusCode.NotFound)]
    [InlineData("203.0.113.7:50000", "127.0.0.1", HttpStatusCode.NotFound)]
    [InlineData(null, "203.0.113.7", HttpStatusCode.NotFound)]
    [InlineData(null, "127.0.0.1,[2001:db8::1]:50000", HttpStatusCode.NotFound)]
    [InlineData(null, "unknown", HttpStatusCode.NotFound)]
    public async Task A_site_of_this_machine_is_there_for_nobody_who_comes_from_another(string? forwarded, string? said, HttpStatusCode status)
    {
        await using var host = await FunctionsHost.StartAsync();
        host.Forwarded = forwarded;
        using var browser = host.Outside();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("sign-in", UriKind.Relative));
        if (said is not null)
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", said);

        using var answer = await browser.SendAsync(request);

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("POST", "/api/inbox")]
    [InlineData("POST", "/api/tick")]
    [InlineData("POST", "/api/%2e%2e/inbox")]
    [InlineData("POST", "/api/../inbox")]
    [InlineData("POST", "/api//inbox")]
    [InlineData("POST", "/inbox")]
    [InlineData("GET", "/")]
    public async Task Nobody_outside_reaches_what_the_host_calls(string method, string path)
    {
        await using var host = await FunctionsHost.StartAsync();

        // Over the wire, since a client would tidy the path up; once through the host and once as it would pass it on.
        foreach (var port in new[] { host.Public.Port, host.Worker.Port })
        {
            var status = await RawAsync(port, $"{method} {path} HTTP/1.1\r\nHost: cctv.example\r\n{AsHost}Content-Length: 11\r\nConnection: close\r\n\r\n{{\"Data\":{{}}}}");
            Assert.Contains(status, new[] { "404", "405", "400" });
        }
    }

    [Theory]
    [InlineData("Host: {0}\r\n", "404")]
    [InlineData("Host: {0}\r\nUser-Agent: Azure-Functions-Host/4\r\n", "404")]
    [InlineData("Host: {0}\r\nX-Azure-Functions-InvocationId: 6f9619ff-8b86-d011-b42d-00c04fc964ff\r\nUser-Agent: curl/8\r\n", "404")]
    [InlineData("Host: {0}\r\nX-Azure-Functions-InvocationId: 1\r\nUser-Agent: Azure-Functions-Host/4\r\n", "404")]
    [InlineData("Host: {0}\r\nX-Azure-Functions-InvocationId: 6f9619ff-8b86-d011-b42d-00c04fc964ff\r\nUser-Agent: Azure-Functions-Host/4\r\nX-Forwarded-For: 203.0.113.7\r\n", "404")]
    [InlineData("Host: {0}\r\nX-Azure-Functions-InvocationId: 6f9619ff-8b86-d011-b42d-00c04fc964ff\r\nUser-Agent: Azure-Functions-Host/4\r\nDisguised-Host: a\r\n", "404")]
    [InlineData("Host: {0}\r\nX-Azure-Functions-InvocationId: 6f9619ff-8b86-d011-b42d-00c04fc964ff\r\nUser-Agent: Azure-Functions-Host/4\r\nx-ms-invocation-id: 1\r\n", "404")]
    [InlineData("Host: cctv.example\r\nX-Azure-Functions-InvocationId: 6f9619ff-8b86-d011-b42d-00c04fc964ff\r\nUser-Agent: Azure-Functions-Host/4\r\n", "404")]
    [InlineData("Host: {0}\r\nX-Azure-Functions-InvocationId: 6f9619ff-8b86-d011-b42d-00c04fc964ff\r\nUser-Agent: Azure-Functions-Host/4\r\n", "200")]
    public async Task Only_what_looks_like_the_host_in_everything_is_let_in(string headers, string status)
    {
        await using var host = await FunctionsHost.StartAsync();
        var given = string.Format(System.Globalization.CultureInfo.InvariantCulture, headers, host.Worker.Authority);

        Assert.Equal(status, await RawAsync(host.Worker.Port, $"POST /tick HTTP/1.1\r\n{given}Content-Length: 11\r\nConnection: close\r\n\r\n{{\"Data\":{{}}}}"));
    }

    [Fact]
    public async Task Without_a_Functions_host_there_are_no_envelopes()
    {
        await using var host = await Host.StartAsync();
        var status = await RawAsync(host.Address.Port, $"POST /tick HTTP/1.1\r\nHost: {host.Address.Authority}\r\n{AsHost}Content-Length: 11\r\nConnection: close\r\n\r\n{{\"Data\":{{}}}}");
        Assert.Contains(status, new[] { "404", "405" });
    }

    internal static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string who)
    {
        var page = await browser.GetStringAsync(new Uri("sign-in", UriKind.Relative));
        var action = Regex.Match(page, "<form method=\"post\" action=\"([^\"]+)\"").Groups[1].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["who"] = who,
            ["__RequestVerificationToken"] = Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value,
        });
        var answer = await browser.PostAsync(new Uri(action, UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer;
    }

    private const string AsHost = "X-Azure-Functions-InvocationId: 6f9619ff-8b86-d011-b42d-00c04fc964ff\r\nUser-Agent: Azure-Functions-Host/4.1042.100.0\r\nContent-Type: application/json\r\n";

    private static async Task<string> RawAsync(int port, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(client.GetStream());
        return (await reader.ReadLineAsync())!.Split(' ')[1];
    }

    [GeneratedRegex(" (href|src|action)=\"([^\"]*)\"")]
    private static partial Regex Links();
}
