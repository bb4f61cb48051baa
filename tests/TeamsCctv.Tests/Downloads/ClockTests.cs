using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using NodaTime;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Tests.Recorders;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Downloads;

/// <summary>The machine's clock was set ahead, something was recorded, and it was set right again.</summary>
public sealed class ClockTests
{
    private const string Said = "the last record is of Tue 24 Nov 2026, 15:05, and the machine's clock says Tue 24 Nov 2026, 14:05";

    [Fact]
    public async Task Nothing_is_decided_at_a_time_that_is_still_to_come_and_the_card_says_why()
    {
        await using var school = await AheadAsync();
        var card = await school.CardOfAsync("harriet");
        var before = school.Records().Count;

        var approved = await school.PressAsync("harriet", card, "Approve");
        var asked = await school.AskAsync();
        var refused = await school.SayAsync("tess", "ask");
        using var harriet = await school.Host.AsAsync("harriet");
        var id = school.Records()[^1] is { Fact: DownloadRequested } last ? $"D-{last.Number}" : "";
        var page = await new Browser(harriet).SubmitAsync($"/cases/oakfield/{id}", $"/cases/oakfield/{id}/decide", ("decision", "approve"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        foreach (var words in new[] { approved.Words, asked.Words, Card.Words(refused.Card), page.Text })
            Assert.Contains(Said, words, StringComparison.Ordinal);
        Assert.Equal(before, school.Records().Count);

        school.Host.Clock.Advance(TimeSpan.FromMinutes(57));
        await school.PressAsync("harriet", card, "Approve");

        Assert.IsType<DownloadAuthorised>(school.Records()[^1].Fact);
        Assert.Equal(Instant.FromUtc(2026, 11, 24, 15, 5), school.Records()[^1].At);
    }

    [Fact]
    public async Task A_recorder_is_heard_and_its_event_recorded_when_the_clock_is_right()
    {
        await using var school = await AheadAsync();
        var before = school.Records().Count;

        Assert.Equal(HttpStatusCode.OK, await school.Host.OakfieldAsync(Posting.Alert()));
        Assert.Equal(HttpStatusCode.OK, await school.Host.RiversideAsync(Posting.Alarm("device_issue", "28704E170002", "e1")));
        await Eventually.TrueAsync(() => school.Records("riverside").Any(record => record.Fact is RecorderReported));
        Assert.Equal(before, school.Records().Count);

        school.Host.Clock.Advance(TimeSpan.FromMinutes(61));
        await Eventually.TrueAsync(() => school.Records().Any(record => record.Fact is RecorderReported));
    }

    [Fact]
    public async Task The_start_says_that_nothing_can_be_recorded()
    {
        await using var school = await AheadAsync();
        using var lines = new Lines();

        await school.RestartAsync(builder => builder.Logging.AddProvider(lines));

        Assert.Contains(lines.All, line => line.Contains("Oakfield", StringComparison.Ordinal) && line.Contains(Said, StringComparison.Ordinal));
        Assert.DoesNotContain(lines.All, line => line.Contains("Riverside", StringComparison.Ordinal));
    }

    private static async Task<School> AheadAsync()
    {
        var school = await School.OpenAsync();
        await school.SayAsync("harriet", "help");
        school.Host.Clock.AdjustTime(Host.Start.AddHours(1));
        await school.AskAsync();
        await school.SettleAsync();
        school.Host.Clock.AdjustTime(Host.Start);
        return school;
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Critical;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
