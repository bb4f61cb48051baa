using NodaTime;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.Acts;
using TeamsCctv.Protocols.Teams.Cards;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Deliveries;

/// <summary>Draws a card of a case for a viewer, as the case stands now.</summary>
public sealed class CardDrawer(
    IEnumerable<ICards> features, Database database, RecordLog log, Scenes scenes, Registers registers, Conversations conversations, TimeProvider time)
{
    private readonly Dictionary<string, ICards> _byTopic = features
        .SelectMany(feature => feature.Topics.Select(topic => (topic, feature)))
        .ToDictionary(pair => pair.topic, pair => pair.feature, StringComparer.Ordinal);

    /// <summary>The topics somebody draws.</summary>
    public IReadOnlyCollection<string> Topics => _byTopic.Keys;

    /// <summary>Null where there is no such school, case or topic.</summary>
    /// <param name="who">A person's key, or <see cref="DeliveryTable.Channel"/>.</param>
    public async Task<Card?> DrawAsync(string school, string caseId, string topic, string who, Func<CardContext, CardContext>? with = null)
    {
        if (!_byTopic.TryGetValue(topic.Split(':')[0], out var feature))
            return null;
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var (records, found, holds) = await log.ReadAsync(school, reader => (reader.Case(caseId), feature.AreOfSchool ? scenes.At(school, now) : scenes.Of(reader, caseId, now), reader.HoldsOn(caseId)));
        if (found is not { } scene)
            return null;
        var viewer = registers.Staff.Find(who);
        var context = new CardContext(scene, caseId, topic, records, viewer, []);
        if (viewer is not null && scene.Staff.OfficesOf(viewer, school, scene.Now).Count == 0)
            return new("CCTV", [new TextBlock($"{scene.School.Name} · {caseId}", isSubtle: true), new TextBlock("You hold no position at this school any more, so this card shows nothing.")]);
        if (viewer is null && who != DeliveryTable.Channel)
            return new("CCTV", [new TextBlock("This card shows nothing any more.")]);
        context = context with { Mris = Mris(context, who), Download = context.Download is { } download ? download with { HeldBy = holds } : null };
        return feature.Draw(with?.Invoke(context) ?? context);
    }

    /// <summary>Whether a person was meant to have this card: what they may be shown, and no more.</summary>
    public bool HasCopy(string school, string caseId, string topic, Person person) => database.Read(session => session.First(
        "SELECT 1 FROM delivery WHERE school = $1 AND case_id = $2 AND topic = $3 AND who = $4",
        _ => true, school, caseId, topic, person.Key));

    /// <summary>Whether a copy that was not sent yet must still go out.</summary>
    public bool IsOwed(Delivery delivery) =>
        !_byTopic.TryGetValue(delivery.Topic.Split(':')[0], out var feature)
        || registers.Staff.Find(delivery.Who) is not { } who
        || scenes.At(delivery.School, Instant.FromDateTimeOffset(time.GetUtcNow())) is not { } scene
        || feature.IsOwed(scene, delivery.Case, who);

    private static IEnumerable<Person> Deciders(CardContext context) => context switch
    {
        { Matter: { Opened: { } opened } matter } when context.Scene.Policy.Matter(opened.Matter)?.Decision is { } decision =>
            MatterRules.DecidersOf(matter, decision, context.Scene).Select(office => office.Person),
        _ => DownloadDeciders(context),
    };

    private static IEnumerable<Person> DownloadDeciders(CardContext context) => context.Download is not { } download ? []
        : (Deliveries.Topics.IsAuthorise(context.Topic) ? Authorising.DecidersOf(download, context.Scene) : Deleting.DecidersOf(download, context.Scene))
            .Select(office => office.Person);

    private string[] Mris(CardContext context, string who)
    {
        IEnumerable<Person> viewers = who == DeliveryTable.Channel
            ? Deciders(context)
            : context.Viewer is { } viewer ? [viewer] : [];
        return [.. viewers.Select(conversations.Of).OfType<Protocols.Teams.ConversationReference>()
            .Select(reference => reference.UserId).OfType<string>().Take(60)];
    }
}
