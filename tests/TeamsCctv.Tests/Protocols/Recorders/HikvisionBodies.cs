namespace TeamsCctv.Tests.Protocols.Recorders;

/// <summary>
/// Alerts composed from the field names, orders and quirks that Hikvision's firmware is known for. All are synthetic:
/// no public capture of a video loss pushed by a recorder was found.
/// </summary>
internal static class HikvisionBodies
{
    /// <summary>Synthetic: a recorder's lost camera, in the widest spread namespace.</summary>
    public const string VideoLoss =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <EventNotificationAlert version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema">
        <ipAddress>192.0.2.64</ipAddress>
        <portNo>80</portNo>
        <protocol>HTTP</protocol>
        <macAddress>00:00:5e:00:53:01</macAddress>
        <channelID>2</channelID>
        <dateTime>2026-11-24T14:05:06+00:00</dateTime>
        <activePostCount>1</activePostCount>
        <eventType>videoloss</eventType>
        <eventState>active</eventState>
        <eventDescription>videoloss alarm</eventDescription>
        <channelName>Playground</channelName>
        </EventNotificationAlert>

        """;

    /// <summary>Synthetic: a disk error as a part of a form, with a Content-Length that is wrong.</summary>
    public const string DiskErrorParts =
        "--boundary\r\nContent-Disposition: form-data; name=\"diskerror\"\r\n"
        + "Content-Type: application/xml; charset=\"UTF-8\"\r\nContent-Length: 567\r\n\r\n"
        + "<EventNotificationAlert><ipAddress>192.0.2.65</ipAddress><portNo>8000</portNo><protocol>HTTP</protocol>"
        + "<macAddress>00:00:5e:00:53:02</macAddress><dynChannelID>1</dynChannelID><channelID>1</channelID>"
        + "<dateTime>2026-11-24T20:00:54+08:00</dateTime><activePostCount>1</activePostCount><eventType>diskerror</eventType>"
        + "<eventState>active</eventState><eventDescription>diskerror alarm</eventDescription><channelName>Camera 01</channelName>"
        + "<HDDList><HDD><id>1</id><diskNumber>1</diskNumber></HDD></HDDList></EventNotificationAlert>\r\n\r\n--boundary--\r\n";

    /// <summary>Synthetic: a smart event of an NVR, without address, MAC or name.</summary>
    public const string NvrSmartEvent =
        """
        <EventNotificationAlert version="1.0" xmlns="urn:psialliance-org">
        <channelID>34</channelID>
        <dateTime>2026-07-13T19:16:39+01:00</dateTime>
        <activePostCount>174</activePostCount>
        <eventType>fielddetection</eventType>
        <eventState>active</eventState>
        <Extensions><serialNumber xmlns="urn:selfextension:psiaext-ver10-xsd">DS-0000</serialNumber>
        <eventType xmlns="urn:selfextension:psiaext-ver10-xsd">videoloss</eventType></Extensions>
        </EventNotificationAlert>
        """;

    /// <summary>Synthetic: what firmware sends every few seconds to show that it is alive.</summary>
    public const string Heartbeat =
        "<EventNotificationAlert version=\"2.0\" xmlns=\"http://www.isapi.org/ver20/XMLSchema\"><ipAddress>192.0.2.64</ipAddress>"
        + "<protocolType>HTTP</protocolType><channelID/><dateTime>2026-11-24T14:05:06+00:00</dateTime>"
        + "<activePostCount>0</activePostCount><eventType>videoloss</eventType><eventState>inactive</eventState>"
        + "<eventDescription>videoloss alarm</eventDescription></EventNotificationAlert>";

    /// <summary>Synthetic: a small alert with the given fields.</summary>
    public static string Alert(
        string type = "videoloss", string state = "active", string channel = "<channelID>1</channelID>",
        string time = "2026-11-24T14:05:06Z", string count = "1", string xmlns = "") =>
        $"<EventNotificationAlert {xmlns}>{channel}<dateTime>{time}</dateTime><activePostCount>{count}</activePostCount>"
        + $"<eventType>{type}</eventType><eventState>{state}</eventState></EventNotificationAlert>";

    /// <summary>Synthetic: an alert with its pictures; <paramref name="picture"/> may be any bytes.</summary>
    public static byte[] WithPicture(string alert, byte[] picture, string boundary = "MIME_boundary", string line = "\r\n") =>
    [
        .. System.Text.Encoding.UTF8.GetBytes(
            $"--{boundary}{line}Content-Disposition: form-data; name=\"alert.xml\"; filename=\"alert.xml\"{line}"
            + $"Content-Type: application/xml{line}Content-Length: {alert.Length}{line}{line}{alert}{line}--{boundary}{line}"
            + $"Content-Disposition: form-data; name=\"picture.jpg\"; filename=\"picture.jpg\"{line}Content-Type: image/jpeg{line}"
            + $"Content-Length: 1{line}{line}"),
        .. picture,
        .. System.Text.Encoding.UTF8.GetBytes($"{line}--{boundary}--{line}"),
    ];
}
