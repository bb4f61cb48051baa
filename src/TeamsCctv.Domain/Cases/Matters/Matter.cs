using NodaTime;
using TeamsCctv.Domain.Cases.Downloads;

namespace TeamsCctv.Domain.Cases.Matters;

/// <summary>Where a case stands.</summary>
public enum MatterState
{
    /// <summary>A mail made it; somebody has yet to say what it is.</summary>
    Unsorted,

    /// <summary>Waits for the named person.</summary>
    Waiting,

    /// <summary>Not allowed; closed.</summary>
    Refused,

    /// <summary>Allowed, or needing nobody: its steps are under way.</summary>
    Open,

    /// <summary>Done.</summary>
    Closed,

    /// <summary>Closed, and its names were erased.</summary>
    Erased,
}

/// <summary>A case of a kind that the policy describes, made from its records and nothing else.</summary>
public sealed record Matter(string Id, MatterState State, MatterOpened? Opened, long Record, Instant At)
{
    private const string OpeningKind = "matter.opened";

    // What somebody was refused, and what a clock says by itself, is nothing that happened in it.
    private static readonly string[] Beside = ["act.refused", "matter.clock", "matter.due-reminded"];
    private const string StepKind = "matter.step";

    public Signed<MatterApproved>? Approved { get; private init; }

    public Signed<MatterRefused>? Refused { get; private init; }

    public IReadOnlyList<Signed<MatterStepTaken>> Steps { get; private init; } = [];

    /// <summary>The one-time links made in it, dead ones included.</summary>
    public IReadOnlyList<Signed<MatterLinkMade>> Links { get; private init; } = [];

    /// <summary>The keys of those who left its decision to the others.</summary>
    public IReadOnlyList<string> PassedOn { get; private init; } = [];

    public int Reminders { get; private init; }

    /// <summary>The mails that came in for it.</summary>
    public IReadOnlyList<Signed<MailReceived>> Mails { get; private init; } = [];

    /// <summary>Further exports that a recorder told of.</summary>
    public IReadOnlyList<Signed<MatterExportAdded>> Exports { get; private init; } = [];

    /// <summary>What the mail that opened it says; nothing where none did.</summary>
    public IReadOnlyList<FoundThing> Found => Mails is [var first, ..] ? first.Fact.Found : [];

    /// <summary>Who said what the mail is.</summary>
    public Signed<MatterSorted>? Sorted { get; private init; }

    public Signed<MatterDismissed>? Dismissed { get; private init; }

    /// <summary>What its clocks were last set to, by the clock's id.</summary>
    public IReadOnlyDictionary<string, Signed<MatterClockSet>> Clocks { get; private init; } = new Dictionary<string, Signed<MatterClockSet>>();

    /// <summary>The dates that somebody was reminded of.</summary>
    public IReadOnlyList<MatterDueReminded> DueReminders { get; private init; } = [];

    /// <summary>The numbers of the records whose mail has gone out.</summary>
    public IReadOnlyList<long> Posted { get; private init; } = [];

    /// <summary>Whether something is still to be done in it.</summary>
    public bool IsUnderWay => State is MatterState.Unsorted or MatterState.Waiting or MatterState.Open;

    /// <summary>What stays known of it, once its names are erased.</summary>
    public ErasedMatter? Left { get; private init; }

    /// <summary>The kind's id in the profile; empty where it was erased before that was kept.</summary>
    public string Kind => Opened?.Matter ?? Left?.Kind ?? "";

    /// <summary>Whether it belongs in the disclosure log; null where it was erased before that was kept.</summary>
    public bool? IsDisclosure => Opened?.IsDisclosure ?? Left?.IsDisclosure;

