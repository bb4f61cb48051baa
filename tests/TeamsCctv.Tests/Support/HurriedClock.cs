namespace TeamsCctv.Tests.Support;

/// <summary>
/// Waits of less than half a minute are over at once, and it is that much later; longer ones are somebody's patience with an
/// answer and never end.
/// </summary>
internal sealed class HurriedClock(DateTimeOffset now) : TimeProvider
{
    private readonly Lock _one = new();
    private DateTimeOffset _now = now;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_one)
            return _now;
    }

    public void Advance(TimeSpan by)
    {
        lock (_one)
            _now += by;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero || dueTime >= TimeSpan.FromSeconds(29))
            return new Timer();
        Advance(dueTime);
        ThreadPool.QueueUserWorkItem(_ => callback(state));
        return new Timer();
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
