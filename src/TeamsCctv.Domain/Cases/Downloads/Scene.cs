using NodaTime;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Clocks;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Cases.Downloads;

/// <summary>Everything a decision may look at: the school, its rules and registers, and the moment.</summary>
public sealed record Scene(School School, Policy Policy, StaffRegister Staff, CameraRegister Cameras, Instant Now)
{
    /// <summary>The recordings that a case may be about, as far as a decision asks for them.</summary>
    public IReadOnlyList<KeptRecording> Kept { get; init; } = [];

    public SchoolCalendar Calendar { get; init; } = SchoolCalendar.Official;

    /// <summary>
    /// The office a person acts in for one of these positions, or null. Their own office before one they stand in for.
    /// </summary>
    public Office? OfficeOf(Person person, IReadOnlyList<string> positions) =>
        Staff.OfficesOf(person, School.Id, Now)
            .Where(office => Counts(office, positions))
            .OrderBy(office => office.Alternate)
            .FirstOrDefault();

    /// <summary>Every office in one of these positions now; a person who holds several has several.</summary>
    public IEnumerable<Office> Offices(IReadOnlyList<string> positions) =>
        Staff.OfficesAt(School.Id, Now).Where(office => Counts(office, positions));

    /// <summary>Everyone who holds one of these positions now, once each.</summary>
    public IReadOnlyList<Office> Holders(IReadOnlyList<string> positions) =>
    [
        .. Staff.OfficesAt(School.Id, Now)
            .Where(office => Counts(office, positions))
            .OrderBy(office => office.Alternate)
            .DistinctBy(office => office.Person.Key),
    ];

    private bool Counts(Office office, IReadOnlyList<string> positions) =>
        positions.Contains(office.Position) && (Policy.Alternates || !office.Alternate);

    /// <summary>
    /// The last whole day on which the recorder surely holds what a camera saw at an instant, by the policy's period or the
    /// recorder's own, whichever ends first; null where neither is known.
    /// </summary>
    public LocalDate? HeldUntil(string camera, Instant seen) => Overwriting(camera, seen)?.Day;

    /// <summary>As <see cref="HeldUntil"/>, with how it came about. From the day after it the footage is being overwritten, and may be there yet.</summary>
    public Due? Overwriting(string camera, Instant seen)
    {
        var own = Cameras.Camera(School.Id, camera) is { Recorder: var recorder } ? Cameras.Recorder(recorder)?.KeepsDays : null;
        int?[] periods = [Policy.Retention.RecorderDays, own];
        return periods.Min() is { } days && London.IsPlausible(seen) ? OverwriteClock.Of(London.DayOf(seen), Math.Clamp(days, 1, 366), Policy.Retention.RecorderClause) : null;
    }

    /// <summary>The signature of a person in an office. An alternate signs as one.</summary>
    public static Signatory Sign(Office office) => new(
        office.Person.Key,
        office.Person.Name,
        office.Position,
        office.Alternate ? $"{office.Title} (nominated alternate)" : office.Title);

    /// <summary>The signature of a person in the first of these lists of positions in which they hold an office.</summary>
    public Signatory SignAs(Person person, params ReadOnlySpan<IReadOnlyList<string>> rules)
    {
        foreach (var positions in rules)
        {
            if (OfficeOf(person, positions) is { } office)
                return Sign(office);
        }

        return Name(person);
    }

    /// <summary>The person as a refusal names them: in whatever position they hold here, or in none.</summary>
    public Signatory Name(Person person) => Staff.OfficesOf(person, School.Id, Now) is [var first, ..]
        ? Sign(first)
        : new(person.Key, person.Name, "none", "no position at this school");

    /// <summary>
    /// Whether an office may decide what this person asked for at this moment: not their own, and none they nominated on the
    /// day they asked or since, which would be deciding it by another's hand.
    /// </summary>
    public static bool IsFreeOf(Office office, string? asker, Instant asked) =>
        office.Person.Key != asker && !(asker is not null && office.NominatedBy == asker && office.From >= London.DayOf(asked));

    /// <summary>
    /// Who decides what somebody asked for at a moment: never they, nor by an alternate of theirs. Whoever is away leaves it
    /// to those who are there, and where none of the first is, to those whom the policy names next; where nobody is there at
    /// all, nobody counts as away.
    /// </summary>
    /// <param name="asker">Null where the clock asks.</param>
    public IReadOnlyList<Office> DecidersOf(IReadOnlyList<string> positions, IReadOnlyList<string>? otherwise, string? asker, Instant asked)
    {
        List<Office> named = Free(positions), next = Free(otherwise ?? []);
        return new[] { named.FindAll(IsHere), next.FindAll(IsHere), named, next }.FirstOrDefault(some => some.Count > 0) ?? [];

        List<Office> Free(IReadOnlyList<string> of) =>
            [.. Offices(of).Where(office => IsFreeOf(office, asker, asked)).OrderBy(office => office.Alternate).DistinctBy(office => office.Person.Key)];

        bool IsHere(Office office) => !IsAway(office.Person);
    }

    /// <summary>Whether a person said that they are away today.</summary>
    public bool IsAway(Person person) => Staff.AwayUntil(person.Key, Now) is not null;

    /// <summary>Why a person may not make a download at a moment for want of training, or null where they may.</summary>
    public Refusal? Untrained(Person person, Instant at)
    {
        if (Policy.Training is not { } need)
            return null;
        var training = Staff.TrainingOf(person.Key, School.Id, at, need.Months);
        if (training is { Last: var last } && !(last < London.DayOf(at)))
            return null;
        var kinds = (Policy.Matters ?? []).Where(kind => kind.Trains is not null).ToList();
        var has = training is { Last: { } ended } ? $"Your training counted until {London.Say(ended)}" : "No training of yours is on the register";
        return this.Refuse(
            "not-trained", need.Clause,
            $"{has}. Once you are trained the {Policy.Titles([.. kinds.SelectMany(kind => kind.Ask).Distinct()])} can put it there: “open”, {kinds[0].Title}.");
    }
}

/// <summary>A recording that the school keeps.</summary>
/// <param name="Id">Its case.</param>
/// <param name="Says">Which it is, in a list.</param>
public sealed record KeptRecording(string Id, string Says);
