using System.Runtime.CompilerServices;

namespace TeamsCctv.Domain.Staff;

/// <summary>
/// The ways into a register, made when one is first looked at. A register never changes, so its index holds for as long as it does;
/// it is kept beside it and not in it, where a copy with other appointments would take it along.
/// </summary>
internal sealed class StaffIndex
{
    private static readonly ConditionalWeakTable<StaffRegister, StaffIndex> Made = [];

    private readonly Dictionary<string, IReadOnlyList<Appointment>> _schools;
    private readonly IReadOnlyList<Appointment> _everywhere;

    private StaffIndex(StaffRegister register)
    {
        // Two people of one key or account would be a fault of the register: as ever, the first counts.
        foreach (var person in register.People)
        {
            ByKey.TryAdd(person.Key, person);
            foreach (var account in person.Accounts)
                ByAccount.TryAdd(account, person);
        }

        HeldBy = register.Appointments.ToLookup(held => held.Person, StringComparer.Ordinal);
        Absences = (register.Absences ?? []).ToLookup(absence => absence.Person, StringComparer.Ordinal);
        Trainings = (register.Trainings ?? []).ToLookup(training => training.Person, StringComparer.Ordinal);
        _everywhere = [.. register.Appointments.Where(held => held.School is null)];
        _schools = register.Appointments.Select(held => held.School).OfType<string>().Distinct(StringComparer.Ordinal)
            .ToDictionary(school => school, _ => (IReadOnlyList<Appointment>)[], StringComparer.Ordinal);
        foreach (var school in _schools.Keys.ToList())
            _schools[school] = [.. register.Appointments.Where(held => held.CountsAt(school))];
    }

    public Dictionary<string, Person> ByKey { get; } = new(StringComparer.Ordinal);

    /// <summary>Entra object ids are told apart whatever their letters' case.</summary>
    public Dictionary<string, Person> ByAccount { get; } = new(StringComparer.OrdinalIgnoreCase);

    public ILookup<string, Appointment> HeldBy { get; }

    public ILookup<string, Absence> Absences { get; }

    public ILookup<string, Training> Trainings { get; }

    public static StaffIndex Of(StaffRegister register) => Made.GetValue(register, static made => new(made));

    /// <summary>What is held at a school, in the register's order, those who hold it everywhere among them.</summary>
    public IReadOnlyList<Appointment> At(string school) => _schools.GetValueOrDefault(school, _everywhere);
}
