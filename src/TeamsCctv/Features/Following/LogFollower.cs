using TeamsCctv.Storage;

namespace TeamsCctv.Features.Following;

/// <summary>
/// Follows every school's log with a cursor and applies each record once: what it does and the cursor's step are one
/// transaction, so a crash at any line repeats nothing and loses nothing.
/// </summary>
public abstract class LogFollower(string name, Database database, Registers registers) : BackgroundService
{
    private const int AtOnce = 256;

    private readonly Bell _bell = new();

    protected Database Database => database;

    /// <summary>Makes what follows from one record, inside the transaction.</summary>
    protected abstract void Apply(LogReader log, long seq, string? caseId, string kind);

    /// <summary>Runs after every round, outside any transaction: what was applied is committed, or tried again in the next round.</summary>
    protected virtual void AfterRound()
    {
    }

    /// <summary>Whether everything up to the log's size, as of the call, has been applied.</summary>
    public virtual bool HasCaughtUp(string school) => database.Read(session =>
        new LogReader(session, school).Size <= Next(session, school));

    /// <summary>Waits until what is on the record now is in the view: a reader sees their own decision.</summary>
    public async Task CatchUpAsync(string school, CancellationToken cancellation)
    {
        var target = database.Read(session => new LogReader(session, school).Size);
        while (database.Read(session => Next(session, school)) < target)
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellation);
    }

    /// <summary>As <see cref="CatchUpAsync(string, CancellationToken)"/>, for several schools at once.</summary>
    public async Task CatchUpAsync(IReadOnlyCollection<string> schools, CancellationToken cancellation)
    {
        foreach (var school in Behind().Where(schools.Contains))
            await CatchUpAsync(school, cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        database.Committed += _bell.Ring;
        try
        {
            while (true)
            {
                await _bell.WaitAsync(stoppingToken);

                // A step a school, in turn: a storm at one does not hold up the others.
                var busy = true;
                while (busy)
                {
                    stoppingToken.ThrowIfCancellationRequested();
                    busy = false;
                    foreach (var school in Due())
                        busy |= await StepAsync(school);
                    AfterRound();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            database.Committed -= _bell.Ring;
        }
    }

    private async Task<bool> StepAsync(string school)
    {
        try
        {
            return await database.WriteAsync(session =>
            {
                var log = new LogReader(session, school);
                var next = Next(session, school);
                var records = log.From(next, AtOnce);
                foreach (var (seq, caseId, kind) in records)
                    Apply(log, seq, caseId, kind);
                session.Execute(
                    "INSERT INTO cursor (name, school, next) VALUES ($1, $2, $3) ON CONFLICT (name, school) DO UPDATE SET next = $3",
                    name, school, next + records.Count);
                return records.Count > 0;
            });
        }
        catch (StoreFailedException)
        {
            // The cursor tells at the next round whether this step was kept.
            return false;
        }
    }

    /// <summary>
    /// The schools whose logs hold more than was applied, by one query: a trust of forty costs a record no more than a
    /// school alone.
    /// </summary>
    private List<string> Behind() => database.Read(session => session.Query(
        """
        SELECT log.school FROM log LEFT JOIN cursor ON cursor.name = $1 AND cursor.school = log.school
        WHERE log.size > COALESCE(cursor.next, 0) ORDER BY log.school
        """,
        row => row.GetString(0), name));

    private List<string> Due()
    {
        try
        {
            var behind = Behind();
            return behind.Count == 0 ? behind : [.. registers.Cameras.Schools.Select(school => school.Id).Where(behind.Contains)];
        }
        catch (StoreFailedException)
        {
            // The next ring looks again.
            return [];
        }
    }

    private long Next(Session session, string school) => session.First(
        "SELECT next FROM cursor WHERE name = $1 AND school = $2", row => row.GetInt64(0), name, school);

    public override void Dispose()
    {
        _bell.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }
}
