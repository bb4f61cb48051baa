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
        ["motion"] = SceneActivity,
        ["person"] = SceneActivity,
        ["vehicle"] = SceneActivity,
        ["animal"] = SceneActivity,
        ["package"] = SceneActivity,
        ["ring"] = SceneActivity,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static RecorderEventKind MeaningOf(string key, CameraReference? camera)
    {
        var kind = Meanings.GetValueOrDefault(key, Other);

        // An issue of the device "nvr" is the recorder's own.
        return kind is CameraLost && camera is null ? RecorderFault : kind;
    }
}
