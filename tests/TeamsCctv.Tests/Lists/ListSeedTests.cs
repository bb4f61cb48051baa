using TeamsCctv.Domain.Cases;
using TeamsCctv.Features.Lists;

namespace TeamsCctv.Tests.Lists;

/// <summary>Whatever SharePoint does to the calls of a day, its lists say at the end what they would have said without.</summary>
public sealed class ListSeedTests
{
    private const int InGroup = 10;

    /// <summary>A hundred days in each run of the tests; TEAMSCCTV_SEEDS for more.</summary>
    private static readonly int _seeds = int.TryParse(Environment.GetEnvironmentVariable("TEAMSCCTV_SEEDS"), out var given) ? given : 100;

    public static TheoryData<int> Starts => [.. Enumerable.Range(0, _seeds / InGroup).Select(group => group * InGroup)];

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task Days_at_lists_that_fail_every_third_call_end_like_one_without_a_fault(int start)
    {
        for (var seed = start; seed < start + InGroup; seed++)
        {
            var (smooth, put) = await DayAsync(seed, 0);
            var (rough, found) = await DayAsync(seed, 0.3);

            Assert.Equal(smooth, rough);
            Assert.Equal(put, found);
        }
    }

    /// <summary>What the lists hold at its end, and what was put right by hand and is on the record.</summary>
    private static async Task<(string Lists, string Corrected)> DayAsync(int seed, double faults)
    {
        using var site = new FakeLists(seed, faults);
        await using var world = await ListWorld.OpenAsync(site);
        var day = new Random(seed);
        for (var round = 0; round < 5; round++)
        {
            for (var i = 0; i < 12; i++)
            {
                var (list, id, does) = (day.Next(2) == 0 ? ListDefinitions.CctvLog : ListDefinitions.Complaints, $"D-{day.Next(25)}", day.Next(8));
                if (does == 0)
                    await world.DropAsync(list, id);
                else
                    await world.PutAsync(list, id, $"round {round}.{i}", erased: does == 1);
            }

            if (day.Next(2) == 0)
                await world.TryAsync();
            if (round == 3)
            {
                // Somebody meddles with a list that is at rest, so that what they find there is the same on each day.
                await world.SettleAsync();
                site.Arrive();
                await world.SettleAsync();
                Meddle(site, day);
            }
        }

        await world.SettleAsync();
        site.Faults = 0;
        site.Arrive();
        await world.SettleAsync();
        Assert.Empty(site.Wrong);
        return (site.Dump(), string.Join('\n', world.Facts<ViewCorrected>().Select(fact => $"{fact.List} {(fact.What == "added" ? "" : fact.Key)} {fact.What} {string.Join(',', fact.Columns)} {fact.EditedBy}").Order(StringComparer.Ordinal)));
    }

    private static void Meddle(FakeLists site, Random day)
    {
        const string Person = "aaaaaaaa-0000-4000-8000-000000000001";
        var items = site.Of("CCTV log").Items.Values.OrderBy(item => item.Fields["Key"].ToString(), StringComparer.Ordinal).ToList();
        site.Edit("CCTV log", items[day.Next(items.Count / 2)].Id, Person, ("Reason", "nothing at all"));
        site.Edit("CCTV log", items[(items.Count / 2) + 1].Id, null, ("Key", "oakfield/D-99"), ("Day", null));
        site.Remove("CCTV log", items[^1].Id);
        site.Add("CCTV log", Person, ("Title", "D-77"), ("Key", "oakfield/D-77"), ("School", "Oakfield"));
    }
}
