using System.Text.Json;
using NodaTime;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox.Graph;

/// <summary>
/// Messages that wait to be fetched, in the inbox. A message is announced by a notification, by a look through the mailbox
/// or by both, any number of times; it waits once, for ever.
/// </summary>
internal static class Announced
{
    private const string Source = "graph";

    /// <summary>A lane a school: who waits for one mailbox holds up no other.</summary>
    public static string LaneOf(string school) => $"{Source}/{school}";

    public static bool Add(Session session, string school, string message, Instant now) => Inbox.Add(
        session, LaneOf(school), Source, message, now.ToUnixTimeMilliseconds(), JsonSerializer.Serialize(new AnnouncedMessage(message), Facts.Json));

    public static IReadOnlyList<(InboxItem Item, string Message)> Due(Session session, string school, long after, int most) =>
    [
        .. Inbox.Due(session, LaneOf(school), after, most).Select(item => (item, JsonSerializer.Deserialize<AnnouncedMessage>(item.Body, Facts.Json)!.Message)),
    ];

    /// <summary>It was announced and is not there: noted, and not asked for again.</summary>
    public static void Missed(Session session, string school, InboxItem item, string message, Instant now)
    {
        session.Execute("INSERT OR IGNORE INTO graph_missed (school, message, at) VALUES ($1, $2, $3)", school, message, now.ToUnixTimeMilliseconds());
        Inbox.Done(session, item);
    }
}

/// <summary>A message as it waits.</summary>
internal sealed record AnnouncedMessage(string Message);
