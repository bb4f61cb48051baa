using System.Text.Json;
using TeamsCctv.Protocols.Queues;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Arrivals;

/// <summary>Takes a message of the queue into the inbox, whoever brings it: the Functions host or our own pump.</summary>
internal sealed class Intake(InboxQueue queue, IEnumerable<IArrivalHandler> handlers)
{
    /// <summary>As <c>maxDequeueCount</c> in host.json.</summary>
    public const int MostTries = 5;

    private readonly Dictionary<string, IArrivalHandler> _handlers = handlers.ToDictionary(handler => handler.Kind, StringComparer.Ordinal);

    /// <summary>Returns after the commit: only then may the message go.</summary>
    /// <exception cref="NotTakenException">It was not taken, or nobody knows; it must come again.</exception>
    public async Task TakeAsync(string message, CancellationToken cancellation)
    {
        try
        {
            // Null: a copy, whose first was committed.
            if (await queue.OpenAsync(message, cancellation) is { } text)
            {
                var (handler, arrival) = Read(text);
                await handler.HandleAsync(arrival);
                await queue.HandledAsync(message, cancellation);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Whatever a message makes of us, it is that message's: it comes again, and is set aside in the end.
            throw new NotTakenException(failure);
        }
    }

    /// <summary>After the last try. The Functions host would do it as well, but what it sets aside is gone after a week.</summary>
    public async Task SetAsideAsync(string message, CancellationToken cancellation)
    {
        try
        {
            await queue.PoisonAsync(message, cancellation);
        }
        catch (QueueFailedException failure)
        {
            throw new NotTakenException(failure);
        }
    }

    private (IArrivalHandler Handler, Arrival Arrival) Read(string text)
    {
        var queued = JsonSerializer.Deserialize<QueuedArrival>(text, Facts.Json);
        return queued is { Kind: { } kind } && _handlers.TryGetValue(kind, out var handler) && queued.Body.Deserialize(handler.Type, Facts.Json) is Arrival arrival
            ? (handler, arrival)
            : throw new JsonException("The message is of no kind that this version knows.");
    }
}

/// <summary>A message of the queue was not taken into the inbox.</summary>
internal sealed class NotTakenException(Exception inner) : Exception("The message was not taken into the inbox.", inner);
