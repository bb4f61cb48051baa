using NodaTime;
using TeamsCctv.Protocols.Queues;

namespace TeamsCctv.Features.Arrivals;

/// <summary>Messages that could not be taken into the inbox and wait for a person, as whoever sees recorder faults is told of them.</summary>
public sealed class SetAsideMessages
{
    private readonly InboxQueue? _queue;

    internal SetAsideMessages(InboxQueue? queue) => _queue = queue;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Null where nothing was set aside, or there is no queue.</summary>
    public async Task<StuckMessages?> LookAsync(CancellationToken cancellation)
    {
        if (_queue is null)
            return null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            return await _queue.PoisonedAsync(patience.Token) is var (count, since) ? new(count, Instant.FromDateTimeOffset(since)) : null;
        }
        catch (Exception failure) when (failure is QueueFailedException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new(null, null);
        }
    }
}

/// <param name="Count">Null where nobody can look now.</param>
/// <param name="Since">When the oldest was set aside.</param>
public sealed record StuckMessages(int? Count, Instant? Since);