    /// <summary>The step that closed it, and its record's place; null while open, refused, or erased before that was kept.</summary>
    public (string Step, long Record, Instant At)? ClosedBy =>
        Steps.FirstOrDefault(step => step.Fact.Closes) is { } closing ? (closing.Fact.Step, closing.Record, closing.At)
        : Left is { ClosedBy: { } step } && Records.LastOrDefault(record => record.Kind == StepKind) is { } last ? (step, last.Number, last.At)
        : null;

    /// <summary>Its records in their order: kinds and times are there also after the names were erased.</summary>
    public IReadOnlyList<Recorded> Records { get; private init; } = [];

    /// <summary>When something last happened in it.</summary>
    public Instant Since => Records.Last(record => !Beside.Contains(record.Kind)).At;

    public bool HasDone(string step) => Steps.Any(taken => taken.Fact.Step == step);

    /// <summary>What was given in a field when the case was opened, or since by a step that amends it; null where nothing was.</summary>
    public FieldAnswer? Given(string field) => Amended.GetValueOrDefault(field) ?? Opened?.Answers.FirstOrDefault(answer => answer.Field == field);

    private IReadOnlyDictionary<string, FieldAnswer> Amended { get; init; } = new Dictionary<string, FieldAnswer>();

    /// <summary>The case its records make, or null if they open none of these kinds.</summary>
    public static Matter? Fold(string id, IEnumerable<Recorded> records)
    {
        Matter? made = null;
        foreach (var record in records)
        {
            made = (made, record.Fact) switch
            {
                (null, MatterOpened opened) => new Matter(id, Begins(opened), opened, record.Number, record.At),
                (null, null) when record.Kind == OpeningKind => new Matter(id, MatterState.Erased, null, record.Number, record.At),
                (null, _) => null,
                ({ } open, _) => open.With(record),
            };
            if (made is not null)
                made = made with { Records = [.. made.Records, record] };
        }

        return made;
    }

    private static MatterState Begins(MatterOpened opened) =>
        opened.By.Position == MailCases.Position ? MatterState.Unsorted : opened.WaitsForDecision ? MatterState.Waiting : opened.IsDone ? MatterState.Closed : MatterState.Open;

    private Matter With(Recorded record) => record.Fact switch
    {
        MatterApproved fact => this with { State = MatterState.Open, Approved = new(record.Number, record.At, fact) },
        MatterRefused fact => this with { State = MatterState.Refused, Refused = new(record.Number, record.At, fact) },
        MatterStepTaken fact => this with
        {
            State = fact.Closes ? MatterState.Closed : State,
            Steps = [.. Steps, new(record.Number, record.At, fact)],
            Amended = fact.Amends ? new Dictionary<string, FieldAnswer>(Amended.Concat(fact.Answers.Select(answer => KeyValuePair.Create(answer.Field, answer))).GroupBy(pair => pair.Key).Select(group => group.Last())) : Amended,
        },
        MailReceived fact => this with { Mails = [.. Mails, new(record.Number, record.At, fact)] },
        MatterExportAdded fact => this with { Exports = [.. Exports, new(record.Number, record.At, fact)] },
        MatterSorted fact => this with { Opened = fact.As, State = Begins(fact.As), Sorted = new(record.Number, record.At, fact) },
        MatterDismissed fact => this with { State = MatterState.Closed, Dismissed = new(record.Number, record.At, fact) },
        MatterClockSet fact => this with { Clocks = new Dictionary<string, Signed<MatterClockSet>>(Clocks) { [fact.Clock] = new(record.Number, record.At, fact) } },
        MatterDueReminded fact => this with { DueReminders = [.. DueReminders, fact] },
        MailPosted fact => this with { Posted = [.. Posted, fact.Record] },
        MatterLinkMade fact => this with { Links = [.. Links, new(record.Number, record.At, fact)] },
        MatterPassedOn fact => this with { PassedOn = [.. PassedOn, fact.By.Person] },
        MatterReminded fact => this with { Reminders = fact.Time },
        BodiesErased fact => this with { State = MatterState.Erased, Left = fact.Matter },
        _ => this,
    };
}
