using System.Collections.Frozen;
using TeamsCctv.Domain.Recorders;
using static TeamsCctv.Domain.Recorders.RecorderEventKind;

namespace TeamsCctv.Protocols.Recorders.Hikvision;

/// <summary>ISAPI's event types in our words.</summary>
internal static class Vocabulary
{
    // ofRecorder: the alert says "channel 1", but it is the recorder that is meant.
    private static readonly FrozenDictionary<string, (RecorderEventKind Kind, bool OfRecorder)> Meanings =
        new Dictionary<string, (RecorderEventKind, bool)>
        {
            ["videoloss"] = (CameraLost, false),
            ["tamperdetection"] = (Tamper, false),
            ["shelteralarm"] = (Tamper, false),
            ["scenechangedetection"] = (Tamper, false),
            ["defocus"] = (Tamper, false),
            ["badvideo"] = (PictureFault, false),
            ["videomismatch"] = (PictureFault, false),
            ["diskerror"] = (DiskFailed, true),
            ["diskfull"] = (DiskFailed, true),
            ["storageDetection"] = (DiskFailed, true),
            ["raidexception"] = (DiskFailed, true),
            ["spareException"] = (RecorderFault, true),
            ["nicbroken"] = (RecorderFault, true),
            ["ipconflict"] = (RecorderFault, true),
            ["recordingfailure"] = (RecordingStopped, false),
            ["illaccess"] = (LoginFailed, true),
            ["VMD"] = (SceneActivity, false),
            ["VMDHumanVehicle"] = (SceneActivity, false),
            ["motiondetection"] = (SceneActivity, false),
            ["fielddetection"] = (SceneActivity, false),
            ["linedetection"] = (SceneActivity, false),
            ["facedetection"] = (SceneActivity, false),
            ["faceSnap"] = (SceneActivity, false),
            ["attendedBaggage"] = (SceneActivity, false),
            ["unattendedBaggage"] = (SceneActivity, false),
            ["loitering"] = (SceneActivity, false),
            ["group"] = (SceneActivity, false),
            ["rapidMove"] = (SceneActivity, false),
            ["parking"] = (SceneActivity, false),
            ["peopleCounting"] = (SceneActivity, false),
            ["regionEntrance"] = (SceneActivity, false),
            ["regionExiting"] = (SceneActivity, false),
            ["PIR"] = (SceneActivity, false),
            ["thermometry"] = (SceneActivity, false),
            ["ANPR"] = (SceneActivity, false),

            // An alarm input: its channel is the input's number, no camera's.
            ["IO"] = (SceneActivity, true),
            ["heartBeat"] = (Heartbeat, true),
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static (RecorderEventKind Kind, bool OfRecorder) MeaningOf(string type, bool active)
    {
        var meaning = Meanings.GetValueOrDefault(type, (Other, false));

        // Firmware sends "videoloss, inactive" as its heartbeat, every 300 ms to 10 s, whatever its cameras do.
        return meaning is (CameraLost, _) && !active ? (Heartbeat, true) : meaning;
    }
}
