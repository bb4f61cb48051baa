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
        services.AddSingleton(_ => GraphToken.CredentialOf(settings)).AddSingleton<GraphConsent>();
        AddGraphHttp(services, HttpClientName);
        services.AddSingleton(provider => new GraphCalls(
            settings.Address, provider.GetRequiredService<TokenCredential>(),
            provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(HttpClientName), provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton<GraphMail>().AddSingleton<GraphSubscriptions>();
    }

    /// <summary>What calls to Graph go out by: one connection pool, no redirects, no cookies, no lines of addresses in logs.</summary>
    public static void AddGraphHttp(IServiceCollection services, string name) =>
        services.AddHttpClient(name)
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
}
