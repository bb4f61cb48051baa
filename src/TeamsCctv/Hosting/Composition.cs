using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Arrivals;
using TeamsCctv.Features.Ask;
using TeamsCctv.Features.CctvLog;
using TeamsCctv.Features.Chat;
using TeamsCctv.Features.Decisions;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.DevChat;
using TeamsCctv.Features.Digest;
using TeamsCctv.Features.Faults;
using TeamsCctv.Features.Following;
using TeamsCctv.Features.Health;
using TeamsCctv.Features.Library;
using TeamsCctv.Features.Lists;
using TeamsCctv.Features.Mailbox;
using TeamsCctv.Features.Mailbox.Graph;
using TeamsCctv.Features.Matters;
using TeamsCctv.Features.Messages;
using TeamsCctv.Features.Policies;
using TeamsCctv.Features.Recorders;
using TeamsCctv.Features.RecordLogs;
using TeamsCctv.Features.Recordings;
using TeamsCctv.Features.Retention;
using TeamsCctv.Features.SampleTrust;
using TeamsCctv.Features.SignIn;
using TeamsCctv.Features.Strangers;
using TeamsCctv.Pages;
using TeamsCctv.Protocols.Teams;
using TeamsCctv.Protocols.Telemetry;
using TeamsCctv.Storage;

namespace TeamsCctv.Hosting;

/// <summary>Everything the process is made of, in one place; tests build the same.</summary>
public static class Composition
{
    public static WebApplicationBuilder AddTeamsCctv(this WebApplicationBuilder builder)
    {
        var data = DataDirectory.From(builder.Configuration);
        var services = builder.Services;
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

        services.AddSingleton(data);
        services.AddSingleton(TimeProvider.System);
        SharedStore.Add(builder);
        services.AddSingleton(provider => new Database(data.File("cctv.db"), provider.GetService<IJournal>()));
        var origin = builder.Configuration["Records:Origin"] ?? "teamscctv.invalid";
        var signing = SigningKeys.From(builder.Configuration, builder.Environment, data);
        services.AddSingleton(provider => signing.Open(origin, provider)).AddSingleton<KeyHandover>();
        foreach (var otherwise in LogIdentity.Problems(data, origin, signing))
            services.AddSingleton(otherwise);
        services.AddSingleton(_ => PolicyFiles.Load(Path.Combine(AppContext.BaseDirectory, "Policies")));
        services.AddSingleton<PolicyShelf>().AddSingleton<Registers>().AddSingleton<RecordLog>().AddSingleton<Scenes>().AddSingleton<CaseActs>();
        services.AddSingleton<TileReader>();
        builder.AddLibrary();
        services.AddHostedService<Opening>();
        services.AddFollower<CctvLogView>();
        builder.AddLists();
        services.AddHostedService<RetentionAsks>();

        var address = PublicAddress.From(builder.Configuration, builder.Environment);
        services.AddSingleton(address);
        var localChannel = builder.AddDevChat(data.File("chat.db"), SampleTrust.Tenant, address, provider => ChatStaff.Of(provider.GetRequiredService<Registers>()));
        try
        {
            services.AddTeams(builder.Configuration, builder.Environment, localChannel);
        }
        catch (BotSettingsException incomplete)
        {
            foreach (var wrong in incomplete.Wrong)
                services.AddSingleton(new StartProblem(wrong));
        }

        if (!builder.Environment.IsDevelopment() && string.IsNullOrEmpty(builder.Configuration["Records:Origin"]))
            services.AddSingleton(new StartProblem("Records:Origin is missing. Set Records__Origin to a name of your own for the record logs, for example cctv.your-trust.org; it can never be changed."));
        services.AddProxies(builder.Configuration, address);
        if (address.Problem is { } problem)
            services.AddSingleton(new StartProblem(problem));
        services.AddSingleton<ITurnHandler, Turns>().AddSingleton<ChatWords>().AddSingleton<Conversations>();
        services.AddSingleton<CardDrawer>().AddSingleton<CaseAnswers>().AddSingleton<CardSender>();
        services.AddSingleton<ICards, DecisionCard>().AddSingleton<ICards, KeepCard>().AddSingleton<ICards, FaultCard>();
        services.AddSingleton<AskVerbs>().AddSingleton<ICardVerbs>(provider => provider.GetRequiredService<AskVerbs>());
        services.AddSingleton<ICardVerbs>(provider => provider.GetRequiredService<CaseAnswers>());
        services.AddSingleton<ICardVerbs, DecisionVerbs>().AddSingleton<ICardVerbs, KeepVerbs>();
        services.AddSingleton<MatterActs>().AddSingleton<FormActs>().AddSingleton(provider => FormLinks.OpenOrCreate(provider.GetRequiredService<Database>(), data.File("forms.key"), address)).AddSingleton<ICards, MatterCard>();
        services.AddSingleton<MatterVerbs>().AddSingleton<ICardVerbs>(provider => provider.GetRequiredService<MatterVerbs>());
        services.AddSingleton<ICardVerbs, AwayVerbs>().AddSingleton<KeptRecordings>();
        services.AddFollower<MatterList>();
        services.AddFollower<StaffEntries>();
        services.AddHostedService<Reminders>();
        services.AddFollower<ClauseFirings>();
        services.AddFollower<CardPlan>();
        services.AddHostedService<OfficeRounds>();
        services.AddHostedService<Sending>();
        builder.AddArrivals();
        builder.AddCustomHandler(address);
        services.AddStrangers();
        services.AddRecorders();
        services.AddMailbox(Path.Combine(AppContext.BaseDirectory, "Policies"));
        builder.AddGraphMailbox();
        services.AddDigest();
        services.AddHealth();
        builder.AddTelemetry();
        builder.AddPages();
        return builder;
    }

    public static void MapTeamsCctv(this WebApplication app)
    {
        // First of all: who asks, and over which scheme, is what signing in goes by.
        app.UseForwardedHeaders();
        app.UseCustomHandler();
        app.UsePages();

        // Before anything is read for them.
        app.UseRateLimiter();
        SharedStore.Use(app);
        app.MapMessages();
        app.MapDevChat();
        app.MapRecorders();
        app.MapGraphMailbox();
        app.MapTiles();
        app.MapPolicySchema();
        app.MapHealth();
        app.MapPages();
    }

    private static void AddFollower<T>(this IServiceCollection services)
        where T : class, IHostedService =>
        services.AddSingleton<T>().AddHostedService(provider => provider.GetRequiredService<T>());
}
