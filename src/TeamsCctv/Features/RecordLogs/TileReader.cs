using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.RecordLogs;

/// <summary>A school's log in the C2SP tlog-tiles layout, made from the store as it is asked for.</summary>
public sealed class TileReader(Database database)
{
    public byte[]? Checkpoint(string school) => database.Read(session => new TileSession(session, school).Checkpoint());

    /// <inheritdoc cref="TileSession.Read"/>
    public byte[]? Read(string school, TilePath path) => database.Read(session => new TileSession(session, school).Read(path));

    public long Size(string school) => AtOnce(school, files => files.Size());

    /// <summary>Reads several of a log's files as they stand at one moment.</summary>
    public T AtOnce<T>(string school, Func<TileSession, T> read) => database.Read(session => read(new(session, school)));
}

/// <summary>A log's files as one transaction sees them.</summary>
public sealed class TileSession(Session session, string school)
{
    public byte[]? Checkpoint() => session.First("SELECT checkpoint FROM log WHERE school = $1", Blob, school);

    /// <summary>The checkpoint that the old and the new key signed at the change that this record is of; null where it is of none.</summary>
    public byte[]? KeyChange(long number) => session.First("SELECT checkpoint FROM key_change WHERE school = $1 AND seq = $2", Blob, school, number);

    /// <summary>The records that changed the log's key.</summary>
    public IReadOnlyList<long> KeyChanges() => session.Query("SELECT seq FROM key_change WHERE school = $1 ORDER BY seq", row => row.GetInt64(0), school);

    public long Size() => new LogReader(session, school).Size;

    /// <summary>The bytes of a tile or entry bundle, or null where the log does not reach that far.</summary>
    public byte[]? Read(TilePath path)
    {
        var first = path.Index * TilePath.FullWidth;
        var rows = (path.IsEntries, path.Level) switch
        {
            (true, _) => session.Query(
                "SELECT leaf FROM record WHERE school = $1 AND seq >= $2 AND seq < $3 ORDER BY seq", Blob, school, first, first + path.Width),
            (_, 0) => session.Query(
                "SELECT hash FROM record WHERE school = $1 AND seq >= $2 AND seq < $3 ORDER BY seq", Blob, school, first, first + path.Width),
            var (_, level) => session.Query(
                "SELECT hash FROM node WHERE school = $1 AND level = $2 AND idx >= $3 AND idx < $4 ORDER BY idx", Blob, school, level, first, first + path.Width),
        };
        if (rows.Count != path.Width)
            return null;
        return path.IsEntries ? EntryBundle.Encode(rows) : [.. rows.SelectMany(hash => hash)];
    }

    /// <summary>The sealed body of a record, for people who may read it and for an export; null once erased.</summary>
    public byte[]? Body(long number) => session.First(
        "SELECT body FROM record WHERE school = $1 AND seq = $2", row => row.IsDBNull(0) ? null : (byte[])row[0], school, number);

    private static byte[] Blob(Microsoft.Data.Sqlite.SqliteDataReader row) => (byte[])row[0];
}
