using TeamsCctv.Storage;

namespace TeamsCctv.Features.Lists;

/// <summary>A row, and what is known of its item.</summary>
/// <param name="Fields">What the item is to hold.</param>
/// <param name="Shown">What it holds where that is something else; null where it holds <paramref name="Fields"/>.</param>
/// <param name="Asked">What SharePoint was asked to make of it without an answer yet; <see cref="ListTable.Removal"/> for nothing at all.</param>
/// <param name="Item">The item's number in its list; null while there is none that is known of.</param>
/// <param name="Gone">The records have it no more: the item has to go.</param>
/// <param name="Removing">The ETag with which its removal was asked for last: while the item has it, a call of ours that came late can have removed it.</param>
/// <param name="Remade">Names in it were erased: the item goes, with every version that SharePoint keeps of it, and another comes.</param>
internal sealed record ListRow(string School, string Key, string Fields, string? Shown, string? Asked, string? Item, string? ETag, bool Gone, bool Remade, string? Removing)
{
    /// <summary>What the item holds as far as is known; null where there is none.</summary>
    public string? Holds => Item is null ? null : Shown ?? Fields;
}

/// <summary>
/// The rows of every list, in the transaction it is given. Before SharePoint is asked to write, what it is asked is noted, so
/// that after a crash or a lost answer the item is looked at before anything is asked again.
/// </summary>
internal sealed class ListTable(Session session, ListDefinition list)
{
    /// <summary>Stands for an item that is asked to go.</summary>
    public const string Removal = "-";

    private const string Columns = "school, key, fields, shown, asked, item, etag, gone, remade, removing";

    /// <summary>A row is behind while this is so.</summary>
    private const string Behind = "(item IS NULL OR shown IS NOT NULL OR asked IS NOT NULL OR gone = 1 OR remade = 1) AND parked = 0";

    public static void Create(Session session)
    {
        session.Execute(
            """
            CREATE TABLE IF NOT EXISTS list_row (
                list TEXT NOT NULL, key TEXT NOT NULL, school TEXT NOT NULL, fields TEXT NOT NULL, shown TEXT, asked TEXT, item TEXT, etag TEXT,
                gone INTEGER NOT NULL DEFAULT 0, remade INTEGER NOT NULL DEFAULT 0, parked INTEGER NOT NULL DEFAULT 0,
                seen INTEGER NOT NULL DEFAULT 0, next_try INTEGER NOT NULL DEFAULT 0, refused INTEGER NOT NULL DEFAULT 0, removing TEXT,
                PRIMARY KEY (list, key)
            ) WITHOUT ROWID
            """);
        session.Execute("CREATE INDEX IF NOT EXISTS list_row_item ON list_row (list, item)");
        session.Execute($"CREATE INDEX IF NOT EXISTS list_row_due ON list_row (list, next_try) WHERE {Behind}");

        // Which list of the site it is, and how far its changes were looked through; round counts the times from the beginning.
        session.Execute(
            """
            CREATE TABLE IF NOT EXISTS list_state (
                list TEXT PRIMARY KEY, id TEXT NOT NULL, link TEXT, round INTEGER NOT NULL DEFAULT 1, complete INTEGER NOT NULL DEFAULT 0, looked INTEGER NOT NULL DEFAULT 0
            ) WITHOUT ROWID
            """);

        // What people changed in a register's list and nobody has used: new, or with what is wrong with it.
        session.Execute(
            """
            CREATE TABLE IF NOT EXISTS list_edit (
                list TEXT NOT NULL, item TEXT NOT NULL, etag TEXT NOT NULL, fields TEXT NOT NULL, edited_by TEXT, problems TEXT, PRIMARY KEY (list, item)
            ) WITHOUT ROWID
            """);
    }

    /// <summary>The row is to say this. A second call changes nothing.</summary>
    /// <param name="erased">What it said before has to go with all its versions.</param>
    public void Put(string school, string key, string fields, bool erased = false) => session.Execute(
        """
        INSERT INTO list_row (list, key, school, fields) VALUES ($1, $2, $3, $4)
        ON CONFLICT (list, key) DO UPDATE SET
            shown = CASE WHEN item IS NOT NULL AND parked = 0 THEN COALESCE(shown, fields) ELSE shown END, fields = $4, gone = 0, parked = 0,
            remade = CASE WHEN $5 = 1 AND (item IS NOT NULL OR asked IS NOT NULL) THEN 1 ELSE remade END, next_try = 0
        WHERE fields <> $4 OR gone = 1
        """,
        list.Name, key, school, fields, erased ? 1 : 0);

    /// <summary>The records have no such row any more.</summary>
    public void Drop(string key)
    {
        session.Execute("DELETE FROM list_row WHERE list = $1 AND key = $2 AND item IS NULL AND asked IS NULL", list.Name, key);
        session.Execute("UPDATE list_row SET gone = 1, fields = '{}', shown = COALESCE(shown, fields), next_try = 0 WHERE list = $1 AND key = $2 AND gone = 0", list.Name, key);
    }

