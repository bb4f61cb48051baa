using System.Collections.Frozen;
using TeamsCctv.Domain.Recorders;
using static TeamsCctv.Domain.Recorders.RecorderEventKind;

namespace TeamsCctv.Protocols.Recorders.UniFi;

/// <summary>Alarm Manager's trigger keys in our words.</summary>
internal static class Vocabulary
{
    private static readonly FrozenDictionary<string, RecorderEventKind> Meanings = new Dictionary<string, RecorderEventKind>
    {
        ["device_issue"] = CameraLost,
        ["smart_tamper_detection"] = Tamper,
        ["application_issue"] = RecorderFault,
        ["admin_access"] = AdminAccess,
        ["admin_settings_change"] = SettingsChanged,
        ["device_adoption_state_changed"] = SettingsChanged,
        ["admin_recording_clips_manipulations"] = FootageExported,
        ["camera_utilization_limit"] = RecorderFault,
        ["motion"] = SceneActivity,
        ["person"] = SceneActivity,
        ["vehicle"] = SceneActivity,
        ["animal"] = SceneActivity,
        ["package"] = SceneActivity,
        ["ring"] = SceneActivity,
        ["line_crossed"] = SceneActivity,
        ["smart_loiter_detection"] = SceneActivity,
        ["person_idle_time"] = SceneActivity,
        ["vehicle_idle_time"] = SceneActivity,
        ["face_known"] = SceneActivity,
        ["face_unknown"] = SceneActivity,
        ["face_of_interest"] = SceneActivity,
        ["license_plate_known"] = SceneActivity,
        ["license_plate_unknown"] = SceneActivity,
        ["license_plate_of_interest"] = SceneActivity,

        // Of sensors, which are no cameras.
        ["sensor_motion"] = SceneActivity,
        ["sensor_door_opened"] = SceneActivity,
        ["sensor_door_closed"] = SceneActivity,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it is a sensor that speaks: its device is none of the cameras, whatever it says.</summary>
    public static bool IsOfSensor(string key) => key.StartsWith("sensor_", StringComparison.OrdinalIgnoreCase);

    public static RecorderEventKind MeaningOf(string key, CameraReference? camera)
    {
        var kind = Meanings.GetValueOrDefault(key, Other);

        // An issue of the device "nvr" is the recorder's own.
        return kind is CameraLost && camera is null ? RecorderFault : kind;
    }
}
