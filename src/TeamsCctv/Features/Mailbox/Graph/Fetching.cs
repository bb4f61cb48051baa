using NodaTime;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox.Graph;

/// <summary>
/// Fetches announced messages and hands them in. A crash between the two writes fetches the message again; it is known by
/// its id then.
/// </summary>
internal sealed partial class Fetching(Database database, GraphMail graph, MailIngest ingest, Pace pace, TimeProvider time, ILogger<Fetching> logger)
{
    private const int AtOnce = 32;

    /// <summary>A message may be announced a moment before it can be read.</summary>
    private const int MostMissing = 3;

    /// <summary>What waits where Graph knows nothing of the mailbox itself.</summary>
    private const string Mailbox = "mailbox";

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <summary>Fetches what is due, the oldest first; stops between two messages where somebody's own action waits.</summary>
    public async Task RunAsync(string school, string mailbox, CancellationToken cancellation)
    {
        for (var passed = 0L; database.Read(session => Announced.Due(session, school, passed, AtOnce)) is [.., var last] due; passed = last.Item.Id)
        {
            foreach (var (item, message) in due)
            {
                if (pace.SomebodyIsAhead(school) || !pace.MayTry(school, Mailbox))
                    return;
                if (pace.MayTry(school, message))
                    await FetchAsync(school, mailbox, item, message, cancellation);
            }
        }
    }

    private async Task FetchAsync(string school, string mailbox, InboxItem item, string message, CancellationToken cancellation)
    {
        try
        {
            var received = await graph.ReceivedAsync(mailbox, message, cancellation) ?? DateTimeOffset.FromUnixTimeMilliseconds(item.Received);
            var mime = await graph.MimeAsync(mailbox, message, MailIngest.MostBytes, cancellation)
                ?? StandIn.For(await graph.HeadAsync(mailbox, message, cancellation), received);
            await ingest.AcceptAsync(school, "graph", message, Instant.FromDateTimeOffset(received), mime);
            await database.WriteAsync(session =>
            {
                Inbox.Done(session, item);
                return true;
            });
            pace.Succeeded(school, message);
            pace.Succeeded(school, Mailbox);
        }
        catch (GraphException failure) when (failure.Trouble is GraphTrouble.NotFound)
        {
            // Of a mailbox that is switched off or unknown no message has gone: all of them wait until it answers.
            pace.Failed(school, Mailbox, failure);
            LogNoMailbox(school, failure.Reason);
        }
        catch (GraphException failure)
        {
            pace.Failed(school, message, failure);
            if (failure.Trouble is GraphTrouble.Gone && pace.Tries(school, message) >= MostMissing)
                await MissAsync(school, item, message);
            else if (failure.Trouble is GraphTrouble.Refused)
                LogRefused(item.Id, school, failure.Reason);
        }
    }

    private async Task MissAsync(string school, InboxItem item, string message)
    {
        await database.WriteAsync(session =>
        {
            Announced.Missed(session, school, item, message, Now);
            return true;
        });
        pace.Succeeded(school, message);
        LogMissed(item.Id, school);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Item} of {School} was announced and is not in the mailbox any more")]
    private partial void LogMissed(long item, string school);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mailbox of {School} cannot be read: {Reason}; it is tried again")]
    private partial void LogNoMailbox(string school, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Item} of {School} cannot be fetched: {Reason}")]
    private partial void LogRefused(long item, string school, string reason);
}
