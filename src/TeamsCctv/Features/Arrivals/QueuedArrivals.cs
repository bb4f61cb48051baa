using System.Text.Json;
using TeamsCctv.Protocols.Queues;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Arrivals;

/// <summary>The sender is answered once the queue has it; any process takes it from there.</summary>
internal sealed class QueuedArrivals(InboxQueue queue, IEnumerable<IArrivalHandler> handlers) : IArrivals
{
    private readonly Dictionary<Type, string> _kinds = handlers.ToDictionary(handler => handler.Type, handler => handler.Kind);

    public async Task AcceptAsync(Arrival arrival)
    {
        var body = JsonSerializer.SerializeToElement(arrival, arrival.GetType(), Facts.Json);
        try
        {
            // Not the sender's to cancel: one that hung up cannot leave it half accepted.
            await queue.SendAsync(JsonSerializer.Serialize(new QueuedArrival(_kinds[arrival.GetType()], body), Facts.Json), CancellationToken.None);
        }
        catch (QueueFailedException failure)
        {
            throw new StoreFailedException(failure);
        }
    }
}

/// <summary>An arrival as it waits on the queue.</summary>
internal sealed record QueuedArrival(string Kind, JsonElement Body);
