using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace TeamsCctv.Storage;

/// <summary>What one caller wants of the writer, and what it is told; many of them share a transaction.</summary>
internal abstract class Work
{
    /// <summary>False where the work itself failed: its changes are undone and its own caller told, after the commit.</summary>
    public abstract bool Try(Session session);

    /// <summary>The records it appended, where it did not fail.</summary>
    public IReadOnlyList<(string School, long Number)> Appended { get; set; } = [];

    public abstract void Acknowledge();

    public abstract void Fail(Exception failure);

    [SuppressMessage("Design", "CA1031", Justification = "Whatever kept it from being confirmed: nobody knows, and the caller is told so.")]
    public async Task AcknowledgeAfterAsync(Func<IReadOnlyList<(string School, long Number)>, Task> confirm)
    {
        try
        {
            await confirm(Appended);
            Acknowledge();
        }
        catch (Exception failure)
        {
            Fail(new StoreFailedException(failure));
        }
    }
}

/// <inheritdoc/>
internal sealed class Work<T>(Func<Session, T> run) : Work
{
    private readonly TaskCompletionSource<T> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _made;
    private Exception? _failure;

    public Task<T> Result => _told.Task;

#pragma warning disable CA1031 // Whatever a caller's work throws is that caller's, and must not stop the others'.
    public override bool Try(Session session)
    {
        _failure = null;
        try
        {
            _made = run(session);
            return true;
        }
        catch (Exception failure)
        {
            // A full disk under one caller's statement is the store's failure, and known to have changed nothing.
            _failure = failure is SqliteException ? new StoreFailedException(failure) : failure;
            return false;
        }
    }
#pragma warning restore CA1031

    public override void Acknowledge()
    {
        if (_failure is null)
            _told.SetResult(_made!);
        else
            _told.SetException(_failure);
    }

    public override void Fail(Exception failure) => _told.SetException(failure);
}
