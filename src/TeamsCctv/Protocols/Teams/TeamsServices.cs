using TeamsCctv.Protocols.Teams.Connector;
using TeamsCctv.Protocols.Teams.Tokens;

namespace TeamsCctv.Protocols.Teams;

/// <summary>The bot's protocol as services; <see cref="ITurnHandler"/> is the feature's to register.</summary>
public static class TeamsServices
{
    internal const string HttpClientName = "teams";

    /// <summary>
    /// Reads and checks the settings at once: without them the process does not start.
    /// </summary>
    /// <param name="localChannel">
    /// What stands in for the settings where none is given at all; asked when first needed, after the server listens.
    /// Null where there is no local channel.
    /// </param>
    /// <exception cref="BotSettingsException">A setting is missing or wrong.</exception>
    public static IServiceCollection AddTeams(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment,
        Func<IServiceProvider, BotOptions>? localChannel = null)
    {
        if (localChannel is not null && !BotOptions.AreGiven(configuration))
            services.AddSingleton(localChannel);
        else
            services.AddSingleton(BotOptions.Read(configuration, environment));

        services.AddBounded(HttpClientName, ConnectorClient.Timeout);
        services.AddSingleton(provider => new SigningKeys(
            () => provider.GetRequiredService<BotOptions>().OpenIdMetadata, provider.GetRequiredService<BotOptions>().AllowLoopback, HttpClientName,
            provider.GetRequiredService<IHttpClientFactory>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SigningKeys>>()));
        services.AddSingleton<OutboundToken>();
        services.AddSingleton(provider => new InboundTokens(
            provider.GetRequiredService<BotOptions>(), provider.GetRequiredService<SigningKeys>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ConnectorClient(
            provider.GetRequiredService<BotOptions>(), provider.GetRequiredService<OutboundToken>(),
            provider.GetRequiredService<IHttpClientFactory>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
