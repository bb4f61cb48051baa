namespace TeamsCctv.Kills.Load;

/// <summary>A school of the sample trust, as the load uses it.</summary>
/// <param name="Askers">Each asks for footage in a chat of their own, with a camera and a ground that are theirs to give.</param>
/// <param name="Deciders">Everybody who holds the headteacher's position there, alternates included.</param>
/// <param name="Administrator">Gets the card to carry a deletion out.</param>
/// <param name="SiteManager">Gets the recorder's alarms.</param>
public sealed record School(
    string Id,
    string Name,
    string Camera,
    IReadOnlyList<(string Person, string Ground)> Askers,
    IReadOnlyList<string> Deciders,
    string Administrator,
    string SiteManager,
    string Area)
{
    /// <summary>A case of this school as cards name it: case numbers are a school's own.</summary>
    public string Head(string caseId) => $"{Name} · {caseId}";

    public static School Of(string id) => All.Single(school => school.Id == id);

    public static IReadOnlyList<School> All { get; } =
    [
        new("oakfield", "Oakfield Primary (sample)", "main-gate", [("desmond", "safeguarding"), ("vera", "others-at-risk"), ("sid", "others-at-risk")], ["harriet", "anita", "edith"], "cyril", "sid", "CCTV room"),
        new("riverside", "Riverside Academy (sample)", "front", [("dora", "safeguarding"), ("victor", "others-at-risk"), ("simone", "others-at-risk")], ["percy", "edith"], "clara", "simone", "CCTV room"),
    ];
}
