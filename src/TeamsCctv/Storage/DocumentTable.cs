namespace TeamsCctv.Storage;

/// <summary>A file that is attached to a case.</summary>
/// <param name="Sha256">Lower-case hex, of <paramref name="Bytes"/>; the case's record holds it too.</param>
/// <param name="Type">A media type.</param>
public sealed record StoredDocument(string Sha256, string Name, string Type, byte[] Bytes);

/// <summary>
/// The files attached to cases. Each is written in the transaction of the record that names its hash and goes in the
/// transaction of the record that erases the case's names: there is never one without the other.
/// </summary>
internal static class DocumentTable
{
    /// <summary>Call it in the transaction of the record; the same file twice in a case is there once.</summary>
    public static void Keep(Commit commit, string caseId, StoredDocument document) => commit.Session.Execute(
        "INSERT OR IGNORE INTO document (school, case_id, sha256, name, type, bytes, size) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        commit.School, caseId, document.Sha256, document.Name, document.Type, document.Bytes, commit.Size);

    /// <summary>Hash and name of each file of a case, in the order in which they were attached.</summary>
    public static IReadOnlyList<(string Sha256, string Name)> Of(LogReader log, string caseId) => log.Session.Query(
        "SELECT sha256, name FROM document WHERE school = $1 AND case_id = $2 ORDER BY rowid", row => (row.GetString(0), row.GetString(1)), log.School, caseId);

    public static StoredDocument? Find(LogReader log, string caseId, string sha256) => log.Session.First(
        "SELECT sha256, name, type, bytes FROM document WHERE school = $1 AND case_id = $2 AND sha256 = $3",
        row => new StoredDocument(row.GetString(0), row.GetString(1), row.GetString(2), (byte[])row[3]),
        log.School, caseId, sha256);

    /// <summary>All files of one case belong to another from now on; what that one has already it keeps.</summary>
    public static void Move(Commit commit, string from, string to)
    {
        commit.Session.Execute(
            """
            UPDATE library_file SET stale = stale + 1
            WHERE school = $1 AND EXISTS (SELECT 1 FROM document WHERE document.school = $1 AND case_id = $2 AND document.size BETWEEN first AND next)
            """,
            commit.School, from);
        commit.Session.Execute("UPDATE OR IGNORE document SET case_id = $3, size = $4, came_from = $2 WHERE school = $1 AND case_id = $2", commit.School, from, to, commit.Size);
        Erase(commit, from);
    }

    public static void Erase(Commit commit, string caseId) =>
        commit.Session.Execute("DELETE FROM document WHERE school = $1 AND case_id = $2", commit.School, caseId);
}
