namespace TeamsCctv.Domain.Recorders;

/// <summary>A recorder's event in people's words: what it is called, what it means, what to do next.</summary>
public sealed record EventWords(string Title, string Means, string Next)
{
    /// <param name="name">The canonical event's name as a record holds it; one of a later version reads as not understood.</param>
    public static EventWords Of(string name) => Of(Enum.TryParse<RecorderEventKind>(name, out var kind) ? kind : RecorderEventKind.Other);

    public static EventWords Of(RecorderEventKind kind) => kind switch
    {
        RecorderEventKind.CameraLost => new(
            "Camera lost",
            "The recorder has no picture from it, so nothing is recorded.",
            "Check its power and its cable."),
        RecorderEventKind.Tamper => new(
            "Camera covered or moved",
            "It may not see what it is there to see.",
            "Look at the camera and at its picture."),
        RecorderEventKind.PictureFault => new(
            "Bad picture",
            "The recorder cannot use the camera's signal.",
            "Look at its picture; check its cable and its video standard."),
        RecorderEventKind.DiskFailed => new(
            "Disk fault",
            "Footage is being lost, or soon will be.",
            "Have the recorder's disk looked at today."),
        RecorderEventKind.RecordingStopped => new(
            "Recording stopped",
            "Footage is not recorded although it should be.",
            "Check the recorder and start recording again."),
        RecorderEventKind.RecorderFault => new(
            "Recorder fault",
            "Something is wrong with the recorder's network or software.",
            "Look at the recorder's own messages."),
        RecorderEventKind.LoginFailed => new(
            "Failed sign-in",
            "Somebody tried to sign in to the recorder and failed.",
            "Ask who it was. If nobody knows, change the recorder's passwords."),
        RecorderEventKind.AdminAccess => new(
            "Administrator signed in",
            "Somebody signed in to the recorder as an administrator, who can see, export and delete footage.",
            "Ask who it was and why. If nobody knows, change the passwords and report a possible breach."),
        RecorderEventKind.FootageExported => new(
            "Footage exported or deleted",
            "Somebody took clips from the recorder or deleted some; it may not say which.",
            "Find the authorised download that it belongs to. If there is none, report a possible breach."),
        RecorderEventKind.SettingsChanged => new(
            "Settings changed",
            "The recorder's settings or its cameras were changed.",
            "Ask who changed what, and check that every camera still records."),
        RecorderEventKind.MoreUnknown => new(
            "More words not understood",
            $"The recorder uses more than {Episodes.MostUnknown} words of no known meaning. No more of them are recorded one by one until it stops.",
            "Look at the recorder and its software. If nothing explains the words, give the recorder a new URL."),
        _ => new(
            "Not understood",
            "The recorder used a word of no known meaning.",
            "Look the word up in the recorder's manual."),
    };
}
