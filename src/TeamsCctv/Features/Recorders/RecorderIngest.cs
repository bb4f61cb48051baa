using NodaTime;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Recorders;
using TeamsCctv.Features.Arrivals;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Recorders;

/// <summary>
/// Accepts what recorders tell, a body at a time. Signs of life go no further, but for the one that shows a lost camera
/// again.
/// </summary>
internal sealed class RecorderIngest(Database database, IArrivals arrivals)
{
    /// <summary>The inbox lane of recorder events.</summary>
    internal const string Lane = "recorder";

    private int _accepting;

    /// <summary>Whether a recorder waits for its answer just now.</summary>
    internal bool IsAccepting => Volatile.Read(ref _accepting) > 0;

    /// <summary>Returns once everything is accepted for good. The same body again changes nothing but an episode's last repeat.</summary>
    /// <exception cref="StoreFailedException">Nobody knows whether it was accepted; the same body may be given again.</exception>
    public async Task AcceptAsync(Recorder recorder, IReadOnlyList<RecorderEvent> events, Instant received)
    {
        var news = events.Where(heard => heard.Kind.IsReported() || Episodes.ShowsCamera(heard)).ToList();
        if (news.Count == 0 || !database.Read(session => news.Exists(heard => Matters(session, recorder, heard))))
            return;
        Interlocked.Increment(ref _accepting);
        try
        {
            await arrivals.AcceptAsync(new RecorderHeard(recorder.School, recorder.Id, recorder.Name, Named(news), received));
        }
        finally
        {
            Interlocked.Decrement(ref _accepting);
        }
    }

    /// <summary>A queue may bring the body twice: what the recorder gave no id is told from its copy by one of ours.</summary>
    private static List<RecorderEvent> Named(List<RecorderEvent> events) =>
        [.. events.Select(heard => heard.DeliveryId is null ? heard with { DeliveryId = $"ours-{Guid.NewGuid():N}" } : heard)];

    /// <summary>
    /// Whether it needs the writer. Cameras see something every second: that is looked up and written only where it ends
    /// a loss.
    /// </summary>
    private static bool Matters(Session session, Recorder recorder, RecorderEvent heard) =>
        heard.Kind.IsReported() || EpisodeTable.IsOpen(session, EpisodeKey.LossOf(recorder.Id, heard));
}
