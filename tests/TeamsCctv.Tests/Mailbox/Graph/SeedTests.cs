using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TeamsCctv.Tests.Mailbox.Graph;

/// <summary>A thousand ways for things to go wrong between Graph and us; <c>GRAPH_SEED=34</c> runs one of them alone.</summary>
public sealed partial class SeedTests
{
    [Fact]
    public async Task A_thousand_spoilt_days_end_as_the_same_days_without_faults_do()
    {
        var seeds = Environment.GetEnvironmentVariable("GRAPH_SEED") is { } one ? [int.Parse(one, CultureInfo.InvariantCulture)] : Enumerable.Range(1, 1000);
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(seeds, async (seed, _) =>
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

    [Theory]
    [InlineData(5)]
    [InlineData(34)]
    public async Task A_seed_goes_wrong_the_same_way_each_time(int seed)
    {
        var (first, second) = (new Simulation(seed, faults: true), new Simulation(seed, faults: true));
        await first.RunAsync();
        await second.RunAsync();

        Assert.Equal(first.Calls.Select(Nameless), second.Calls.Select(Nameless));
        Assert.True(first.Calls.Count > 40, $"{first.Calls.Count} calls");
    }

    private static async Task<string?> CompareAsync(int seed, bool sockets = false)
    {
        var calm = await new Simulation(seed, faults: false).RunAsync();
        var spoilt = await new Simulation(seed, faults: true, sockets).RunAsync();
        return calm == spoilt ? null : $"Seed {seed}\n--- without faults\n{calm}\n--- with faults\n{spoilt}";
    }

    /// <summary>Subscriptions have names of chance.</summary>
    private static string Nameless(string call) => Subscription().Replace(call, "");

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Subscription();
}
