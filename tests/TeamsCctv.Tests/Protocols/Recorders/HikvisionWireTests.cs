using NodaTime;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Recorders;

namespace TeamsCctv.Tests.Protocols.Recorders;

public sealed class HikvisionWireTests
{
    private static Task<RecorderEvent> OneAsync(string body, string? contentType = null) =>
        Reading.OneAsync(RecorderVendor.Hikvision, body, contentType);

    [Fact]
    public async Task A_lost_camera_is_read_with_its_channel_and_time()
    {
        var heard = await OneAsync(HikvisionBodies.VideoLoss, "application/xml; charset=\"UTF-8\"");

        Assert.Equal(RecorderEventKind.CameraLost, heard.Kind);
        Assert.Equal("videoloss", heard.VendorType);
        Assert.Equal(CameraReference.OfChannel(2), heard.Camera);
        Assert.Equal(Instant.FromUtc(2026, 11, 24, 14, 5, 6), heard.At);
        Assert.True(heard.Active);
        Assert.NotNull(heard.DeliveryId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("xmlns=\"http://www.hikvision.com/ver10/XMLSchema\"")]
    [InlineData("xmlns=\"http://www.hikvision.com/ver20/XMLSchema\"")]
    [InlineData("xmlns=\"http://www.isapi.org/ver20/XMLSchema\"")]
    [InlineData("xmlns=\"http://www.isapi.com/ver20/XMLSchema\"")]
    [InlineData("xmlns=\"urn:psialliance-org\"")]
    public async Task Any_namespace_or_none_says_the_same(string xmlns) =>
        Assert.Equal(await OneAsync(HikvisionBodies.Alert()), await OneAsync(HikvisionBodies.Alert(xmlns: xmlns)));

    [Fact]
    public async Task Only_the_alerts_own_fields_count_not_those_of_an_extension()
    {
        var heard = await OneAsync(HikvisionBodies.NvrSmartEvent);

        Assert.Equal(RecorderEventKind.SceneActivity, heard.Kind);
        Assert.Equal(CameraReference.OfChannel(2), heard.Camera);
        Assert.Equal(Instant.FromUtc(2026, 7, 13, 18, 16, 39), heard.At);
    }

    [Theory]
    [InlineData("<channelID>1</channelID>", 1)]
    [InlineData("<channelID>32</channelID>", 32)]
    [InlineData("<channelID>33</channelID>", 1)]
    [InlineData("<channelID>64</channelID>", 32)]
    [InlineData("<channelID> 7\n</channelID>", 7)]
    [InlineData("<dynChannelID>3</dynChannelID><channelID>1</channelID>", 3)]
    [InlineData("<channelID>1</channelID><dynChannelID>35</dynChannelID>", 3)]
    [InlineData("<dynChannelID/><channelID>5</channelID>", 5)]
    [InlineData("<dynChannelID>0</dynChannelID><channelID>5</channelID>", 5)]
    [InlineData("<channelID/>", null)]
    [InlineData("<channelID></channelID>", null)]
    [InlineData("", null)]
    public async Task Channels_are_counted_as_the_camera_register_counts(string channel, int? expected) =>
        Assert.Equal(
            expected is { } number ? CameraReference.OfChannel(number) : null,
            (await OneAsync(HikvisionBodies.Alert(channel: channel))).Camera);

    [Theory]
    [InlineData("videoloss", RecorderEventKind.CameraLost, true)]
    [InlineData("videoLoss", RecorderEventKind.CameraLost, true)]
    [InlineData("tamperdetection", RecorderEventKind.Tamper, true)]
    [InlineData("shelteralarm", RecorderEventKind.Tamper, true)]
    [InlineData("scenechangedetection", RecorderEventKind.Tamper, true)]
    [InlineData("defocus", RecorderEventKind.Tamper, true)]
    [InlineData("recordingfailure", RecorderEventKind.RecordingStopped, true)]
    [InlineData("VMD", RecorderEventKind.SceneActivity, true)]
    [InlineData("badvideo", RecorderEventKind.PictureFault, true)]
    [InlineData("videomismatch", RecorderEventKind.PictureFault, true)]
    [InlineData("facedetection", RecorderEventKind.SceneActivity, true)]
    [InlineData("unattendedbaggage", RecorderEventKind.SceneActivity, true)]
    [InlineData("IO", RecorderEventKind.SceneActivity, false)]
    [InlineData("somethingNew", RecorderEventKind.Other, true)]
    [InlineData("diskerror", RecorderEventKind.DiskFailed, false)]
    [InlineData("diskfull", RecorderEventKind.DiskFailed, false)]
    [InlineData("storageDetection", RecorderEventKind.DiskFailed, false)]
    [InlineData("nicbroken", RecorderEventKind.RecorderFault, false)]
    [InlineData("ipconflict", RecorderEventKind.RecorderFault, false)]
    [InlineData("illaccess", RecorderEventKind.LoginFailed, false)]
    public async Task A_type_tells_what_it_is_and_whether_channel_1_means_a_camera(string type, RecorderEventKind kind, bool ofCamera)
    {
        var heard = await OneAsync(HikvisionBodies.Alert(type));

        Assert.Equal(kind, heard.Kind);
        Assert.Equal(type, heard.VendorType);
        Assert.Equal(ofCamera ? CameraReference.OfChannel(1) : null, heard.Camera);
    }

    [Theory]
    [InlineData("videoloss", "inactive")]
    [InlineData("VideoLoss", "Inactive")]
    [InlineData("heartBeat", "active")]
    [InlineData("heartbeat", "inactive")]
    public async Task A_heartbeat_says_nothing_about_a_camera(string type, string state)
    {
        var heard = await OneAsync(HikvisionBodies.Alert(type, state, count: "0"));

        Assert.Equal(RecorderEventKind.Heartbeat, heard.Kind);
        Assert.Null(heard.Camera);
    }

    [Fact]
    public async Task A_heartbeat_with_an_empty_channel_is_one() =>
        Assert.Equal(RecorderEventKind.Heartbeat, (await OneAsync(HikvisionBodies.Heartbeat)).Kind);

    [Fact]
    public async Task An_inactive_tamper_is_the_end_of_one()
    {
        var heard = await OneAsync(HikvisionBodies.Alert("tamperdetection", "inactive"));

        Assert.Equal(RecorderEventKind.Tamper, heard.Kind);
        Assert.False(heard.Active);
    }

    [Theory]
    [InlineData("2026-11-24T14:05:06+00:00", "2026-11-24T14:05:06Z")]
    [InlineData("2026-11-24T14:05:06Z", "2026-11-24T14:05:06Z")]
    [InlineData("2026-11-24T22:05:06.250+08:00", "2026-11-24T14:05:06.250Z")]
    [InlineData("2026-11-24T14:05:06", "2026-11-24T14:05:06Z")]
    [InlineData("2026-07-24T14:05:06", "2026-07-24T13:05:06Z")]
    [InlineData("2026-10-25T01:30:00", "2026-10-25T00:30:00Z")]
    [InlineData("2026-03-29T01:30:00", "2026-03-29T01:30:00Z")]
    [InlineData("yesterday", null)]
    [InlineData("2026-13-24T14:05:06Z", null)]
    [InlineData("", null)]
    public async Task A_time_without_an_offset_is_the_recorders_wall_clock(string sent, string? expected) =>
        Assert.Equal(expected, (await OneAsync(HikvisionBodies.Alert(time: sent))).At is { } at
            ? NodaTime.Text.InstantPattern.ExtendedIso.Format(at).Replace(".25Z", ".250Z", StringComparison.Ordinal)
            : null);

    [Fact]
    public async Task The_same_alert_twice_has_one_id_and_the_next_repeat_another()
    {
        var id = (await OneAsync(HikvisionBodies.Alert())).DeliveryId;

        Assert.Equal(id, (await OneAsync(HikvisionBodies.Alert())).DeliveryId);
        string[] others =
        [
            HikvisionBodies.Alert(count: "2"),
            HikvisionBodies.Alert(time: "2026-11-24T14:05:07Z"),
            HikvisionBodies.Alert(channel: "<channelID>2</channelID>"),
            HikvisionBodies.Alert("tamperdetection"),
            HikvisionBodies.Alert(state: ""),
        ];
        foreach (var other in others)
            Assert.NotEqual(id, (await OneAsync(other)).DeliveryId);
    }

    [Fact]
    public async Task An_alert_without_a_time_has_no_id_so_that_next_weeks_is_not_taken_for_a_copy() =>
        Assert.Null((await OneAsync(HikvisionBodies.Alert(time: ""))).DeliveryId);

    [Fact]
    public async Task A_duration_alert_is_the_event_that_goes_on()
    {
        var body = "<EventNotificationAlert><channelID>1</channelID><dateTime>2026-11-24T14:05:06Z</dateTime>"
            + "<eventType>duration</eventType><eventState>active</eventState><DurationList>"
            + "<Duration><relationEvent>tamperdetection</relationEvent></Duration>"
            + "<Duration><relationEvent/></Duration>"
            + "<Duration><relationEvent>diskfull</relationEvent></Duration></DurationList></EventNotificationAlert>";

        var heard = await Reading.HeardAsync(RecorderVendor.Hikvision, body);

        Assert.Equal([RecorderEventKind.Tamper, RecorderEventKind.DiskFailed], heard.Select(one => one.Kind));
        Assert.Equal([CameraReference.OfChannel(1), null], heard.Select(one => one.Camera));
        Assert.NotEqual(heard[0].DeliveryId, heard[1].DeliveryId);
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("{{\"EventNotificationAlert\":{0}}}")]
    public async Task JSON_with_the_same_names_says_the_same(string wrapped)
    {
        // Synthetic: the JSON variant's names are the XML's, with deviceID and uuid added.
        var alert = """
            {"ipAddress":"192.0.2.64","portNo":80,"protocol":"HTTP","channelID":1,"dateTime":"2026-11-24T14:05:06Z","activePostCount":1,
             "eventType":"videoloss","eventState":"active","deviceID":"x","uuid":"y","HDDList":[{"id":1}]}
            """;
        var body = string.Format(System.Globalization.CultureInfo.InvariantCulture, wrapped, alert);

        Assert.Equal(await OneAsync(HikvisionBodies.Alert()), await OneAsync(body, "application/xml"));
    }

    [Fact]
    public async Task A_duration_in_JSON_is_the_event_that_goes_on()
    {
        // Synthetic.
        var heard = await OneAsync(
            """{"channelID":"3","eventType":"duration","DurationList":[{"Duration":{"relationEvent":"videoloss","x":{"y":1}}}],"eventState":"active"}""");

        Assert.Equal((RecorderEventKind.CameraLost, CameraReference.OfChannel(3)), (heard.Kind, heard.Camera));
    }

    [Theory]
    [InlineData("\uFEFF{0}")]
    [InlineData("\r\n\r\n{0}")]
    [InlineData("{0}\r\n\0\0")]
    [InlineData("{0}--leftovers of a larger buffer<a>")]
    public async Task What_firmware_leaves_around_the_XML_does_no_harm(string around)
    {
        var body = string.Format(System.Globalization.CultureInfo.InvariantCulture, around, HikvisionBodies.VideoLoss.TrimEnd());

        Assert.Equal(await OneAsync(HikvisionBodies.VideoLoss), await OneAsync(body));
    }

    [Fact]
    public async Task A_camera_name_cut_in_the_middle_of_a_letter_does_not_cost_the_alarm()
    {
        var body = System.Text.Encoding.UTF8.GetBytes(HikvisionBodies.VideoLoss.Replace("Playground", "Caf@", StringComparison.Ordinal));
        body[Array.IndexOf(body, (byte)'@')] = 0xC3;

        var heard = Assert.Single(await Reading.HeardAsync(RecorderVendor.Hikvision, body));

        Assert.Equal(await OneAsync(HikvisionBodies.VideoLoss), heard);
    }
}
