namespace TeamsCctv.Storage;

/// <summary>
/// Which of several processes on one store does what only one may do at a time: sending, and asking mailboxes. Where a
/// process dies, another takes over after the term; one that is held up for longer may find that it was replaced, and what
/// it sent in between goes out twice, as after a crash.
/// </summary>
public sealed class Lease(Database database, TimeProvider time)
{
    private static readonly TimeSpan Term = TimeSpan.FromSeconds(60);

    private readonly string _holder = Guid.NewGuid().ToString("N");

    /// <summary>Whether this process does it now. Always where it has the store to itself.</summary>
    /// <exception cref="StoreFailedException">Nobody knows; until it is asked again it does not.</exception>
    public async ValueTask<bool> IsHeldAsync(string name)
    {
        if (!database.IsShared)
            return true;
        var now = time.GetUtcNow();
        var found = database.Read(session => session.First(
            "SELECT holder, until FROM lease WHERE name = $1", row => ((string Holder, long Until)?)(row.GetString(0), row.GetInt64(1)), name));
        if (found is { } lease && lease.Until > (lease.Holder == _holder ? now + (Term / 2) : now).ToUnixTimeMilliseconds())
            return lease.Holder == _holder;
        var until = now + Term;
        var taken = await database.WriteAsync(session => session.Execute(
            """
            INSERT INTO lease (name, holder, until) VALUES ($1, $2, $3)
            ON CONFLICT (name) DO UPDATE SET holder = $2, until = $3 WHERE holder = $2 OR until <= $4
            """,
            name, _holder, until.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds())) == 1;

        // A write that took long has left nothing of the term.
        return taken && time.GetUtcNow() < until - (Term / 2);
    }

    /// <summary>Leaves everything to the other processes, at the end of this one.</summary>
    public async Task ReleaseAsync()
    {
        if (database.IsShared && database.Read(session => session.First("SELECT 1 FROM lease WHERE holder = $1", _ => true, _holder)))
            await database.WriteAsync(session => session.Execute("DELETE FROM lease WHERE holder = $1", _holder));
    }
}
