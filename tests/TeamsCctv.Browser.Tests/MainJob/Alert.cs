using TeamsCctv.Browser.Tests.Support;

namespace TeamsCctv.Browser.Tests.MainJob;

/// <summary>What a Hikvision recorder posts, synthetic, as bare XML.</summary>
internal static class Alert
{
    public static string VideoLoss(DateTimeOffset at, int count) => Of("videoloss", "active", at, count);

    /// <summary>Sent every few seconds; it says nothing about any camera.</summary>
    public static string Heartbeat(DateTimeOffset at) => Of("videoloss", "inactive", at, 0);

    public static string DiskError(DateTimeOffset at) => Of("diskerror", "active", at, 1);

    private static string Of(string type, string state, DateTimeOffset at, int count) =>
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <EventNotificationAlert version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema">
        <ipAddress>192.0.2.64</ipAddress>
        <portNo>80</portNo>
        <protocol>HTTP</protocol>
        <macAddress>00:00:5e:00:53:01</macAddress>
        <channelID>2</channelID>
        <dateTime>{Clock.Local(at)}:{at:ss}{at:zzz}</dateTime>
        <activePostCount>{count}</activePostCount>
        <eventType>{type}</eventType>
        <eventState>{state}</eventState>
        <eventDescription>{type} alarm</eventDescription>
        <channelName>Playground</channelName>
        </EventNotificationAlert>

        """;
}
