using System.IO.Compression;
using System.Text;

namespace TeamsCctv.Storage;

/// <summary>
/// One order of writes for processes that share a store: each keeps a copy of the whole in a database of its own, and only
/// what stands in the journal has happened. Every entry has one place, and the first to take it has it.
/// </summary>
public interface IJournal
{
    /// <summary>The entries behind a place, in order, each with its own place; at most some megabytes at once.</summary>
    /// <exception cref="JournalException">It cannot be read now, or begins after that place.</exception>
    Task<JournalPart> ReadAsync(JournalPlace after, CancellationToken cancellation);

    /// <summary>
    /// Puts an entry right behind a place. Its own place, or null where somebody else's stands there. Where the answer is
    /// lost it is looked up: entries differ in their first 16 bytes.
    /// </summary>
    /// <exception cref="JournalException">Nobody knows. The entry may turn up behind the place later, and counts then.</exception>
    Task<JournalPlace?> AppendAsync(JournalPlace after, byte[] entry, CancellationToken cancellation);

    /// <summary>
    /// Ends the segment at a place, where nothing stands behind it; what comes next is in the next segment. Whether it ended
    /// is what <see cref="ReadAsync"/> says: somebody may have been there first, with an entry or an end.
    /// </summary>
    /// <exception cref="JournalException">Nobody knows. It may end there later, where nothing else came.</exception>
    Task EndAsync(JournalPlace at, CancellationToken cancellation);

    /// <summary>Whether nothing was ever put into it.</summary>
    Task<bool> IsEmptyAsync(CancellationToken cancellation);

    /// <summary>The newest copy of the database that somebody left, and the place it stands at; null where there is none.</summary>
    Task<JournalPlace?> RestoreAsync(string file, CancellationToken cancellation);

    /// <summary>Where the newest copy stands and how long ago it was left; null where there is none.</summary>
    Task<(JournalPlace Place, TimeSpan Age)?> NewestAsync(CancellationToken cancellation);

    /// <summary>Leaves a copy of the database, whole or not at all.</summary>
    Task KeepAsync(JournalPlace at, string file, CancellationToken cancellation);

    /// <summary>Deletes what a copy of at least a day ago makes needless: older copies, and whole segments before its own.</summary>
    Task ForgetAsync(CancellationToken cancellation);
}

/// <summary>A part of the journal.</summary>
/// <param name="Next">From where to read on: behind the last entry, or at the beginning of the next segment where this one ended.</param>
public sealed record JournalPart(IReadOnlyList<(JournalPlace Place, byte[] Entry)> Entries, JournalPlace Next);

/// <summary>A place in the journal: the end of an entry. Segments count from 1; the offset is in bytes.</summary>
public readonly record struct JournalPlace(long Segment, long Offset)
{
    public static JournalPlace Start => new(1, 0);
}

/// <summary>The journal did not answer, or not with what was asked for.</summary>
/// <param name="gone">What comes after the place that was asked for is there no more: this copy cannot go on.</param>
public sealed class JournalException(string reason, Exception? inner = null, bool gone = false) : Exception($"The journal: {reason}", inner)
{
    public bool IsGone => gone;
}

/// <summary>What changed rows, as it ran.</summary>
internal readonly record struct Statement(string Sql, object?[] Values);

/// <summary>
/// An entry: the statements of one transaction. They run again on every other copy, at the same place in the order and so
/// on the same rows: no statement of ours asks for the time, for chance or for the number of a row.
/// </summary>
internal static class JournalEntry
{
    /// <summary>Raised with every change to a table or to this form: an older program stops at what it cannot repeat.</summary>
    private const byte Form = 1;

    public static byte[] Write(IReadOnlyList<Statement> statements)
    {
        using var bytes = new MemoryStream();
        bytes.Write(Guid.CreateVersion7().ToByteArray());
        bytes.WriteByte(Form);
        using (var packed = new BrotliStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var to = new BinaryWriter(packed, Encoding.UTF8))
        {
            to.Write7BitEncodedInt(statements.Count);
            foreach (var (sql, values) in statements)
            {
                to.Write(sql);
                to.Write7BitEncodedInt(values.Length);
                foreach (var value in values)
                    Write(to, value);
            }
        }

        return bytes.ToArray();
    }

    public static IReadOnlyList<Statement> Read(byte[] entry)
    {
        if (entry.Length < 17 || entry[16] != Form)
            throw new JournalException("an entry is of a newer program. Bring this one up to date.");
        try
        {
            return Unpack(entry);
        }
        catch (Exception damaged) when (damaged is IOException or InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            throw new JournalException("an entry cannot be read.", damaged);
        }
    }

    private static Statement[] Unpack(byte[] entry)
    {
        using var packed = new BrotliStream(new MemoryStream(entry, 17, entry.Length - 17), CompressionMode.Decompress);
        using var from = new BinaryReader(packed, Encoding.UTF8);
        var statements = new Statement[from.Read7BitEncodedInt()];
        for (var i = 0; i < statements.Length; i++)
        {
            var sql = from.ReadString();
            var values = new object?[from.Read7BitEncodedInt()];
            for (var j = 0; j < values.Length; j++)
                values[j] = Value(from);
            statements[i] = new(sql, values);
        }

        return statements;
    }

    private static void Write(BinaryWriter to, object? value)
    {
        switch (value)
        {
            case null or DBNull:
                to.Write((byte)0);
                break;
            case bool flag:
                to.Write((byte)1);
                to.Write(flag ? 1L : 0L);
                break;
            case byte or short or int or long:
                to.Write((byte)1);
                to.Write(Convert.ToInt64(value, null));
                break;
            case string text:
                to.Write((byte)2);
                to.Write(text);
                break;
            case byte[] blob:
                to.Write((byte)3);
                to.Write7BitEncodedInt(blob.Length);
                to.Write(blob);
                break;
            case double number:
                to.Write((byte)4);
                to.Write(number);
                break;
            default:
                throw new NotSupportedException($"No column holds a {value.GetType()}.");
        }
    }

    private static object? Value(BinaryReader from) => from.ReadByte() switch
    {
        0 => null,
        1 => from.ReadInt64(),
        2 => from.ReadString(),
        3 => from.ReadBytes(from.Read7BitEncodedInt()),
        4 => from.ReadDouble(),
        _ => throw new JournalException("an entry cannot be read."),
    };
}
