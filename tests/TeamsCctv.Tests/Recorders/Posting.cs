using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Recorders;
using TeamsCctv.Features.Recorders;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Recorders;

/// <summary>A host with its recorders: what they post, and what came of it.</summary>
internal static class Posting
{
    /// <summary>Synthetic alerts of the sample's Hikvision recorder.</summary>
    public static string Alert(
        string type = "videoloss", string state = "active", int channel = 2, string time = "2026-11-24T14:04:58", int count = 1) =>
        $"<EventNotificationAlert version=\"2.0\" xmlns=\"http://www.isapi.org/ver20/XMLSchema\"><channelID>{channel}</channelID>"
        + $"<dateTime>{time}</dateTime><activePostCount>{count}</activePostCount><eventType>{type}</eventType>"
        + $"<eventState>{state}</eventState></EventNotificationAlert>";

    /// <summary>Synthetic alarms of the sample's UniFi recorder.</summary>
    public static string Alarm(string key, string device, string eventId, DateTimeOffset? at = null) =>
        $$$"""{"alarm":{"triggers":[{"device":"{{{device}}}","eventId":"{{{eventId}}}","key":"{{{key}}}","timestamp":{{{at?.ToUnixTimeMilliseconds() ?? 1795529098000}}}}]},"timestamp":1795529099000}""";

    public static Task<Host> StartAsync(Action<WebApplicationBuilder>? configure = null, string? data = null) =>
        Host.StartAsync(configure, data: data);

    public static string PathOf(this Host host, string recorder) =>
        host.Services.GetRequiredService<RecorderUrls>().PathOf(host.Services.GetRequiredService<Registers>().Cameras.Recorder(recorder)!);

    public static async Task<(HttpStatusCode Status, string Body)> PostAsync(
        this Host host, string path, byte[] body, string contentType = "application/xml")
    {
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var answer = await host.Client.PostAsync(new Uri(path, UriKind.Relative), content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The Hikvision recorder of Oakfield posts.</summary>
    public static async Task<HttpStatusCode> OakfieldAsync(this Host host, string body) =>
        (await host.PostAsync(host.PathOf("oakfield-nvr"), Encoding.UTF8.GetBytes(body))).Status;

    /// <summary>The UniFi recorder of Riverside posts.</summary>
    public static async Task<HttpStatusCode> RiversideAsync(this Host host, string body) =>
        (await host.PostAsync(host.PathOf("riverside-protect"), Encoding.UTF8.GetBytes(body), "application/json")).Status;

    /// <summary>What is on a school's record of its recorders, once everything accepted is.</summary>
    public static async Task<IReadOnlyList<RecorderReported>> ReportedAsync(this Host host, string school)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await host.Services.GetRequiredService<RecorderHandler>().CatchUpAsync(patience.Token);
        return await host.Services.GetRequiredService<RecordLog>().ReadAsync<IReadOnlyList<RecorderReported>>(school, log =>
            [.. log.From(0, 10_000).Where(record => record.Kind == "recorder.event").Select(record => (RecorderReported)log.Case(record.Case!).Single().Fact!)]);
    }

    /// <summary>The conditions of a kind that a recorder told of, the latest first.</summary>
    public static IReadOnlyList<Episode> Episodes(this Host host, string recorder, RecorderEventKind kind = RecorderEventKind.CameraLost) =>
        host.Services.GetRequiredService<Database>().Read(session => EpisodeTable.Of(session, recorder, kind, 1000));

    /// <summary>What people would be shown of a recorder.</summary>
    public static Sighted Sighted(this Host host, string recorder) =>
        host.Services.GetRequiredService<Database>().Read(session => host.Services.GetRequiredService<Sightings>().Of(session, recorder));

    public static long Rows(this Host host, string table) => host.Services.GetRequiredService<Database>().Read(session =>
        session.First($"SELECT COUNT(*) FROM {table}", row => row.GetInt64(0)));
}
