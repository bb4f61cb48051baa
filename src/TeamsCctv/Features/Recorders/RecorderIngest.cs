using System.Text.Json;
using NodaTime;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Recorders;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Recorders;

/// <summary>
/// Accepts what recorders tell: news into the inbox, repeats into their episode, in one transaction a body. Signs of
/// life need no write, but for the one that shows a lost camera again.
/// </summary>
public sealed class RecorderIngest(Database database)
{
    /// <summary>The inbox lane of recorder events.</summary>
    internal const string Lane = "recorder";

    private int _accepting;

    /// <summary>Whether a recorder waits for its answer just now.</summary>
    internal bool IsAccepting => Volatile.Read(ref _accepting) > 0;

    /// <summary>Returns once everything is on disk. The same body again changes nothing but an episode's last repeat.</summary>
    /// <exception cref="StoreFailedException">Nobody knows whether it was accepted; the same body may be given again.</exception>
    public async Task AcceptAsync(Recorder recorder, IReadOnlyList<RecorderEvent> events, Instant received)
    {
        var news = events.Where(heard => heard.Kind.IsReported() || Episodes.ShowsCamera(heard)).ToList();
        if (news.Count == 0 || !database.Read(session => news.Exists(heard => Matters(session, recorder, heard))))
            return;
        Interlocked.Increment(ref _accepting);
        try
        {
            await database.WriteAsync(session => Accept(session, recorder, news, received));
        }
        finally
        {
            Interlocked.Decrement(ref _accepting);
        }
    }

    /// <summary>
    /// Whether it needs the writer. Cameras see something every second: that is looked up and written only where it ends
    /// a loss.
    /// </summary>
    private static bool Matters(Session session, Recorder recorder, RecorderEvent heard) =>
        heard.Kind.IsReported() || EpisodeTable.IsOpen(session, EpisodeKey.LossOf(recorder.Id, heard));

    private static bool Accept(Session session, Recorder recorder, List<RecorderEvent> events, Instant received)
    {
        foreach (var sent in events)
        {
            var heard = sent.Kind is RecorderEventKind.Other ? Unknown(session, recorder, sent, received) : sent;
            var key = EpisodeKey.Of(recorder.Id, heard);
            if (Episodes.ShowsCamera(heard))
                EpisodeTable.Over(session, EpisodeKey.LossOf(recorder.Id, heard), received);
            var isAct = heard.Kind.IsAct();
            switch (Episodes.Judge(heard, received, isAct ? null : EpisodeTable.LastRepeat(session, key)))
            {
                case News.Episode:
                    if (Add(session, recorder, heard, received) && !isAct)
                        EpisodeTable.Open(session, key, received);
                    break;
                case News.Repeat:
                    EpisodeTable.Repeat(session, key, received);
                    break;
                case News.Over:
                    EpisodeTable.Over(session, key, received);
                    break;
                case News.SignOfLife:
                    break;
            }
        }

        return true;
    }

    /// <summary>A word of no known meaning, or one more of them where no place is left for it.</summary>
    private static RecorderEvent Unknown(Session session, Recorder recorder, RecorderEvent heard, Instant received)
    {
        if (!heard.Active || EpisodeTable.LastRepeat(session, EpisodeKey.Of(recorder.Id, heard)) is not null
            || EpisodeTable.Count(session, recorder.Id, heard.Kind) is var kept && kept < Episodes.MostUnknown)
            return heard;
        kept -= EpisodeTable.Forget(session, recorder.Id, heard.Kind, received - Episodes.UnknownKept);
        return kept < Episodes.MostUnknown ? heard : Episodes.OneMore(heard);
    }

    private static bool Add(Session session, Recorder recorder, RecorderEvent heard, Instant received) => Inbox.Add(
        session, Lane, recorder.Id, heard.DeliveryId, received.ToUnixTimeMilliseconds(),
        JsonSerializer.Serialize(new Reported(recorder.School, recorder.Id, recorder.Name, heard), Facts.Json));
}

/// <summary>A message as it waits in the inbox, with what the register said of its recorder then.</summary>
internal sealed record Reported(string School, string Recorder, string RecorderName, RecorderEvent Event);
