using System.Text.Json;
using NodaTime;
using TeamsCctv.Domain.Recorders;
using TeamsCctv.Features.Arrivals;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Recorders;

/// <summary>Takes a recorder's body into the inbox: news as messages, repeats into their episode, in one transaction.</summary>
internal sealed class RecorderIntake(Database database) : IArrivalHandler
{
    public string Kind => "recorder";

    public Type Type => typeof(RecorderHeard);

    public Task HandleAsync(Arrival arrival) => database.WriteAsync(session => Accept(session, (RecorderHeard)arrival));

    private static bool Accept(Session session, RecorderHeard body)
    {
        var (recorder, received) = (body.Recorder, body.Received);
        foreach (var sent in body.Events)
        {
            var heard = sent.Kind is RecorderEventKind.Other ? Unknown(session, recorder, sent, received) : sent;
            var key = EpisodeKey.Of(recorder, heard);
            if (Episodes.ShowsCamera(heard))
                EpisodeTable.Over(session, EpisodeKey.LossOf(recorder, heard), received);
            var isAct = heard.Kind.IsAct();
            switch (Episodes.Judge(heard, received, isAct ? null : EpisodeTable.LastRepeat(session, key)))
            {
                case News.Episode:
                    if (Add(session, body, heard) && !isAct)
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
    private static RecorderEvent Unknown(Session session, string recorder, RecorderEvent heard, Instant received)
    {
        if (!heard.Active || EpisodeTable.LastRepeat(session, EpisodeKey.Of(recorder, heard)) is not null
            || EpisodeTable.Count(session, recorder, heard.Kind) is var kept && kept < Episodes.MostUnknown)
            return heard;
        kept -= EpisodeTable.Forget(session, recorder, heard.Kind, received - Episodes.UnknownKept);
        return kept < Episodes.MostUnknown ? heard : Episodes.OneMore(heard);
    }

    private static bool Add(Session session, RecorderHeard body, RecorderEvent heard) => Inbox.Add(
        session, RecorderIngest.Lane, body.Recorder, heard.DeliveryId, body.Received.ToUnixTimeMilliseconds(),
        JsonSerializer.Serialize(new Reported(body.School, body.Recorder, body.RecorderName, heard), Facts.Json));
}

/// <summary>A recorder's body, with what the register said of the recorder then.</summary>
internal sealed record RecorderHeard(string School, string Recorder, string RecorderName, IReadOnlyList<RecorderEvent> Events, Instant Received) : Arrival;

/// <summary>A message as it waits in the inbox, with what the register said of its recorder then.</summary>
internal sealed record Reported(string School, string Recorder, string RecorderName, RecorderEvent Event);
