using TeamsCctv.Features.Acts;
using TeamsCctv.Features.CctvLog;
using TeamsCctv.Features.RecordLogs;
using TeamsCctv.Features.Retention;
using TeamsCctv.Pages;
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
        services.AddSingleton(_ => new Database(data.File("cctv.db")));
        services.AddSingleton(_ => LogKey.OpenOrCreate(
            data.File("log-key.pem"), builder.Configuration["Records:Origin"] ?? "teamscctv.invalid"));
        services.AddSingleton(_ => PolicyFiles.Load(Path.Combine(AppContext.BaseDirectory, "Policies")));
        services.AddSingleton<Registers>().AddSingleton<RecordLog>().AddSingleton<Scenes>().AddSingleton<CaseActs>();
        services.AddSingleton<TileReader>();
        services.AddHostedService<Opening>();
        services.AddFollower<CctvLogView>();
        services.AddHostedService<RetentionAsks>();
        builder.AddPages();
        return builder;
    }

    public static void MapTeamsCctv(this WebApplication app)
    {
        app.MapTiles();
        app.MapPages();
    }

    private static void AddFollower<T>(this IServiceCollection services)
        where T : class, IHostedService =>
        services.AddSingleton<T>().AddHostedService(provider => provider.GetRequiredService<T>());
}
