using System.Collections.Concurrent;
using NodaTime;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox.Graph;

/// <summary>
/// Sends from the school's shared mailbox: a draft that carries its record's number, then the order to send it. Graph has no
/// idempotency key, so that after a lost answer the mailbox is looked at. Once the order to send was given, no other
/// draft is ever made for that record.
/// </summary>
internal sealed partial class GraphPostbox(
    Database database, Registers registers, GraphMail graph, Pace pace, TimeProvider time, ILogger<GraphPostbox> logger) : IPostbox
{
    private const string What = "reply";

    /// <summary>A mail on its way is neither among the drafts nor sent for a moment.</summary>
    private static readonly Duration OnItsWay = Duration.FromMinutes(2);

    /// <summary>After that a message that is nowhere has left: a draft goes away by being sent, or by a person who deletes it.</summary>
    private static readonly Duration Gone = Duration.FromHours(1);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _one = new(StringComparer.Ordinal);

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    public async Task SendAsync(OutgoingMail mail, CancellationToken cancellation)
    {
        if (registers.Cameras.Schools.FirstOrDefault(school => school.Id == mail.School)?.Mailbox is not { Length: > 0 } mailbox)
            throw new PostboxException("The school has no mailbox in the register.", null);
        using var ahead = pace.Ahead(mail.School);
        var one = _one.GetOrAdd(mail.School, _ => new(1));
        await one.WaitAsync(cancellation);
        try
        {
            if (pace.Quiet(mail.School) is { } quiet)
                throw new PostboxException("Graph asks to wait.", quiet);
            await SendAsync(mail, mailbox, cancellation);
            pace.Succeeded(mail.School, What);
        }
        catch (GraphException failure)
        {
            throw new PostboxException($"The mail of record {mail.Record} was not sent, or nobody knows: {failure.Reason}.", pace.Failed(mail.School, What, failure), failure);
        }
        catch (StoreFailedException failure)
        {
            throw new PostboxException($"What became of the mail of record {mail.Record} could not be written.", null, failure);
        }
        finally
        {
            one.Release();
        }
    }

    private async Task SendAsync(OutgoingMail mail, string mailbox, CancellationToken cancellation)
    {
        var row = database.Read(session => ReplyTable.Find(session, mail.School, mail.Record));
        if (row.Sent)
            return;
        var found = await FindAsync(mail, mailbox, row, cancellation);
        if (found is { IsDraft: false })
        {
            await WriteAsync(session => ReplyTable.Sent(session, mail.School, mail.Record, Now));
            return;
        }

        if (row.Asked is { } asked)
        {
            if (found is null && Now - asked > Gone)
            {
                LogGone(mail.Record, mail.School);
                await WriteAsync(session => ReplyTable.Sent(session, mail.School, mail.Record, Now));
                return;
            }

            // The order may have been lost, or is being carried out: a moment later the draft tells which.
            if (found is null || Now - asked < OnItsWay)
                throw new PostboxException($"The mail of record {mail.Record} may be on its way.", (OnItsWay - (Now - asked) is var left && left > Duration.Zero ? left : OnItsWay).ToTimeSpan());
        }

        var draft = found?.Id ?? await DraftAsync(mail, mailbox, cancellation);
        await WriteAsync(session =>
        {
            ReplyTable.Drafted(session, mail.School, mail.Record, draft);
            ReplyTable.Asked(session, mail.School, mail.Record, Now);
        });

        // From here on it may be on its way, whatever becomes of the answer.
        await graph.SendAsync(mailbox, draft, cancellation);
        await WriteAsync(session => ReplyTable.Sent(session, mail.School, mail.Record, Now));
    }

    /// <summary>
    /// By the id that was written, or by the marker where none was: the answer to the making of the draft was lost then. Of one
    /// that may be on its way no other draft is the one.
    /// </summary>
    private async Task<OwnMessage?> FindAsync(OutgoingMail mail, string mailbox, ReplyRow row, CancellationToken cancellation)
    {
        if (row.Draft is { } known && await graph.FindAsync(mailbox, known, cancellation) is { } own)
            return own;
        var marked = await graph.MarkedAsync(mailbox, MarkerOf(mail), cancellation);
        return marked.FirstOrDefault(message => !message.IsDraft) ?? (row.Asked is null && marked.Count > 0 ? marked[0] : null);
    }

    private async Task<string> DraftAsync(OutgoingMail mail, string mailbox, CancellationToken cancellation)
    {
        var draft = new MailDraft(mail.MessageId, mail.To, mail.Subject, mail.Text, MarkerOf(mail));
        if (GraphMail.IsId(mail.AnswersDelivery))
        {
            try
            {
                return await graph.DraftReplyAsync(mailbox, mail.AnswersDelivery!, draft, cancellation);
            }
            catch (GraphException gone) when (gone.Trouble is GraphTrouble.Gone)
            {
                // The mail that it answers was deleted: it goes out all the same, outside the thread.
            }
        }

        return await graph.DraftAsync(mailbox, draft, cancellation);
    }

    private static string MarkerOf(OutgoingMail mail) => $"{mail.School}/{mail.Record}";

    private Task<bool> WriteAsync(Action<Session> write) => database.WriteAsync(session =>
    {
        write(session);
        return true;
    });

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail of record {Record} of {School} was given to be sent and is not in the mailbox any more; it counts as sent")]
    private partial void LogGone(long record, string school);
}
