using TeamsCctv.Features.Arrivals;
using TeamsCctv.Features.SignIn;
using TeamsCctv.Protocols.Graph;

namespace TeamsCctv.Features.Mailbox.Graph;

/// <summary>The shared mailboxes through Microsoft Graph; with no setting <c>Mail:Graph</c> nothing of it runs.</summary>
public static class GraphMailbox
{
    public static void AddGraphMailbox(this WebApplicationBuilder builder)
    {
        if (!GraphSettings.AreGiven(builder.Configuration))
            return;
        GraphSettings settings;
        try
        {
            settings = GraphSettings.Read(builder.Configuration, builder.Environment);
        }
        catch (GraphSettingsException incomplete)
        {
            foreach (var wrong in incomplete.Wrong)
                builder.Services.AddSingleton(new StartProblem(wrong));
            return;
        }

        builder.Services.AddGraph(settings);
        builder.Services.AddSingleton(provider => new Pace(provider.GetRequiredService<TimeProvider>(), Random.Shared));
        builder.Services.AddSingleton<IArrivalHandler, NoticeIntake>().AddSingleton<Subscribing>().AddSingleton<Looking>().AddSingleton<Fetching>().AddSingleton<NotificationEndpoint>();
        builder.Services.AddSingleton<IPostbox, GraphPostbox>();
        builder.Services.AddSingleton<MailboxRounds>().AddHostedService(provider => provider.GetRequiredService<MailboxRounds>());
    }

    /// <summary>Without the setting, nothing is found there.</summary>
    public static void MapGraphMailbox(this IEndpointRouteBuilder routes)
    {
        var endpoint = routes.ServiceProvider.GetService<NotificationEndpoint>();
        foreach (var path in new[] { Subscribing.Notifications, Subscribing.Lifecycle })
        {
            // Short-circuited: nothing that serves people (sessions, forms) has a say here.
            routes.MapPost(path, endpoint is null ? NotFound : endpoint.HandleAsync).AllowAnonymous().DisableAntiforgery().ShortCircuit();
        }
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
