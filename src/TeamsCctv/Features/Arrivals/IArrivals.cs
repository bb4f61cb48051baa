using TeamsCctv.Storage;

namespace TeamsCctv.Features.Arrivals;

/// <summary>What was accepted from outside, on its way into the inbox. It travels as JSON: members are for as long as a queue holds any.</summary>
internal abstract record Arrival;

/// <summary>Where what is accepted goes: into the inbox at once (<see cref="DirectArrivals"/>), or onto a queue first (<see cref="QueuedArrivals"/>).</summary>
internal interface IArrivals
{
    /// <summary>Returns once it cannot be lost any more.</summary>
    /// <exception cref="StoreFailedException">Nobody knows whether it was accepted; the sender may give it again.</exception>
    Task AcceptAsync(Arrival arrival);
}

/// <summary>Takes arrivals of one kind into the inbox; the same one again changes nothing.</summary>
internal interface IArrivalHandler
{
    /// <summary>As it stands in a message: for ever.</summary>
    string Kind { get; }

    Type Type { get; }

    /// <summary>Returns after the commit.</summary>
    /// <exception cref="StoreFailedException">Nobody knows whether it was committed.</exception>
    Task HandleAsync(Arrival arrival);
}
