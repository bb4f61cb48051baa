using NodaTime;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox.Graph;

/// <summary>What became of a mail of ours.</summary>
/// <param name="Draft">The id of the message; it stays when the draft is sent.</param>
/// <param name="Asked">When Graph was first asked to send it: from then on it may be on its way.</param>
internal sealed record ReplyRow(string? Draft, Instant? Asked, bool Sent);

/// <summary>Mails of ours by their record; a row is written before the step that it tells of.</summary>
internal static class ReplyTable
{
    public static ReplyRow Find(Session session, string school, long record) => session.First(
        "SELECT draft, asked, sent FROM graph_reply WHERE school = $1 AND record = $2",
        row => new ReplyRow(
            row.IsDBNull(0) ? null : row.GetString(0), row.IsDBNull(1) ? null : Instant.FromUnixTimeMilliseconds(row.GetInt64(1)), !row.IsDBNull(2)),
        school, record) ?? new(null, null, false);

    public static void Drafted(Session session, string school, long record, string draft) => session.Execute(
        "INSERT INTO graph_reply (school, record, draft) VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET draft = $3", school, record, draft);

    public static void Asked(Session session, string school, long record, Instant now) => session.Execute(
        "UPDATE graph_reply SET asked = $3 WHERE school = $1 AND record = $2", school, record, now.ToUnixTimeMilliseconds());

    public static void Sent(Session session, string school, long record, Instant now) => session.Execute(
        "INSERT INTO graph_reply (school, record, sent) VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET sent = $3", school, record, now.ToUnixTimeMilliseconds());
}
