using TeamsCctv.Domain.Policies;
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
    public static IEnumerable<RegisterEntry> Entries(Policy policy) => SampleTrust.SchoolUnder(policy);
}
