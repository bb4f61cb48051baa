using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Storage;

namespace TeamsCctv.Tests.Recorders;

public sealed class RecorderRefusalTests
{
    [Theory]
    [InlineData("/api/recorders/x")]
    [InlineData("/api/recorders/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/api/recorders/oakfield-nvr")]
    public async Task An_unknown_token_is_answered_404_whatever_is_wrong_with_it(string path)
    {
        await using var host = await Posting.StartAsync();

        var (status, body) = await host.PostAsync(path, Encoding.UTF8.GetBytes(Posting.Alert()));

        Assert.Equal((HttpStatusCode.NotFound, ""), (status, body));
        Assert.Equal(0, host.Rows("inbox"));
    }

    [Fact]
    public async Task A_token_with_one_letter_changed_is_unknown()
    {
        await using var host = await Posting.StartAsync();
        var path = host.PathOf("oakfield-nvr");
        for (var i = "/api/recorders/".Length; i < path.Length; i++)
        {
            var changed = path[..i] + (path[i] == 'A' ? 'B' : 'A') + path[(i + 1)..];
            Assert.Equal(HttpStatusCode.NotFound, (await host.PostAsync(changed, Encoding.UTF8.GetBytes(Posting.Alert()))).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await host.PostAsync(path + "A", Encoding.UTF8.GetBytes(Posting.Alert()))).Status);
        Assert.Equal(0, host.Rows("inbox"));
    }

