using System.Globalization;
using NodaTime;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Recorders;

namespace TeamsCctv.Protocols.Recorders.UniFi;

/// <summary>One entry of <c>alarm.triggers</c>, as sent.</summary>
internal sealed class Trigger
{
    // The end of the year 9999: what is later is not a time.
    private const long LastTime = 253_402_300_799_999;

    public string Key { get; set; } = "";

    /// <summary>A MAC, of a camera or a sensor, or <c>nvr</c> for the recorder itself.</summary>
    public string Device { get; set; } = "";

    /// <summary>Empty in older versions.</summary>
    public string EventId { get; set; } = "";

    /// <summary>Milliseconds since 1970, UTC; null in older versions.</summary>
    public long? Time { get; set; }

    /// <param name="sent">The envelope's time, in milliseconds: later than the trigger's, but better than none.</param>
    /// <returns>Null where it cannot be read.</returns>
    public RecorderEvent? ToEvent(long? sent)
    {
        var device = Device.Replace(":", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        if (!Words.IsWord(Key) || (device.Length > 0 && !Words.IsWord(device)))
            return null;
        var camera = Vocabulary.IsOfSensor(Key) || device.Length == 0 || string.Equals(device, "nvr", StringComparison.OrdinalIgnoreCase)
            ? null
            : CameraReference.OfDevice(device.ToUpperInvariant());
        var time = Time ?? sent;
        Instant? at = time is >= 0 and <= LastTime ? Instant.FromUnixTimeMilliseconds(time.Value) : null;
        if (at is { } given && !London.IsPlausible(given))
            at = null;
        return new(Vocabulary.MeaningOf(Key, camera), Key, camera, at, Active: true, DeliveryId(device, time));
    }

    private string? DeliveryId(string device, long? time)
    {
        // Event ids begin with their time as well.
        if (EventId.Length > 0)
            return Words.DeliveryId(EventId, "unifi", EventId, Key);
        if (time is not { } known)
            return null;
        var text = known.ToString(CultureInfo.InvariantCulture);
        return Words.DeliveryId(text, "unifi", Key, device, text);
    }
}
