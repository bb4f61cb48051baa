namespace TeamsCctv.Features.Following;

/// <summary>Wakes one waiting loop. Rings while it is awake are one ring.</summary>
internal sealed class Bell : IDisposable
{
    private readonly SemaphoreSlim _rung = new(1, 1);

    public void Ring()
    {
        try
        {
            if (_rung.CurrentCount == 0)
                _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another ring came between the look and the release.
        }
        catch (ObjectDisposedException)
        {
            // The loop has ended; the store that rings must not fail for it.
        }
    }

    /// <summary>Returns at a ring, or after a second: a ring that a failed store swallowed is made up for.</summary>
    public Task WaitAsync(CancellationToken cancellation) => _rung.WaitAsync(TimeSpan.FromSeconds(1), cancellation);

    public void Dispose() => _rung.Dispose();
}
