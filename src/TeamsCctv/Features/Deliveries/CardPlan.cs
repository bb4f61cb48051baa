using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Following;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Deliveries;

/// <summary>
/// Says, record by record, who must hold which card, and that every copy of the case's cards must show the case as of
/// this record. Sending is <see cref="CardSender"/>'s: nothing here leaves the process.
/// </summary>
public sealed class CardPlan(Database database, Registers registers, Scenes scenes) : LogFollower("cards", database, registers)
{
    protected override void Apply(LogReader log, long seq, string? caseId, string kind)
    {
        // A refusal that stands alone is nobody's card.
        if (caseId is null || Commit.IsRefusal(caseId) || scenes.Of(log, caseId, default) is not { } known)
            return;
        var records = log.Case(caseId);
        // Nor does one in a case change what its cards show: drawing them anew would take the refusal away from whoever has just met it.
        if (records.FirstOrDefault(record => record.Number == seq) is not { Fact: { } fact and not ActRefused } here)
            return;

        // Who holds an office is asked as of the record: a follower that lags must not send to tomorrow's alternate.
        var scene = known with { Now = here.At };
        var download = DownloadCase.Fold(caseId, records);
        var deliveries = new DeliveryTable(log.Session);
        deliveries.Want(log.School, caseId, seq);
        var matter = Matter.Fold(caseId, records);
        if (matter?.Opened?.Recording is { } recording && fact is MatterOpened or MatterRefused or MatterStepTaken { Closes: true })
            deliveries.Want(log.School, recording, seq);
        foreach (var (topic, who) in Recipients(fact, download, scene, seq).Concat(MatterHolders.Of(matter, fact, scene, seq)))
            deliveries.Add(log.School, caseId, topic, who, seq);
    }

    /// <summary>The card that waits for somebody, and the keys of those who may act on it at the scene's moment; null where none waits.</summary>
    internal static (string Topic, IReadOnlyCollection<string> Who)? Waiting(DownloadCase download, Scene scene)
    {
        return download switch
        {
            { State: DownloadState.AwaitingAuthorisation } => (Topics.Authorise, Keys(Authorising.DecidersOf(download, scene))),
            { State: DownloadState.Authorised, Request: { } request } when !scene.Policy.Download.AskerRecords =>
                (Topics.Keep, [.. Downloaders(request, scene)]),
            { State: DownloadState.AwaitingDeletion, DeletionAsked: { } asked } => ($"{Topics.Delete}:{asked.Record}", Keys(Deleting.DecidersOf(download, scene))),
            { State: DownloadState.DeletionAuthorised, Request: { } request } =>
                (Topics.CarryOut, [.. Keys(scene.Holders(scene.Policy.Deletion.CarryOut)), .. Requester(request.By.Person)]),
            _ => null,
        };

        IEnumerable<string> Requester(string key) =>
            scene.Staff.People.Where(person => person.Key == key && Deleting.MayCarryOut(download, person, scene)).Select(person => person.Key);
    }

    private static IEnumerable<(string Topic, string Who)> Recipients(IFact fact, DownloadCase? download, Scene scene, long seq) => fact switch
    {
        DownloadRequested { NoSignature: not null } request => To(Topics.Keep, Downloaders(request, scene)),
        DownloadRequested when download is not null =>
            [.. To(Topics.Authorise, Authorising.DecidersOf(download, scene)), (Topics.Authorise, DeliveryTable.Channel)],
        DownloadAuthorised when download?.Request is { } request => To(Topics.Keep, Downloaders(request, scene)),
        DownloadRefused when download?.Request is { } request => [(Topics.Keep, request.By.Person)],
        DeletionAsked { NoSignature: not null } when download?.Request is { } request => CarryOut(request, scene),
        DeletionAsked when download is not null =>
            [.. To($"{Topics.Delete}:{seq}", Deleting.DecidersOf(download, scene)), ($"{Topics.Delete}:{seq}", DeliveryTable.Channel)],
        DeletionAuthorised when download?.Request is { } request => CarryOut(request, scene),
        DecisionReminded reminded when download is not null && Waiting(download, scene) is var (topic, holders) =>
            To($"{topic}:{seq}", [.. holders, .. reminded.Time > 1 ? Keys(scene.Holders(Reminding.RuleOf(download, scene.Policy)?.Then ?? [])) : []]),
        RecorderReported => To(Topics.Fault, scene.Holders(scene.Policy.Faults.Tell)),
        _ => [],
    };

    private static IEnumerable<(string Topic, string Who)> CarryOut(DownloadRequested request, Scene scene) =>
        To(Topics.CarryOut, [request.By.Person, .. Keys(scene.Holders(scene.Policy.Deletion.CarryOut))]);

    /// <summary>Whoever asked, and who makes the download where that is left to others.</summary>
    private static IEnumerable<string> Downloaders(DownloadRequested request, Scene scene) =>
        [request.By.Person, .. scene.Policy.Download.AskerRecords ? [] : Keys(scene.Holders(scene.Policy.Download.Record))];

    private static HashSet<string> Keys(IEnumerable<Office> offices) => [.. offices.Select(office => office.Person.Key)];

    private static IEnumerable<(string Topic, string Who)> To(string topic, IEnumerable<Office> offices) => To(topic, Keys(offices));

    private static IEnumerable<(string Topic, string Who)> To(string topic, IEnumerable<string> who) =>
        who.Distinct().Select(key => (topic, key));
}
