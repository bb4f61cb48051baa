using NodaTime;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Recorders;
using TeamsCctv.Protocols.Recorders;

namespace TeamsCctv.Tests.Protocols.Recorders;

public sealed class UniFiWireTests
{
    private const RecorderVendor UniFi = RecorderVendor.UniFi;

    /// <summary>Synthetic, in the shape Protect posts: the rule names two conditions, one thing happened.</summary>
    private const string AdminAccess =
        """
        {"alarm":{"name":"System","sources":[],"conditions":[{"condition":{"type":"is","source":"admin_recording_clips_manipulations"}},
        {"condition":{"type":"is","source":"device_issue"}}],
        "triggers":[{"device":"nvr","eventId":"6900000000000000000000a1","key":"admin_access","timestamp":1795529106711}]},"timestamp":1795529107734}
        """;

    [Fact]
    public async Task Only_triggers_say_what_happened()
    {
        var heard = await Reading.OneAsync(UniFi, AdminAccess, "application/json");

        Assert.Equal(RecorderEventKind.AdminAccess, heard.Kind);
        Assert.Equal("admin_access", heard.VendorType);
        Assert.Null(heard.Camera);
        Assert.Equal(Instant.FromUnixTimeMilliseconds(1795529106711), heard.At);
        Assert.True(heard.Active);
    }

    [Theory]
    [InlineData("device_issue", RecorderEventKind.CameraLost)]
    [InlineData("smart_tamper_detection", RecorderEventKind.Tamper)]
    [InlineData("application_issue", RecorderEventKind.RecorderFault)]
    [InlineData("admin_settings_change", RecorderEventKind.SettingsChanged)]
    [InlineData("device_adoption_state_changed", RecorderEventKind.SettingsChanged)]
    [InlineData("admin_recording_clips_manipulations", RecorderEventKind.FootageExported)]
    [InlineData("person", RecorderEventKind.SceneActivity)]
    [InlineData("line_crossed", RecorderEventKind.SceneActivity)]
    [InlineData("camera_utilization_limit", RecorderEventKind.RecorderFault)]
    [InlineData("sensor_motion", RecorderEventKind.SceneActivity)]
    [InlineData("sensor_water_leak", RecorderEventKind.Other)]
    [InlineData("admin_geolocation", RecorderEventKind.Other)]
    [InlineData("device_discovery", RecorderEventKind.Other)]
    [InlineData("device_update_status_change", RecorderEventKind.Other)]
    [InlineData("something_new", RecorderEventKind.Other)]
    public async Task A_key_tells_what_it_is(string key, RecorderEventKind kind) =>
        Assert.Equal(kind, (await Reading.OneAsync(UniFi, Alarm($$"""{"device":"28704E17931C","key":"{{key}}"}"""))).Kind);

    [Theory]
    [InlineData("28704E17931C", "28704E17931C")]
    [InlineData("28704e17931c", "28704E17931C")]
    [InlineData("28:70:4e:17:93:1c", "28704E17931C")]
    [InlineData("28-70-4E-17-93-1C", "28704E17931C")]
    [InlineData("nvr", null)]
    [InlineData("NVR", null)]
    [InlineData("", null)]
    public async Task A_device_is_named_as_the_camera_register_names_it(string device, string? expected) =>
        Assert.Equal(
            expected is null ? null : CameraReference.OfDevice(expected),
            (await Reading.OneAsync(UniFi, Alarm($$"""{"key":"smart_tamper_detection","device":"{{device}}"}"""))).Camera);

    [Theory]
    [InlineData("sensor_motion")]
    [InlineData("sensor_door_opened")]
    [InlineData("sensor_door_closed")]
    [InlineData("Sensor_Something_New")]
    public async Task A_sensors_device_is_no_camera(string key) =>
        Assert.Null((await Reading.OneAsync(UniFi, Alarm($$"""{"key":"{{key}}","device":"28704E17931C"}"""))).Camera);

    [Fact]
    public async Task An_issue_of_the_recorder_itself_is_no_lost_camera() =>
        Assert.Equal(
            RecorderEventKind.RecorderFault,
            (await Reading.OneAsync(UniFi, Alarm("""{"key":"device_issue","device":"nvr"}"""))).Kind);

    [Fact]
    public async Task Several_triggers_are_several_events()
    {
        var heard = await Reading.HeardAsync(UniFi, Alarm(
            """
            {"device":"28704E170001","eventId":"a","key":"device_issue","timestamp":1795529106711,"zones":{"line":[],"zone":[1]}},
            {"device":"28704E170002","eventId":"b","key":"device_issue","timestamp":1795529106712}
            """));

        Assert.Equal(["28704E170001", "28704E170002"], heard.Select(one => one.Camera!.Device));
        Assert.NotEqual(heard[0].DeliveryId, heard[1].DeliveryId);
    }

