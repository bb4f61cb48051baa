using System.Diagnostics;
using NodaTime;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Recorders;
using TeamsCctv.Protocols.Recorders.Hikvision;
using TeamsCctv.Protocols.Recorders.UniFi;

namespace TeamsCctv.Protocols.Recorders;

/// <summary>What a body came to: <see cref="Heard"/>, or why not. Nothing in between: one bad event refuses the body.</summary>
public abstract record WireReading
{
    private WireReading()
    {
    }

    /// <summary>In the order sent; empty where the recorder only showed that it is alive.</summary>
    public sealed record Heard(IReadOnlyList<RecorderEvent> Events) : WireReading;

    public sealed record Refused(WireError Error) : WireReading;

    public static implicit operator WireReading(WireError error) => new Refused(error);
}

/// <summary>The bounds on what a recorder may send, before anything of it is parsed.</summary>
public static class Wire
{
    /// <summary>Bytes of XML or JSON, after images (parts, or long strings of JSON) were dropped.</summary>
    public const int MostText = 256 * 1024;

    /// <summary>Bytes altogether; images are read past and never held.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    /// <summary>Levels of XML elements or JSON brackets.</summary>
    public const int MostDepth = 32;

    /// <summary>Events in one body.</summary>
    public const int MostEvents = 64;
}

/// <summary>The recorders' event formats, each read by its vendor's rules into <see cref="RecorderEvent"/>s.</summary>
public static class RecorderWire
{
    /// <summary>
    /// Reads one body to its end or to the first thing wrong with it. No bytes make it throw; what the stream itself
    /// throws (the sender hung up) passes through.
    /// </summary>
    /// <param name="contentType">As sent. Recorders mislabel, so it is used only for a boundary that the body hides.</param>
    /// <param name="zone">The zone the recorder's clock is set to, for times without an offset.</param>
    public static async ValueTask<WireReading> ReadAsync(
        string? contentType, Stream body, RecorderVendor vendor, DateTimeZone zone, CancellationToken cancellation)
    {
        using var bytes = new BoundedBody(body);
        return vendor switch
        {
            RecorderVendor.Hikvision => await HikvisionWire.ReadAsync(contentType, bytes, zone, cancellation),
            RecorderVendor.UniFi => await UniFiWire.ReadAsync(bytes, cancellation),
            _ => throw new UnreachableException(),
        };
    }
}
