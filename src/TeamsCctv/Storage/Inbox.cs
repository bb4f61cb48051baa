using System.Diagnostics.CodeAnalysis;

namespace TeamsCctv.Storage;

/// <summary>
/// What was accepted from outside and waits to be handled. A message is told from its copy by the sender's delivery
/// id, which stays for ever; the message itself goes once it is handled, since then the record says what it said.
/// </summary>
internal static class Inbox
{
    public static void Create(Session session)
    {
        // A row without a body is handled. Ids without a value are all different to the unique index.
        session.Execute(
            """
            CREATE TABLE IF NOT EXISTS inbox (
                id INTEGER PRIMARY KEY, lane TEXT NOT NULL, sender TEXT NOT NULL, delivery TEXT, received INTEGER NOT NULL, body TEXT,
                UNIQUE (lane, sender, delivery)
            )
            """);
        session.Execute("CREATE INDEX IF NOT EXISTS inbox_due ON inbox (lane, id) WHERE body IS NOT NULL");
    }

    /// <summary>Accepts a message; false where it is a copy of one that was accepted before.</summary>
    /// <param name="lane">Which handler it waits for.</param>
    /// <param name="delivery">Null where nothing tells the message from a copy: then it is none.</param>
    /// <param name="received">Milliseconds since 1970, UTC.</param>
    public static bool Add(Session session, string lane, string sender, string? delivery, long received, string body) => session.Execute(
        "INSERT OR IGNORE INTO inbox (lane, sender, delivery, received, body) VALUES ($1, $2, $3, $4, $5)",
        lane, sender, delivery, received, body) == 1;

    public static bool HasDue(Session session, string lane, long after) =>
        session.First("SELECT 1 FROM inbox WHERE lane = $1 AND body IS NOT NULL AND id > $2 LIMIT 1", _ => true, lane, after);

    /// <summary>The oldest messages not handled yet, in the order they were accepted.</summary>
    /// <param name="after">The id of the last message to pass over; 0 for none.</param>
    public static IReadOnlyList<InboxItem> Due(Session session, string lane, long after, int most) => session.Query(
        "SELECT id, received, body FROM inbox WHERE lane = $1 AND body IS NOT NULL AND id > $2 ORDER BY id LIMIT $3",
        row => new InboxItem(row.GetInt64(0), row.GetInt64(1), row.GetString(2)),
        lane, after, most);

    /// <summary>
    /// Marks a message handled; in the transaction that handles it, so that a crash does it again or not at all. False where
    /// somebody else has handled it.
    /// </summary>
    public static bool Done(Session session, InboxItem item) =>
        session.Execute("UPDATE inbox SET body = NULL WHERE id = $1 AND body IS NOT NULL", item.Id) == 1;
}

/// <param name="Received">Milliseconds since 1970, UTC.</param>
[SuppressMessage("Design", "CA1812", Justification = "Made from rows.")]
internal sealed record InboxItem(long Id, long Received, string Body);