    public IReadOnlyList<ListRow> Due(long now, int most) => session.Query(
        $"SELECT {Columns} FROM list_row WHERE list = $1 AND next_try <= $2 AND {Behind} ORDER BY next_try LIMIT $3", Row, list.Name, now, most);

    /// <summary>The index is named: without statistics SQLite would read the whole list.</summary>
    public ListRow? ByItem(string item) => session.First($"SELECT {Columns} FROM list_row INDEXED BY list_row_item WHERE list = $1 AND item = $2", Row, list.Name, item);

    public ListRow? ByKey(string key) => session.First($"SELECT {Columns} FROM list_row WHERE list = $1 AND key = $2", Row, list.Name, key);

    /// <summary>Those whose items should have been met when the list was read from the beginning, and were not.</summary>
    public IReadOnlyList<ListRow> Unseen(long round) => session.Query(
        $"SELECT {Columns} FROM list_row WHERE list = $1 AND item IS NOT NULL AND asked IS NULL AND seen < $2", Row, list.Name, round);

    /// <summary>SharePoint is asked to make this of it, in the moment after this is stored.</summary>
    public void Ask(ListRow row, string asked) => session.Execute(
        """
        UPDATE list_row SET asked = $3, remade = CASE WHEN item IS NULL THEN 0 ELSE remade END, removing = CASE WHEN $3 = '-' THEN etag ELSE removing END
        WHERE list = $1 AND key = $2
        """,
        list.Name, row.Key, asked);

    /// <summary>It was not done.</summary>
    public void NotDone(ListRow row, long nextTry) => session.Execute("UPDATE list_row SET asked = NULL, next_try = $3 WHERE list = $1 AND key = $2", list.Name, row.Key, nextTry);

    /// <summary>Not before then, whatever came of it.</summary>
    public void Later(ListRow row, long nextTry) => session.Execute("UPDATE list_row SET next_try = $3 WHERE list = $1 AND key = $2", list.Name, row.Key, nextTry);

    /// <summary>SharePoint has said no to it; why is seen by looking.</summary>
    public void Refused(ListRow row) => session.Execute("UPDATE list_row SET refused = 1 WHERE list = $1 AND key = $2", list.Name, row.Key);

    /// <summary>The item is there and holds this.</summary>
    /// <param name="parked">People have a say in it first.</param>
    public void Holds(ListRow row, string item, string? etag, string holds, bool parked = false) => session.Execute(
        """
        UPDATE list_row SET item = $3, etag = $4, shown = CASE WHEN fields = $5 AND gone = 0 THEN NULL ELSE $5 END, asked = NULL, parked = $6, refused = 0,
            seen = COALESCE((SELECT round FROM list_state WHERE list_state.list = $1), 1)
        WHERE list = $1 AND key = $2
        """,
        list.Name, row.Key, item, etag, holds, parked ? 1 : 0);

    /// <summary>It was met as it is known.</summary>
    public void Seen(ListRow row) => session.Execute(
        "UPDATE list_row SET seen = COALESCE((SELECT round FROM list_state WHERE list_state.list = $1), 1) WHERE list = $1 AND key = $2", list.Name, row.Key);

    /// <summary>There is no item; another comes, unless the row is to go.</summary>
    /// <param name="afterRefusal">When to try again where SharePoint has refused it and has none.</param>
    public void None(ListRow row, long afterRefusal)
    {
        session.Execute("DELETE FROM list_row WHERE list = $1 AND key = $2 AND gone = 1", list.Name, row.Key);
        session.Execute(
            """
            UPDATE list_row SET item = NULL, etag = NULL, shown = NULL, asked = NULL, remade = 0, parked = 0, removing = NULL,
                next_try = CASE WHEN refused = 1 THEN $3 ELSE next_try END, refused = 0
            WHERE list = $1 AND key = $2
            """,
            list.Name, row.Key, afterRefusal);
    }

    /// <summary>An item that belongs to no row has to go.</summary>
    public void Stray(string school, SiteItemId item) => session.Execute(
        "INSERT OR IGNORE INTO list_row (list, key, school, fields, shown, item, etag, gone) VALUES ($1, $2, $3, '{}', '{}', $4, $5, 1)",
        list.Name, $"?{item.Id}", school, item.Id, item.ETag);

    /// <summary>The list itself is another now: no item of the old one is there.</summary>
    public void Forget()
    {
        session.Execute("DELETE FROM list_state WHERE list = $1", list.Name);
        session.Execute("DELETE FROM list_edit WHERE list = $1", list.Name);
        session.Execute("DELETE FROM list_row WHERE list = $1 AND gone = 1", list.Name);
        session.Execute("UPDATE list_row SET item = NULL, etag = NULL, shown = NULL, asked = NULL, remade = 0, parked = 0, next_try = 0 WHERE list = $1", list.Name);
    }

    private static ListRow Row(Microsoft.Data.Sqlite.SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4),
        row.IsDBNull(5) ? null : row.GetString(5), row.IsDBNull(6) ? null : row.GetString(6), row.GetInt64(7) == 1, row.GetInt64(8) == 1, row.IsDBNull(9) ? null : row.GetString(9));
}

/// <param name="ETag">What it was when it was found.</param>
internal sealed record SiteItemId(string Id, string? ETag);
