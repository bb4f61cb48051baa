using System.Globalization;
using System.Text.Json.Nodes;

namespace TeamsCctv.Kills.Load;

/// <summary>
/// A recorder that reports something new each time, with a time of its own by which its record is found again. Some
/// reports are sent twice, as recorders do that saw no answer.
/// </summary>
public sealed class RecorderLoad(Wire wire, Ledger ledger, string school, string path, bool hikvision, Random chance, CancellationToken stop)
{
    private readonly long _start = TimeProvider.System.GetUtcNow().AddDays(-1).ToUnixTimeMilliseconds();

    public async Task RunAsync()
    {
        for (var number = 1; !stop.IsCancellationRequested; number++)
        {
            var at = _start + (number * 1007L);
            ledger.Events[(school, at)] = false;
            await SendAsync(number, at);
            ledger.Events[(school, at)] = true;
            if (chance.NextDouble() < 0.2)
                await SendAsync(number, at);
            await Task.Delay(chance.Next(20, 200), CancellationToken.None);
        }
    }

    private Task<JsonNode?> SendAsync(int number, long at) => hikvision
        ? wire.PostAsync(path, "application/xml; charset=\"UTF-8\"", Alert(number, at))
        : wire.PostAsync(path, "application/json", Alarm(at));

    /// <summary>Each on a channel that no earlier one was on: otherwise it would be the same episode going on.</summary>
    private static string Alert(int number, long at)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
        return $"""
            <EventNotificationAlert version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema"><ipAddress>192.0.2.7</ipAddress>
            <portNo>80</portNo><protocol>HTTP</protocol><channelID>{100 + (number % 9000)}</channelID><dateTime>{time}</dateTime>
            <activePostCount>1</activePostCount><eventType>videoloss</eventType><eventState>active</eventState>
            <eventDescription>videoloss alarm</eventDescription></EventNotificationAlert>
            """;
    }

    private static string Alarm(long at) => new JsonObject
    {
        ["alarm"] = new JsonObject
        {
            ["name"] = "System",
            ["sources"] = new JsonArray(),
            ["conditions"] = new JsonArray(),
            ["triggers"] = new JsonArray(new JsonObject
            {
                ["device"] = "nvr",
                ["eventId"] = at.ToString("x24", CultureInfo.InvariantCulture),
                ["key"] = "admin_recording_clips_manipulations",
                ["timestamp"] = at,
            }),
        },
        ["timestamp"] = at + 900,
    }.ToJsonString();
}
