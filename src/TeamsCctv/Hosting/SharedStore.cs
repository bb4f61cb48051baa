using TeamsCctv.Features.SignIn;
using TeamsCctv.Protocols.AzureStorage;
using TeamsCctv.Storage;

namespace TeamsCctv.Hosting;

/// <summary>
/// The store of several processes: each follows the journal, and none answers a request before it knows what the others
/// had done when it came in.
/// </summary>
internal sealed partial class SharedStore(
    Database database, Lease lease, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<SharedStore> logger) : BackgroundService
{
    private const string Setting = "Storage:Journal";

    /// <summary>What only takes things in, or says how it is: it needs nothing that another process has done.</summary>
    private static readonly string[] Taking = ["/health", "/api/recorders", "/api/graph"];

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>How often whoever leaves the copies looks how old they are; how long an erased name may lie there grows with it.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromHours(1);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    private DateTimeOffset _looks;
    private DateTimeOffset _again;

    /// <summary>
    /// <c>Storage:Journal</c> is the address of a blob container, which the managed identity writes to; in Development also
    /// the connection string of an account, whose container <c>journal</c> is used.
    /// </summary>
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Lease>().AddHostedService<SharedStore>();
        if (!IsGiven(builder.Configuration))
            return;
        if (Open(builder.Configuration, builder.Environment.IsDevelopment()) is { } journal)
        {
            builder.Services.AddSingleton<IJournal>(journal);
            return;
        }

        builder.Services.AddSingleton(new StartProblem(
            "Storage:Journal is not the address of a blob container. Set Storage__Journal to one, like https://your-account.blob.core.windows.net/journal, or leave it out."));
    }

    public static bool IsGiven(IConfiguration configuration) => configuration[Setting] is { Length: > 0 };

    /// <summary>Null where the setting is none that can be used.</summary>
    /// <param name="person">Whether the sign-in of whoever runs this will do, or a connection string.</param>
    public static IJournal? Open(IConfiguration configuration, bool person) =>
        BlobJournal.TryOpen(configuration[Setting]!.Trim(), configuration["Storage:ClientId"], person, TimeProvider.System);

    /// <summary>Before everything that answers: what other processes had done is known here as well.</summary>
    public static void Use(WebApplication app)
    {
        var database = app.Services.GetRequiredService<Database>();
        if (!database.IsShared)
            return;
        app.Use(async (http, next) =>
        {
            if (!Array.Exists(Taking, path => http.Request.Path.StartsWithSegments(path, StringComparison.Ordinal)) && !await IsCurrentAsync(database))
            {
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                http.Response.ContentType = "text/plain; charset=utf-8";
                await http.Response.WriteAsync("The store cannot be reached now. Nothing was changed. Try again in a minute.");
                return;
            }

            await next(http);
        });
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await lease.ReleaseAsync();
        }
        catch (StoreFailedException)
        {
            // It runs out by itself.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!database.IsShared)
            return;
        database.Lost += lifetime.StopApplication;
        try
        {
            while (true)
            {
                await FollowAsync(stoppingToken);
                await Task.Delay(Every, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private static async Task<bool> IsCurrentAsync(Database database)
    {
        try
        {
            await database.RefreshAsync();
            return true;
        }
        catch (StoreFailedException)
        {
            return false;
        }
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        try
        {
            await database.RefreshAsync();
            if (await lease.IsHeldAsync("copies"))
                await KeepAsync(cancellation);
        }
        catch (Exception failure) when (failure is StoreFailedException or JournalException)
        {
            // Nothing is decided on an old state: every decision reads the journal first, and fails where it cannot.
            LogBehind(failure.InnerException?.Message ?? failure.Message);
        }
    }

    private async Task KeepAsync(CancellationToken cancellation)
    {
        // A copy is of the whole store: one that cannot be left is not made anew each second.
        var now = time.GetUtcNow();
        if (now < _again)
            return;
        _again = now + LookAgain;
        var looks = now >= _looks;
        await database.KeepAsync(looks, cancellation);
        _again = default;
        if (looks)
            _looks = now + LookEvery;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal cannot be followed: {Reason}; it is tried again")]
    private partial void LogBehind(string reason);
}
