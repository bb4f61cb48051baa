using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Clocks;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Registers;

/// <summary>What people enter in the registers: some of it, or all.</summary>
/// <param name="Days">Terms, days without sessions and staff days.</param>
/// <param name="Holidays">Bank holidays that were announced, moved or taken back since this version was made.</param>
public sealed record RegisterContent(
    IReadOnlyList<School> Schools,
    IReadOnlyList<Recorder> Recorders,
    IReadOnlyList<Camera> Cameras,
    IReadOnlyList<Person> People,
    IReadOnlyList<Appointment> Appointments,
    IReadOnlyList<Training> Trainings,
    IReadOnlyList<SchoolDays> Days,
    IReadOnlyList<HolidayChange> Holidays,
    IReadOnlyList<Sign> Signs,
    IReadOnlyList<Assessment> Assessments);

/// <summary>What is wrong with an entry.</summary>
/// <param name="Path">Where, for example <c>appointments[3].position</c>.</param>
/// <param name="Says">What is wrong and what is wanted, for whoever entered it.</param>
public sealed record RegisterProblem(string Path, string Says);
