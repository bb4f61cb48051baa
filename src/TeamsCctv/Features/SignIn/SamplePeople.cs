using TeamsCctv.Domain.Staff;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.SignIn;

/// <summary>A person one can be, as the list shows them.</summary>
public sealed record SamplePerson(string Key, string Name, string Title);

/// <summary>The people of one school, or of the trust as a whole.</summary>
public sealed record SamplePeople(string Where, IReadOnlyList<SamplePerson> People)
{
    public static IReadOnlyList<SamplePeople> Of(Registers registers)
    {
        var staff = registers.Staff;
        IEnumerable<(string? Id, string Name)> places = [.. registers.Cameras.Schools.Select(school => ((string?)school.Id, school.Name)), (null, "Every school of the trust")];
        return
        [
            .. from place in places
               let people = At(staff, place.Id)
               where people.Count > 0
               select new SamplePeople(place.Name, people),
        ];
    }

    private static List<SamplePerson> At(StaffRegister staff, string? school) =>
    [
        .. from appointment in staff.Appointments
           where appointment.School == school
           group appointment by appointment.Person into held
           join person in staff.People on held.Key equals person.Key
           where person.Accounts.Count > 0
           let alternate = held.Any(appointment => appointment.NominatedBy is not null) ? ", nominated alternate" : ""
           orderby held.Min(Rank), person.Name
           select new SamplePerson(person.Key, person.Name, held.First().Title + alternate),
    ];

    private static int Rank(Appointment held) => held switch
    {
        { NominatedBy: not null } => 1,
        { Position: "headteacher" } => 0,
        { Position: "employee" } => 3,
        _ => 2,
    };
}
