using Microsoft.Data.Sqlite;

namespace TeamsCctv.Kills.Checks;

/// <summary>The program's database, read from outside.</summary>
public static class Store
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static string FileOf(string data) => Path.Combine(data, "cctv.db");

    /// <summary>Rows as text, in the order the query gives.</summary>
    public static IReadOnlyList<string[]> Query(string data, string sql)
    {
        using var connection = Open(data);
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

    /// <summary>Who follows the record logs with a cursor.</summary>
    public static IReadOnlyList<string> Followers(string data) => [.. Query(data, "SELECT DISTINCT name FROM cursor").Select(row => row[0])];

    /// <summary>Waits until every follower has read every record, every card is sent and the inbox is empty.</summary>
    /// <exception cref="TimeoutException">Says what is still owed.</exception>
    public static async Task RestAsync(string data, IReadOnlyList<string> followers, bool cardsToo)
    {
        IReadOnlyList<string> owed = [];
        for (var waited = TimeSpan.Zero; waited < Patience; waited += TimeSpan.FromMilliseconds(100))
        {
            owed = [.. followers.SelectMany(follower => Behind(data, follower)), .. cardsToo ? Due(data) : []];
            if (owed.Count == 0)
                return;
            await Task.Delay(100);
        }

        throw new TimeoutException($"The program did not come to rest within {Patience.TotalMinutes:0} minutes: {string.Join("; ", owed)}");
    }

    private static IEnumerable<string> Behind(string data, string follower) => Query(
        data,
        $"SELECT l.school, l.size - coalesce(c.next, 0) FROM log l LEFT JOIN cursor c ON c.name = '{follower}' AND c.school = l.school WHERE coalesce(c.next, 0) < l.size")
        .Select(row => $"{follower} is {row[1]} records behind at {row[0]}");

    private static IEnumerable<string> Due(string data) =>
    [
        .. Query(data, "SELECT count(*) FROM delivery WHERE wanted > shown AND gone = 0 HAVING count(*) > 0").Select(row => $"{row[0]} cards are due"),
        .. Query(data, "SELECT count(*) FROM inbox WHERE body IS NOT NULL HAVING count(*) > 0").Select(row => $"{row[0]} messages wait in the inbox"),
    ];

    /// <summary>Statements on a copy that nobody else has open.</summary>
    public static void Execute(string data, params string[] statements)
    {
        using var connection = Open(data);
        foreach (var sql in statements)
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Our own constants.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
    }

    private static SqliteConnection Open(string data)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = FileOf(data), Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }
}
