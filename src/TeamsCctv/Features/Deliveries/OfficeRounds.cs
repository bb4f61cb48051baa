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

    private volatile Round? _done;

    /// <summary>Whether the cards are with those in office today, by the register as it stands.</summary>
    public bool HasCaughtUp => Due == _done;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var bell = new Bell();
        database.Committed += bell.Ring;
        try
        {
            while (true)
            {
                await bell.WaitAsync(stoppingToken);
                var due = Due;
                if (due != _done && await RoundAsync(stoppingToken))
                    _done = due;
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

    private Round Due => new(London.DayOf(Now), registers.Staff.Version);

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
                    await HandOverAsync(school.Id, open.Id);
                foreach (var open in await matters.UnderWayAsync(school.Id, cancellation))
                    await HandOverAsync(school.Id, open);
            }

            return true;
        }
        catch (StoreFailedException)
        {
            return false;
        }
    }

    /// <summary>
    /// Nearly every case of a round has the holders it had: that is found by a read, so that a round over thousands of cases
    /// waits for no disk and nobody's decision waits for the round.
    /// </summary>
    private async Task HandOverAsync(string school, string caseId)
    {
        if (database.Read(session => Holders(new(session, school), caseId).Cards.TrueForAll(card =>
            new DeliveryTable(session).IsHandedOver(school, caseId, card.Topic, card.Who))))
        {
            return;
        }

        await database.WriteAsync(session =>
        {
            var (cards, last) = Holders(new(session, school), caseId);
            foreach (var (topic, who) in cards)
                new DeliveryTable(session).HandOver(school, caseId, topic, who, last);
            return true;
        });
    }

    /// <summary>The cards of a case that wait for somebody, with whom, and the case's last record.</summary>
    private (List<(string Topic, IReadOnlyCollection<string> Who)> Cards, long Last) Holders(LogReader log, string caseId)
    {
        var records = log.Case(caseId);
        if (scenes.Of(log, caseId, Now) is not { } scene)
            return ([], 0);
        List<(string, IReadOnlyCollection<string>)> cards = [.. MatterHolders.ByTopic(Matter.Fold(caseId, records), scene)];
        if (DownloadCase.Fold(caseId, records) is { } download && CardPlan.Waiting(download, scene) is { } waiting)
            cards.Add(waiting);
        return (cards, records[^1].Number);
    }

    private sealed record Round(LocalDate Day, string Staff);
}
