namespace TeamsCctv.Storage;

/// <summary>
/// Leaves copies of a shared store for processes that start later, and has the journal forget what came before them. A
/// segment ends before a copy is left, so that every segment with an older state is needless to it.
/// </summary>
internal sealed class Copies
{
    /// <summary>How many bytes of journal a process that starts should have to repeat at most.</summary>
    private const long KeepEvery = 4 * 1024 * 1024;

    /// <summary>In a store that is written to without a pause somebody is always first; the next call tries again.</summary>
    private const int EndTries = 8;

    /// <summary>With the journal's own day of grace, how long an erased name stays in it.</summary>
    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);

    private readonly Database _database;
    private readonly IJournal _journal;
    private readonly string _file;
    private JournalPlace? _kept;

    /// <param name="file">Where a copy is made before it is left.</param>
    public Copies(Database database, IJournal journal, string file)
    {
        (_database, _journal, _file) = (database, journal, Path.GetFullPath(file));
        try
        {
            Clear();
        }
        catch (StoreFailedException)
        {
            // No reason not to start: the next copy clears again, and says so where it cannot.
        }
    }

    /// <summary>Where enough was written since the newest copy; with <paramref name="looks"/> also where that one is of a day ago.</summary>
    /// <exception cref="JournalException">Nobody knows what was left and forgotten. Nothing that is needed has gone.</exception>
    /// <exception cref="StoreFailedException">As before it.</exception>
    public async Task KeepAsync(bool looks, CancellationToken cancellation)
    {
        var at = Place();
        if (!looks && _kept is { } kept && Grown(kept, at) < KeepEvery)
            return;
        try
        {
            if (looks)
                await _journal.ForgetAsync(cancellation);
        }
        finally
        {
            // Who may not delete still leaves copies.
            if (await IsDueAsync(at, cancellation))
                await EndAndLeaveAsync(at, cancellation);
        }
    }

    private async Task<bool> IsDueAsync(JournalPlace at, CancellationToken cancellation)
    {
        // Others may have left one since.
        var newest = await _journal.NewestAsync(cancellation);
        _kept = newest?.Place ?? JournalPlace.Start;
        return Grown(_kept.Value, at) is > 0 and var grown && (newest is null || newest.Value.Age >= Daily || grown >= KeepEvery);
    }

    private async Task EndAndLeaveAsync(JournalPlace at, CancellationToken cancellation)
    {
        if (await EndAsync(at, cancellation))
            await LeaveAsync(cancellation);
        else
            _kept = null; // Still due at the next call, whether that one looks or not.
    }

    /// <summary>Sees to it that this copy of the store stands in a later segment than that of a place. False where it does not yet.</summary>
    private async Task<bool> EndAsync(JournalPlace at, CancellationToken cancellation)
    {
        // Nothing was written into its segment: the one before ended.
        if (at.Offset == 0)
            return true;
        var segment = at.Segment;
        for (var tries = 0; tries < EndTries && at.Segment == segment; tries++)
        {
            await _journal.EndAsync(at, cancellation);
            await _database.RefreshAsync();
            at = Place();
        }

        return at.Segment > segment;
    }

    private async Task LeaveAsync(CancellationToken cancellation)
    {
        try
        {
            if (_database.Read(session => session.CopyTo(_file)) is not { } at)
                return;
            await _journal.KeepAsync(at, _file, cancellation);
            _kept = at;
        }
        finally
        {
            Clear();
        }
    }

    /// <summary>A process that died may have left files, with names that were erased since.</summary>
    /// <exception cref="StoreFailedException">Some of them may still be there.</exception>
    private void Clear()
    {
        try
        {
            foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_file)!, $"{Path.GetFileName(_file)}*"))
                File.Delete(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreFailedException(failure);
        }
    }

    private JournalPlace Place() => _database.Read(Replica.Place) ?? JournalPlace.Start;

    /// <summary>
    /// How many bytes came after a place. A segment that ended since ended for a copy, or was full: one is owed, also where it
    /// was lost and little came after.
    /// </summary>
    private static long Grown(JournalPlace since, JournalPlace at) => (at.Segment - since.Segment) switch
    {
        0 => at.Offset - since.Offset,
        > 0 => KeepEvery,
        _ => 0,
    };
}
