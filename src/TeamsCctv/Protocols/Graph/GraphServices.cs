using Azure.Core;

namespace TeamsCctv.Protocols.Graph;

/// <summary>Graph as services.</summary>
internal static class GraphServices
{
    /// <summary>The client whose handler the calls go out by.</summary>
    public const string HttpClientName = "graph";

    public static IServiceCollection AddGraph(this IServiceCollection services, GraphSettings settings)
    {
        services.AddSingleton(settings).AddSingleton(settings.Address);
        services.AddSingleton(_ => GraphToken.CredentialOf(settings));
        services.AddHttpClient(HttpClientName)
            .UseSocketsHttpHandler((handler, _) =>
            {
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
                handler.ConnectTimeout = TimeSpan.FromSeconds(5);
                handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2);
                handler.MaxResponseHeadersLength = 64;
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // They write addresses, and mailboxes with them.
            .RemoveAllLoggers();
        services.AddSingleton(provider => new GraphCalls(
            settings.Address, provider.GetRequiredService<TokenCredential>(),
            provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(HttpClientName), provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton<GraphMail>().AddSingleton<GraphSubscriptions>();
    }
}
