using NodaTime;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Following;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Deliveries;

/// <summary>
/// <see cref="CardPlan"/> gives a card to those in office when its record was written. While the case waits, days pass and
/// the staff register changes: a round at the start, at each new day in London and at each new version of the register
/// brings the card to whoever has come into office and takes the buttons from the copies of whoever has left.
/// </summary>
public sealed class OfficeRounds(
    Database database, CardPlan plan, CaseList cases, MatterList matters, Scenes scenes, Registers registers, TimeProvider time) : BackgroundService
{
    private static readonly DownloadState[] Waiting =
        [DownloadState.AwaitingAuthorisation, DownloadState.Authorised, DownloadState.AwaitingDeletion, DownloadState.DeletionAuthorised];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var bell = new Bell();
        database.Committed += bell.Ring;
        try
        {
            (LocalDate Day, string Staff)? done = null;
            while (true)
            {
                await bell.WaitAsync(stoppingToken);
                var due = (London.DayOf(Now), registers.Staff.Version);
                if (due != done && await RoundAsync(stoppingToken))
                    done = due;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            database.Committed -= bell.Ring;
        }
    }

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <summary>False where the store failed: what was handed over stays so, and the next ring goes through all of it again.</summary>
    private async Task<bool> RoundAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (var school in registers.Cameras.Schools)
            {
                // A copy that the plan has yet to add would be missed.
                await plan.CatchUpAsync(school.Id, cancellation);
                foreach (var open in await cases.InAsync(school.Id, Waiting, cancellation))
                    await database.WriteAsync(session => HandOver(new LogReader(session, school.Id), open.Id));
                foreach (var open in await matters.UnderWayAsync(school.Id, cancellation))
                    await database.WriteAsync(session => HandOver(new LogReader(session, school.Id), open));
            }

            return true;
        }
        catch (StoreFailedException)
        {
            return false;
        }
    }

    private bool HandOver(LogReader log, string caseId)
    {
        var records = log.Case(caseId);
        if (scenes.Of(log, caseId, Now) is not { } scene)
            return true;
        foreach (var (topic, who) in MatterHolders.ByTopic(Matter.Fold(caseId, records), scene))
            new DeliveryTable(log.Session).HandOver(log.School, caseId, topic, who, records[^1].Number);
        if (DownloadCase.Fold(caseId, records) is { } download && CardPlan.Waiting(download, scene) is var (waiting, holders))
            new DeliveryTable(log.Session).HandOver(log.School, caseId, waiting, holders, records[^1].Number);

        return true;
    }
}
