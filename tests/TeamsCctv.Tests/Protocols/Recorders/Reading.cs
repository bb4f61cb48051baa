using System.Text;
using NodaTime;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Recorders;
using TeamsCctv.Protocols.Recorders;

namespace TeamsCctv.Tests.Protocols.Recorders;

/// <summary>Reads bodies as the wire delivers them: at once, and in pieces that cut every token somewhere.</summary>
internal static class Reading
{
    public static readonly DateTimeZone London = DateTimeZoneProviders.Tzdb["Europe/London"];

    public static async Task<RecorderEvent> OneAsync(RecorderVendor vendor, string body, string? contentType = null) =>
        Assert.Single(await HeardAsync(vendor, body, contentType));

    public static Task<IReadOnlyList<RecorderEvent>> HeardAsync(RecorderVendor vendor, string body, string? contentType = null) =>
        HeardAsync(vendor, Encoding.UTF8.GetBytes(body), contentType);

    public static async Task<IReadOnlyList<RecorderEvent>> HeardAsync(RecorderVendor vendor, byte[] body, string? contentType = null)
    {
        var heard = await ReadAsync(vendor, body, int.MaxValue, contentType);
        var events = Assert.IsType<WireReading.Heard>(heard).Events;
        foreach (var piece in (int[])[1, 7, 1000])
            Assert.Equal(events, Assert.IsType<WireReading.Heard>(await ReadAsync(vendor, body, piece, contentType)).Events);
        return events;
    }

    public static Task<WireError> RefusedAsync(RecorderVendor vendor, string body, string? contentType = null) =>
        RefusedAsync(vendor, Encoding.UTF8.GetBytes(body), contentType);

    public static async Task<WireError> RefusedAsync(RecorderVendor vendor, byte[] body, string? contentType = null)
    {
        var error = Assert.IsType<WireReading.Refused>(await ReadAsync(vendor, body, int.MaxValue, contentType)).Error;
        Assert.Equal(error, Assert.IsType<WireReading.Refused>(await ReadAsync(vendor, body, 7, contentType)).Error);
        Assert.DoesNotContain('\n', error.Says);
        return error;
    }

    public static async Task<WireReading> ReadAsync(RecorderVendor vendor, byte[] body, int piece = int.MaxValue, string? contentType = null)
    {
        using var stream = new Trickle(new MemoryStream(body), piece);
        return await RecorderWire.ReadAsync(contentType, stream, vendor, London, CancellationToken.None);
    }

    /// <summary>Gives at most some bytes a read.</summary>
    private sealed class Trickle(Stream inner, int piece) : PullStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
