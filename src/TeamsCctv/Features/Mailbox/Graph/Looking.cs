using NodaTime;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox.Graph;

/// <summary>
/// The net under the notifications: asks a mailbox what has come since the last time. A page's messages and the link to what
/// comes after it are one transaction: a crash at any line asks for the same page again.
/// </summary>
internal sealed class Looking(Database database, GraphMail graph, GraphSettings settings, Pace pace, TimeProvider time)
{
    /// <summary>Clocks differ, and a message may show up a while after it was received.</summary>
    private static readonly Duration Margin = Duration.FromDays(1);

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <summary>Looks the mailbox through to the end; stops between two pages where somebody's own action waits.</summary>
    public async Task RunAsync(MailboxRow row, CancellationToken cancellation)
    {
        var asked = row.LookAsked;
        while (!pace.SomebodyIsAhead(row.School) || row.Round is null)
        {
            var round = row.Round ?? Now;
            if (await PageAsync(row, cancellation) is not { } page)
                return;
            var counts = await database.WriteAsync(session =>
            {
                var turned = page.Next is { } next
                    ? MailboxTable.TurnPage(session, row, next, round)
                    : MailboxTable.EndRound(session, row, page.Delta!, round, asked, Now + Duration.FromTimeSpan(settings.Every));
                if (turned)
                {
                    foreach (var message in page.Messages)
                        Announced.Add(session, row.School, message, Now);
                }

                return turned;
            });
            if (!counts || page.Next is null)
                return;
            row = row with { Link = page.Next, Round = round };
        }
    }

    /// <summary>Null where Graph lost the state and the round begins anew.</summary>
    private async Task<DeltaPage?> PageAsync(MailboxRow row, CancellationToken cancellation)
    {
        try
        {
            var page = await graph.DeltaAsync(row.Mailbox, row.Link, Since(row).ToDateTimeOffset(), cancellation);
            return page.Next is { } next && next == row.Link ? throw new GraphException(GraphTrouble.NotNow, "a page that leads to itself") : page;
        }
        catch (GraphException lost) when (lost.Trouble is GraphTrouble.StateLost && row.Link is not null)
        {
            await database.WriteAsync(session =>
            {
                MailboxTable.BeginAnew(session, row);
                return true;
            });
            return null;
        }
    }

    /// <summary>
    /// What a first round goes back to. Begun anew, it need not go further back than the last whole round: what was received
    /// before that waits in the inbox already, or has been fetched.
    /// </summary>
    private Instant Since(MailboxRow row) =>
        row.Synced is { } synced ? synced - Margin
        : settings.Since is { } since ? Instant.FromDateTimeOffset(since)
        : row.Connected - Margin;
}