    [Fact]
    public async Task URLs_are_secret_differ_and_stay_over_a_restart()
    {
        var data = Directory.CreateTempSubdirectory("cctv-test-").FullName;
        try
        {
            string first;
            await using (var host = await Posting.StartAsync(data: data))
            {
                first = host.PathOf("oakfield-nvr");
                Assert.NotEqual(first, host.PathOf("riverside-protect"));
                Assert.Equal("/api/recorders/".Length + 43, first.Length);
                if (!OperatingSystem.IsWindows())
                {
                    Assert.Equal(
                        UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(data, "recorder-urls.key")));
                }
            }

            await using (var again = await Posting.StartAsync(data: data))
                Assert.Equal(first, again.PathOf("oakfield-nvr"));
            await using var other = await Posting.StartAsync();
            Assert.NotEqual(first, other.PathOf("oakfield-nvr"));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task A_recorder_added_to_the_register_may_post_at_once()
    {
        await using var host = await Posting.StartAsync();
        await host.Services.GetRequiredService<Registers>().PutAsync(
            [RegisterEntry.Of(new Recorder("new-nvr", "oakfield", "New recorder", RecorderVendor.Hikvision, "No/Such_Zone"))]);

        var (status, _) = await host.PostAsync(host.PathOf("new-nvr"), Encoding.UTF8.GetBytes(Posting.Alert("diskfull")));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("New recorder", Assert.Single(await host.ReportedAsync("oakfield")).RecorderName);
    }

    [Theory]
    [InlineData("", 400, "The body is empty.")]
    [InlineData("hello", 400, "Not understood: the body is neither XML, JSON nor multipart.")]
    [InlineData("<EventNotificationAlert>", 400, "Not understood: the XML is broken at line 1")]
    [InlineData("<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]><EventNotificationAlert/>", 400, "The XML has a document type")]
    [InlineData("<EventNotificationAlert><eventType>video loss</eventType></EventNotificationAlert>", 400, "Not understood: eventType")]
    public async Task A_bad_body_is_answered_with_a_line_that_says_why_and_changes_nothing(string body, int status, string says)
    {
        await using var host = await Posting.StartAsync();

        var answer = await host.PostAsync(host.PathOf("oakfield-nvr"), Encoding.UTF8.GetBytes(body));

        Assert.Equal(status, (int)answer.Status);
        Assert.StartsWith(says, answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', answer.Body);
        Assert.Equal((0, 0), (host.Rows("inbox"), host.Rows("episode")));
        Assert.Empty(await host.ReportedAsync("oakfield"));
    }

    [Fact]
    public async Task Text_of_257_KiB_is_too_large()
    {
        await using var host = await Posting.StartAsync();

        var (status, body) = await host.PostAsync(
            host.PathOf("oakfield-nvr"), Encoding.UTF8.GetBytes(Posting.Alert() + new string(' ', 257 * 1024)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Contains("256 KiB", body, StringComparison.Ordinal);
        Assert.Equal(0, host.Rows("inbox"));
    }

    [Fact]
    public async Task One_bad_event_among_good_ones_refuses_the_body_whole()
    {
        await using var host = await Posting.StartAsync();

        var answer = await host.RiversideAsync(
            """{"alarm":{"triggers":[{"key":"admin_access","device":"nvr","eventId":"1"},{"key":"not a word"}]}}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer);
        Assert.Equal(0, host.Rows("inbox"));
    }

    [Fact]
    public async Task What_is_wrong_with_a_recorders_messages_is_known_until_one_is_right()
    {
        await using var host = await Posting.StartAsync();

        await host.OakfieldAsync("hello");
        Assert.StartsWith("Not understood", host.Sighted("oakfield-nvr").Refused!.Says, StringComparison.Ordinal);
        Assert.Null(host.Sighted("oakfield-nvr").Last);

        await host.OakfieldAsync(Posting.Alert("heartBeat"));
        Assert.Null(host.Sighted("oakfield-nvr").Refused);
    }

    [Fact]
    public async Task A_GET_does_not_tell_a_known_token_from_an_unknown_one()
    {
        await using var host = await Posting.StartAsync();

        using var known = await host.Client.GetAsync(new Uri(host.PathOf("oakfield-nvr"), UriKind.Relative));
        using var unknown = await host.Client.GetAsync(new Uri("/api/recorders/x", UriKind.Relative));

        Assert.False(known.IsSuccessStatusCode);
        Assert.Equal(unknown.StatusCode, known.StatusCode);
        Assert.Equal(await unknown.Content.ReadAsStringAsync(), await known.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_store_that_fails_is_answered_503_and_the_event_sent_again_is_taken_once()
    {
        await using var host = await Posting.StartAsync();
        var database = host.Services.GetRequiredService<Database>();
        await database.WriteAsync(session => session.Execute("PRAGMA query_only = ON"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await host.OakfieldAsync(Posting.Alert()));
        Assert.Equal(HttpStatusCode.OK, await host.OakfieldAsync(Posting.Alert("heartBeat")));

        // Not through the queue: a read-only store begins no transaction, not even the one that would end that.
        database.Writer.Execute("PRAGMA query_only = OFF");
        Assert.Equal(HttpStatusCode.OK, await host.OakfieldAsync(Posting.Alert()));
        Assert.Single(await host.ReportedAsync("oakfield"));
    }

    [Fact]
    public async Task A_write_that_fails_by_itself_is_answered_503_and_leaves_nothing_behind()
    {
        await using var host = await Posting.StartAsync();
        var database = host.Services.GetRequiredService<Database>();
        await database.WriteAsync(session => session.Execute(
            "CREATE TEMP TRIGGER broken BEFORE INSERT ON main.episode BEGIN SELECT RAISE(ABORT, 'broken'); END"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await host.OakfieldAsync(Posting.Alert()));
        Assert.Equal(0, host.Rows("inbox"));

        await database.WriteAsync(session => session.Execute("DROP TRIGGER broken"));
        Assert.Equal(HttpStatusCode.OK, await host.OakfieldAsync(Posting.Alert()));
        Assert.Single(await host.ReportedAsync("oakfield"));
    }

    [Fact]
    public async Task No_log_line_holds_a_token_or_what_was_sent()
    {
        using var lines = new Lines();
        await using var host = await Posting.StartAsync(builder => builder.Logging.SetMinimumLevel(LogLevel.Information).AddProvider(lines));
        var path = host.PathOf("oakfield-nvr");

        await host.OakfieldAsync(Posting.Alert());
        await host.OakfieldAsync("<secret-body/>");
        await host.ReportedAsync("oakfield");

        Assert.Contains(lines.All, line => line.Contains("oakfield-nvr", StringComparison.Ordinal));
        Assert.DoesNotContain(lines.All, line => line.Contains(path["/api/recorders/".Length..], StringComparison.Ordinal));
        Assert.DoesNotContain(lines.All, line => line.Contains("secret-body", StringComparison.Ordinal));
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
