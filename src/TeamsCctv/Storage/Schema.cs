namespace TeamsCctv.Storage;

/// <summary>
/// The tables. Only <c>record</c> is the truth; <c>log</c>, <c>node</c>, <c>key_change</c>, <c>done</c>, <c>hold</c> and <c>document</c> are written
/// in the same transaction as it; what follows is a register, a cursor, or can be made again.
/// </summary>
internal static class Schema
{
    public static void Create(Session session)
    {
        foreach (var statement in Statements)
            session.Execute(statement);
        Inbox.Create(session);
        Originals.Create(session);
        if (!session.Query("SELECT name FROM pragma_table_info('delivery')", row => row.GetString(0)).Contains("office"))
            session.Execute("ALTER TABLE delivery ADD COLUMN office TEXT NOT NULL DEFAULT ''");

        // How long the log was when a row came: which rows belong to which of its records.
        foreach (var table in new[] { "document", "mail_thread" })
        {
            if (!session.Query($"SELECT name FROM pragma_table_info('{table}')", row => row.GetString(0)).Contains("size"))
                session.Execute($"ALTER TABLE {table} ADD COLUMN size INTEGER NOT NULL DEFAULT 0");
        }

        if (!session.Query("SELECT name FROM pragma_table_info('document')", row => row.GetString(0)).Contains("came_from"))
            session.Execute("ALTER TABLE document ADD COLUMN came_from TEXT");
    }

