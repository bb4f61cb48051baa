namespace TeamsCctv.Storage;

/// <summary>
/// One copy of a store that several processes write to. It belongs to the writer: its place in the journal moves in the
/// transaction that repeats an entry or adds one, so that no entry is ever applied twice or left out.
/// </summary>
internal sealed class Replica
{
    /// <summary>For one call.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>For the whole store to come.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);

    private readonly Session _writer;
    private readonly IJournal _journal;
    private JournalPlace _at;
    private long _tables = -1;

    public Replica(Session writer, IJournal journal)
    {
        (_writer, _journal) = (writer, journal);
        writer.Control("CREATE TABLE IF NOT EXISTS journal (one INTEGER PRIMARY KEY CHECK (one = 1), segment INTEGER NOT NULL, place INTEGER NOT NULL)");
        writer.Statements!.Clear();
        _at = Place(writer) ?? JournalPlace.Start;
    }

    /// <summary>
    /// Before the file is opened: a process begins with the newest copy that was left, in place of its own from before. A store
    /// that was alone so far becomes the beginning of a journal that is new; beside one that is not it stays as it is.
    /// </summary>
    /// <exception cref="JournalException">Neither is possible; no file was changed.</exception>
    public static void Restore(string path, IJournal journal) => RestoreAsync(path, journal).GetAwaiter().GetResult();

    private static async Task RestoreAsync(string path, IJournal journal)
    {
        using var patience = new CancellationTokenSource(StartPatience);
        var alone = File.Exists(path) && !IsCopy(path);
        if (alone && await journal.IsEmptyAsync(patience.Token))
        {
            await BeginWithAsync(path, journal, patience.Token);
            return;
        }

        if (alone)
            throw new JournalException($"{path} holds a store of its own, and the journal holds another. Move the file away to go on with the journal's.");
        var file = $"{path}.new";
        File.Delete(file);
        var place = await journal.RestoreAsync(file, patience.Token);
        if (place is not null && PlaceIn(file) is null && place != JournalPlace.Start)
            throw new JournalException("the copy of the store is damaged.");
        foreach (var old in new[] { path, $"{path}-wal", $"{path}-shm" })
            File.Delete(old);
        if (place is not null)
            File.Move(file, path);
    }

    private static async Task BeginWithAsync(string path, IJournal journal, CancellationToken cancellation)
    {
        var file = $"{path}.new";
        File.Delete(file);
        using (var session = Session.Open(path))
            session.CopyTo(file);
        await journal.KeepAsync(JournalPlace.Start, file, cancellation);
        File.Delete(file);
    }

    private static bool IsCopy(string path)
    {
        using var session = Session.Open(path);
        return session.First("SELECT 1 FROM sqlite_master WHERE name = 'journal'", _ => true);
    }

    private static JournalPlace? PlaceIn(string path)
    {
        using var session = Session.Open(path);
        return session.First("SELECT 1 FROM sqlite_master WHERE name = 'journal'", _ => true) ? Place(session) : null;
    }

    /// <summary>Repeats what other processes did since. Call it outside a transaction.</summary>
    /// <returns>Whether there was anything.</returns>
    public async Task<bool> CatchUpAsync()
    {
        var before = _at;
        _at = Place(_writer) ?? JournalPlace.Start;
        while (await ReadAsync() is var (entries, next) && next != _at)
        {
            _writer.Control("BEGIN IMMEDIATE");
            foreach (var (_, entry) in entries)
            {
                foreach (var (sql, values) in JournalEntry.Read(entry))
                    _writer.Control(sql, values);
            }

            // Over the end of a segment also where nothing follows yet: the segment may be forgotten while this copy waits.
            Move(next);
            _writer.Control("COMMIT");
            _at = next;
        }

        return _at != before;
    }

    private async Task<JournalPart> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _journal.ReadAsync(_at, patience.Token);
    }

    /// <summary>Gives the open transaction its place in the order; false where another process took it.</summary>
    public async Task<bool> TakePlaceAsync()
    {
        var tables = Tables();
        if (_writer.Statements!.TrueForAll(statement => Session.IsOfTables(statement.Sql)) && tables == _tables)
            return true;
        using var patience = new CancellationTokenSource(Patience);
        if (await _journal.AppendAsync(_at, JournalEntry.Write(_writer.Statements), patience.Token) is not { } place)
            return false;

        // A crash here, or a commit that fails, leaves the entry to be repeated from the journal.
        Move(place);
        _tables = tables;
        return true;
    }

    /// <summary>Moves with every table that is made or changed.</summary>
    private long Tables() => _writer.First("PRAGMA schema_version", row => row.GetInt64(0));

    private void Move(JournalPlace place) => _writer.Control(
        "INSERT INTO journal (one, segment, place) VALUES (1, $1, $2) ON CONFLICT (one) DO UPDATE SET segment = $1, place = $2", place.Segment, place.Offset);

    internal static JournalPlace? Place(Session session) => session.First(
        "SELECT segment, place FROM journal", row => (JournalPlace?)new JournalPlace(row.GetInt64(0), row.GetInt64(1)));
}
