using NodaTime;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox.Graph;

/// <summary>The mailboxes of <see cref="MailboxRow"/>. Every change names what it was decided on; where that is gone, nothing changes.</summary>
internal static class MailboxTable
{
    private const string Columns =
        "school, mailbox, connected, secret, subscription, made, expires, renew_at, renew_asked, renewed, link, round, synced, look_at, look_asked, looked";

    public static IReadOnlyList<MailboxRow> All(Session session) => session.Query(
        $"SELECT {Columns} FROM graph_mailbox ORDER BY school",
        row => new MailboxRow(
            row.GetString(0), row.GetString(1), Moment(row.GetInt64(2)),
            Text(row, 3), Text(row, 4), Time(row, 5), Time(row, 6), Time(row, 7), row.GetInt64(8), row.GetInt64(9),
            Text(row, 10), Time(row, 11), Time(row, 12), Moment(row.GetInt64(13)), row.GetInt64(14), row.GetInt64(15)));

    public static MailboxRow? Find(Session session, string school) => All(session).FirstOrDefault(row => row.School == school);

    /// <summary>A school's mailbox as the register has it. Another address is another mailbox: nothing of the old one holds.</summary>
    public static void Connect(Session session, string school, string mailbox, Instant now) => session.Execute(
        """
        INSERT INTO graph_mailbox (school, mailbox, connected) VALUES ($1, $2, $3)
        ON CONFLICT (school) DO UPDATE SET mailbox = $2, connected = $3, secret = NULL, subscription = NULL, made = NULL, expires = NULL, renew_at = NULL,
            link = NULL, round = NULL, synced = NULL, look_at = 0
        WHERE mailbox <> $2
        """,
        school, mailbox, now.ToUnixTimeMilliseconds());

    /// <summary>Its subscription is a stray one from now on, and is deleted as such.</summary>
    public static void Disconnect(Session session, string school) => session.Execute("DELETE FROM graph_mailbox WHERE school = $1", school);

    public static void ChooseSecret(Session session, string school, string secret) =>
        session.Execute("UPDATE graph_mailbox SET secret = $2 WHERE school = $1 AND secret IS NULL", school, secret);

    /// <summary>There is a subscription; what came before it was announced to nobody, so that the mailbox is looked through.</summary>
    public static void Subscribed(Session session, string school, string secret, string id, Instant now, Instant expires) => session.Execute(
        """
        UPDATE graph_mailbox SET subscription = $3, made = $4, expires = $5, renew_at = $6, renewed = renew_asked, look_asked = look_asked + 1
        WHERE school = $1 AND secret = $2
        """,
        school, secret, id, now.ToUnixTimeMilliseconds(), expires.ToUnixTimeMilliseconds(), HalfWay(now, expires));

    public static void Renewed(Session session, string school, string id, long asked, Instant now, Instant expires) => session.Execute(
        "UPDATE graph_mailbox SET expires = $4, renew_at = $5, renewed = $3 WHERE school = $1 AND subscription = $2",
        school, id, asked, expires.ToUnixTimeMilliseconds(), HalfWay(now, expires));

    /// <summary>The subscription is gone, and its secret with it: the next one has another.</summary>
    public static void Unsubscribed(Session session, string school, string id) => session.Execute(
        """
        UPDATE graph_mailbox SET secret = NULL, subscription = NULL, made = NULL, expires = NULL, renew_at = NULL, look_asked = look_asked + 1
        WHERE school = $1 AND subscription = $2
        """,
        school, id);

    public static void AskToRenew(Session session, string school, string id) =>
        session.Execute("UPDATE graph_mailbox SET renew_asked = renew_asked + 1 WHERE school = $1 AND subscription = $2", school, id);

    public static void AskToLook(Session session, string school, string id) =>
        session.Execute("UPDATE graph_mailbox SET look_asked = look_asked + 1 WHERE school = $1 AND subscription = $2", school, id);

    /// <summary>A page is in the inbox. False where the row is another by now: the page does not count.</summary>
    public static bool TurnPage(Session session, MailboxRow seen, string next, Instant round) => session.Execute(
        "UPDATE graph_mailbox SET link = $4, round = $5 WHERE school = $1 AND mailbox = $2 AND link IS $3",
        seen.School, seen.Mailbox, seen.Link, next, round.ToUnixTimeMilliseconds()) == 1;

    /// <summary>The last page is in the inbox.</summary>
    /// <param name="asked">How often the round had been asked for when it began.</param>
    /// <inheritdoc cref="TurnPage"/>
    public static bool EndRound(Session session, MailboxRow seen, string delta, Instant round, long asked, Instant again) => session.Execute(
        """
        UPDATE graph_mailbox SET link = $4, round = NULL, synced = $5, looked = max(looked, $6), look_at = $7
        WHERE school = $1 AND mailbox = $2 AND link IS $3
        """,
        seen.School, seen.Mailbox, seen.Link, delta, round.ToUnixTimeMilliseconds(), asked, again.ToUnixTimeMilliseconds()) == 1;

    /// <summary>Graph lost the state of the link: the next round is a first one.</summary>
    public static void BeginAnew(Session session, MailboxRow seen) => session.Execute(
        "UPDATE graph_mailbox SET link = NULL, round = NULL, look_at = 0 WHERE school = $1 AND mailbox = $2 AND link IS $3",
        seen.School, seen.Mailbox, seen.Link);

    private static long HalfWay(Instant now, Instant expires) => (now + ((expires - now) / 2)).ToUnixTimeMilliseconds();

    private static string? Text(System.Data.Common.DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static Instant? Time(System.Data.Common.DbDataReader row, int column) => row.IsDBNull(column) ? null : Moment(row.GetInt64(column));

    private static Instant Moment(long milliseconds) => Instant.FromUnixTimeMilliseconds(milliseconds);
}
