namespace TeamsCctv.Domain.Recorders;

/// <summary>The canonical events. Their names are written into records: for ever.</summary>
public enum RecorderEventKind
{
    /// <summary>A recorder says something that we have no word for; its own word is kept.</summary>
    Other,

    /// <summary>More such words than are told apart (<see cref="Episodes.MostUnknown"/>); the record holds the first of them.</summary>
    MoreUnknown,

    /// <summary>No picture from a camera: the cable, the power or the camera is gone.</summary>
    CameraLost,

    /// <summary>A camera is covered, turned away or out of focus.</summary>
    Tamper,

    /// <summary>A camera gives a signal that the recorder cannot use: broken, or of another standard.</summary>
    PictureFault,

    /// <summary>A disk is broken, missing or full, so footage is or soon will be lost.</summary>
    DiskFailed,

    /// <summary>Footage is not being recorded although it should be.</summary>
    RecordingStopped,

    /// <summary>Something else is wrong with the recorder: its network, its software.</summary>
    RecorderFault,

    /// <summary>Somebody tried to sign in to the recorder and failed.</summary>
    LoginFailed,

    /// <summary>Somebody signed in to the recorder as an administrator.</summary>
    AdminAccess,

    /// <summary>Clips were exported or deleted on the recorder; the recorder may not say which of the two.</summary>
    FootageExported,

    /// <summary>The recorder's settings or its cameras were changed.</summary>
    SettingsChanged,

    /// <summary>
    /// A camera or a sensor noticed a person, a vehicle, a movement or a door, or an alarm input closed. It says nothing
    /// about whether the policy is kept, and a record of it would be a second record of people's movements: counted as a
    /// sign of life, never recorded. It names a camera only where that camera's own picture shows it.
    /// </summary>
    SceneActivity,

    /// <summary>The recorder is alive. Says nothing about any camera; above all not that one is back.</summary>
    Heartbeat,
}

/// <summary>What sort of thing each kind is.</summary>
public static class RecorderEventKinds
{
    /// <summary>Whether people must hear of it, so that it goes on the record.</summary>
    public static bool IsReported(this RecorderEventKind kind) =>
        kind is not (RecorderEventKind.Heartbeat or RecorderEventKind.SceneActivity);

    /// <summary>The conditions in which footage is lost or soon will be, or the recorder itself is not well.</summary>
    public static readonly IReadOnlyList<RecorderEventKind> Faults =
    [
        RecorderEventKind.CameraLost, RecorderEventKind.Tamper, RecorderEventKind.PictureFault, RecorderEventKind.DiskFailed,
        RecorderEventKind.RecordingStopped, RecorderEventKind.RecorderFault,
    ];

    /// <summary>
    /// Whether it is something a person did at one moment. Each act counts, however soon after another; everything
    /// else is a condition, which recorders repeat for as long as it lasts.
    /// </summary>
    public static bool IsAct(this RecorderEventKind kind) =>
        kind is RecorderEventKind.FootageExported or RecorderEventKind.SettingsChanged or RecorderEventKind.AdminAccess;
}
