using Microsoft.Data.Sqlite;

namespace TeamsCctv.Kills.Checks;

/// <summary>The program's database, read from outside.</summary>
public static class Store
{
    public static string FileOf(string data) => Path.Combine(data, "cctv.db");

    /// <summary>Rows as text, columns separated by a bar, in the order the query gives.</summary>
    public static IReadOnlyList<string[]> Query(string data, string sql)
    {
        using var connection = Open(data, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Our own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        List<string[]> rows = [];
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? "" : Convert.ToString(reader.GetValue(column), System.Globalization.CultureInfo.InvariantCulture)!)]);
        return rows;
    }

    /// <summary>Waits until every follower has read every record, every card is sent and the inbox is empty.</summary>
    /// <exception cref="TimeoutException">Says what is still owed.</exception>
    public static async Task RestAsync(string data, TimeSpan patience, bool cardsToo = true)
    {
        var owed = "";
        for (var waited = TimeSpan.Zero; waited < patience; waited += TimeSpan.FromMilliseconds(100))
        {
            owed = Owed(data, cardsToo);
            if (owed.Length == 0)
                return;
            await Task.Delay(100);
        }

        throw new TimeoutException($"The program did not come to rest within {patience.TotalSeconds:0} s: {owed}");
    }

    private static string Owed(string data, bool cardsToo)
    {
        List<string> owed =
        [
            .. Query(data, "SELECT f.name, l.school, l.size - coalesce(c.next, 0) FROM log l, (SELECT 'cards' AS name UNION SELECT 'cctv-log') f LEFT JOIN cursor c ON c.name = f.name AND c.school = l.school WHERE coalesce(c.next, 0) < l.size")
                .Select(row => $"{row[0]} is {row[2]} records behind at {row[1]}"),
        ];
        if (cardsToo)
            owed.AddRange(Query(data, "SELECT count(*), min(next_try) FROM delivery WHERE wanted > shown AND gone = 0 HAVING count(*) > 0").Select(row => $"{row[0]} cards are due"));
        if (Query(data, "SELECT 1 FROM sqlite_master WHERE name = 'inbox'").Count > 0)
            owed.AddRange(Query(data, "SELECT count(*) FROM inbox WHERE body IS NOT NULL HAVING count(*) > 0").Select(row => $"{row[0]} messages wait in the inbox"));
        return string.Join("; ", owed);
    }

    /// <summary>Statements on a copy that nobody else has open.</summary>
    public static void Execute(string data, params string[] statements)
    {
        using var connection = Open(data, SqliteOpenMode.ReadWrite);
        foreach (var sql in statements)
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Our own constants.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
    }

    private static SqliteConnection Open(string data, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = FileOf(data), Mode = mode, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }
}
