using NodaTime;

namespace TeamsCctv.Domain.Cases;

/// <summary>
/// A recorder told us something that people must hear of. Evidence only: a recorder's word never authorises anything.
/// </summary>
/// <param name="Event">The canonical event's name, for example <c>CameraLost</c>.</param>
/// <param name="VendorType">The recorder's own word for it.</param>
/// <param name="Camera">The register's camera, or null for the recorder itself or one the register does not know.</param>
/// <param name="At">The recorder's own time where it gave one, else when it reached us.</param>
public sealed record RecorderReported(
    string Recorder,
    string RecorderName,
    string Event,
    string VendorType,
    string? Camera,
    string? CameraName,
    Instant At) : IFact;
