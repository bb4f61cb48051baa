using TeamsCctv.Storage;

namespace TeamsCctv.Features.Deliveries;

/// <summary>A copy of a card: for whom, where it is, what it shows and what it must show.</summary>
/// <param name="Who">A person's key, or <see cref="DeliveryTable.Channel"/>.</param>
/// <param name="Wanted">The record it must show the case as of.</param>
/// <param name="Activity">The message in the chat, or null until it is sent.</param>
/// <param name="Reference">Where that message is.</param>
/// <param name="Office">What the register said of its holder, beside the records: see <see cref="DeliveryTable.HandOver"/>.</param>
public sealed record Delivery(
    string School, string Case, string Topic, string Who, long Wanted, int Tries, string? Reference, string? Activity, string Office)
{
    /// <summary>Which copy it is.</summary>
    public (string School, string Case, string Topic, string Who) Key => (School, Case, Topic, Who);

    /// <summary>The conversation it goes to: a person has one for all schools, a school has one channel.</summary>
    public string Conversation => Who == DeliveryTable.Channel ? Conversations.ChannelOf(School) : Who;
}

/// <summary>The copies of cards, in the transaction it is given.</summary>
public sealed class DeliveryTable(Session session)
{
    /// <summary>Stands for the school's approvals channel, where it has chosen one.</summary>
    public const string Channel = "(channel)";

    /// <summary>A copy that must come to exist; a second call changes nothing.</summary>
    public void Add(string school, string caseId, string topic, string who, long wanted)
    {
        if (who == Channel && new Conversations.Table(session).Find(Conversations.ChannelOf(school)) is null)
            return;
        session.Execute(
            "INSERT OR IGNORE INTO delivery (school, case_id, topic, who, wanted) VALUES ($1, $2, $3, $4, $5)",
            school, caseId, topic, who, wanted);
    }

    /// <summary>A copy that exists already: the form its requester sent.</summary>
    public void AddSent(string school, string caseId, string topic, string who, long wanted, string reference, string activity) =>
        session.Execute(
            """
            INSERT OR IGNORE INTO delivery (school, case_id, topic, who, wanted, shown, reference, activity)
            VALUES ($1, $2, $3, $4, $5, -1, $6, $7)
            """,
            school, caseId, topic, who, wanted, reference, activity);

    /// <summary>Every copy of the case's cards must show it as of this record.</summary>
    public void Want(string school, string caseId, long seq) => session.Execute(
        "UPDATE delivery SET wanted = $3, next_try = 0, tries = 0 WHERE school = $1 AND case_id = $2 AND wanted < $3", school, caseId, seq);

    /// <summary>
    /// While a card waits for somebody: whoever may act on it has a copy, and the copies whose holders may not any more, or
    /// may again, are drawn anew, as is the channel's where others decide now. A second call changes nothing.
    /// </summary>
    /// <param name="holders">The keys of those who may act on it.</param>
    public void HandOver(string school, string caseId, string topic, IReadOnlyCollection<string> holders, long wanted)
    {
        foreach (var who in holders)
            Add(school, caseId, topic, who, wanted);
        foreach (var (copy, who) in session.Query(
            "SELECT topic, who FROM delivery WHERE school = $1 AND case_id = $2 AND (topic = $3 OR topic LIKE $3 || ':%')",
            row => (row.GetString(0), row.GetString(1)), school, caseId, topic))
        {
            var office = OfficeOf(who, holders);
            session.Execute(
                """
                UPDATE delivery SET office = $5, shown = -1, next_try = 0, tries = 0
                WHERE school = $1 AND case_id = $2 AND topic = $3 AND who = $4 AND office <> $5
                """,
                school, caseId, copy, who, office);
        }
    }

    /// <summary>Whether <see cref="HandOver"/> would change nothing; asked by a read, which holds up no writer.</summary>
    public bool IsHandedOver(string school, string caseId, string topic, IReadOnlyCollection<string> holders)
    {
        var copies = session.Query(
            "SELECT topic, who, office FROM delivery WHERE school = $1 AND case_id = $2 AND (topic = $3 OR topic LIKE $3 || ':%')",
            row => (Topic: row.GetString(0), Who: row.GetString(1), Office: row.GetString(2)), school, caseId, topic);
        return holders.All(who => copies.Exists(copy => copy.Topic == topic && copy.Who == who)) && copies.TrueForAll(copy => copy.Office == OfficeOf(copy.Who, holders));
    }

    private static string OfficeOf(string who, IReadOnlyCollection<string> holders) =>
        who == Channel ? string.Join(',', holders.Order(StringComparer.Ordinal)) : holders.Contains(who) ? "" : "left";

    /// <summary>What is behind, cards that people wait for before what a recorder reports.</summary>
    public List<Delivery> Due(long now, int most) => session.Query(
        """
        SELECT school, case_id, topic, who, wanted, tries, reference, activity, office FROM delivery
        WHERE wanted > shown AND gone = 0 AND next_try <= $1 ORDER BY topic = 'fault', next_try LIMIT $2
        """,
        row => new Delivery(
            row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetInt32(5),
            row.IsDBNull(6) ? null : row.GetString(6), row.IsDBNull(7) ? null : row.GetString(7), row.GetString(8)),
        now, most);

    /// <summary>It shows what was wanted; but where the office changed hands meanwhile it is still due.</summary>
    public void Sent(Delivery delivery, string reference, string activity) => session.Execute(
        """
        UPDATE delivery SET shown = CASE office WHEN $8 THEN $5 ELSE shown END, reference = $6, activity = $7, tries = 0, next_try = 0
        WHERE school = $1 AND case_id = $2 AND topic = $3 AND who = $4
        """,
        delivery.School, delivery.Case, delivery.Topic, delivery.Who, delivery.Wanted, reference, activity, delivery.Office);

    /// <summary>Later; but a newer record that wants showing meanwhile does not wait for it.</summary>
    public void TryAgain(Delivery delivery, long at) => session.Execute(
        "UPDATE delivery SET next_try = $5, tries = tries + 1 WHERE school = $1 AND case_id = $2 AND topic = $3 AND who = $4 AND wanted = $6",
        delivery.School, delivery.Case, delivery.Topic, delivery.Who, at, delivery.Wanted);

    /// <summary>Not before then, whatever wants showing: the chat asked for it.</summary>
    public void Postpone(Delivery delivery, long until) => session.Execute(
        "UPDATE delivery SET next_try = $5 WHERE school = $1 AND case_id = $2 AND topic = $3 AND who = $4",
        delivery.School, delivery.Case, delivery.Topic, delivery.Who, until);

    /// <summary>The chat will not take it: the person has not installed the app, or the message is gone.</summary>
    public void Gone(Delivery delivery) => session.Execute(
        "UPDATE delivery SET gone = 1 WHERE school = $1 AND case_id = $2 AND topic = $3 AND who = $4",
        delivery.School, delivery.Case, delivery.Topic, delivery.Who);

    /// <summary>A person can be reached (again): what they did not get is due.</summary>
    public void Reachable(string who) => session.Execute(
        "UPDATE delivery SET gone = 0, next_try = 0, tries = 0 WHERE who = $1 AND gone = 1", who);
}
