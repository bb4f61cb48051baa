using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Oversight;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.HandIn;

namespace TeamsCctv.Pages.Shared;

/// <summary>Who looks at a page, at which school, and what they hold there; there is none without an office there.</summary>
/// <param name="Scene">The school with its rules, at the moment of the request.</param>
/// <param name="Schools">Every school this person holds something at.</param>
/// <param name="Offices">What they hold at this one; at least one.</param>
/// <param name="HasChat">The local chat page is there.</param>
/// <param name="Overseen">The schools among theirs that they watch over.</param>
public sealed record Visitor(
    Caller Caller, Scene Scene, IReadOnlyList<School> Schools, IReadOnlyList<Office> Offices, bool HasChat, IReadOnlyList<School> Overseen)
{
    public School School => Scene.School;

    public Person Person => Caller.Person;

    /// <summary>Titles as the header shows them, once each.</summary>
    public string Titles => string.Join(", ", Offices.Select(office => Scene.Sign(office).Title).Distinct());

    public bool Holds(params IEnumerable<string> positions) => Offices.Any(office => positions.Contains(office.Position) && (Scene.Policy.Alternates || !office.Alternate));

    public bool ReadsLog => Holds(Scene.Policy.Log.Readers);

    /// <summary>They watch over this school.</summary>
    public bool Oversees => Overseers.Oversees(Person, Scene);

    /// <summary>Whom the way to the books and to what is due is shown; anybody else finds there what concerns them.</summary>
    public bool ReadsBooks => ReadsLog || Oversees || Holds(Scene.Policy.Mailbox?.Lead ?? []);

    public bool ReadsNumbers => Overseers.MayReadNumbers(Person, Scene);

    /// <summary>The mail that was set aside.</summary>
    public bool ReadsMail => Domain.Cases.Matters.SetAside.MayRead(Person, Scene);

    public bool ReadsRecorders => Holds([.. Scene.Policy.Faults.Tell, .. Scene.Policy.Log.Readers]);

    /// <summary>The visitor at another school, or at this one under its scene.</summary>
    public Visitor At(Scene scene) => this with { Scene = scene, Offices = scene.Staff.OfficesOf(Person, scene.School.Id, scene.Now) };

    /// <summary>The schools of which a register that spans schools shows them the cases: all that they watch over, this one among them; else this one.</summary>
    public IReadOnlyList<School> Register => Overseen.Any(school => school.Id == School.Id) ? Overseen : [School];

    /// <summary>The visitor under the rules of a case that was opened under another version of the policy.</summary>
    public Visitor Under(Scene? scene) => scene is null ? this : this with { Scene = scene };

    /// <summary>Positions by their titles, as one asks for them: <c>Headteacher, Site Manager or DPO</c>.</summary>
    public string TitlesOf(IReadOnlyList<string> positions) => Scene.Policy.Titles(positions);

    public TicketFor TicketFor(string caseId) => new(School.Id, caseId, Person.Key);

    /// <summary>A path that keeps the school chosen, for people who have several.</summary>
    public string To(string path) => Schools.Count > 1 ? $"{path}?school={School.Id}" : path;
}
