using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using TeamsCctv.Features.Messages;
using TeamsCctv.Features.SignIn;

namespace TeamsCctv.Hosting;

/// <summary>
/// The proxies in front of the process, by the setting <c>KnownProxies</c>: addresses or networks, separated by commas. What
/// they say of the caller's address, scheme and host is believed; what anybody else says is not looked at.
/// </summary>
public static class Proxies
{
    internal const string Setting = "KnownProxies";

    public static void AddProxies(this IServiceCollection services, IConfiguration configuration, PublicAddress address)
    {
        var given = (configuration[Setting] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (given.FirstOrDefault(one => NetworkOf(one) is null) is { } wrong)
            services.AddSingleton(new StartProblem($"{Setting}: {wrong} is neither an address nor a network. Give them like 10.0.0.4 or 10.1.0.0/16, separated by commas."));
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in given.Select(NetworkOf).OfType<System.Net.IPNetwork>())
                options.KnownIPNetworks.Add(network);

            // Without one, the middleware would take every caller for a proxy.
            options.ForwardedHeaders = given.Length == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            options.AllowedHosts = [address.Root.Host];
        });
    }

    private static System.Net.IPNetwork? NetworkOf(string text)
    {
        if (System.Net.IPNetwork.TryParse(text, out var network))
            return network;
        return IPAddress.TryParse(text, out var one) ? new(one, one.GetAddressBytes().Length * 8) : null;
    }
}
