using System.Text;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Recorders;
using TeamsCctv.Protocols.Recorders;

namespace TeamsCctv.Tests.Protocols.Recorders;

public sealed class HikvisionMultipartTests
{
    private const RecorderVendor Hikvision = RecorderVendor.Hikvision;

    // What a JPEG may hold: line ends, half delimiters, brackets, every byte.
    private static readonly byte[] Picture =
    [
        0xFF, 0xD8, .. "\r\n--MIME_boundar\r\n\r\n<EventNotificationAlert>--"u8, .. Enumerable.Range(0, 256).Select(i => (byte)i), 0xFF, 0xD9,
    ];

    [Theory]
    [InlineData("multipart/form-data; boundary=boundary")]
    [InlineData("multipart/form-data; boundary=\"boundary\"")]
    [InlineData("multipart/form-data; boundary=another")]
    [InlineData("application/xml")]
    [InlineData(null)]
    public async Task A_disk_error_in_parts_is_read_whatever_the_headers_say(string? contentType)
    {
        var heard = await Reading.OneAsync(Hikvision, HikvisionBodies.DiskErrorParts, contentType);

        Assert.Equal(RecorderEventKind.DiskFailed, heard.Kind);
        Assert.Null(heard.Camera);
        Assert.Equal(NodaTime.Instant.FromUtc(2026, 11, 24, 12, 0, 54), heard.At);
    }

    [Theory]
    [InlineData("MIME_boundary", "\r\n")]
    [InlineData("MIME_boundary", "\n")]
    [InlineData("---------------------------7e13971310878", "\r\n")]
    [InlineData("b", "\r\n")]
    public async Task Pictures_are_read_past(string boundary, string line)
    {
        var picture = boundary == "b" ? [0xFF, 0xD8, 1, 2, 3] : Picture;
        var body = HikvisionBodies.WithPicture(HikvisionBodies.Alert(), picture, boundary, line);

        Assert.Equal(
            await Reading.OneAsync(Hikvision, HikvisionBodies.Alert()),
            Assert.Single(await Reading.HeardAsync(Hikvision, body, "multipart/form-data")));
    }

    [Fact]
    public async Task A_picture_of_15_MiB_does_not_count_as_text()
    {
        var picture = new byte[15 * 1024 * 1024];
        new Random(1).NextBytes(picture);
        picture[0] = 0xFF;

        var heard = await Reading.ReadAsync(Hikvision, HikvisionBodies.WithPicture(HikvisionBodies.Alert(), picture));

        Assert.Single(Assert.IsType<WireReading.Heard>(heard).Events);
    }

    [Fact]
    public async Task Several_alerts_in_one_body_are_several_events_in_order()
    {
        var body = $"--x1\r\n\r\n{HikvisionBodies.Alert("diskfull")}\r\n--x1\r\nA: b\r\n\r\n{HikvisionBodies.Alert()}\r\n--x1--";

        Assert.Equal(["diskfull", "videoloss"], (await Reading.HeardAsync(Hikvision, body)).Select(heard => heard.VendorType));
    }

    [Theory]
    [InlineData("--x1\r\nContent-Type: text/plain\r\n\r\n{0}")]
    [InlineData("--x1\r\nContent-Type: text/plain\r\n\r\n{0}\r\n--x1")]
    [InlineData("--x1\r\nContent-Type: text/plain\r\n\r\n{0}--x1--")]
    [InlineData("--x1\r\nContent-Type: text/plain\r\n{0}\r\n--x1--\r\n")]
    [InlineData("--x1\r\n{0}\r\n--x1--\r\n")]
    [InlineData("--x1 \t\r\n\r\n{0}\r\n--x1--epilogue")]
    [InlineData("\r\n--x1\r\nContent-Type: text/plain\r\n\r\n\r\n\r\n{0}\r\n\r\n--x1--")]
    [InlineData("--x1\r\nContent-Type: image/jpeg\r\n\r\n{0}\r\n--x1--")]
    public async Task Firmwares_own_ideas_of_multipart_are_read(string parts)
    {
        var body = string.Format(System.Globalization.CultureInfo.InvariantCulture, parts, HikvisionBodies.Alert());

        Assert.Equal(await Reading.OneAsync(Hikvision, HikvisionBodies.Alert()), await Reading.OneAsync(Hikvision, body));
    }

    [Fact]
    public async Task A_preamble_is_read_past_where_the_boundary_is_declared()
    {
        var body = $"This is a message in several parts.\r\n--x1\r\n\r\n{HikvisionBodies.Alert()}\r\n--x1--\r\n";

        await Reading.OneAsync(Hikvision, body, "multipart/mixed; boundary=x1");
        Assert.IsType<WireError.NotUnderstood>(await Reading.RefusedAsync(Hikvision, body, "text/plain"));
    }

    [Fact]
    public async Task JSON_in_a_part_is_read()
    {
        var body = "--x1\r\nContent-Type: application/json\r\n\r\n"
            + $$"""{"eventType":"videoloss","channelID":4,"picture":"{{new string('A', 300_000)}}"}""" + "\r\n--x1--";

        Assert.Equal(CameraReference.OfChannel(4), (await Reading.OneAsync(Hikvision, body)).Camera);
    }

    [Theory]
    [InlineData("--")]
    [InlineData("--\r\n\r\n<a/>")]
    [InlineData("-not multipart\r\n")]
    [InlineData("--x1")]
    [InlineData("--x1\r\n")]
    [InlineData("--x1\r\nContent-Type: image/jpeg\r\n\r\n")]
    [InlineData("--x1\r\nContent-Type: image/jpeg\r\n\r\nnothing of use\r\n--x1--")]
    [InlineData("--x1\r\nContent-Type: application/xml\r\n\r\n<other/>\r\n--x1--")]
    public async Task Parts_without_an_alert_are_refused(string body) =>
        Assert.IsType<WireError.NotUnderstood>(await Reading.RefusedAsync(Hikvision, body));

    [Fact]
    public async Task One_bad_part_refuses_the_body()
    {
        var body = $"--x1\r\n\r\n{HikvisionBodies.Alert()}\r\n--x1\r\n\r\n<EventNotificationAlert>\r\n--x1--";

        Assert.IsType<WireError.NotUnderstood>(await Reading.RefusedAsync(Hikvision, body));
    }

    [Fact]
    public async Task Part_headers_that_never_end_are_refused()
    {
        var body = Encoding.ASCII.GetBytes("--x1\r\n" + string.Concat(Enumerable.Repeat("A: b\r\n", 5000)));

        Assert.IsType<WireError.NotUnderstood>(await Reading.RefusedAsync(Hikvision, body));
    }

    [Fact]
    public async Task Text_of_all_parts_together_is_bounded()
    {
        var part = $"--x1\r\n\r\n{HikvisionBodies.Alert()}{new string(' ', 100 * 1024)}\r\n";

        Assert.Equal(2, (await Reading.HeardAsync(Hikvision, part + part + "--x1--")).Count);
        Assert.IsType<WireError.TooLarge>(await Reading.RefusedAsync(Hikvision, part + part + part + "--x1--"));
    }
}
