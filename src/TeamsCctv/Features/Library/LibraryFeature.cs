using Azure.Core;
using TeamsCctv.Features.SignIn;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Protocols.SharePoint;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Library;

/// <summary>The records in the school's own SharePoint, where the section <c>SharePoint</c> says which library.</summary>
internal static class LibraryFeature
{
    private const string HttpClientName = "sharepoint";

    /// <summary>The library for a command, by the same settings.</summary>
    /// <exception cref="GraphSettingsException">Something is missing or wrong.</exception>
    public static LibraryFiles Open(IConfiguration configuration, IHostEnvironment environment)
    {
        var settings = SharePointSettings.Read(configuration, environment);
        var services = new ServiceCollection();
        GraphServices.AddGraphHttp(services, HttpClientName);
        var network = services.BuildServiceProvider().GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(HttpClientName);
        return new(new(settings.Graph.Address, GraphToken.CredentialOf(settings.Graph), network, TimeProvider.System, settings.Host), settings, new(TimeProvider.System), TimeProvider.System);
    }

    public static void AddLibrary(this WebApplicationBuilder builder)
    {
        if (!SharePointSettings.AreGiven(builder.Configuration))
            return;
        var services = builder.Services;
        SharePointSettings settings;
        try
        {
            settings = SharePointSettings.Read(builder.Configuration, builder.Environment);
        }
        catch (GraphSettingsException incomplete)
        {
            foreach (var wrong in incomplete.Wrong)
                services.AddSingleton(new StartProblem(wrong));
            return;
        }

        GraphServices.AddGraphHttp(services, HttpClientName);
        
        // What SharePoint asks to wait for passes in its own time, also where ours is made to stand still.
        services.AddSingleton(settings).AddSingleton(_ => new ResourceGate(TimeProvider.System));
        services.AddKeyedSingleton<TokenCredential>(HttpClientName, (_, _) => GraphToken.CredentialOf(settings.Graph));
        services.AddKeyedSingleton(HttpClientName, (provider, _) => new GraphCalls(
            settings.Graph.Address, provider.GetRequiredKeyedService<TokenCredential>(HttpClientName),
            provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(HttpClientName), TimeProvider.System, settings.Host));
        services.AddSingleton(provider => new LibraryFiles(
            provider.GetRequiredKeyedService<GraphCalls>(HttpClientName), settings, provider.GetRequiredService<ResourceGate>(), TimeProvider.System));
        services.AddSingleton<RecordLibrary>();
        services.AddSingleton<LibraryRounds>().AddHostedService(provider =>
        {
            // Before anything is recorded: nobody is told of a record that is not filed.
            var library = provider.GetRequiredService<RecordLibrary>();
            provider.GetRequiredService<Database>().Confirming = library.ConfirmAsync;
            return provider.GetRequiredService<LibraryRounds>();
        });
    }
}
