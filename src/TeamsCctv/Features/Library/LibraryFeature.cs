using Azure.Core;
using TeamsCctv.Features.SignIn;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Protocols.SharePoint;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Library;

/// <summary>The records in the school's own SharePoint, where the section <c>SharePoint</c> says which library.</summary>
internal static class LibraryFeature
{
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

        GraphServices.AddGraphHttp(services, SharePointSettings.Client);
        services.AddSingleton(settings).AddSingleton(provider => new ResourceGate(provider.GetRequiredService<TimeProvider>()));
        services.AddKeyedSingleton<TokenCredential>(SharePointSettings.Client, (_, _) => GraphToken.CredentialOf(settings.Graph));
        services.AddKeyedSingleton(SharePointSettings.Client, (provider, _) => new GraphCalls(
            settings.Graph.Address, provider.GetRequiredKeyedService<TokenCredential>(SharePointSettings.Client),
            provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(SharePointSettings.Client), provider.GetRequiredService<TimeProvider>(), settings.Host));
        services.AddSingleton(provider => new LibraryFiles(
            provider.GetRequiredKeyedService<GraphCalls>(SharePointSettings.Client), settings, provider.GetRequiredService<ResourceGate>(), provider.GetRequiredService<TimeProvider>()));
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
