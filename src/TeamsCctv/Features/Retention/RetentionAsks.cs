using NodaTime;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.CctvLog;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Retention;

/// <summary>
/// When a kept recording's time has run out, asks the named person for its deletion (AL-13.2). The view only says
/// where to look; whether it has run out is decided on the case's records, so asking twice is not possible.
/// </summary>
public sealed class RetentionAsks(CctvLogView view, RecordLog log, Scenes scenes, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);

    /// <summary>One round; the number of recordings asked about.</summary>
    public async Task<int> AskAsync()
    {
        var asked = 0;
        var today = London.DayOf(Instant.FromDateTimeOffset(time.GetUtcNow()));
        foreach (var (school, caseId) in view.RunOut(today))
        {
            if (await log.CommitAsync(school, commit => Ask(commit, caseId)))
                asked++;
        }

        return asked;
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
                    await AskAsync();
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

    private bool Ask(Commit commit, string caseId)
    {
        if (commit.Behind is not null
            || scenes.Of(commit, caseId, commit.Now) is not { } scene
            || CaseActs.Load(commit, caseId) is not { } download
            || Deleting.AskByClock(download, scene) is not Ruling<IFact>.Allowed(var fact))
        {
            return false;
        }

        commit.Append(new(fact, caseId, Actor.System("retention-clock"), Commit.Under(scene.Policy)));
        return true;
    }
}
