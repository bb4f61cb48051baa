using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Storage;
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

    [Fact]
    public async Task A_waiting_event_is_looked_at_every_thirty_seconds_and_recorded_once_the_clock_is_right()
    {
        await using var school = await AheadAsync();
        var steps = WriterTrace.In(school, "FROM inbox WHERE lane");
        await school.Host.OakfieldAsync(Posting.Alert());

        // Each of these is a step of its own, and a commit that could set the next one going for ever.
        for (var export = 1; export <= 5; export++)
            await ExportAsync(export);
        Assert.InRange(steps.Count, 5, 6);

        school.Host.Clock.Advance(TimeSpan.FromSeconds(31));
        var before = steps.Count;
        await Eventually.TrueAsync(() => steps.Count > before);
        await ExportAsync(6);
        Assert.InRange(steps.Count, before + 1, before + 2);
        Assert.DoesNotContain(school.Records(), record => record.Fact is RecorderReported);

        school.Host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Single(await school.Host.ReportedAsync("oakfield"));

        async Task ExportAsync(int number)
        {
            await school.Host.RiversideAsync(Posting.Alarm("admin_recording_clips_manipulations", "nvr", $"e{number}"));
            await Eventually.TrueAsync(() => school.Records("riverside").Count(record => record.Fact is RecorderReported) == number);
            await school.SettleAsync();
        }
    }

    [Fact]
    public async Task A_name_in_a_refusal_is_not_erased_at_a_time_that_is_still_to_come_and_the_page_says_why()
    {
        await using var school = await AheadAsync();
        var number = school.Records().Single(record => record.Fact is ActRefused).Number;
        var dennis = new Browser(await school.Host.AsAsync("dennis"));
        var page = await dennis.GetAsync($"/records/oakfield/{number}");
        var before = school.Records().Count;

        var answer = await dennis.SubmitAsync(page, $"/records/oakfield/{number}/erase", ("why", "Nothing came of it."));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Contains(Said, answer.Text, StringComparison.Ordinal);
        Assert.Equal(before, school.Records().Count);
        Assert.Contains("Tess Example", (await dennis.GetAsync($"/records/oakfield/{number}")).Text, StringComparison.Ordinal);

        school.Host.Clock.Advance(TimeSpan.FromMinutes(57));
        await dennis.SubmitAsync(page, $"/records/oakfield/{number}/erase", ("why", "Nothing came of it."));
        Assert.IsType<BodiesErased>(school.Records()[^1].Fact);
    }

    [Fact]
    public async Task A_changed_policy_runs_from_the_first_start_at_which_the_clock_is_right()
    {
        await using var school = await AheadAsync();
        var folder = Directory.CreateDirectory(Path.Combine(school.Host.Data, "..", Path.GetRandomFileName())).FullName;
        try
        {
            var profile = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Policies", "al.json"));
            await File.WriteAllTextAsync(Path.Combine(folder, "al.json"), profile + "\n");
            var changed = PolicyFiles.Load(folder);

            await school.RestartAsync(builder => builder.Services.AddSingleton(changed));
            Assert.Single(Adopted(school, "oakfield"));
            Assert.Equal(changed["AL"].Hash, Adopted(school, "riverside")[^1]);
            Assert.Contains(Said, (await school.AskAsync()).Words, StringComparison.Ordinal);

            school.Host.Clock.Advance(TimeSpan.FromHours(1));
            await school.RestartAsync(builder => builder.Services.AddSingleton(changed));
            Assert.Equal(Adopted(school, "riverside"), Adopted(school, "oakfield"));
            Assert.Equal(2, Adopted(school, "oakfield").Count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<string> Adopted(School school, string of) => [.. school.Records(of).Select(record => record.Fact).OfType<PolicyAdopted>().Select(adopted => adopted.Hash)];

    private static async Task<School> AheadAsync()
    {
        var school = await School.OpenAsync();
        await school.SayAsync("harriet", "help");
        await school.SayAsync("tess", "ask");
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
