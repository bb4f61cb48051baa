using System.Text;

namespace TeamsCctv.Tests.Library;

/// <summary>Whatever SharePoint does to the calls of a day, the library holds the log and nothing else at its end.</summary>
public sealed class LibrarySeedTests
{
    /// <summary>A hundred days in each run of the tests; TEAMSCCTV_SEEDS=2000 for all that the README speaks of.</summary>
    private static readonly int _seeds = int.TryParse(Environment.GetEnvironmentVariable("TEAMSCCTV_SEEDS"), out var given) ? given : 100;

    [Fact]
    public async Task Days_at_a_SharePoint_that_fails_every_third_call_end_like_one_without_a_fault()
    {
        double calls = 0, asked = 0;
        for (var seed = 0; seed < _seeds; seed++)
        {
            var (made, operations) = await DayAsync(seed, 0.3);
            (calls, asked) = (calls + made, asked + operations);
        }

        // A call in three fails: 1.43 to one is what it takes where every failure is known to have changed nothing.
        Assert.InRange(calls / asked, 1.3, 1.5);
    }

    /// <summary>How many calls it took, and what for.</summary>
    private static async Task<(int Calls, int Operations)> DayAsync(int seed, double faults)
    {
        using var sharePoint = new FakeSharePoint(seed, faults);
        await using var world = new LibraryWorld(sharePoint);
        await world.AddSchoolsAsync("oakfield", "elm");
        var day = new Random(seed);
        for (var round = 0; round < 6; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, day.Next(1, 5)).Select(i => world.AppendAsync(
                i % 2 == 0 ? "oakfield" : "elm", $"D-{day.Next(3)}", $"name {round}.{i}", day.Next(4) == 0 ? Encoding.UTF8.GetBytes($"paper {round}") : null)));
            if (round is 2 or 4)
                await world.EraseAsync("oakfield", "D-1");
            if (day.Next(2) == 0)
                await world.SettleAsync();
        }

        await world.AppendAsync("elm", "D-9", "last");
        await world.SettleAsync();
        var took = (sharePoint.Calls, world.Operations);
        sharePoint.Faults = 0;

        // What came in late may have put an old file back: the next day finds it.
        await world.SettleAsync();
        Assert.Empty(sharePoint.Wrong);
        foreach (var school in new[] { "oakfield", "elm" })
        {
            Assert.Equal(world.Dump(school), await world.RebuildAsync(school));
            Assert.Equal(world.Tiles(school), Published(sharePoint, school, world));
        }

        return took;
    }

    private static string Published(FakeSharePoint sharePoint, string school, LibraryWorld world) => string.Join('\n', world.Tiles(school)!.Split('\n')
        .Select(line => line.Split(' ')[0]).Select(path => $"{path} {Convert.ToHexString(sharePoint.Files[$"{school}/{path}"])}"));
}
