namespace TeamsCctv.Features.Arrivals;

/// <summary>The embedded store is the inbox: the sender is answered after its commit.</summary>
internal sealed class DirectArrivals(IEnumerable<IArrivalHandler> handlers) : IArrivals
{
    private readonly Dictionary<Type, IArrivalHandler> _handlers = handlers.ToDictionary(handler => handler.Type);

    public Task AcceptAsync(Arrival arrival) => _handlers[arrival.GetType()].HandleAsync(arrival);
}
