using TeamsCctv.Features.Arrivals;
using TeamsCctv.Hosting;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Recorders;

/// <summary>What recorders post, until it is on the record.</summary>
public static class RecordersFeature
{
    public static IServiceCollection AddRecorders(this IServiceCollection services)
    {
        services.AddSingleton(provider => RecorderUrls.OpenOrCreate(
            provider.GetRequiredService<Database>(), provider.GetRequiredService<Registers>(), provider.GetRequiredService<DataDirectory>().File("recorder-urls.key")));
        services.AddSingleton<IArrivalHandler, RecorderIntake>().AddSingleton<RecorderIngest>().AddSingleton<RecorderEndpoint>();
        services.AddSingleton<Sightings>().AddHostedService(provider => provider.GetRequiredService<Sightings>());
        services.AddSingleton<RecorderHandler>().AddHostedService(provider => provider.GetRequiredService<RecorderHandler>());

        // The server's own line about each request holds its path, and here the path is the secret.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning));
        return services;
    }

    public static void MapRecorders(this IEndpointRouteBuilder routes)
    {
        var endpoint = routes.ServiceProvider.GetRequiredService<RecorderEndpoint>();

        // Short-circuited: nothing that serves people (sessions, forms) has a say here.
        routes.MapPost("/api/recorders/{token}", (RequestDelegate)endpoint.HandleAsync).AllowAnonymous().DisableAntiforgery().ShortCircuit();
    }
}
