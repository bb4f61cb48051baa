using NodaTime;

namespace TeamsCctv.Domain.Recorders;

/// <summary>
/// What a recorder told us, in our words. Which recorder it was comes from the register and the URL it posted to,
/// never from what it says.
/// </summary>
/// <param name="VendorType">The recorder's own word, for example <c>videoloss</c>: 1–64 letters, digits, <c>_ - .</c></param>
/// <param name="Camera">Which camera it is about; null for the recorder itself, or where it does not say.</param>
/// <param name="At">The recorder's own time; null where it gave none that can be read. Its clock may be wrong.</param>
/// <param name="Active">False where it says that something is over.</param>
/// <param name="DeliveryId">
/// The same for the same message sent twice, and different for two messages; null where the recorder gave nothing to
/// tell the two apart.
/// </param>
public sealed record RecorderEvent(
    RecorderEventKind Kind,
    string VendorType,
    CameraReference? Camera,
    Instant? At,
    bool Active,
    string? DeliveryId);

/// <summary>A camera as the recorder names it: one of the two is set.</summary>
/// <param name="Channel">From 1, as the camera register counts.</param>
/// <param name="Device">Upper-case device id without separators, usually a MAC.</param>
public sealed record CameraReference(int? Channel, string? Device)
{
    /// <summary>A camera that the register does not know, as the recorder names it: somebody must find out which it is.</summary>
    public string NotInRegister => Channel is { } channel ? $"channel {channel}, not in the register" : $"device {Device}, not in the register";

    public static CameraReference OfChannel(int channel) => new(channel, null);

    public static CameraReference OfDevice(string device) => new(null, device);
}
