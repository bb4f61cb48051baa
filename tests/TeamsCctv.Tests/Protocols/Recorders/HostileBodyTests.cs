using System.Text;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Protocols.Recorders;

namespace TeamsCctv.Tests.Protocols.Recorders;

public sealed class HostileBodyTests
{
    private const RecorderVendor Hikvision = RecorderVendor.Hikvision;
    private const RecorderVendor UniFi = RecorderVendor.UniFi;

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>")]
    [InlineData("<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x.dtd\">")]
    [InlineData("<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;\">]>")]
    public async Task A_document_type_is_refused(string doctype)
    {
        var body = doctype + HikvisionBodies.Alert("&c;");

        Assert.IsType<WireError.Dtd>(await Reading.RefusedAsync(Hikvision, body));
        Assert.IsType<WireError.Dtd>(await Reading.RefusedAsync(Hikvision, $"--x1\r\n\r\n<?xml version=\"1.0\"?>{body}\r\n--x1--"));
    }

    [Fact]
    public async Task XML_is_read_down_to_32_levels()
    {
        // The alert itself is the first level.
        Assert.Single(await Reading.HeardAsync(Hikvision, Nested(31)));
        Assert.IsType<WireError.TooDeep>(await Reading.RefusedAsync(Hikvision, Nested(32)));
        Assert.IsType<WireError.TooDeep>(await Reading.RefusedAsync(Hikvision, Nested(30_000)));

        static string Nested(int depth) => HikvisionBodies.Alert(channel:
            string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth)));
    }

    [Theory]
    [InlineData(Hikvision, "{\"eventType\":\"videoloss\",\"a\":", "}", 31)]
    [InlineData(UniFi, "{\"alarm\":{\"triggers\":[]},\"a\":", "}", 31)]
    public async Task JSON_is_read_down_to_32_levels(RecorderVendor vendor, string before, string after, int most)
    {
        await Reading.HeardAsync(vendor, Nested(most));
        Assert.IsType<WireError.TooDeep>(await Reading.RefusedAsync(vendor, Nested(most + 1)));
        Assert.IsType<WireError.TooDeep>(await Reading.RefusedAsync(vendor, Nested(100_000)));

        string Nested(int depth) => before + new string('[', depth) + new string(']', depth) + after;
    }

    [Fact]
    public async Task XML_of_256_KiB_is_read_and_a_byte_more_is_not()
    {
        var padding = Wire.MostText - HikvisionBodies.Alert().Length;

        Assert.Single(await Reading.HeardAsync(Hikvision, HikvisionBodies.Alert() + new string(' ', padding)));
        Assert.IsType<WireError.TooLarge>(await Reading.RefusedAsync(Hikvision, HikvisionBodies.Alert() + new string(' ', padding + 1)));
    }

    [Theory]
    [InlineData(Hikvision, "{\"eventType\":\"videoloss\",\"a\":[", "0]}")]
    [InlineData(UniFi, "{\"alarm\":{\"triggers\":[]},\"a\":[", "0]}")]
    public async Task JSON_of_257_KiB_without_a_long_text_is_refused(RecorderVendor vendor, string before, string after)
    {
        await Reading.HeardAsync(vendor, before + string.Concat(Enumerable.Repeat("1234567,", 32_000)) + after);
        Assert.IsType<WireError.TooLarge>(await Reading.RefusedAsync(vendor, before + string.Concat(Enumerable.Repeat("1234567,", 33_000)) + after));
        Assert.IsType<WireError.TooLarge>(await Reading.RefusedAsync(vendor, before + string.Concat(Enumerable.Repeat("\"1234\",", 40_000)) + after));
    }

    [Theory]
    [InlineData(Hikvision, "--x1\r\nContent-Type: image/jpeg\r\n\r\n", "x", typeof(WireError.TooLong))]
    [InlineData(Hikvision, "--x1\r\n\r\npicture", "\r\n--x1\r\n\r\npicture", typeof(WireError.TooLong))]
    [InlineData(Hikvision, "--x1\r\n\r\n<a/>", "\r\n--x1\r\n\r\n<a/>", typeof(WireError.TooMany))]
    [InlineData(Hikvision, "--x1\r\n", "A: b\r\n", typeof(WireError.NotUnderstood))]
    [InlineData(Hikvision, "<a>", "x", typeof(WireError.TooLarge))]
    [InlineData(Hikvision, "", "\r\n", typeof(WireError.TooLong))]
    [InlineData(Hikvision, "--", "-", typeof(WireError.NotUnderstood))]
    [InlineData(UniFi, "{\"thumbnail\":\"", "A", typeof(WireError.TooLong))]
    [InlineData(UniFi, "{\"thumbnail\":\"", "\\\\", typeof(WireError.TooLong))]
    [InlineData(UniFi, "{\"alarm\":[", "1,", typeof(WireError.TooLarge))]
    [InlineData(UniFi, "", " ", typeof(WireError.TooLong))]
    public async Task A_body_without_end_is_given_up_at_its_bound(RecorderVendor vendor, string start, string forever, Type expected)
    {
        using var body = new Endless(start, forever);

        var reading = await RecorderWire.ReadAsync(null, body, vendor, Reading.London, CancellationToken.None);

        Assert.IsType(expected, Assert.IsType<WireReading.Refused>(reading).Error);
        Assert.InRange(body.Given, 0, Wire.MostBytes + (64 * 1024));
    }

    [Fact]
    public async Task A_hundred_triggers_are_refused_and_64_are_not()
    {
        Assert.Equal(64, (await Reading.HeardAsync(UniFi, Triggers(64))).Count);
        Assert.IsType<WireError.TooMany>(await Reading.RefusedAsync(UniFi, Triggers(65)));

        static string Triggers(int count) =>
            "{\"alarm\":{\"triggers\":[" + string.Join(',', Enumerable.Repeat("{\"key\":\"person\"}", count)) + "]}}";
    }

    [Theory]
    [InlineData(Hikvision, "")]
    [InlineData(Hikvision, " \r\n\t")]
    [InlineData(UniFi, "")]
    [InlineData(UniFi, "\uFEFF")]
    public async Task An_empty_body_is_refused(RecorderVendor vendor, string body) =>
        Assert.IsType<WireError.Empty>(await Reading.RefusedAsync(vendor, body));

    [Theory]
    [InlineData(Hikvision, "<html/>")]
    [InlineData(Hikvision, "<EventNotificationAlert/>")]
    [InlineData(Hikvision, "<EventNotificationAlert></EventNotificationAlert>")]
    [InlineData(Hikvision, "<EventNotificationAlert><eventType>videoloss</eventType>")]
    [InlineData(Hikvision, "<EventNotificationAlert><eventType>&undefined;</eventType></EventNotificationAlert>")]
    [InlineData(Hikvision, "<EventNotificationAlert><eventType>two words</eventType></EventNotificationAlert>")]
    [InlineData(Hikvision, "<EventNotificationAlert><eventType>vide\uFFFDoloss</eventType></EventNotificationAlert>")]
    [InlineData(Hikvision, "<EventNotificationAlert><eventType>videoloss</eventType><channelID>one</channelID></EventNotificationAlert>")]
    [InlineData(Hikvision, "<EventNotificationAlert><eventType>videoloss</eventType><channelID>-1</channelID></EventNotificationAlert>")]
    [InlineData(Hikvision, "<EventNotificationAlert><eventType>videoloss</eventType><channelID>99999999999</channelID></EventNotificationAlert>")]
    [InlineData(Hikvision, "<EventNotificationAlert><eventType>duration</eventType><a><relationEvent>two words</relationEvent></a></EventNotificationAlert>")]
    [InlineData(Hikvision, "{}")]
    [InlineData(Hikvision, "{\"eventType\":\"videoloss\"")]
    [InlineData(Hikvision, "{\"eventType\":\"\\ud800\"}")]
    [InlineData(Hikvision, "just text")]
    [InlineData(UniFi, "<EventNotificationAlert/>")]
    [InlineData(UniFi, "[]")]
    [InlineData(UniFi, "{}")]
    [InlineData(UniFi, "{\"alarm\":null}")]
    [InlineData(UniFi, "{\"alarm\":{\"triggers\":{}}}")]
    [InlineData(UniFi, "{\"alarm\":{\"triggers\":[{}]}}")]
    [InlineData(UniFi, "{\"alarm\":{\"triggers\":[{\"key\":{}}]}}")]
    [InlineData(UniFi, "{\"alarm\":{\"triggers\":[{\"key\":\"two words\"}]}}")]
    [InlineData(UniFi, "{\"alarm\":{\"triggers\":[{\"key\":\"\\udc00\"}]}}")]
    [InlineData(UniFi, "{\"alarm\":{\"triggers\":[{\"key\":\"person\",\"device\":\"<script>\"}]}}")]
    [InlineData(UniFi, "{\"alarm\":{\"triggers\":[{\"key\":\"person\"}]}")]
    public async Task What_is_not_the_vendors_is_refused(RecorderVendor vendor, string body) =>
        Assert.IsType<WireError.NotUnderstood>(await Reading.RefusedAsync(vendor, body));

    [Fact]
    public async Task A_word_of_65_letters_is_refused()
    {
        await Reading.OneAsync(Hikvision, HikvisionBodies.Alert(new string('a', 64)));
        Assert.IsType<WireError.NotUnderstood>(await Reading.RefusedAsync(Hikvision, HikvisionBodies.Alert(new string('a', 65))));
        Assert.IsType<WireError.NotUnderstood>(await Reading.RefusedAsync(Hikvision, HikvisionBodies.Alert(new string('a', 200_000))));
    }

    [Theory]
    [InlineData(Hikvision, "{\"eventType\":\"videoloss\",\"x\":\"@\",\"@\":1}")]
    [InlineData(UniFi, "{\"alarm\":{\"@\":1,\"name\":\"@\",\"triggers\":[{\"key\":\"person\",\"x\":\"@\"}]}}")]
    public async Task Broken_letters_in_what_is_not_read_do_no_harm(RecorderVendor vendor, string body)
    {
        Assert.Single(await Reading.HeardAsync(vendor, [.. Encoding.ASCII.GetBytes(body).Select(b => b == '@' ? (byte)0xFF : b)]));
        Assert.Single(await Reading.HeardAsync(vendor, body.Replace("@", "\\ud800", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_sender_that_hangs_up_is_the_callers_to_see()
    {
        using var body = new Endless("<a>", "x", failAt: 100);

        await Assert.ThrowsAsync<IOException>(async () =>
            await RecorderWire.ReadAsync(null, body, Hikvision, Reading.London, CancellationToken.None));
    }

    /// <summary>A start and then the same again, for ever.</summary>
    private sealed class Endless(string start, string forever, long failAt = long.MaxValue) : PullStream
    {
        private readonly byte[] _start = Encoding.ASCII.GetBytes(start);
        private readonly byte[] _forever = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(forever, 1 + (4096 / forever.Length))));

        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Given > failAt)
                throw new IOException("hung up");
            var source = Given < _start.Length
                ? _start.AsSpan((int)Given)
                : _forever.AsSpan((int)((Given - _start.Length) % _forever.Length));
            var count = Math.Min(buffer.Length, source.Length);
            source[..count].CopyTo(buffer.Span);
            Given += count;
            return ValueTask.FromResult(count);
        }
    }
}
