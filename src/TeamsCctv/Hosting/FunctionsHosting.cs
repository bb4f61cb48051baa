using TeamsCctv.Features.Arrivals;
using TeamsCctv.Features.Following;
using TeamsCctv.Features.Messages;
using TeamsCctv.Features.SignIn;
using TeamsCctv.Protocols.Functions;
using TeamsCctv.Protocols.Teams;
using TeamsCctv.Storage;

namespace TeamsCctv.Hosting;

/// <summary>The same process under an Azure Functions host; without one nothing of it is there.</summary>
internal static partial class FunctionsHosting
{
    /// <summary>A tick does not outlast the host's patience with anything else; what is behind then goes on without it.</summary>
    private static readonly TimeSpan TickPatience = TimeSpan.FromSeconds(5);

    /// <summary>The host says in which directory we run, which need not be where our files are.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args) =>
        CustomHandler.From(new ConfigurationBuilder().AddEnvironmentVariables().Build()) is null
            ? WebApplication.CreateBuilder(args)
            : WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

    public static void AddCustomHandler(this WebApplicationBuilder builder, PublicAddress address)
    {
        if (CustomHandler.From(builder.Configuration) is not { } handler)
            return;
        var services = builder.Services;
        builder.WebHost.UseUrls(handler.Address);
        if (builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
            services.AddSingleton(new StartProblem("Kestrel:Endpoints is set, but under a Functions host only the host may reach the process. Remove it."));
        if (!string.IsNullOrWhiteSpace(builder.Configuration[Proxies.Setting]))
            services.AddSingleton(new StartProblem($"{Proxies.Setting} is set, but under a Functions host the platform itself says where a request comes from. Remove it."));
        if (address.Problem is null && address.Root.AbsolutePath != $"{CustomHandler.Prefix}/")
            services.AddSingleton(new StartProblem($"PublicUrl does not end in {CustomHandler.Prefix}, which is where the Functions host passes things on. Set PublicUrl to https://your-app.azurewebsites.net{CustomHandler.Prefix}."));
        services.AddSingleton(provider => new EnvelopeDoor(
            new Dictionary<string, EnvelopeHandler>
            {
                [CustomHandler.Queue] = (envelope, cancellation) => TakeAsync(provider, envelope, cancellation),
                ["tick"] = (_, cancellation) => TickAsync(provider, cancellation),
            },
            provider.GetRequiredService<ILogger<EnvelopeDoor>>()));
    }

    /// <summary>Everything else comes after it: to whatever did not come through the host, nothing is here.</summary>
    public static void UseCustomHandler(this WebApplication app)
    {
        if (app.Services.GetService<EnvelopeDoor>() is not { } envelopes)
            return;
        app.UseFunctionsPrefix(app.Services.GetRequiredService<PublicAddress>().Root, MessagesEndpoint.Path, envelopes);
        app.UseRouting();
    }

    private static async Task<IReadOnlyList<string>> TakeAsync(IServiceProvider provider, Envelope envelope, CancellationToken cancellation)
    {
        if (provider.GetService<Intake>() is not { } intake)
            throw new NotHandledException("No queue is set: set Storage__Queues__Inbox.");
        if (envelope.Text("message") is not { } message)
            throw new NotHandledException("The envelope holds no message.");
        try
        {
            await intake.TakeAsync(message, cancellation);
            return ["Taken into the inbox."];
        }
        catch (NotTakenException failure) when (envelope.Tries is null or < Intake.MostTries)
        {
            throw new NotHandledException(failure.Message, failure);
        }
        catch (NotTakenException failure)
        {
            Log.SetAside(provider.GetRequiredService<ILogger<Intake>>(), failure);
            return await SetAsideAsync(intake, message, cancellation);
        }
    }

    private static async Task<IReadOnlyList<string>> SetAsideAsync(Intake intake, string message, CancellationToken cancellation)
    {
        try
        {
            await intake.SetAsideAsync(message, cancellation);
            return ["Set aside: it could not be taken."];
        }
        catch (NotTakenException failure)
        {
            // The host sets it aside in its own way.
            throw new NotHandledException(failure.Message, failure);
        }
    }

    /// <summary>Keeps the process awake until what follows from the records has been made, or for a while.</summary>
    private static async Task<IReadOnlyList<string>> TickAsync(IServiceProvider provider, CancellationToken cancellation)
    {
        var followers = provider.GetServices<IHostedService>().OfType<LogFollower>().ToList();
        var schools = provider.GetRequiredService<Registers>().Cameras.Schools;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TickPatience);
        try
        {
            while (!schools.All(school => followers.TrueForAll(follower => follower.HasCaughtUp(school.Id))))
                await Task.Delay(TimeSpan.FromMilliseconds(25), patience.Token);
            return ["Nothing is behind."];
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return ["Something is still behind; it goes on."];
        }
        catch (StoreFailedException failure)
        {
            throw new NotHandledException("The store cannot be read.", failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A message of the inbox queue was not taken at its last try and is set aside")]
        public static partial void SetAside(ILogger logger, Exception failure);
    }
}
