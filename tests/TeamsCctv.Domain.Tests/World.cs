using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Tests;

/// <summary>A school under the real AL profile, at a moment, with a case whose records tests add to.</summary>
internal sealed class World
{
    public static readonly Policy Al = Read("al.json") with { Hash = new string('a', 64) };

    /// <summary>Every profile that is shipped.</summary>
    public static readonly IReadOnlyList<Policy> Profiles =
    [
        .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Policies"), "??.json").Order(StringComparer.Ordinal)
            .Select(file => Read(Path.GetFileName(file)) with { Hash = new string('a', 64) }),
    ];

    private static readonly LocalDate Since = new(2020, 9, 1);

    private readonly List<Recorded> _records = [];

    public Instant Now { get; set; } = Instant.FromUtc(2026, 11, 24, 14, 5);

    public Policy Policy { get; set; } = Al;

    public List<Appointment> Appointments { get; } =
    [
        new("head", "oak", "headteacher", "Headteacher", Since, null),
        new("deputy", "oak", "headteacher", "Deputy Head", Since, new LocalDate(2026, 12, 18), "head"),
        new("viewer", "oak", "approved-viewer", "Safeguarding Lead", Since, null),
        new("site", "oak", "site-manager", "Site Manager", Since, null),
        new("admin", "oak", "system-administrator", "CCTV System Administrator", Since, null),
        new("lead", "oak", "access-request-lead", "Business Manager", Since, null),
        new("teacher", "oak", "employee", "Class Teacher", Since, null),
        new("dpo", null, "dpo", "Data Protection Officer", Since, null),
        new("other-head", "elm", "headteacher", "Principal", Since, null),
    ];

    public List<Absence> Absences { get; } = [];

    public List<string> Untrained { get; } = [];

    public Scene Scene => new(
        new School("oak", "Oak Primary", "AL", ["Head's office", "CCTV room"]),
        Policy,
        new StaffRegister("s1", [.. Appointments.Select(a => a.Person).Distinct().Select(Who)], Appointments, Absences, [.. Appointments.Select(a => new Training(a.Person, null, Since)).Where(training => !Untrained.Contains(training.Person))]),
        new CameraRegister("c1", [], [new("gate", "oak", "Main gate", "nvr", 1, null), new("shed", "elm", "Bike shed", "nvr2", 1, null)], []),
        Now);

    public DownloadCase Case => DownloadCase.Fold("D-1", _records)!;

    public static Person Who(string key) => new(key, $"{key} Example", [key]);

    public AskForDownload Form(string who = "viewer") => new(
        Who(who), "gate", London.LocalOf(Now.Minus(Duration.FromHours(3))), London.LocalOf(Now.Minus(Duration.FromHours(2))),
        "safeguarding", "A child was seen leaving by the gate.", "Vera Example");

    public World With(Ruling<DownloadRequested> ruling) => Add(Assert.IsType<Ruling<DownloadRequested>.Allowed>(ruling).Fact, "download.requested");

    public World With(Ruling<IFact> ruling)
    {
        var fact = Assert.IsType<Ruling<IFact>.Allowed>(ruling).Fact;
        return Add(fact, fact switch
        {
            DownloadAuthorised => "download.authorised",
            DownloadRecorded => "download.recorded",
            ViewingRecorded => "viewing.recorded",
            DeletionAuthorised => "deletion.authorised",
            DeletionCarriedOut => "deletion.done",
            _ => "any",
        });
    }

    public World After(Duration time)
    {
        Now += time;
        return this;
    }

    /// <summary>A case that has come as far as this state, by allowed decisions only.</summary>
    public static World At(DownloadState state, string requester = "viewer")
    {
        var world = new World();
        var form = world.Form(requester);
        if (requester is "site" or "admin")
            form = form with { Ground = "crime" };
        world.With(Asking.Ask(form, world.Scene));
        if (state == DownloadState.AwaitingAuthorisation)
            return world;
        world.After(Duration.FromMinutes(5));
        var decider = requester == "head" ? "deputy" : "head";
        if (state == DownloadState.Refused)
            return world.With(Authorising.Rule(world.Case, new(Who(decider), false, "Not needed.", "now"), world.Scene, "now"));
        world.With(Authorising.Rule(world.Case, new(Who(decider), true, null, "now"), world.Scene, "now"));
        if (state == DownloadState.Authorised)
            return world;
        world.After(Duration.FromMinutes(30));
        world.With(Keeping.Record(world.Case, world.Clip(requester), world.Scene));
        if (state == DownloadState.Kept)
            return world;
        world.After(Duration.FromHours(1));
        world.With(Deleting.Ask(world.Case, Who(requester), "No longer needed.", world.Scene));
        if (state == DownloadState.AwaitingDeletion)
            return world;
        world.With(Deleting.Rule(world.Case, new(Who(decider), true, null, null, "now"), world.Scene, "now"));
        if (state == DownloadState.DeletionAuthorised)
            return world;
        world.With(Deleting.CarryOut(world.Case, new(Who(requester), London.DayOf(world.Now), "Wiped.", true), world.Scene));
        return state == DownloadState.Deleted
            ? world
            : world.With(Deleting.Erase(world.Case, Who("dpo"), "Time is up.", world.Scene));
    }

    public RecordDownload Clip(string who = "viewer") => new(
        Who(who), London.LocalOf(Now.Minus(Duration.FromMinutes(10))), new string('A', 64), 1024, "Safe in the CCTV room");

    private World Add(IFact fact, string kind)
    {
        _records.Add(new(_records.Count, Now, kind, fact));
        return this;
    }

    private static Policy Read(string file) => JsonSerializer.Deserialize<Policy>(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Policies", file)),
        new JsonSerializerOptions(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } })!;
}
