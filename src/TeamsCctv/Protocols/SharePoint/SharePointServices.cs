using Azure.Core;
using TeamsCctv.Protocols.Graph;

namespace TeamsCctv.Protocols.SharePoint;

/// <summary>
/// SharePoint as services. What it asks to wait for passes in its own time, also where ours is made to stand still: the clock of
/// calls is the machine's.
/// </summary>
internal static class SharePointServices
{
    public static void AddSharePoint(this IServiceCollection services, SharePointSettings settings)
    {
        GraphServices.AddGraphHttp(services, SharePointSettings.Client);
        services.AddSingleton(settings).AddSingleton(_ => new ResourceGate(TimeProvider.System));
        services.AddKeyedSingleton<TokenCredential>(SharePointSettings.Client, (_, _) => GraphToken.CredentialOf(settings.Graph));
        services.AddKeyedSingleton(SharePointSettings.Client, (provider, _) => new GraphConsent(
            provider.GetRequiredKeyedService<TokenCredential>(SharePointSettings.Client), settings.Graph.Address));
        services.AddKeyedSingleton(SharePointSettings.Client, (provider, _) => new GraphCalls(
            settings.Graph.Address, provider.GetRequiredKeyedService<TokenCredential>(SharePointSettings.Client), Network(provider), TimeProvider.System, settings.Host));
        services.AddSingleton(provider => new LibraryFiles(
            provider.GetRequiredKeyedService<GraphCalls>(SharePointSettings.Client), settings, provider.GetRequiredService<ResourceGate>()));
    }

    /// <summary>The library for a command, by the same settings.</summary>
    /// <exception cref="GraphSettingsException">Something is missing or wrong.</exception>
    public static LibraryFiles Open(IConfiguration configuration, IHostEnvironment environment)
    {
        var services = new ServiceCollection();
        services.AddSharePoint(SharePointSettings.Read(configuration, environment));
        return services.BuildServiceProvider().GetRequiredService<LibraryFiles>();
    }

    private static HttpMessageHandler Network(IServiceProvider provider) =>
        provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(SharePointSettings.Client);
}
