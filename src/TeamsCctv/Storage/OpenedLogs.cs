using Microsoft.Data.Sqlite;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Records;

namespace TeamsCctv.Storage;

/// <summary>What the logs of a store say of themselves, read before anything opens the store for work.</summary>
internal static class OpenedLogs
{
    /// <summary>
    /// The verifier key each log was opened under, by its first record. Nothing is made or changed: not the file where there
    /// is none, nor a table in it.
    /// </summary>
    public static IReadOnlyList<(string School, VerifierKey Key)> Read(string path)
    {
        if (!File.Exists(path))
            return [];
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        using var session = new Session(connection);
        connection.Open();

        // A process that ended before its first commit left a file without tables.
        if (!session.First("SELECT 1 FROM sqlite_master WHERE name = 'record'", _ => true))
            return [];
        return session.Query(
            """
            SELECT record.school, record.body FROM log CROSS JOIN record ON record.school = log.school AND record.seq = 0
            WHERE record.kind = 'log.opened' AND record.body IS NOT NULL
            """,
            row => (row.GetString(0), VerifierKey.Parse(((LogOpened)Facts.Read("log.opened", SealedBody.Open((byte[])row[1]).Content)).Key)));
    }
}
