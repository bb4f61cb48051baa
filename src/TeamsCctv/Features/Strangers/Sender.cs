using System.Net;
using System.Net.Sockets;
using TeamsCctv.Protocols.Functions;

namespace TeamsCctv.Features.Strangers;

/// <summary>Where a request came from, as far as that can be known.</summary>
internal sealed class Sender(IConfiguration configuration)
{
    private readonly bool _behindHost = CustomHandler.From(configuration) is not null;

    /// <summary>
    /// The address, of IPv6 the network that one customer has; null where nobody who can be believed says it. A Functions host
    /// speaks from loopback, and the front of the platform adds the address it saw as the last of <c>X-Forwarded-For</c>, with a
    /// port: what comes before that is the sender's own word. Behind other proxies see <c>KnownProxies</c>.
    /// </summary>
    public string? Of(HttpContext http)
    {
        if (!_behindHost)
            return http.Connection.RemoteIpAddress is { } from ? Network(from) : null;
        var last = http.Request.Headers["X-Forwarded-For"].LastOrDefault()?.Split(',')[^1].Trim();
        return IPEndPoint.TryParse(last ?? "", out var seen) ? Network(seen.Address) : null;
    }

    private static string Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress([.. address.GetAddressBytes()[..8], 0, 0, 0, 0, 0, 0, 0, 0]).ToString() : address.ToString();
    }
}
