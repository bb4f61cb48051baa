using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using Azure.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TeamsCctv.Features.Health;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Downloads;
using TeamsCctv.Tests.Library;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task A_process_that_can_decide_is_live_and_ready_and_says_no_more_than_that()
    {
        await using var school = await School.OpenAsync();

        foreach (var path in new[] { "/health/live", "/health/ready" })
        {
            using var answer = await school.Host.Client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("Healthy", await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_process_whose_journal_cannot_be_read_is_live_and_not_ready()
    {
        var journal = new FaultyJournal(0, faults: 0);
        await using var two = await TwoProcesses.OpenAsync(journal);
        journal.IsDown = true;

        using var live = await two.There.Client.GetAsync(new Uri("/health/live", UriKind.Relative));
        using var ready = await two.There.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        journal.IsDown = false;

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
    }

    [Fact]
    public async Task The_doctor_tries_the_store_the_key_and_the_library_and_says_what_to_do()
    {
        using var column = Column.Of("Microsoft 365");
        await using var school = await School.OpenAsync(column.Configure, column.Settings);
        await using var well = new StringWriter();
        var fine = await HealthFeature.ExamineAsync(school.Host.Services, well);
        column.SharePoint!.IsDown = true;
        await using var ill = new StringWriter();
        var wrong = await HealthFeature.ExamineAsync(school.Host.Services, ill);
        column.SharePoint.IsDown = false;

        Assert.Equal(1, fine);
        Assert.Contains("ok    store:", well.ToString(), StringComparison.Ordinal);
        Assert.Contains("ok    signing key:", well.ToString(), StringComparison.Ordinal);
        Assert.Contains("ok    SharePoint: The library takes files", well.ToString(), StringComparison.Ordinal);
        Assert.Contains("wrong consent for SharePoint: The tenant has not consented to Sites.Selected", well.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, wrong);
        Assert.Contains("wrong SharePoint: SharePoint does not answer", ill.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(column.SharePoint.Files.Keys, path => path.StartsWith("doctor/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(HealthStatus.Healthy, "Sites.Selected")]
    [InlineData(HealthStatus.Unhealthy, "Mail.ReadBasic.All")]
    [InlineData(HealthStatus.Degraded, "Sites.Selected", "Mail.Read")]
    [InlineData(HealthStatus.Degraded, "Sites.Selected", "Sites.ReadWrite.All")]
    [InlineData(HealthStatus.Unhealthy)]
    public async Task A_tenants_consent_is_held_against_what_is_needed_and_no_more(HealthStatus status, params string[] roles)
    {
        var check = new ConsentCheck(new(new Carries(roles), GraphAddress.Default), needsSites: true);

        var result = await check.CheckHealthAsync(new(), TestContext.Current.CancellationToken);

        Assert.Equal(status, result.Status);
    }

    [Fact]
    public async Task What_is_measured_and_traced_names_schools_and_numbers_and_nobody()
    {
        List<string> said = [];
        using var traces = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Measures.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => Say($"{activity.DisplayName} {string.Join(' ', activity.TagObjects)}"),
        };
        ActivitySource.AddActivityListener(traces);
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Measures.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Say($"{instrument.Name} {value} {string.Join(' ', tags.ToArray())}"));
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Say($"{instrument.Name} {value} {string.Join(' ', tags.ToArray())}"));
        meters.Start();
        using var column = Column.Of("Microsoft 365");
        await using var school = await School.OpenAsync(column.Configure, column.Settings);

        await school.KeepAsync();
        await school.SettleAsync();

        lock (said)
        {
            Assert.Contains(said, line => line.StartsWith("decide ", StringComparison.Ordinal) && line.Contains("oakfield", StringComparison.Ordinal));
            Assert.Contains(said, line => line.StartsWith("file ", StringComparison.Ordinal));
            Assert.Contains(said, line => line.StartsWith("cctv.cards", StringComparison.Ordinal));
            Assert.Contains(said, line => line.StartsWith("cctv.sharepoint.units", StringComparison.Ordinal));
            Assert.DoesNotContain(said, line => line.Contains("Example", StringComparison.Ordinal) || line.Contains("child", StringComparison.Ordinal) || line.Contains("vera", StringComparison.OrdinalIgnoreCase));
        }

        void Say(string line)
        {
            lock (said)
                said.Add(line);
        }
    }

    /// <summary>A token of ours that says so.</summary>
    private sealed class Carries(string[] roles) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            var payload = System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, object> { ["aud"] = "https://graph.microsoft.com", ["roles"] = roles });
            return new($"{Part("{\"alg\":\"RS256\",\"typ\":\"JWT\"}")}.{Part(payload)}.{Part("unsigned")}", DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));

        private static string Part(string text) => System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(text));
    }
}
