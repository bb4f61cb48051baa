using Microsoft.Data.Sqlite;

namespace TeamsCctv.Storage;

/// <summary>What the logs of a store say of themselves, read before anything opens the store for work.</summary>
internal static class OpenedLogs
{
    /// <summary>
    /// The keys each log has had, by its records. Nothing is made or changed: not the file where there is none, nor a table
    /// in it.
    /// </summary>
    public static IReadOnlyList<(string School, LoggedKeys Keys)> Read(string path)
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
        return
        [
            .. from school in session.Query("SELECT school FROM log", row => row.GetString(0))
               let keys = LoggedKeys.Of(new(session, school))
               where keys is not null
               select (school, keys),
        ];
    }
}
