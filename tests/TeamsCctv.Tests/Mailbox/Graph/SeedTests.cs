namespace TeamsCctv.Tests.Mailbox.Graph;

/// <summary>A thousand ways for things to go wrong between Graph and us, each to be had again by its number.</summary>
public sealed class SeedTests
{
    [Fact]
    public async Task A_thousand_spoilt_days_end_as_the_same_days_without_faults_do()
    {
        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(1, int.Parse(Environment.GetEnvironmentVariable("SEEDS") ?? "1000")), async (seed, _) =>
        {
            if (await CompareAsync(seed) is { } difference)
                wrong.Add(difference);
        });

        Assert.True(wrong.IsEmpty, $"{wrong.Count} seeds end otherwise.\n{string.Join("\n\n", wrong.Take(3))}");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(34)]
    [InlineData(77)]
    [InlineData(512)]
    public async Task The_same_over_sockets(int seed) => Assert.Null(await CompareAsync(seed, sockets: true));

    private static async Task<string?> CompareAsync(int seed, bool sockets = false)
    {
        var calm = await new Simulation(seed, faults: false).RunAsync();
        var spoilt = await new Simulation(seed, faults: true, sockets).RunAsync();
        return calm == spoilt ? null : $"Seed {seed}\n--- without faults\n{calm}\n--- with faults\n{spoilt}";
    }
}
