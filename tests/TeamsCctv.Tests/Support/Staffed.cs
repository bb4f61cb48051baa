using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.SampleTrust;
using TeamsCctv.Storage;

namespace TeamsCctv.Tests.Support;

/// <summary>A school under any policy: an invented person holds each of its positions, and has the position's id for a key.</summary>
internal static class Staffed
{
    public static readonly string Profiles = Path.Combine(AppContext.BaseDirectory, "Policies");

    /// <summary>Fills an empty data directory, so that the process starts on this school and not on the sample.</summary>
    public static async Task SeedAsync(string data, string policy)
    {
        await using var database = new Database(Path.Combine(data, "cctv.db"));
        await new Registers(database).PutAsync(Entries(PolicyFiles.Load(Profiles)[policy]));
    }

    /// <summary>The school's and its people's entries; a school that has them already takes the other policy and its positions.</summary>
    public static IEnumerable<RegisterEntry> Entries(Policy policy) =>
    [
        RegisterEntry.Of(new Domain.Cameras.School(School.Oakfield, "Oakfield School", policy.Id, ["Private office", "CCTV room"])),
        RegisterEntry.Of(new Recorder("oakfield-nvr", School.Oakfield, "Oakfield recorder", RecorderVendor.Hikvision)),
        RegisterEntry.Of(new Camera("main-gate", School.Oakfield, "Main gate", "oakfield-nvr", 1, null)),
        .. policy.Positions.SelectMany(position => Holder(position.Id, position.Title)),
    ];

    private static IEnumerable<RegisterEntry> Holder(string position, string title) =>
    [
        RegisterEntry.Of(new Person(position, $"{title} Example", [SampleTrust.ObjectIdOf(position)])),
        RegisterEntry.Of(new Appointment(position, School.Oakfield, position, title, new(2020, 9, 1), null)),
    ];
}
