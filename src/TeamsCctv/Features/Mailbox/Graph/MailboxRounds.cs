using NodaTime;
using TeamsCctv.Features.Following;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox.Graph;

/// <summary>
/// Goes round the mailboxes of the register: keeps their subscriptions, looks them through and fetches what was announced.
/// What fails waits for its time and holds up nothing else.
/// </summary>
internal sealed partial class MailboxRounds(
    Database database, Lease lease, Registers registers, Subscribing subscribing, Looking looking, Fetching fetching, Pace pace,
    TimeProvider time, IHostApplicationLifetime lifetime, ILogger<MailboxRounds> logger) : BackgroundService
{
    private static readonly Duration SweepEvery = Duration.FromHours(1);

    /// <summary>Subscriptions are the application's, no mailbox's: what Graph says of them counts for all.</summary>
    private const string Application = "";

    /// <summary>Graph serves four calls of an application to a mailbox at once; of mailboxes, as many as we like to have open.</summary>
    private const int AtOnce = 4;

    private readonly Bell _bell = new();
    private Instant _sweepAt = Instant.MinValue;

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    public override void Dispose()
    {
        _bell.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Does whatever is due now.</summary>
    /// <param name="atOnce">How many mailboxes are served at the same time.</param>
    internal async Task StepAsync(int atOnce, CancellationToken cancellation)
    {
        try
        {
            if (!await lease.IsHeldAsync("mailboxes"))
                return;
            await ConnectAsync();
            if (Now >= _sweepAt)
            {
                await TryAsync(Application, "sweep", async () =>
                {
                    await subscribing.SweepAsync(cancellation);
                    _sweepAt = Now + SweepEvery;
                });
            }

            await Parallel.ForEachAsync(
                database.Read(MailboxTable.All),
                new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation },
                async (row, cancelled) => await ServeAsync(row, cancelled));
        }
        catch (StoreFailedException)
        {
            // Whatever was kept of this step is found by the next one.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        database.Committed += _bell.Ring;
        try
        {
            // Graph asks back at our own address before it makes a subscription.
            var listens = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var started = lifetime.ApplicationStarted.Register(() => listens.TrySetResult());
            await listens.Task.WaitAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                await StepAsync(AtOnce, stoppingToken);
                await _bell.WaitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            database.Committed -= _bell.Ring;
        }
    }

    /// <summary>The register says which mailboxes there are; written only where that changed.</summary>
    private async Task ConnectAsync()
    {
        var wanted = registers.Cameras.Schools.Where(school => school.Mailbox is { Length: > 0 }).ToDictionary(school => school.Id, school => school.Mailbox!);
        var rows = database.Read(MailboxTable.All);
        if (rows.Count == wanted.Count && rows.All(row => wanted.GetValueOrDefault(row.School) == row.Mailbox))
            return;
        await database.WriteAsync(session =>
        {
            foreach (var row in rows.Where(row => !wanted.ContainsKey(row.School)))
                MailboxTable.Disconnect(session, row.School);
            foreach (var (school, mailbox) in wanted)
                MailboxTable.Connect(session, school, mailbox, Now);
            return true;
        });
        _sweepAt = Instant.MinValue;
    }

    private async Task ServeAsync(MailboxRow row, CancellationToken cancellation)
    {
        if (row.Subscription is null || row.Expires <= Now || row.IsToBeRenewed(Now))
            await TryAsync(Application, row.School, () => subscribing.KeepAsync(row, cancellation));
        if (database.Read(session => MailboxTable.Find(session, row.School)) is not { } fresh)
            return;
        if (fresh.IsToBeLookedThrough(Now))
            await TryAsync(row.School, "delta", () => looking.RunAsync(fresh, cancellation));
        if (pace.Quiet(row.School) is null)
            await fetching.RunAsync(row.School, fresh.Mailbox, cancellation);
    }

    private async Task TryAsync(string school, string what, Func<Task> act)
    {
        if (!pace.MayTry(school, what))
            return;
        try
        {
            await act();
            pace.Succeeded(school, what);
        }
        catch (GraphException failure)
        {
            pace.Failed(school, what, failure);
            LogFailed(school.Length == 0 ? "the subscription" : school, what, failure.Reason);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Graph did not do it, {Whose} {What}: {Reason}; it is tried again")]
    private partial void LogFailed(string whose, string what, string reason);
}
