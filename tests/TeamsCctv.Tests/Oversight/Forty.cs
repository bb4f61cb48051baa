using NodaTime;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.SampleTrust;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Oversight;

/// <summary>
/// A trust of forty schools under five policies, whose people are invented. Every name that is a school's own, of people and of
/// cameras, holds that school's <see cref="Mark"/>: whoever reads it has seen something of the school.
/// </summary>
internal static class Forty
{
    public const string Dpo = "dpo";
    public const string Executive = "executive";
    public const string Former = "former";
    public const string Outsider = "outsider";
    public const string Moved = "moved";

    private static readonly LocalDate Since = new(2020, 9, 1);

    private static readonly PolicyFiles Profiles = PolicyFiles.Load(Staffed.Profiles);

    public static readonly IReadOnlyList<(string Id, string Policy)> Schools =
    [
        .. Enumerable.Range(1, 40).Select(i => ($"s{i:00}", i switch { <= 30 => "AL", <= 34 => "VL", <= 36 => "CG", <= 38 => "JC", _ => "ME" })),
    ];

    /// <summary>Where staff hold every position of the policy and nothing has happened.</summary>
    public static readonly IReadOnlyList<string> Homes = ["s02", "s32", "s36", "s38", "s40"];

    /// <summary>Where staff hold every position and something of everything has happened.</summary>
    public static readonly IReadOnlyList<string> Targets = ["s01", "s30", "s31", "s35", "s37", "s39"];

    /// <summary>Every school whose policy knows the position, but three.</summary>
    public static readonly IReadOnlyList<string> OfTheDpo =
        [.. Schools.Where(school => school.Policy is "AL" or "VL" && school.Id is not ("s28" or "s29" or "s30")).Select(school => school.Id)];

    public static readonly IReadOnlyList<string> OfTheExecutive = ["s05", "s06", "s07"];

    public static Policy PolicyOf(string school) => Profiles[Schools.Single(known => known.Id == school).Policy];

    public static string Mark(string school) => $"zq{school}";

    public static string NameOf(string school) => $"Forty {school.ToUpperInvariant()}";

    /// <summary>The key of whoever holds a position at a school.</summary>
    public static string Holder(string school, string position) => $"{school}-{position}";

    public static IEnumerable<RegisterEntry> Entries() =>
    [
        .. Schools.SelectMany(school => At(school.Id, school.Policy)),
        .. Homes.Concat(Targets).SelectMany(school => PolicyOf(school).Positions
            .Where(position => position.Id is not ("headteacher" or Dpo)).SelectMany(position => Appointed(Holder(school, position.Id), $"{Mark(school)} {position.Title}", position, [school]))),
        .. Appointed(Dpo, "Dee Overseer", PolicyOf("s01").Position(Dpo)!, OfTheDpo),
        .. Appointed(Executive, "Edie Executive", PolicyOf("s05").Position("headteacher")! with { Title = "Executive Headteacher" }, OfTheExecutive),
        .. Schools.Take(5).SelectMany(school => Entry(Former, school.Id, Dpo, "Data Protection Officer", new(2026, 9, 1))),
        RegisterEntry.Of(new Person(Former, "Fay Former", [SampleTrust.ObjectIdOf(Former)])),
        RegisterEntry.Of(new Person(Outsider, "Olga Outsider", [SampleTrust.ObjectIdOf(Outsider)])),
        RegisterEntry.Of(new Person(Moved, "Hal Moved", [SampleTrust.ObjectIdOf(Moved)])),
        RegisterEntry.Of(new Training(Moved, null, new(2026, 9, 1))),
        .. Entry(Moved, "s01", "approved-viewer", "Head of Year", null),
        .. Entry(Moved, "s02", "approved-viewer", "Head of Year", null),
    ];

    /// <summary>They hold nothing at the school from today on.</summary>
    public static RegisterEntry Leaves(string who, string school, string position, string title, LocalDate today) =>
        RegisterEntry.Of(new Appointment(who, school, position, title, Since, today));

    private static IEnumerable<RegisterEntry> At(string school, string policy) =>
    [
        RegisterEntry.Of(new Domain.Cameras.School(school, NameOf(school), policy, [$"{Mark(school)} office", "CCTV room"])),
        RegisterEntry.Of(new Recorder($"{school}-nvr", school, $"{Mark(school)} recorder", RecorderVendor.Hikvision)),
        RegisterEntry.Of(new Camera("gate", school, $"{Mark(school)} gate", $"{school}-nvr", 1, null)),
        .. Appointed(Holder(school, "headteacher"), $"{Mark(school)} Headteacher", PolicyOf(school).Position("headteacher")!, [school]),
    ];

    private static IEnumerable<RegisterEntry> Appointed(string key, string name, Position position, IEnumerable<string> schools) =>
    [
        RegisterEntry.Of(new Person(key, name, [SampleTrust.ObjectIdOf(key)])),
        RegisterEntry.Of(new Training(key, null, new(2026, 9, 1))),
        .. schools.SelectMany(school => Entry(key, school, position.Id, position.Title, null)),
    ];

    private static IEnumerable<RegisterEntry> Entry(string key, string school, string position, string title, LocalDate? until) =>
        [RegisterEntry.Of(new Appointment(key, school, position, title, Since, until))];
}
