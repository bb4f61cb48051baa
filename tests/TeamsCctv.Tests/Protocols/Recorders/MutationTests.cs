using System.Text;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Protocols.Recorders;

namespace TeamsCctv.Tests.Protocols.Recorders;

/// <summary>Bodies broken in every way a seeded dice knows: each is read or refused, and none throws.</summary>
public sealed class MutationTests
{
    private const int Each = 6_000;

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "<", ">", "</", "/>", "<!DOCTYPE a>", "<![CDATA[", "]]>", "<!--", "-->", "&amp;", "&#0;", "&x;", "<?", "?>", " xmlns:a=''", "a:b",
            "--boundary", "--boundary--", "\r\n", "\n\n", "--", "{", "}", "[", "]", "\"", "\\", "\\u", "\\ud800", ":", ",", "null", "1e999", "-",
            "eventType", "channelID", "triggers", "key", "device", "timestamp", "\uFEFF", "\0",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xFF, 0xD8, 0xFF], [0xED, 0xA0, 0x80],
    ];

    public static TheoryData<RecorderVendor, string> Seeds => new()
    {
        { RecorderVendor.Hikvision, HikvisionBodies.VideoLoss },
        { RecorderVendor.Hikvision, HikvisionBodies.DiskErrorParts },
        { RecorderVendor.Hikvision, HikvisionBodies.NvrSmartEvent },
        { RecorderVendor.Hikvision, """{"EventNotificationAlert":{"channelID":1,"eventType":"duration","DurationList":[{"relationEvent":"videoloss"}]}}""" },
        { RecorderVendor.UniFi, """{"alarm":{"name":"a","conditions":[{"condition":{"type":"is"}}],"triggers":[{"device":"nvr","eventId":"1","key":"x","timestamp":1}]},"timestamp":2}""" },
    };

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task No_bytes_make_it_throw(RecorderVendor vendor, string seed)
    {
        var dice = new Random(seed.Length);
        var whole = Encoding.UTF8.GetBytes(seed);
        var (heard, refused) = (0, 0);
        for (var i = 0; i < Each; i++)
        {
            List<byte> body = [.. whole];
            for (var changes = dice.Next(1, 6); changes > 0; changes--)
                Change(body, dice);
            var reading = await Reading.ReadAsync(vendor, [.. body], dice.Next(1, 2000), "multipart/form-data; boundary=boundary");
            if (reading is WireReading.Heard)
                heard++;
            else
                refused++;
        }

        // Both ways were taken, or the dice proved nothing.
        Assert.True(heard > Each / 50, $"heard {heard}");
        Assert.True(refused > Each / 50, $"refused {refused}");
    }

    private static void Change(List<byte> body, Random dice)
    {
        var at = dice.Next(body.Count + 1);
        var length = Math.Min(dice.Next(1, 40), body.Count - at);
        switch (dice.Next(5))
        {
            case 0 when at < body.Count:
                body[at] = (byte)dice.Next(256);
                break;
            case 1:
                body.RemoveRange(at, length);
                break;
            case 2:
                body.InsertRange(dice.Next(body.Count + 1), body.GetRange(at, length));
                break;
            case 3 when dice.Next(20) == 0:
                body.RemoveRange(at, body.Count - at);
                break;
            default:
                body.InsertRange(at, Tokens[dice.Next(Tokens.Length)]);
                break;
        }
    }
}
