using NodaTime;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Records;

/// <summary>The refusals that stand alone and still hold a name, for those who may erase it.</summary>
public sealed class RefusalList(Database database)
{
    private const int Most = 200;

    /// <summary>The oldest first: they are the ones whose time is up.</summary>
    public IReadOnlyList<OpenRefusal> At(string school) => database.Read(session => session.Query(
        """
        SELECT seq, at FROM record INDEXED BY record_case
        WHERE school = $1 AND case_id >= 'R-' AND case_id < 'R.' AND case_id = 'R-' || seq AND kind = 'act.refused' AND body IS NOT NULL
        ORDER BY at LIMIT $2
        """,
        row => new OpenRefusal(row.GetInt64(0), Instant.FromUnixTimeMilliseconds(row.GetInt64(1))),
        school, Most));
}

/// <summary>A refusal by its record.</summary>
public sealed record OpenRefusal(long Record, Instant At);