    private static readonly string[] Statements =
    [
        // A school's log as a row: its size is what an append compares and swaps.
        """
        CREATE TABLE IF NOT EXISTS log (
            school TEXT PRIMARY KEY, size INTEGER NOT NULL, at INTEGER NOT NULL, frontier BLOB NOT NULL, checkpoint BLOB NOT NULL
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS record (
            school TEXT NOT NULL, seq INTEGER NOT NULL, case_id TEXT, kind TEXT NOT NULL, at INTEGER NOT NULL,
            hash BLOB NOT NULL, leaf BLOB NOT NULL, body BLOB,
            PRIMARY KEY (school, seq)
        ) WITHOUT ROWID
        """,
        // For each change of a log's key the checkpoint that the old and the new key signed; without the old key it cannot be made again.
        """
        CREATE TABLE IF NOT EXISTS key_change (
            school TEXT NOT NULL, seq INTEGER NOT NULL, checkpoint BLOB NOT NULL, PRIMARY KEY (school, seq)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX IF NOT EXISTS record_case ON record (school, case_id, seq)",
        // Hashes of complete tiles, levels 1 and up; level 0 is record.hash.
        """
        CREATE TABLE IF NOT EXISTS node (
            school TEXT NOT NULL, level INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL,
            PRIMARY KEY (school, level, idx)
        ) WITHOUT ROWID
        """,
        // What a command's key came to: the same click twice takes effect once, for ever.
        """
        CREATE TABLE IF NOT EXISTS done (
            school TEXT NOT NULL, key TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (school, key)
        ) WITHOUT ROWID
        """,
        // Which cases under way hold which recording; written with their records.
        """
        CREATE TABLE IF NOT EXISTS hold (
            school TEXT NOT NULL, recording TEXT NOT NULL, case_id TEXT NOT NULL, PRIMARY KEY (school, recording, case_id)
        ) WITHOUT ROWID
        """,
        // What was attached to a case; its record holds the hash.
        """
        CREATE TABLE IF NOT EXISTS document (
            school TEXT NOT NULL, case_id TEXT NOT NULL, sha256 TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, bytes BLOB NOT NULL,
            PRIMARY KEY (school, case_id, sha256)
        )
        """,
        // Which mail belongs to which case, by the ids that mail programs answer to.
        """
        CREATE TABLE IF NOT EXISTS mail_thread (
            school TEXT NOT NULL, message_id TEXT NOT NULL, case_id TEXT NOT NULL, PRIMARY KEY (school, message_id)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS cursor (
            name TEXT NOT NULL, school TEXT NOT NULL, next INTEGER NOT NULL, PRIMARY KEY (name, school)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS register (
            kind TEXT NOT NULL, id TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (kind, id)
        ) WITHOUT ROWID
        """,
        // Files of the library in SharePoint that hold records, each in its newest edition; stale where bodies in it were erased since.
        """
        CREATE TABLE IF NOT EXISTS library_file (
            school TEXT NOT NULL, first INTEGER NOT NULL, next INTEGER NOT NULL, edition INTEGER NOT NULL, stale INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (school, first)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX IF NOT EXISTS library_file_stale ON library_file (school) WHERE stale > 0",
        // Logs of which the library holds other records than this store.
        "CREATE TABLE IF NOT EXISTS library_fork (school TEXT PRIMARY KEY, first INTEGER NOT NULL) WITHOUT ROWID",
        // How much of a log is in the library as tiles.
        "CREATE TABLE IF NOT EXISTS library_log (school TEXT PRIMARY KEY, published INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID",
        // What else is in the library: attached files and policies, by path.
        "CREATE TABLE IF NOT EXISTS library_attachment (path TEXT PRIMARY KEY, made INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID",
        // Moves with every change to the register, and to what a school has adopted, whichever process made it.
        "CREATE TABLE IF NOT EXISTS register_version (one INTEGER PRIMARY KEY CHECK (one = 1), n INTEGER NOT NULL)",
        "INSERT OR IGNORE INTO register_version (one, n) VALUES (1, 0)",
        "CREATE TRIGGER IF NOT EXISTS register_added AFTER INSERT ON register BEGIN UPDATE register_version SET n = n + 1; END",
        "CREATE TRIGGER IF NOT EXISTS register_changed AFTER UPDATE ON register BEGIN UPDATE register_version SET n = n + 1; END",
        "CREATE TRIGGER IF NOT EXISTS register_removed AFTER DELETE ON register BEGIN UPDATE register_version SET n = n + 1; END",
        // Secrets that every process of one store must hold alike.
        "CREATE TABLE IF NOT EXISTS secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
        // Which of several processes does what only one may do at a time.
        "CREATE TABLE IF NOT EXISTS lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID",
        // Each version of a profile that a school has adopted.
        """
        CREATE TABLE IF NOT EXISTS policy (
            hash TEXT PRIMARY KEY, id TEXT NOT NULL, version INTEGER NOT NULL, bytes BLOB NOT NULL
        ) WITHOUT ROWID
        """,
        // Where a person's chat, or a school's approvals channel, is.
        """
        CREATE TABLE IF NOT EXISTS conversation (
            who TEXT PRIMARY KEY, reference TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        // A copy of a card: for whom, about what, which record it must show and which it shows, and who was in office then.
        """
        CREATE TABLE IF NOT EXISTS delivery (
            school TEXT NOT NULL, case_id TEXT NOT NULL, topic TEXT NOT NULL, who TEXT NOT NULL,
            wanted INTEGER NOT NULL, shown INTEGER NOT NULL DEFAULT -1, next_try INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0,
            gone INTEGER NOT NULL DEFAULT 0, reference TEXT, activity TEXT, office TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (school, case_id, topic, who)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX IF NOT EXISTS delivery_next ON delivery ((topic = 'fault'), next_try) WHERE wanted > shown AND gone = 0",
        "CREATE INDEX IF NOT EXISTS delivery_gone ON delivery (who) WHERE gone = 1",
        "CREATE INDEX IF NOT EXISTS hold_case ON hold (school, case_id)",
        // The CCTV log, a row a download.
        """
        CREATE TABLE IF NOT EXISTS cctv_log (
            school TEXT NOT NULL, case_id TEXT NOT NULL, camera TEXT, state TEXT NOT NULL, day TEXT, keep_until TEXT, row TEXT NOT NULL,
            PRIMARY KEY (school, case_id)
        ) WITHOUT ROWID
        """,
        // A school's mailbox at Graph: its subscription, and how far its mail has been looked through.
        """
        CREATE TABLE IF NOT EXISTS graph_mailbox (
            school TEXT PRIMARY KEY, mailbox TEXT NOT NULL, connected INTEGER NOT NULL,
            secret TEXT, subscription TEXT, made INTEGER, expires INTEGER, renew_at INTEGER, renew_asked INTEGER NOT NULL DEFAULT 0, renewed INTEGER NOT NULL DEFAULT 0,
            link TEXT, round INTEGER, synced INTEGER, look_at INTEGER NOT NULL DEFAULT 0, look_asked INTEGER NOT NULL DEFAULT 0, looked INTEGER NOT NULL DEFAULT 0
        ) WITHOUT ROWID
        """,
        // Messages that were announced and had gone before they were fetched.
        """
        CREATE TABLE IF NOT EXISTS graph_missed (
            school TEXT NOT NULL, message TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (school, message)
        ) WITHOUT ROWID
        """,
        // What became of a mail of ours, by its record.
        """
        CREATE TABLE IF NOT EXISTS graph_reply (
            school TEXT NOT NULL, record INTEGER NOT NULL, draft TEXT, asked INTEGER, sent INTEGER, PRIMARY KEY (school, record)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX IF NOT EXISTS cctv_log_day ON cctv_log (school, day)",
        "CREATE INDEX IF NOT EXISTS cctv_log_due ON cctv_log (keep_until) WHERE state = 'Kept'",
    ];
}
