using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Protocols.Queues;
using TeamsCctv.Protocols.SharePoint;
using TeamsCctv.Protocols.Teams.Connector;

namespace TeamsCctv.Features.Health;

/// <summary>
/// <c>/health/live</c> says that the process answers, <c>/health/ready</c> that something can be decided now; both say no more than
/// that to anybody. <c>doctor</c> tries every connection and says what to do.
/// </summary>
internal static class HealthFeature
{
    private const string Ready = "ready";

    public static void AddHealth(this IServiceCollection services)
    {
        var checks = services.AddHealthChecks().AddCheck<StoreCheck>("store", tags: [Ready]).AddCheck<KeyCheck>("signing key");
        if (Has<SharePointSettings>(services))
        {
            checks.AddCheck<LibraryCheck>("library", tags: [Ready]).AddCheck<LibraryTrial>("SharePoint");
            checks.Add(new("consent for SharePoint", provider => new ConsentCheck(
                provider.GetRequiredKeyedService<GraphConsent>(SharePointSettings.Client), needsSites: true), null, null));
        }

        if (Has<GraphMail>(services))
        {
            checks.AddCheck<MailboxCheck>("mailboxes");
            checks.Add(new("consent for mail", provider => new ConsentCheck(
                provider.GetRequiredService<GraphConsent>(), needsSites: false), null, null));
        }

        if (Has<OutboundToken>(services))
            checks.AddCheck<BotCheck>("bot");
        if (Has<InboxQueue>(services))
            checks.AddCheck<QueueCheck>("queue");
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) });
    }

    /// <summary>Runs every check and says what came of it, a line each; 1 where something does not work.</summary>
    public static async Task<int> ExamineAsync(IServiceProvider services, TextWriter output)
    {
        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        foreach (var (name, entry) in report.Entries)
        {
            var sign = entry.Status switch { HealthStatus.Healthy => "ok   ", HealthStatus.Degraded => "look ", _ => "wrong" };
            await output.WriteLineAsync($"{sign} {name}: {entry.Description ?? entry.Exception?.GetType().Name}");
        }

        return report.Status == HealthStatus.Unhealthy ? 1 : 0;
    }

    private static bool Has<T>(IServiceCollection services) => services.Any(service => service.ServiceType == typeof(T) && !service.IsKeyedService);
}
