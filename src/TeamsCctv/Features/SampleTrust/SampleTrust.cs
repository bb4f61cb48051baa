using System.Security.Cryptography;
using System.Text;
using NodaTime;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.SampleTrust;

/// <summary>
/// A trust of two schools whose people are plainly invented. Loaded in Development into an empty data directory and
/// nowhere else.
/// </summary>
public static class SampleTrust
{
    /// <summary>The sample's tenant id; also what the local channel of Development sends.</summary>
    public const string Tenant = "5a3c1e00-0000-4000-8000-000000000001";

    private static readonly LocalDate Since = new(2020, 9, 1);

    public static Task LoadAsync(Registers registers) => registers.PutAsync([.. Schools(), .. Staff()]);

    /// <summary>
    /// One school under another policy instead, with an invented person in each of its positions, who has the position's id
    /// for a key and has been trained.
    /// </summary>
    public static Task LoadAsync(Registers registers, Policy policy) => registers.PutAsync(SchoolUnder(policy));

    /// <summary>The entries of that school; one that has them already takes the other policy and its positions.</summary>
    public static IEnumerable<RegisterEntry> SchoolUnder(Policy policy) =>
    [
        RegisterEntry.Of(new School("oakfield", "Oakfield School (sample)", policy.Id, ["Private office", "CCTV room"])),
        RegisterEntry.Of(new Recorder("oakfield-nvr", "oakfield", "Oakfield recorder", RecorderVendor.Hikvision)),
        RegisterEntry.Of(new Camera("main-gate", "oakfield", "Main gate", "oakfield-nvr", 1, null)),
        .. policy.Positions.SelectMany(position => new[]
        {
            RegisterEntry.Of(new Person(position.Id, $"{position.Title} Example", [ObjectIdOf(position.Id)])),
            RegisterEntry.Of(new Appointment(position.Id, "oakfield", position.Id, position.Title, Since, null)),
            RegisterEntry.Of(new Training(position.Id, "oakfield", new(2026, 9, 1))),
        }),
    ];

    /// <summary>A stable object id for an invented person.</summary>
    public static string ObjectIdOf(string key)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"sample:{key}"))[..16];
        return new Guid(bytes).ToString();
    }

    private static IEnumerable<RegisterEntry> Schools()
    {
        string[] areas = ["Headteacher's office", "CCTV room"];
        yield return RegisterEntry.Of(new School("oakfield", "Oakfield Primary (sample)", "AL", areas));
        yield return RegisterEntry.Of(new School("riverside", "Riverside Academy (sample)", "AL", [.. areas, "Reception back office"]));

        yield return RegisterEntry.Of(new Recorder("oakfield-nvr", "oakfield", "Oakfield recorder", RecorderVendor.Hikvision));
        yield return RegisterEntry.Of(new Recorder("riverside-protect", "riverside", "Riverside Protect", RecorderVendor.UniFi));

        (string Id, string Name)[] oakfield = [("main-gate", "Main gate"), ("playground", "Playground"), ("car-park", "Car park"), ("hall", "Hall entrance")];
        foreach (var (camera, i) in oakfield.Select((camera, i) => (camera, i)))
            yield return RegisterEntry.Of(new Camera(camera.Id, "oakfield", camera.Name, "oakfield-nvr", i + 1, null));

        (string Id, string Name, string Mac)[] riverside =
        [
            ("front", "Front entrance", "28704E170001"), ("bike-shed", "Bike shed", "28704E170002"), ("minibus", "Minibus bay", "28704E170003"),
        ];
        foreach (var camera in riverside)
            yield return RegisterEntry.Of(new Camera(camera.Id, "riverside", camera.Name, "riverside-protect", null, camera.Mac));
    }

    private static IEnumerable<RegisterEntry> Staff()
    {
        (string Key, string Name, string? School, string Position, string Title)[] staff =
        [
            ("harriet", "Harriet Example", "oakfield", "headteacher", "Headteacher"),
            ("desmond", "Desmond Example", "oakfield", "designated-person", "Designated Person"),
            ("vera", "Vera Example", "oakfield", "approved-viewer", "Safeguarding Lead"),
            ("sid", "Sid Example", "oakfield", "site-manager", "Site Manager"),
            ("cyril", "Cyril Example", "oakfield", "system-administrator", "CCTV System Administrator"),
            ("olive", "Olive Example", "oakfield", "access-request-lead", "School Business Manager"),
            ("tess", "Tess Example", "oakfield", "employee", "Class Teacher"),
            ("percy", "Percy Sample", "riverside", "headteacher", "Principal"),
            ("dora", "Dora Sample", "riverside", "designated-person", "Designated Person"),
            ("victor", "Victor Sample", "riverside", "approved-viewer", "Head of Year"),
            ("simone", "Simone Sample", "riverside", "site-manager", "Site Manager"),
            ("clara", "Clara Sample", "riverside", "system-administrator", "CCTV System Administrator"),
            ("oscar", "Oscar Sample", "riverside", "access-request-lead", "Office Manager"),
            ("tim", "Tim Sample", "riverside", "employee", "Class Teacher"),
            ("edith", "Edith Placeholder", null, "headteacher", "Executive Headteacher"),
            ("dennis", "Dennis Placeholder", null, "dpo", "Data Protection Officer"),
        ];
        foreach (var (key, name, school, position, title) in staff)
        {
            yield return RegisterEntry.Of(new Person(key, name, [ObjectIdOf(key)]));
            yield return RegisterEntry.Of(new Appointment(key, school, position, title, Since, null));
            if (position != "employee")
                yield return RegisterEntry.Of(new Training(key, school, new(2026, 9, 1)));
        }

        // AL-AppI: an alternate nominated by the Headteacher, for a period.
        yield return RegisterEntry.Of(new Person("anita", "Anita Example", [ObjectIdOf("anita")]));
        yield return RegisterEntry.Of(new Appointment("anita", "oakfield", "employee", "Deputy Head", Since, null));
        yield return RegisterEntry.Of(new Training("anita", "oakfield", new(2026, 9, 1)));
        yield return RegisterEntry.Of(new Appointment("anita", "oakfield", "headteacher", "Deputy Head", Since, new(2030, 9, 1), "harriet"));
    }
}
