using System.Text.Json;
using NodaTime;
using TeamsCctv.Domain.Recorders;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Recorders;

/// <summary>The conditions recorders told of, each with its last episode's first and last word.</summary>
internal static class EpisodeTable
{
    public static void Create(Session session) => session.Execute(
        """
        CREATE TABLE IF NOT EXISTS episode (
            recorder TEXT NOT NULL, kind TEXT NOT NULL, word TEXT NOT NULL, channel INTEGER NOT NULL, device TEXT NOT NULL,
            first INTEGER NOT NULL, last INTEGER NOT NULL, over INTEGER,
            PRIMARY KEY (recorder, kind, word, channel, device)
        ) WITHOUT ROWID
        """);

    public static Instant? LastRepeat(Session session, EpisodeKey key) => session.First(
        "SELECT last FROM episode WHERE recorder = $1 AND kind = $2 AND word = $3 AND channel = $4 AND device = $5",
        row => (Instant?)Instant.FromUnixTimeMilliseconds(row.GetInt64(0)),
        key.Recorder, key.Kind.ToString(), key.Word, Channel(key), Device(key));

    public static bool IsOpen(Session session, EpisodeKey key) => session.First(
        """
        SELECT 1 FROM episode
        WHERE recorder = $1 AND kind = $2 AND word = $3 AND channel = $4 AND device = $5 AND over IS NULL
        """,
        _ => true, key.Recorder, key.Kind.ToString(), key.Word, Channel(key), Device(key));

    public static void Open(Session session, EpisodeKey key, Instant at) => session.Execute(
        """
        INSERT INTO episode (recorder, kind, word, channel, device, first, last) VALUES ($1, $2, $3, $4, $5, $6, $6)
        ON CONFLICT DO UPDATE SET first = $6, last = $6, over = NULL
        """,
        key.Recorder, key.Kind.ToString(), key.Word, Channel(key), Device(key), at.ToUnixTimeMilliseconds());

    public static void Repeat(Session session, EpisodeKey key, Instant at) => session.Execute(
        """
        UPDATE episode SET last = MAX(last, $6), over = NULL
        WHERE recorder = $1 AND kind = $2 AND word = $3 AND channel = $4 AND device = $5
        """,
        key.Recorder, key.Kind.ToString(), key.Word, Channel(key), Device(key), at.ToUnixTimeMilliseconds());

    public static void Over(Session session, EpisodeKey key, Instant at) => session.Execute(
        """
        UPDATE episode SET over = $6
        WHERE recorder = $1 AND kind = $2 AND word = $3 AND channel = $4 AND device = $5 AND over IS NULL
        """,
        key.Recorder, key.Kind.ToString(), key.Word, Channel(key), Device(key), at.ToUnixTimeMilliseconds());

    public static long Count(Session session, string recorder, RecorderEventKind kind) => session.First(
        "SELECT COUNT(*) FROM episode WHERE recorder = $1 AND kind = $2", row => row.GetInt64(0), recorder, kind.ToString());

    /// <summary>Forgets a recorder's episodes of a kind that were last repeated before a moment.</summary>
    /// <returns>How many those were.</returns>
    public static int Forget(Session session, string recorder, RecorderEventKind kind, Instant before) => session.Execute(
        "DELETE FROM episode WHERE recorder = $1 AND kind = $2 AND last < $3", recorder, kind.ToString(), before.ToUnixTimeMilliseconds());

    /// <summary>A recorder's last episodes of a kind, the latest first.</summary>
    public static IReadOnlyList<Episode> Of(Session session, string recorder, RecorderEventKind kind, int most) => session.Query(
        "SELECT kind, word, channel, device, first, last, over FROM episode WHERE recorder = $1 AND kind = $3 ORDER BY last DESC LIMIT $2",
        row => new Episode(
            Enum.Parse<RecorderEventKind>(row.GetString(0)),
            row.GetString(1),
            (row.GetInt32(2), row.GetString(3)) switch
            {
                (0, "") => null,
                (0, var device) => CameraReference.OfDevice(device),
                var (channel, _) => CameraReference.OfChannel(channel),
            },
            Instant.FromUnixTimeMilliseconds(row.GetInt64(4)),
            Instant.FromUnixTimeMilliseconds(row.GetInt64(5)),
            row.IsDBNull(6) ? null : Instant.FromUnixTimeMilliseconds(row.GetInt64(6))),
        recorder, most, kind.ToString());

    /// <summary>The recorders that told of a condition of these kinds since a moment and did not say that it is over, one entry a condition.</summary>
    public static IReadOnlyList<string> Lasting(Session session, IEnumerable<RecorderEventKind> kinds, Instant since) => session.Query(
        "SELECT recorder FROM episode WHERE over IS NULL AND last >= $1 AND kind IN (SELECT value FROM json_each($2))",
        row => row.GetString(0), since.ToUnixTimeMilliseconds(), JsonSerializer.Serialize(kinds.Select(kind => kind.ToString())));

    // Columns of a primary key hold no NULL; no channel is 0 and no device is empty.
    private static int Channel(EpisodeKey key) => key.Camera?.Channel ?? 0;

    private static string Device(EpisodeKey key) => key.Camera?.Device ?? "";
}

/// <summary>A condition's last episode.</summary>
/// <param name="Word">The recorder's own word where we have none, otherwise empty.</param>
/// <param name="First">When it was first heard of, by our clock.</param>
/// <param name="Last">When it was last repeated.</param>
/// <param name="Over">When the recorder said that it is over; most never say so. Of a loss, also when the camera showed itself again.</param>
public sealed record Episode(
    RecorderEventKind Kind, string Word, CameraReference? Camera, Instant First, Instant Last, Instant? Over);
