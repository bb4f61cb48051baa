using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using SQLitePCL;
using TeamsCctv.Storage;

namespace TeamsCctv.Tests.Support;

/// <summary>
/// Makes SQLite itself fail a commit of the shipped code: lost (the commit hook turns it into a rollback), or kept with
/// the reply lost (the WAL hook reports an error after the frames are on disk).
/// </summary>
internal sealed partial class StoreFaults
{
    private const int IoError = 10;

    // SQLite keeps pointers to both for as long as the connection lives.
    private readonly WalHook _afterwards;
    private readonly delegate_commit _before;
    private int _lose = -1;
    private int _loseReply = -1;

    private StoreFaults(Database database)
    {
        _before = _ => Strikes(ref _lose) ? 1 : 0;
        _afterwards = (_, _, _, _) => Strikes(ref _loseReply) ? IoError : 0;
        var connection = database.Writer.Connection.Handle!;
        raw.sqlite3_commit_hook(connection, _before, null);
        Hook(connection.DangerousGetHandle(), _afterwards, 0);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int WalHook(nint argument, nint connection, nint name, int pages);

    public static StoreFaults In(School school) => In(school.Host.Services.GetRequiredService<Database>());

    public static StoreFaults In(Database database) => new(database);

    /// <summary>
    /// The commit after <paramref name="skip"/> others does not happen; or, <paramref name="persisted"/>, it happens and its
    /// caller is told that it failed.
    /// </summary>
    public void Fail(bool persisted, int skip = 0)
    {
        if (persisted)
            _loseReply = skip;
        else
            _lose = skip;
    }

    /// <summary>It has struck.</summary>
    public bool Spent => _lose < 0 && _loseReply < 0;

    private static bool Strikes(ref int left) => left >= 0 && Interlocked.Decrement(ref left) < 0;

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_wal_hook")]
    private static partial nint Hook(nint connection, WalHook hook, nint argument);
}
