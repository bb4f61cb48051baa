using NodaTime;

namespace TeamsCctv.Domain.Recorders;

/// <summary>
/// When a recorder's message is news. Recorders repeat a condition about every second for as long as it lasts, often
/// without ever saying that it is over: what comes within <see cref="Quiet"/> of the last repeat is the same episode.
/// </summary>
public static class Episodes
{
    /// <summary>How long a condition must have been silent before it is news again.</summary>
    public static readonly Duration Quiet = Duration.FromMinutes(5);

    /// <summary>
    /// The most words of no known meaning that are told apart for a recorder, counted camera by camera: one that makes
    /// words up fills neither the record nor the store.
    /// </summary>
    public const int MostUnknown = 200;

    /// <summary>How long such a word takes one of those places after its last repeat.</summary>
    public static readonly Duration UnknownKept = Duration.FromDays(1);

    /// <param name="received">When it reached us, by our clock: the recorder's may be wrong.</param>
    /// <param name="lastRepeat">
    /// When the episode with the same <see cref="EpisodeKey"/> was last repeated; null where there never was one.
    /// </param>
    public static News Judge(RecorderEvent heard, Instant received, Instant? lastRepeat)
    {
        if (!heard.Kind.IsReported())
            return News.SignOfLife;
        if (!heard.Active)
            return News.Over;
        if (heard.Kind.IsAct() || lastRepeat is not { } last)
            return News.Episode;

        // Two-sided: after our own clock was set back, what is "later" by hours must not keep a lost camera quiet.
        var since = received - last;
        return since <= Quiet && since >= -Quiet ? News.Repeat : News.Episode;
    }

    /// <summary>What a word of no known meaning counts as where every place of <see cref="MostUnknown"/> is taken: one more of them.</summary>
    public static RecorderEvent OneMore(RecorderEvent heard) => heard with { Kind = RecorderEventKind.MoreUnknown, Camera = null };

    /// <summary>
    /// Whether it shows that the camera is there again, so that its loss is over. Only what comes from the camera's
    /// own picture does; a fault, a heartbeat, the end of something or a word of no known meaning does not.
    /// </summary>
    public static bool ShowsCamera(RecorderEvent heard) =>
        heard is { Active: true, Camera: not null, Kind: RecorderEventKind.SceneActivity };
}

/// <summary>What a message comes to.</summary>
public enum News
{
    /// <summary>The recorder is alive, and nothing more.</summary>
    SignOfLife,

    /// <summary>
    /// The recorder says that a condition is over. It opens no episode, and it closes none: a camera that comes and
    /// goes every minute is one episode.
    /// </summary>
    Over,

    /// <summary>More of the same: moves the episode's last repeat and makes no noise.</summary>
    Repeat,

    /// <summary>Something new.</summary>
    Episode,
}

/// <summary>What must be equal for two messages to be about the same thing.</summary>
/// <param name="Word">The recorder's own word where we have none; otherwise empty, so that synonyms are one episode.</param>
public sealed record EpisodeKey(string Recorder, RecorderEventKind Kind, string Word, CameraReference? Camera)
{
    public static EpisodeKey Of(string recorder, RecorderEvent heard) =>
        new(recorder, heard.Kind, heard.Kind is RecorderEventKind.Other ? heard.VendorType : "", heard.Camera);

    /// <summary>The loss of the camera that a message is about.</summary>
    public static EpisodeKey LossOf(string recorder, RecorderEvent heard) =>
        new(recorder, RecorderEventKind.CameraLost, "", heard.Camera);
}
