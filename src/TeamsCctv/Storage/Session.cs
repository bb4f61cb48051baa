using Microsoft.Data.Sqlite;

namespace TeamsCctv.Storage;

/// <summary>
/// One SQLite connection with its prepared statements. Not thread-safe: a session belongs to the one that took it.
/// Parameters are positional: <c>$1</c>, <c>$2</c> …
/// </summary>
public sealed class Session : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    internal Session(SqliteConnection connection) => Connection = connection;

    internal SqliteConnection Connection { get; }

    /// <summary>A file by itself, outside the store that it may belong to.</summary>
    internal static Session Open(string path)
    {
        var session = new Session(new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString));
        session.Connection.Open();
        return session;
    }

    /// <summary>What changed something since the transaction began; null where nobody else repeats it.</summary>
    internal List<Statement>? Statements { get; init; }

    /// <summary>The records that the transaction has appended so far.</summary>
    internal List<(string School, long Number)> Appended { get; } = [];

    /// <summary>Runs a statement; the number of rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        var changed = Prepare(sql, values).ExecuteNonQuery();
        if (Statements is { } statements && (changed > 0 || IsOfTables(sql)))
            statements.Add(new(sql, values.ToArray()));
        return changed;
    }

    /// <summary>Whether a statement makes or changes tables.</summary>
    internal static bool IsOfTables(string sql) =>
        sql.StartsWith("CREATE ", StringComparison.Ordinal) || sql.StartsWith("ALTER ", StringComparison.Ordinal) || sql.StartsWith("DROP ", StringComparison.Ordinal);

    /// <summary>Runs a statement of the store's own, which belongs to this copy alone.</summary>
    internal void Control(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteNonQuery();

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values)
    {
        using var reader = Prepare(sql, values).ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
            rows.Add(map(reader));
        return rows;
    }

    /// <summary>The first row, or the default where there is none.</summary>
    public T? First<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values)
    {
        using var reader = Prepare(sql, values).ExecuteReader();
        return reader.Read() ? map(reader) : default;
    }

    /// <summary>Copies the whole database, as this session sees it, into a new file; the place in the journal that it stands at.</summary>
    internal JournalPlace? CopyTo(string file)
    {
        // Read first: from here on this session sees no later state, and the copy is of this one.
        var place = First("SELECT 1 FROM sqlite_master WHERE name = 'journal'", _ => true) ? Replica.Place(this) : null;
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        copy.Open();
        Connection.BackupDatabase(copy);
        return place;
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
            command.Dispose();
        Connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object?> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = Connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this assembly; values travel as parameters.
            command.CommandText = sql;
#pragma warning restore CA2100
            _prepared.Add(sql, command);
        }

        var parameters = command.Parameters;
        for (var i = parameters.Count; i < values.Length; i++)
            parameters.Add(new SqliteParameter { ParameterName = $"${i + 1}" });
        for (var i = 0; i < values.Length; i++)
            parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }
}
