using NodaTime;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Following;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Matters;

/// <summary>
/// Looks once an hour for cases in which nothing has happened for longer than the policy allows, and for dates that come near
/// or have moved with the bank holidays. The list only says where to
/// look; whether a reminder is due is decided on the case's records, so reminding twice at once is not possible.
/// </summary>
public sealed class Reminders(MatterList matters, MatterActs acts, CaseList cases, CaseActs downloads, Registers registers, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromHours(1);

    /// <summary>One round; the number of reminders.</summary>
    public async Task<int> RemindAsync(CancellationToken cancellation)
    {
        var reminded = 0;
        foreach (var school in registers.Cameras.Schools)
        {
            foreach (var id in await matters.QuietAsync(school.Id, time.GetUtcNow().AddDays(-1), cancellation))
            {
                if (await acts.RemindAsync(school.Id, id))
                    reminded++;
            }

            await matters.CatchUpAsync([school.Id], cancellation);
            await acts.OpenFirstAsync(school.Id, [.. matters.Kinds([school.Id]).Select(kind => kind.Kind)], Instant.FromDateTimeOffset(time.GetUtcNow()));

            foreach (var id in await matters.UnderWayAsync(school.Id, cancellation))
                reminded += await acts.TickAsync(school.Id, id, Instant.FromDateTimeOffset(time.GetUtcNow()));

            foreach (var waiting in await cases.InAsync(school.Id, [DownloadState.AwaitingAuthorisation, DownloadState.AwaitingDeletion], cancellation))
            {
                var now = Instant.FromDateTimeOffset(time.GetUtcNow());
                if (waiting.Since < now - Duration.FromDays(1) && await downloads.RemindAsync(school.Id, waiting.Id, now))
                    reminded++;
            }
        }

        return reminded;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Round, time);
        try
        {
            do
            {
                try
                {
                    await RemindAsync(stoppingToken);
                }
                catch (StoreFailedException)
                {
                    // The next round finds what this one did not get to.
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
