using NodaTime;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Cases.Matters;

/// <summary>Mail that was set aside: who looks through it, makes a case of what was set aside wrongly, and when the rest goes.</summary>
public static class SetAside
{
    /// <summary>From its record on, in days, at the least: long enough to be missed. It stays until somebody has looked at it.</summary>
    public const int KeptDays = 30;

    /// <summary>Its leads, and the readers of the log.</summary>
    public static bool MayRead(Person who, Scene scene) => MailCases.MaySort(who, scene) || scene.OfficeOf(who, scene.Policy.Log.Readers) is not null;

    /// <summary>The mail, while it is set aside and its text is there; null where it became a case or was erased.</summary>
    public static MailReceived? Mail(IReadOnlyList<Recorded> records) =>
        records is [{ Fact: MailReceived mail }, ..] && !records.Any(record => record.Fact is BodiesErased) ? mail : null;

    /// <summary>The kinds of case that it can be made, in the policy's order; the first is the one for mail of which nobody is sure.</summary>
    public static IReadOnlyList<MatterKind> Kinds(Scene scene) => scene.Policy.Mailbox is not { } rules ? [] :
    [
        .. rules.Kinds.OrderByDescending(kind => kind.Sorted == Domain.Mail.MailKinds.Unsure)
            .Select(kind => scene.Policy.Matter(kind.Matter)).OfType<MatterKind>().DistinctBy(kind => kind.Id),
    ];

    /// <summary>The case that somebody makes of it: as if the mail had opened it, so that a person still says what it is.</summary>
    /// <param name="as">The kind's id; null for the one for mail of which nobody is sure.</param>
    public static Ruling<MatterOpened> MakeCase(IReadOnlyList<Recorded> records, string? @as, Person who, Scene scene)
    {
        if (scene.Policy.Mailbox is not { } rules || Mail(records) is not { } mail)
            return new Ruling<MatterOpened>.OutOfDate();
        if (!MailCases.MaySort(who, scene))
            return MailCases.NotTheirs(rules, scene);
        var kinds = Kinds(scene);
        return (@as is null ? kinds[0] : kinds.FirstOrDefault(kind => kind.Id == @as)) is { } kind
            ? MailCases.Open(kind, mail.Found, scene)
            : new Ruling<MatterOpened>.Invalid([new("as", "Choose what it is.")]);
    }

    /// <summary>Who looked at it first; null where nobody has.</summary>
    public static Signed<MailLookedThrough>? Looked(IReadOnlyList<Recorded> records) =>
        records.Where(record => record.Fact is MailLookedThrough).Select(record => new Signed<MailLookedThrough>(record.Number, record.At, (MailLookedThrough)record.Fact!)).FirstOrDefault();

    /// <summary>Says that they saw it and that it may go when its time is over; by whoever could make a case of it.</summary>
    public static Ruling<IFact> LookThrough(IReadOnlyList<Recorded> records, Person who, Scene scene) =>
        scene.Policy.Mailbox is not { } rules || Mail(records) is null || Looked(records) is not null ? new Ruling<IFact>.OutOfDate()
        : MailCases.MaySort(who, scene) ? new MailLookedThrough(scene.SignAs(who, rules.Lead))
        : MailCases.NotTheirs(rules, scene);

    /// <summary>The record by which it goes from where it was set aside, being a case from now on.</summary>
    public static BodiesErased Becomes(string caseId, Person who, Scene scene) =>
        new(scene.SignAs(who, scene.Policy.Mailbox!.Lead).Position, $"It became the case {caseId}.", scene.Policy.Mailbox.Clause);

    /// <summary>Erases it once its time is over and somebody has looked at it; where the policy has nobody who reads mail it stays.</summary>
    public static Ruling<IFact> Erase(IReadOnlyList<Recorded> records, Scene scene) =>
        scene.Policy.Mailbox is { } rules && Mail(records) is not null && Looked(records) is not null && scene.Now >= records[0].At + Duration.FromDays(KeptDays)
            ? new BodiesErased(MailCases.Position, $"It had been set aside for {KeptDays} days or more, and was looked at.", rules.Clause)
            : new Ruling<IFact>.OutOfDate();
}
