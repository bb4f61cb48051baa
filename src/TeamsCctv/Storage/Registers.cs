using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Clocks;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Storage;

/// <summary>
/// The registers people edit: schools, cameras, recorders, staff; and which profile each school has adopted. Kept in memory as
/// one immutable version that is swapped when they change; decisions name the version they saw.
/// </summary>
public sealed class Registers
{
    private readonly Database _database;
    private readonly Lock _reading = new();
    private volatile Snapshot _now;

    public Registers(Database database)
    {
        _database = database;
        _now = Load();
        database.Repeated += () =>
        {
            if (database.Read(Version) != _now.Number)
                Reload();
        };
    }

    public StaffRegister Staff => _now.Staff;

    public CameraRegister Cameras => _now.Cameras;

    /// <summary>A school's calendar, with the bank holidays that were announced since this program was made.</summary>
    public SchoolCalendar CalendarOf(string school) => _now.Calendars.GetValueOrDefault(school, SchoolCalendar.Official);

    /// <summary>The hash of the profile that a school's record says it runs; null for a school without a record.</summary>
    public string? AdoptedBy(string school) => _now.Adopted.GetValueOrDefault(school);

    public bool Empty => _now.Cameras.Schools.Count == 0;

    /// <summary>Adds or replaces entries, all or none.</summary>
    public async Task PutAsync(IEnumerable<RegisterEntry> entries)
    {
        await _database.WriteAsync(session =>
        {
            foreach (var entry in entries)
                Put(session, entry);
            return true;
        });
        Reload();
    }

    /// <summary>For callers that already are in the writer's transaction; after its commit they call <see cref="Reload"/>.</summary>
    internal static void Put(Session session, RegisterEntry entry) => session.Execute(
        "INSERT INTO register (kind, id, json) VALUES ($1, $2, $3) ON CONFLICT (kind, id) DO UPDATE SET json = $3",
        entry.Kind, entry.Id, entry.Json);

    /// <summary>Has every process read its registers anew, and what its schools have adopted, once it has this transaction.</summary>
    internal static void Moved(Session session) => session.Execute("UPDATE register_version SET n = n + 1");

    /// <summary>One at a time: an older state must not take the place of a newer one.</summary>
    internal void Reload()
    {
        lock (_reading)
            _now = Load();
    }

    private Snapshot Load() => _database.Read(session =>
    {
        var schools = Of<School>(session, "school");
        var cameras = Of<Camera>(session, "camera");
        var recorders = Of<Recorder>(session, "recorder");
        var signs = Of<Sign>(session, "sign");
        var assessments = Of<Assessment>(session, "assessment");
        var people = Of<Person>(session, "person");
        var appointments = Of<Appointment>(session, "appointment");
        var absences = Of<Absence>(session, "absence");
        var trainings = Of<Training>(session, "training");
        var changes = Of<HolidayChange>(session, "holiday").Entries;
        var holidays = changes.Count == 0 ? HolidayTable.Official : HolidayTable.Official.With(changes);
        var days = Of<SchoolDays>(session, "days").Entries.ToLookup(span => span.School, StringComparer.Ordinal);
        return new Snapshot(
            Version(session),
            new(Version(people.Json + appointments.Json + absences.Json + trainings.Json), people.Entries, appointments.Entries, absences.Entries, trainings.Entries),
            new(Version(schools.Json + cameras.Json + recorders.Json + signs.Json + assessments.Json), schools.Entries, cameras.Entries, recorders.Entries) { Signs = signs.Entries, Assessments = assessments.Entries },
            schools.Entries.ToDictionary(school => school.Id, school => SchoolCalendar.Of(holidays, school.Division, days[school.Id]), StringComparer.Ordinal),
            schools.Entries.Select(school => (school.Id, new LogReader(session, school.Id).Adopted?.Hash)).Where(one => one.Hash is not null).ToDictionary(one => one.Id, one => one.Hash!, StringComparer.Ordinal));
    });

    private static (IReadOnlyList<T> Entries, string Json) Of<T>(Session session, string kind)
    {
        var rows = session.Query("SELECT json FROM register WHERE kind = $1 ORDER BY id", row => row.GetString(0), kind);
        return ([.. rows.Select(json => JsonSerializer.Deserialize<T>(json, Facts.Json)!)], string.Join('\n', rows));
    }

    private static string Version(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));

    private static long Version(Session session) => session.First("SELECT n FROM register_version", row => row.GetInt64(0));

    /// <param name="Adopted">Hashes, by school.</param>
    private sealed record Snapshot(
        long Number, StaffRegister Staff, CameraRegister Cameras, IReadOnlyDictionary<string, SchoolCalendar> Calendars, IReadOnlyDictionary<string, string> Adopted);
}

/// <summary>One entry as it is stored.</summary>
public sealed record RegisterEntry(string Kind, string Id, string Json)
{
    public static RegisterEntry Of(School school) => Make("school", school.Id, school);

    public static RegisterEntry Of(Camera camera) => Make("camera", $"{camera.School}/{camera.Id}", camera);

    public static RegisterEntry Of(Recorder recorder) => Make("recorder", recorder.Id, recorder);

    public static RegisterEntry Of(Sign sign) => Make("sign", $"{sign.School}/{sign.Id}", sign);

    public static RegisterEntry Of(Assessment assessment) => Make("assessment", $"{assessment.School}/{assessment.Id}", assessment);

    public static RegisterEntry Of(Person person) => Make("person", person.Key, person);

    public static RegisterEntry Of(Appointment appointment) => Make(
        "appointment",
        $"{appointment.Person}/{appointment.School ?? "*"}/{appointment.Position}/{appointment.From:uuuu-MM-dd}",
        appointment);

    /// <summary>An appointment that a case gives; the case's later records change it.</summary>
    public static RegisterEntry Of(Appointment appointment, string school, string caseId) =>
        Of(appointment) with { Id = $"case/{school}/{caseId}" };

    /// <summary>An absence, by the case in which it was said.</summary>
    public static RegisterEntry Of(Absence absence, string caseId) => Make("absence", $"case/{absence.School}/{caseId}", absence);

    public static RegisterEntry Of(Training training) => Make("training", $"{training.Person}/{training.School ?? "*"}/{training.On:uuuu-MM-dd}", training);

    /// <summary>A training that a case puts on the register; the case's later records change it.</summary>
    public static RegisterEntry Of(Training training, string caseId) => Of(training) with { Id = $"case/{training.School}/{caseId}" };

    public static RegisterEntry Of(SchoolDays days) => Make("days", $"{days.School}/{days.Kind}/{days.From:uuuu-MM-dd}", days);

    /// <summary>A bank holiday that was announced, moved or taken back.</summary>
    public static RegisterEntry Of(HolidayChange change) => Make("holiday", $"{change.Division}/{change.Day:uuuu-MM-dd}", change);

    private static RegisterEntry Make<T>(string kind, string id, T entry) => new(kind, id, JsonSerializer.Serialize(entry, Facts.Json));
}
