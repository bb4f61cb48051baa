using NodaTime;

namespace TeamsCctv.Domain.Staff;

/// <summary>A person of the trust. One person may have several accounts; rules about *who* look at the person.</summary>
/// <param name="Key">The register's own key, never shown.</param>
/// <param name="Accounts">Entra object ids.</param>
public sealed record Person(string Key, string Name, IReadOnlyList<string> Accounts);

/// <summary>A person holds a position at a school for a time.</summary>
/// <param name="School">A school's id, or null for every school of the trust.</param>
/// <param name="Position">The policy's position id.</param>
/// <param name="Title">The job title as the school says it; a synonym of the position or its own title.</param>
/// <param name="Until">The first day it no longer holds; null while open.</param>
/// <param name="NominatedBy">Set for a nominated alternate: the key of the person who nominated them (AL-AppI).</param>
public sealed record Appointment(
    string Person,
    string? School,
    string Position,
    string Title,
    LocalDate From,
    LocalDate? Until,
    string? NominatedBy = null)
{
    public bool CountsAt(string school) => School is null || School == school;

    /// <summary>Whether it holds on a day: from the first day on, up to but not including <see cref="Until"/>.</summary>
    public bool HoldsOn(LocalDate day) => day >= From && (Until is not { } until || day < until);
}

/// <summary>A person said that they are away.</summary>
/// <param name="School">Where they said so.</param>
/// <param name="Until">The first day on which they are back.</param>
public sealed record Absence(string Person, string School, LocalDate From, LocalDate Until);

/// <summary>A person was trained to work the system.</summary>
/// <param name="School">Where that counts, or null for every school of the trust.</param>
/// <param name="Until">The last day on which it counts; null where none was set.</param>
public sealed record Training(string Person, string? School, LocalDate On, LocalDate? Until = null);

/// <summary>A person in a position at a school at one moment: the only ground on which anybody may act.</summary>
/// <param name="NominatedBy">The key of whoever nominated this alternate.</param>
/// <param name="From">Since when they hold it.</param>
public sealed record Office(
    Person Person, string Position, string Title, bool Alternate, string? NominatedBy = null, LocalDate? From = null);

/// <summary>Who holds what, at one version of the register. Authoritative; every record names the version it saw.</summary>
/// <param name="Version">Lower-case hex SHA-256 of the register's content.</param>
public sealed record StaffRegister(
    string Version,
    IReadOnlyList<Person> People,
    IReadOnlyList<Appointment> Appointments,
    IReadOnlyList<Absence>? Absences = null,
    IReadOnlyList<Training>? Trainings = null)
{
    /// <summary>
    /// The first day on which a person who is away today is back, or null where they are there. Who is away is away from every
    /// school of theirs, wherever they said so, while they hold something there: elsewhere they could not end it.
    /// </summary>
    public LocalDate? AwayUntil(string person, Instant now)
    {
        var day = London.DayOf(now);
        return Index.Absences[person]
            .Where(absence => day >= absence.From && day < absence.Until && Index.HeldBy[person].Any(held => held.CountsAt(absence.School) && held.HoldsOn(day)))
            .Select(absence => (LocalDate?)absence.Until)
            .Max();
    }

    /// <summary>The training of a person that counts longest at a school, as of a moment, with its last day; null where there is none.</summary>
    /// <param name="months">So long a training counts at most.</param>
    public (Training Training, LocalDate? Last)? TrainingOf(string person, string school, Instant at, int? months) => Index.Trainings[person]
        .Where(training => (training.School is null || training.School == school) && training.On <= London.DayOf(at))
        .Select(training => ((Training, LocalDate? Last)?)(training, Earliest(training.Until, months is { } most ? training.On.PlusMonths(most) : null)))
        .MaxBy(counted => counted!.Value.Last ?? LocalDate.MaxIsoValue);

    private static LocalDate? Earliest(LocalDate? one, LocalDate? other) => one is { } a && other is { } b ? LocalDate.Min(a, b) : one ?? other;

    /// <summary>The person with a key of the register, or null.</summary>
    public Person? Find(string? key) => key is null ? null : Index.ByKey.GetValueOrDefault(key);

    /// <summary>The person who owns an Entra account, or null: an unknown account may do nothing.</summary>
    public Person? Owner(string objectId) => Index.ByAccount.GetValueOrDefault(objectId);

    /// <summary>Every office held at a school on the law's day of an instant.</summary>
    public IEnumerable<Office> OfficesAt(string school, Instant now) => Offices(Index.At(school), London.DayOf(now));

    /// <summary>The offices one person holds at a school now.</summary>
    public IReadOnlyList<Office> OfficesOf(Person person, string school, Instant now) =>
        [.. Offices(Index.HeldBy[person.Key].Where(held => held.CountsAt(school)), London.DayOf(now))];

    /// <summary>The schools at which a person holds anything now, in the order of their ids.</summary>
    public IReadOnlyList<string> SchoolsOf(Person person, IEnumerable<string> schools, Instant now) =>
        [.. schools.Where(school => OfficesOf(person, school, now).Count > 0).Order(StringComparer.Ordinal)];

    private StaffIndex Index => StaffIndex.Of(this);

    private IEnumerable<Office> Offices(IEnumerable<Appointment> appointments, LocalDate day) =>
        from held in appointments
        where held.HoldsOn(day)
        let person = Find(held.Person)
        where person is not null
        select new Office(person, held.Position, held.Title, held.NominatedBy is not null, held.NominatedBy, held.From);
}
