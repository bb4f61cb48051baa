using NodaTime;
using TeamsCctv.Domain.Clocks;

namespace TeamsCctv.Domain.Cameras;

/// <summary>A school of the trust, with what its pages and cards need to know of it.</summary>
/// <param name="Id">Lower-case letters, digits and hyphens; part of the record log's origin.</param>
/// <param name="Policy">The profile that runs here.</param>
/// <param name="RestrictedAreas">The only places where recordings may be viewed (AL-9.2).</param>
/// <param name="Division">Whose bank holidays are kept there.</param>
/// <param name="Mailbox">The address of its shared mailbox, or null where it has none.</param>
public sealed record School(string Id, string Name, string Policy, IReadOnlyList<string> RestrictedAreas, string? Mailbox = null, Division Division = Division.EnglandAndWales);

/// <summary>A register entry for a camera.</summary>
/// <param name="Channel">Its channel on the recorder, from 1, where the recorder counts channels.</param>
/// <param name="Device">Its device id (a MAC without separators, upper case), where the recorder names devices.</param>
public sealed record Camera(string Id, string School, string Name, string Recorder, int? Channel, string? Device);

/// <summary>A register entry for an NVR or VMS.</summary>
/// <param name="TimeZone">The IANA zone its clock is set to: several vendors send no offset.</param>
/// <param name="UrlVersion">Counts up from 1 with each new URL that it is given; an earlier one leads nowhere.</param>
/// <param name="KeepsDays">How long it holds footage before it overwrites it, where the school has entered that.</param>
public sealed record Recorder(
    string Id, string School, string Name, RecorderVendor Vendor, string TimeZone = "Europe/London", int UrlVersion = 1, int? KeepsDays = null);

/// <summary>A register entry for a sign that says that there are cameras (AL-6.1, CG-3, JC-1.signs, ME-A1.signs, VL-A3.4).</summary>
/// <param name="Place">An entrance, an area, a vehicle.</param>
/// <param name="Text">What it says: the controller, the purpose, whom to ask.</param>
/// <param name="Checked">The day on which somebody last saw that it is there and right; null where nobody has.</param>
/// <param name="CheckBy">The day by which somebody is to look again.</param>
public sealed record Sign(string Id, string School, string Place, string Text, LocalDate? Checked = null, LocalDate? CheckBy = null);

/// <summary>A register entry for a data protection impact assessment of cameras (CG-8, AL-7.1, VL-A3.2.dpia).</summary>
/// <param name="Covers">What it is about: a camera, a place, a change.</param>
/// <param name="On">The day on which it was made.</param>
/// <param name="ReviewBy">The day by which it is to be looked at again.</param>
/// <param name="Kept">Where the paper is.</param>
public sealed record Assessment(string Id, string School, string Covers, LocalDate On, LocalDate ReviewBy, string Kept);

/// <summary>Whose event format a recorder speaks.</summary>
public enum RecorderVendor
{
    /// <summary>ISAPI <c>EventNotificationAlert</c>.</summary>
    Hikvision,

    /// <summary>UniFi Protect's Alarm Manager.</summary>
    UniFi,
}

/// <summary>Schools, cameras and recorders at one version.</summary>
/// <param name="Version">Lower-case hex SHA-256 of the register's content.</param>
public sealed record CameraRegister(
    string Version,
    IReadOnlyList<School> Schools,
    IReadOnlyList<Camera> Cameras,
    IReadOnlyList<Recorder> Recorders)
{
    public IReadOnlyList<Sign> Signs { get; init; } = [];

    public IReadOnlyList<Assessment> Assessments { get; init; } = [];

    public School? School(string id) => Schools.FirstOrDefault(school => school.Id == id);

    public Camera? Camera(string school, string id) =>
        Cameras.FirstOrDefault(camera => camera.School == school && camera.Id == id);

    public Recorder? Recorder(string id) => Recorders.FirstOrDefault(recorder => recorder.Id == id);

    public IEnumerable<Camera> CamerasAt(string school) => Cameras.Where(camera => camera.School == school);

    /// <summary>The camera a recorder means by a channel or a device id; null for the recorder itself or an unknown one.</summary>
    public Camera? CameraOn(string recorder, int? channel, string? device) => Cameras.FirstOrDefault(camera =>
        camera.Recorder == recorder
        && ((channel is not null && camera.Channel == channel)
            || (device is not null && string.Equals(camera.Device, device, StringComparison.OrdinalIgnoreCase))));
}
