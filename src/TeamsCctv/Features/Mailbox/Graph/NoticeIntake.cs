using NodaTime;
using TeamsCctv.Features.Arrivals;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox.Graph;

/// <summary>
/// Takes announcements into the store. The same again changes nothing that matters: a message waits once, and one look answers
/// many asks.
/// </summary>
internal sealed class NoticeIntake(Database database) : IArrivalHandler
{
    public string Kind => "graph";

    public Type Type => typeof(NoticesHeard);

    public Task HandleAsync(Arrival arrival)
    {
        var heard = (NoticesHeard)arrival;
        return database.WriteAsync(session =>
        {
            foreach (var notice in heard.Notices)
                Take(session, notice, heard.Received);
            return true;
        });
    }

    private static void Take(Session session, MailboxNotice notice, Instant received)
    {
        switch (notice)
        {
            case { Lifecycle: "subscriptionRemoved" }:
                MailboxTable.Unsubscribed(session, notice.School, notice.Subscription);
                break;
            case { Lifecycle: "reauthorizationRequired" }:
                MailboxTable.AskToRenew(session, notice.School, notice.Subscription);
                break;
            case { Lifecycle: "missed" }:
                MailboxTable.AskToLook(session, notice.School, notice.Subscription);
                break;
            case { Lifecycle: null, Message: { } message }:
                Announced.Add(session, notice.School, message, received);
                break;
        }
    }
}

/// <summary>Announcements whose secrets were right, in the order they were sent.</summary>
internal sealed record NoticesHeard(IReadOnlyList<MailboxNotice> Notices, Instant Received) : Arrival;

/// <param name="Message">The id of a message that came; null where the notice is about none.</param>
/// <param name="Lifecycle">What happened to the subscription itself; null where nothing did.</param>
internal sealed record MailboxNotice(string School, string Subscription, string? Message, string? Lifecycle);
