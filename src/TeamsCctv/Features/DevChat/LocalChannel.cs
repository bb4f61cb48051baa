using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using TeamsCctv.Features.SignIn;
using TeamsCctv.Protocols.Teams;

namespace TeamsCctv.Features.DevChat;

/// <summary>
/// A channel on this machine that speaks the protocol as Teams does: an issuer, a connector and a client, reached by
/// HTTP alone. It exists only in Development, on loopback, and where no other channel is set.
/// </summary>
/// <param name="front">Where the site is reached if something in front of the server passes it on; null if nothing does.</param>
public sealed class LocalChannel(IServer server, string tenant, Uri? front = null)
{
    public const string AppId = "5a3c1e00-0000-4000-8000-00000000b070";

    /// <summary>The bot's id and name on this channel.</summary>
    public const string BotId = "28:" + AppId;

    public const string BotName = "TeamsCctv";

    internal const string IssuerPath = "/chat/issuer";
    internal const string ConnectorPath = "/chat/connector";

    public string Tenant => tenant;

    /// <summary>The secret that the bot shows to this issuer; new in every process.</summary>
    internal string Secret { get; } = RandomNumberGenerator.GetHexString(64);

    /// <summary>Known once the server listens; asking before fails, and asking again then succeeds.</summary>
    /// <exception cref="InvalidOperationException">It does not listen yet, or not on loopback.</exception>
    internal Uri Address => field ??= front ?? AddressOf(server);

    internal string Issuer => At(IssuerPath);

    internal string ServiceUrl => At(ConnectorPath);

    /// <summary>What <see cref="TeamsServices.AddTeams"/> takes in place of settings.</summary>
    public BotOptions Options => new()
    {
        AppId = AppId,
        TenantId = tenant,
        Addresses = new(() => new BotAddresses(
            new(At(IssuerPath + "/.well-known/openidconfiguration")),
            Issuer,
            new(At(IssuerPath + "/token")),
            new([ServiceUrl], allowLoopback: true)), LazyThreadSafetyMode.PublicationOnly),
        AppPassword = Secret,
        AllowLoopback = true,
    };

    internal string At(string path) => new Uri(Address, path.TrimStart('/')).ToString();

    /// <summary>Whether the channel may exist: Development, no other channel set, and every address where we are reached on loopback.</summary>
    public static bool MayExist(IConfiguration configuration, IHostEnvironment environment) =>
        environment.IsDevelopment() && !BotOptions.AreGiven(configuration) && Bindings.Of(configuration).All(Bindings.IsLoopback);

    /// <summary>Whether a request comes from this machine and was meant for it; a page of elsewhere that resolves to us is not.</summary>
    internal static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
        && context.Connection.LocalIpAddress is { } local && IPAddress.IsLoopback(local)
        && Bindings.IsLoopbackHost(context.Request.Host.Host)
        && (context.Request.Headers.Origin is not [{ } origin] || origin == $"{context.Request.Scheme}://{context.Request.Host}");

    private static Uri AddressOf(IServer server)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        return addresses.Where(Bindings.IsLoopback).Select(address => new Uri(address)).OrderBy(address => address.Scheme == Uri.UriSchemeHttp ? 0 : 1).FirstOrDefault()
            ?? throw new InvalidOperationException("The local channel needs the server to listen on loopback.");
    }
}