    [Fact]
    public async Task No_trigger_is_no_event() => Assert.Empty(await Reading.HeardAsync(UniFi, Alarm("")));

    [Fact]
    public async Task The_id_is_the_event_and_its_key_whatever_else_changes()
    {
        var id = (await Reading.OneAsync(UniFi, AdminAccess)).DeliveryId;

        Assert.Equal(id, (await Reading.OneAsync(UniFi, AdminAccess.Replace("1795529107734", "1795529109999", StringComparison.Ordinal))).DeliveryId);
        Assert.NotEqual(id, (await Reading.OneAsync(UniFi, AdminAccess.Replace("00a1", "00a2", StringComparison.Ordinal))).DeliveryId);
        Assert.NotEqual(id, (await Reading.OneAsync(UniFi, AdminAccess.Replace("\"admin_access\"", "\"admin_settings_change\"", StringComparison.Ordinal))).DeliveryId);
    }

    [Fact]
    public async Task An_older_body_without_event_and_time_takes_the_envelopes_time()
    {
        // Synthetic: the older shape, with a key twice in one object as seen in the wild.
        var body = """
            {"alarm":{"name":"Sample","sources":[{"device":"E438830CFD3F","type":"exclude"}],
            "conditions":[{"condition":{"type":"is","source":"animal"},"condition":{"type":"is","source":"vehicle"}}],
            "triggers":[{"key":"device_issue","device":"74ACB99FEA38"}]},"timestamp":1726690036088}
            """;

        var heard = await Reading.OneAsync(UniFi, body);

        Assert.Equal(Instant.FromUnixTimeMilliseconds(1726690036088), heard.At);
        Assert.NotNull(heard.DeliveryId);
        Assert.NotEqual(heard.DeliveryId, (await Reading.OneAsync(UniFi, body.Replace("036088", "036089", StringComparison.Ordinal))).DeliveryId);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"timestamp\":null")]
    [InlineData(",\"timestamp\":{}")]
    [InlineData(",\"timestamp\":\"soon\"")]
    [InlineData(",\"timestamp\":-1")]
    [InlineData(",\"timestamp\":1.5e3")]
    public async Task Without_event_and_any_time_nothing_tells_copies_apart(string timestamp)
    {
        var heard = await Reading.OneAsync(UniFi, $$"""{"alarm":{"triggers":[{"key":"device_issue","device":"74ACB99FEA38"}]}{{timestamp}}}""");

        Assert.Null(heard.At);
        Assert.Null(heard.DeliveryId);
    }

    [Fact]
    public async Task A_time_beyond_the_calendar_is_none() =>
        Assert.Null((await Reading.OneAsync(UniFi, Alarm("""{"key":"device_issue","timestamp":9223372036854775807}"""))).At);

    [Fact]
    public async Task The_last_of_two_equal_members_counts() =>
        Assert.Equal("device_issue", (await Reading.OneAsync(UniFi, Alarm("""{"key":"person","key":"device_issue"}"""))).VendorType);

    [Fact]
    public async Task A_thumbnail_of_8_MiB_is_read_past()
    {
        var body = AdminAccess.Replace(
            "\"sources\":[]", $"\"sources\":[],\"thumbnail\":\"data:image/jpeg;base64,{new string('A', 8 * 1024 * 1024)}\"", StringComparison.Ordinal);

        var heard = await Reading.ReadAsync(UniFi, System.Text.Encoding.UTF8.GetBytes(body));

        Assert.Equal([await Reading.OneAsync(UniFi, AdminAccess)], Assert.IsType<WireReading.Heard>(heard).Events);
    }

    [Fact]
    public async Task A_long_text_with_escapes_is_cut_out_whole()
    {
        var text = string.Concat(Enumerable.Repeat("\\\"\\\\{[", 2000));

        await Reading.OneAsync(UniFi, AdminAccess.Replace("\"System\"", $"\"{text}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task UniFi_Network_posts_something_else_and_is_told_so()
    {
        var error = await Reading.RefusedAsync(UniFi, """{"events":[{"id":"event.x","alert_key":"Y","alert_id":"z","scope":{}}]}""");

        Assert.Contains("UniFi Protect", error.Says, StringComparison.Ordinal);
    }

    private static string Alarm(string triggers) => $$"""{"alarm":{"name":"Synthetic","triggers":[{{triggers}}]},"timestamp":1795529107734}""";
}
