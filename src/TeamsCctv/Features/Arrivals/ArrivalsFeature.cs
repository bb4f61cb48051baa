using TeamsCctv.Features.SignIn;
using TeamsCctv.Protocols.Functions;
using TeamsCctv.Protocols.Queues;

namespace TeamsCctv.Features.Arrivals;

/// <summary>The way into the inbox: direct, or with settings <c>Storage:Queues</c> over a queue of Azure Storage.</summary>
internal static class ArrivalsFeature
{
    public static void AddArrivals(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        if (!QueueSettings.AreGiven(builder.Configuration))
        {
            services.AddSingleton<IArrivals, DirectArrivals>().AddSingleton(_ => new SetAsideMessages(null));
            return;
        }

        var settings = QueueSettings.Read(builder.Configuration, builder.Environment.IsDevelopment());
        foreach (var wrong in settings.Wrong)
            services.AddSingleton(new StartProblem(wrong));
        services.AddSingleton(_ => new InboxQueue(settings)).AddSingleton<IArrivals, QueuedArrivals>().AddSingleton<Intake>();
        services.AddSingleton(provider => new SetAsideMessages(provider.GetRequiredService<InboxQueue>()));
        if (CustomHandler.From(builder.Configuration) is null)
            services.AddHostedService<InboxPump>();
        else if (settings.Queue != CustomHandler.Queue)
            services.AddSingleton(new StartProblem($"Storage:Queues:Inbox is {settings.Queue}, but the Functions host listens to {CustomHandler.Queue}. Set Storage__Queues__Inbox to {CustomHandler.Queue}."));
    }
}
