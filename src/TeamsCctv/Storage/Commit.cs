using NodaTime;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Records;

namespace TeamsCctv.Storage;

/// <summary>What a record says beside its fact.</summary>
/// <param name="Case">Null opens a case named after the record.</param>
/// <param name="Seen">The hash of what the decider was shown.</param>
/// <param name="Key">The command's key: a second command with it must not take effect.</param>
public sealed record Draft(IFact Fact, string? Case, Actor Actor, PolicyRef Policy, string? Seen = null, string? Key = null);

/// <summary>
/// A transaction on a school's log. It holds the size it read; <see cref="Append"/> swaps it for the next one, and
/// fails the whole transaction if another writer was there first.
/// </summary>
public sealed class Commit : LogReader
{
    private const char Download = 'D';
    private const char MatterPrefix = 'M';
    private const char Refusal = 'R';
    private const char Letter = 'L';

    private readonly DateTimeOffset _now;
    private MerkleFrontier _frontier;
    private long _at;

    internal Commit(Session session, string school, DateTimeOffset now)
        : base(session, school)
    {
        (_frontier, _at) = session.First(
            "SELECT frontier, at FROM log WHERE school = $1",
            row => (MerkleFrontier.FromBytes((byte[])row[0]), row.GetInt64(1)),
            school) is { Item1: { } frontier } found ? (frontier, found.Item2) : (new MerkleFrontier(), 0);

        // Records of a school never go back in time, also where the machine's clock does.
        _now = DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(now.ToUnixTimeMilliseconds(), _at));
        Behind = (RecordingStopped?)LogHasParted.Of(session, school) ?? ClockIsBehind.Of(school, Now, Instant.FromDateTimeOffset(now));
    }

    /// <summary>Why nothing may be appended, or null where it may.</summary>
    public RecordingStopped? Behind { get; }

    /// <summary>The moment of the records this transaction appends.</summary>
    public Instant Now => Instant.FromDateTimeOffset(_now);

    /// <summary>Seals a fact as the next record and returns its number and case.</summary>
    /// <exception cref="InvalidOperationException">
    /// The command's key has taken effect already, or the clock is behind: ask <see cref="LogReader.Done"/> and <see cref="Behind"/> first.
    /// </exception>
    public (long Number, string Case) Append(Draft draft)
    {
        if (Behind is { } behind)
            throw new InvalidOperationException(behind.Says);
        var kind = Facts.KindOf(draft.Fact);
        var seq = _frontier.Size;
        var caseId = draft.Case ?? $"{CasePrefix(kind)}-{seq}";
        var body = SealedBody.Seal(Facts.Write(draft.Fact));
        var leaf = new Leaf
        {
            School = School,
            Sequence = seq,
            At = _now,
            Kind = kind,
            Case = caseId,
            Actor = draft.Actor,
            Policy = draft.Policy,
            Seen = draft.Seen,
            Body = body.Hash,
        }.ToBytes();
        var hash = Merkle.HashLeaf(leaf);
        var before = _frontier.Size;

        _at = _now.ToUnixTimeMilliseconds();
        Session.Execute(
            "INSERT INTO record (school, seq, case_id, kind, at, hash, leaf, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            School, seq, caseId, kind, _at, hash, leaf, body.Bytes);
        foreach (var (level, index, node) in _frontier.Append(hash).Where(node => node.TileLevel > 0))
            Session.Execute("INSERT INTO node (school, level, idx, hash) VALUES ($1, $2, $3, $4)", School, level, index, node);
        if (draft.Key is not null && Session.Execute("INSERT OR IGNORE INTO done (school, key, seq) VALUES ($1, $2, $3)", School, draft.Key, seq) == 0)
            throw new InvalidOperationException($"The command {draft.Key} has taken effect already.");
        Hold(Session, School, draft.Fact, caseId);
        if (kind == Facts.PolicyAdopted)
            Registers.Moved(Session);
        Swap(before);
        Session.Appended.Add((School, seq));
        return (seq, caseId);
    }

    /// <summary>A case holds a recording from its opening until it is closed.</summary>
    internal static void Hold(Session session, string school, IFact fact, string caseId)
    {
        var opened = fact is MatterSorted sorted ? sorted.As : fact as MatterOpened;
        if (opened is { Recording: { } recording, IsDone: false })
            session.Execute("INSERT OR IGNORE INTO hold (school, recording, case_id) VALUES ($1, $2, $3)", school, recording, caseId);
        else if (fact is MatterRefused or MatterDismissed or MatterStepTaken { Closes: true })
            session.Execute("DELETE FROM hold WHERE school = $1 AND case_id = $2", school, caseId);
    }

    /// <summary>Erases the bodies of a case up to now, and what was attached to it; call it after appending the record that licenses it.</summary>
    public void EraseBodies(string caseId, long licence)
    {
        Session.Execute("UPDATE record SET body = NULL WHERE school = $1 AND case_id = $2 AND seq < $3", School, caseId, licence);
        Session.Execute(
            """
            UPDATE library_file SET stale = stale + 1 WHERE school = $1 AND (
                EXISTS (SELECT 1 FROM record INDEXED BY record_case WHERE record.school = $1 AND case_id = $2 AND seq < $3 AND seq >= first AND seq < next)
                OR EXISTS (SELECT 1 FROM document WHERE document.school = $1 AND case_id = $2 AND document.size BETWEEN first AND next)
                OR EXISTS (SELECT 1 FROM mail_thread WHERE mail_thread.school = $1 AND case_id = $2 AND mail_thread.size BETWEEN first AND next))
            """,
            School, caseId, licence);
        DocumentTable.Erase(this, caseId);
        Session.Execute("DELETE FROM mail_thread WHERE school = $1 AND case_id = $2", School, caseId);
    }

    /// <summary>The case of a refusal that stands alone.</summary>
    public static string RefusalCase(long number) => $"{Refusal}-{number}";

    public static bool IsDownload(string? caseId) => Is(caseId, Download);

    /// <summary>Of a kind that the policy describes.</summary>
    public static bool IsMatter(string? caseId) => Is(caseId, MatterPrefix);

    /// <summary>A mail that was set aside.</summary>
    public static bool IsLetter(string? caseId) => Is(caseId, Letter);

    public static bool IsRefusal(string? caseId) => Is(caseId, Refusal);

    /// <summary>A reference to the policy for a record.</summary>
    public static PolicyRef Under(Policy policy) => new(policy.Id, policy.Hash);

    /// <summary>The checkpoint is signed when the transaction ends, once for all it appended: see <see cref="RecordLog"/>.</summary>
    private void Swap(long before)
    {
        var swapped = before == 0
            ? Session.Execute(
                "INSERT OR IGNORE INTO log (school, size, at, frontier, checkpoint) VALUES ($1, $2, $3, $4, x'')",
                School, _frontier.Size, _at, _frontier.ToBytes())
            : Session.Execute(
                "UPDATE log SET size = $2, at = $3, frontier = $4, checkpoint = x'' WHERE school = $1 AND size = $5",
                School, _frontier.Size, _at, _frontier.ToBytes(), before);
        if (swapped != 1)
            throw new InvalidOperationException($"The log of {School} has grown past {before} records in another writer's hands.");
    }

    private static bool Is(string? caseId, char prefix) => caseId?.Length > 1 && caseId[0] == prefix && caseId[1] == '-';

    private static char CasePrefix(string kind) => kind switch
    {
        Facts.DownloadRequested => Download,
        Facts.ActRefused => Refusal,
        Facts.MatterOpened => MatterPrefix,
        Facts.MailReceived => Letter,
        "recorder.event" => 'E',
        _ => 'S',
    };
}
