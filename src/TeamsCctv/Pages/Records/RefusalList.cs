using NodaTime;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Records;

/// <summary>The refusals that stand alone and still hold a name, for those who may erase it.</summary>
public sealed class RefusalList(Database database)
{
    public const int Most = 200;

    /// <summary>The oldest first, as they are the ones whose time is up; at most <see cref="Most"/>, and how many there are.</summary>
    public OpenRefusals At(string school) => database.Read(session => new OpenRefusals(
        session.Query(
            """
            SELECT seq, at FROM record INDEXED BY record_case
            WHERE school = $1 AND case_id >= 'R-' AND case_id < 'R.' AND case_id = 'R-' || seq AND kind = 'act.refused' AND body IS NOT NULL
            ORDER BY at LIMIT $2
            """,
            row => new OpenRefusal(row.GetInt64(0), Instant.FromUnixTimeMilliseconds(row.GetInt64(1))),
            school, Most),
        session.First(
            """
            SELECT COUNT(*) FROM record INDEXED BY record_case
            WHERE school = $1 AND case_id >= 'R-' AND case_id < 'R.' AND case_id = 'R-' || seq AND kind = 'act.refused' AND body IS NOT NULL
            """,
            row => row.GetInt32(0), school)));
}

/// <summary>Refusals that stand alone.</summary>
/// <param name="Count">How many there are, those that are not listed among them.</param>
public sealed record OpenRefusals(IReadOnlyList<OpenRefusal> Listed, int Count)
{
    public static OpenRefusals None { get; } = new([], 0);
}

/// <summary>A refusal by its record.</summary>
public sealed record OpenRefusal(long Record, Instant At);
