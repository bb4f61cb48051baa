using Microsoft.Extensions.DependencyInjection;
using SQLitePCL;
using TeamsCctv.Storage;

namespace TeamsCctv.Tests.Support;

/// <summary>How often the store's writer ran a statement: what a loop does, whoever it shares its commits with.</summary>
internal sealed class WriterTrace
{
    // SQLite keeps a pointer to it for as long as the connection lives.
    private readonly strdelegate_trace _trace;
    private int _count;

    private WriterTrace(Database database, string statement)
    {
        _trace = (_, sql) =>
        {
            if (sql.Contains(statement, StringComparison.Ordinal))
                Interlocked.Increment(ref _count);
        };
        raw.sqlite3_trace(database.Writer.Connection.Handle!, _trace, null);
    }

    public int Count => Volatile.Read(ref _count);

    /// <param name="statement">A part of its SQL.</param>
    public static WriterTrace In(School school, string statement) => new(school.Host.Services.GetRequiredService<Database>(), statement);
}
