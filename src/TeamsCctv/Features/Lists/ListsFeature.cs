using TeamsCctv.Features.Deliveries;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Protocols.SharePoint;

namespace TeamsCctv.Features.Lists;

/// <summary>The lists of the school's SharePoint, where the section <c>SharePoint</c> names its site.</summary>
internal static class ListsFeature
{
    /// <summary>Call it where SharePoint is set up already: it asks by the same calls and the same gate.</summary>
    public static void AddLists(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        if (services.FirstOrDefault(service => service.ServiceType == typeof(SharePointSettings))?.ImplementationInstance is not SharePointSettings { Site: not null } settings)
            return;
        services.AddSingleton(provider => new SiteLists(
            provider.GetRequiredKeyedService<GraphCalls>(SharePointSettings.Client), settings, provider.GetRequiredService<ResourceGate>()));
        services.AddSingleton<ViewRows>().AddHostedService(provider => provider.GetRequiredService<ViewRows>());
        services.AddSingleton<ListSight>().AddSingleton<RegisterRows>().AddSingleton<RegisterEdits>().AddSingleton<ICards, EditCard>();
        services.AddSingleton<ListRounds>().AddHostedService(provider => provider.GetRequiredService<ListRounds>());
    }
}
