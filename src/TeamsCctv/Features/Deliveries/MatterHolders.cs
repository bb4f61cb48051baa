using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Features.Deliveries;

/// <summary>Who must hold which card of a case that the policy describes, at the scene's moment.</summary>
internal static class MatterHolders
{
    /// <param name="fact">The record that they are sent after: a reminder is a card of its own, since an update rings no bell.</param>
    public static IEnumerable<(string Topic, string Who)> Of(Matter? matter, IFact fact, Scene scene, long seq)
    {
        if (matter?.Opened is { } opened && fact is MatterReminded reminded)
        {
            var then = reminded.Time > 1 ? scene.Policy.Matter(opened.Matter)?.Remind?.Then ?? [] : [];
            return ByTopic(matter, scene).SelectMany(card => card.Who.Select(who => ($"{card.Topic}:{seq}", who)))
                .Concat(scene.Holders(then).Select(office => ($"{Topics.Matter}:{seq}", office.Person.Key)));
        }

        if (matter?.Opened is { } running && fact is MatterDueReminded due && scene.Policy.Matter(running.Matter) is { } rules)
            return [.. Due(matter, rules, due, scene).Distinct().Select(who => ($"{(matter.State == MatterState.Unsorted ? Topics.SortMail : Topics.Matter)}:{seq}", who))];

        // A mail that a person wrote into a case under way is news of its own.
        if (matter is { State: MatterState.Open or MatterState.Waiting } && fact is MailReceived { Automatic: null })
            return [.. Now(matter, scene), .. MailCases.LeadsOf(scene).Select(office => ($"{Topics.Matter}:{seq}", office.Person.Key))];

        return Now(matter, scene);
    }

    /// <summary>Those who can stop the clock, the mailbox's lead among them; from the last day on those above them too.</summary>
    private static IEnumerable<string> Due(Matter matter, MatterKind kind, MatterDueReminded reminder, Scene scene)
    {
        var clock = MatterClocks.Of(matter, kind, scene).FirstOrDefault(known => known.Rule.Id == reminder.Clock)?.Rule;
        IEnumerable<Office> doers = matter.State == MatterState.Unsorted ? MailCases.LeadsOf(scene)
            : (kind.Steps ?? []).Where(step => clock?.Stops.Contains(step.Id) == true).SelectMany(step => scene.Holders(step.By));
        return [.. doers.Concat(reminder.After >= 0 ? scene.Holders(clock?.Then ?? []) : []).Select(office => office.Person.Key)];
    }

    private static IEnumerable<(string Topic, string Who)> Now(Matter? matter, Scene scene)
    {
        foreach (var (topic, who) in ByTopic(matter, scene))
        {
            foreach (var key in who)
                yield return (topic, key);
            if (topic == Topics.DecideMatter)
                yield return (topic, DeliveryTable.Channel);
        }
    }

    /// <summary>The cards that wait for somebody, and the keys of those who may read them.</summary>
    public static IEnumerable<(string Topic, IReadOnlyCollection<string> Who)> ByTopic(Matter? matter, Scene scene)
    {
        if (matter is not { IsUnderWay: true, Opened: { } opened } || scene.Policy.Matter(opened.Matter) is not { } kind)
            yield break;
        if (matter.State == MatterState.Waiting && kind.Decision is { } decision)
            yield return (Topics.DecideMatter, Keys(MatterRules.DecidersOf(matter, decision, scene)));

        if (matter.State == MatterState.Unsorted)
            yield return (Topics.SortMail, Keys(MailCases.LeadsOf(scene)));

        yield return (Topics.Matter,
            Keys(
            [
                .. MatterRules.StepsOf(matter, kind).Where(step => step.IsTask && (step.TaskOnce is null || matter.Given(step.TaskOnce) is not null)).SelectMany(step => scene.Holders(step.By)), .. scene.Holders(kind.Tell ?? []),
                .. scene.Staff.OfficesAt(scene.School.Id, scene.Now).Where(office => office.Person.Key == opened.By.Person),
            ]));
    }

    private static HashSet<string> Keys(IEnumerable<Office> offices) => [.. offices.Select(office => office.Person.Key)];
}
