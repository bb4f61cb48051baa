using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace TeamsCctv.Features.DevChat;

/// <summary>An activity of a conversation, as one viewer sees it.</summary>
/// <param name="Version">Grows with every change of anything; what a page asks from.</param>
/// <param name="Json">As sent, or as it was updated.</param>
/// <param name="View">The card that an invoke put in its place for this viewer.</param>
public sealed record ChatEntry(
    long Version, string Id, string Conversation, string From, DateTimeOffset At, JsonObject Json, JsonObject? View, DateTimeOffset? ViewedAt, bool Deleted);

/// <summary>
/// What Teams would keep for us: conversations, activities, and what each viewer sees of a card. A file of its own, as
/// it is no part of the product's records. One connection, one caller at a time.
/// </summary>
public sealed class ChatStore : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;

    public ChatStore(string path)
    {
        _connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        _connection.Open();
        Execute("""
            PRAGMA journal_mode = WAL;
            CREATE TABLE IF NOT EXISTS conversation (id TEXT PRIMARY KEY, bot INTEGER NOT NULL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS activity (
                id TEXT PRIMARY KEY, conversation TEXT NOT NULL, sender TEXT NOT NULL, at INTEGER NOT NULL,
                version INTEGER NOT NULL, json TEXT NOT NULL, deleted INTEGER NOT NULL DEFAULT 0);
            CREATE INDEX IF NOT EXISTS activity_version ON activity (version);
            CREATE INDEX IF NOT EXISTS activity_conversation ON activity (conversation, version);
            CREATE TABLE IF NOT EXISTS viewed (
                activity TEXT NOT NULL, viewer TEXT NOT NULL, at INTEGER NOT NULL, json TEXT NOT NULL,
                PRIMARY KEY (activity, viewer)) WITHOUT ROWID;
            """);
    }

    /// <summary>Rings after every change.</summary>
    public event Action? Changed;

    /// <summary>Remembers that the bot is in a conversation. False if it was already.</summary>
    public bool AddBot(string conversation) =>
        Execute("INSERT OR IGNORE INTO conversation (id, bot) VALUES ($1, 1)", conversation) > 0;

    public void RemoveBot(string conversation) => Execute("DELETE FROM conversation WHERE id = $1", conversation);

    public bool HasBot(string conversation) =>
        Query("SELECT 1 FROM conversation WHERE id = $1", row => row.GetInt64(0), conversation).Count > 0;

    public void Add(string conversation, string id, string sender, DateTimeOffset at, JsonObject activity) => Change(
        $"INSERT INTO activity (id, conversation, sender, at, version, json) VALUES ($1, $2, $3, $4, {Next}, $5)",
        id, conversation, sender, at.ToUnixTimeMilliseconds(), activity.ToJsonString());

    /// <summary>Everybody sees the new card: what an invoke showed to one viewer goes. False if there is no such activity.</summary>
    public bool Update(string conversation, string id, JsonObject activity)
    {
        lock (_lock)
        {
            Execute("DELETE FROM viewed WHERE activity = $1", id);
            return Change($"UPDATE activity SET json = $1, version = {Next} WHERE id = $2 AND conversation = $3 AND deleted = 0", activity.ToJsonString(), id, conversation);
        }
    }

    public bool Delete(string conversation, string id) =>
        Change($"UPDATE activity SET json = '{{}}', deleted = 1, version = {Next} WHERE id = $1 AND conversation = $2 AND deleted = 0", id, conversation);

    /// <summary>An invoke's card, for one viewer alone.</summary>
    public void Show(string activity, string viewer, DateTimeOffset at, JsonObject card)
    {
        lock (_lock)
        {
            Execute(
                "INSERT INTO viewed (activity, viewer, at, json) VALUES ($1, $2, $3, $4) ON CONFLICT DO UPDATE SET at = $3, json = $4",
                activity, viewer, at.ToUnixTimeMilliseconds(), card.ToJsonString());
            Change($"UPDATE activity SET version = {Next} WHERE id = $1", activity);
        }
    }

    public ChatEntry? Find(string id, string viewer) => Read("a.id = $2", viewer, id).FirstOrDefault();

    /// <summary>What changed in a conversation after a version, in the order it was said.</summary>
    public IReadOnlyList<ChatEntry> After(string conversation, long version, string viewer) =>
        Read("a.conversation = $2 AND a.version > $3", viewer, conversation, version);

    public void Dispose() => _connection.Dispose();

    private const string Next = "(SELECT COALESCE(MAX(version), 0) + 1 FROM activity)";

    private List<ChatEntry> Read(string where, params object[] values) => Query(
        $"SELECT a.version, a.id, a.conversation, a.sender, a.at, a.json, v.json, v.at, a.deleted FROM activity a LEFT JOIN viewed v ON v.activity = a.id AND v.viewer = $1 WHERE {where} ORDER BY a.rowid",
        row => new ChatEntry(
            row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), Time(row.GetInt64(4)), Json(row.GetString(5)),
            row.IsDBNull(6) ? null : Json(row.GetString(6)), row.IsDBNull(7) ? null : Time(row.GetInt64(7)), row.GetInt64(8) != 0),
        values);

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private bool Change(string sql, params object[] values)
    {
        var changed = Execute(sql, values) > 0;
        if (changed)
            Changed?.Invoke();
        return changed;
    }

    private int Execute(string sql, params object[] values)
    {
        lock (_lock)
        {
            using var command = Command(sql, values);
            return command.ExecuteNonQuery();
        }
    }

    private List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params object[] values)
    {
        lock (_lock)
        {
            using var command = Command(sql, values);
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
                rows.Add(read(reader));
            return rows;
        }
    }

    private SqliteCommand Command(string sql, object[] values)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of this class; what comes from outside is a parameter.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue($"${i + 1}", values[i]);
        return command;
    }
}
