namespace TeamsCctv.Kills;

/// <summary>Whether the program answers at the moment, and how much is asked of it: known to the killer and to the load.</summary>
public sealed class Uptime
{
    private TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inFlight;
    private long _answers;

    /// <summary>Requests sent and not yet answered.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Requests answered, in all lives.</summary>
    public long Answers => Interlocked.Read(ref _answers);

    public Task WhenUpAsync() => _up.Task;

    public void Up() => _up.TrySetResult();

    /// <summary>No new request begins; those in flight stay.</summary>
    public void Down() => _up = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<T> CountAsync<T>(Func<Task<T>> request)
    {
        Interlocked.Increment(ref _inFlight);
        try
        {
            var answer = await request();
            Interlocked.Increment(ref _answers);
            return answer;
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }
}
