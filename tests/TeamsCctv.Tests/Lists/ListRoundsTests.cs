using TeamsCctv.Domain.Cases;
using TeamsCctv.Features.Lists;

namespace TeamsCctv.Tests.Lists;

public sealed class ListRoundsTests
{
    private const string Person = "aaaaaaaa-0000-4000-8000-000000000001";
    private static readonly ListDefinition _log = ListDefinitions.CctvLog;

    [Fact]
    public async Task The_lists_are_made_once_and_hold_what_the_rows_and_the_registers_say()
    {
        using var site = new FakeLists();
        await using var world = await ListWorld.OpenAsync(site);
        await world.PutAsync(_log, "D-1", "first");

        await world.SettleAsync();

        Assert.Empty(site.Wrong);
        Assert.Equal(ListDefinitions.All.Select(list => list.Title).Order(StringComparer.Ordinal), site.Titles);
        Assert.Equal("first\r\nand more", site.Of("CCTV log").Items[1].Fields["Reason"].ToString());
        Assert.Equal(7, site.Of("CCTV cameras").Items.Count);
        Assert.Equal("Oakfield recorder", site.Of("CCTV recorders").ByKey("oakfield-nvr").Single().Fields["Name"].ToString());
        Assert.Equal("Executive Headteacher", site.Of("CCTV appointments").ByKey("edith/*/headteacher/2020-09-01").Single().Fields["JobTitle"].ToString());
    }

    [Fact]
    public async Task Twenty_rows_cost_one_call_and_what_is_right_costs_none()
    {
        using var site = new FakeLists();
        await using var world = await ListWorld.OpenAsync(site);
        await world.SettleAsync();
        var before = site.Calls;
        await world.TryAsync();
        var idle = site.Calls - before;
        for (var i = 0; i < 20; i++)
            await world.PutAsync(_log, $"D-{i}", "x");

        before = site.Calls;
        await world.TryAsync();

        Assert.Equal(ListDefinitions.All.Count, idle);
        Assert.Equal(idle + 1, site.Calls - before);
        Assert.Equal(20, site.Of("CCTV log").Items.Count);
    }

    [Fact]
    public async Task A_change_by_hand_is_put_right_and_on_the_record_once_with_who_made_it()
    {
        using var site = new FakeLists();
        await using var world = await ListWorld.OpenAsync(site);
        await world.PutAsync(_log, "D-1", "first");
        await world.SettleAsync();
        var right = site.Dump();

        site.Edit("CCTV log", 1, Person, ("Reason", "nothing"), ("Day", "2020-01-01T00:00:00Z"));
        await world.SettleAsync();
        await world.SettleAsync();

        Assert.Equal(right, site.Dump());
        var corrected = Assert.Single(world.Facts<ViewCorrected>());
        Assert.Equal(("cctv-log", "oakfield/D-1", "changed", Person), (corrected.List, corrected.Key, corrected.What, corrected.EditedBy));
        Assert.Equal(["Day", "Reason"], corrected.Columns);
    }

    [Fact]
    public async Task A_row_that_somebody_removed_comes_back_and_one_that_they_added_goes()
    {
        using var site = new FakeLists();
        await using var world = await ListWorld.OpenAsync(site);
        await world.PutAsync(_log, "D-1", "first");
        await world.SettleAsync();
        var right = site.Dump();

        site.Remove("CCTV log", 1);
        var added = site.Add("CCTV log", Person, ("Title", "D-9"), ("Key", "oakfield/D-9"), ("School", "Oakfield"));
        await world.SettleAsync();

        Assert.Equal(right, site.Dump());
        Assert.Equal(
            [("oakfield/D-1", "removed", null), ($"{added}", "added", Person)],
            world.Facts<ViewCorrected>().Select(fact => (fact.Key, fact.What, fact.EditedBy)).OrderByDescending(fact => fact.What));
    }

    [Fact]
    public async Task A_list_that_somebody_removed_is_made_again()
    {
        using var site = new FakeLists();
        await using var world = await ListWorld.OpenAsync(site);
        await world.PutAsync(_log, "D-1", "first");
        await world.SettleAsync();
        var right = site.Dump();

        site.RemoveList("CCTV log");
        await world.SettleAsync();

        Assert.Equal(right, site.Dump());
        Assert.Equal("list-removed", Assert.Single(world.Facts<ViewCorrected>()).What);
    }

    [Fact]
    public async Task Where_names_were_erased_the_item_goes_with_its_versions_and_another_comes()
    {
        using var site = new FakeLists();
        await using var world = await ListWorld.OpenAsync(site);
        await world.PutAsync(_log, "D-1", "Ada Lovelace");
        await world.SettleAsync();

        await world.PutAsync(_log, "D-1", "names erased", erased: true);
        await world.SettleAsync();

        Assert.Equal(2, Assert.Single(site.Of("CCTV log").Items).Key);
        Assert.DoesNotContain("Ada", site.Dump(), StringComparison.Ordinal);
        Assert.Empty(world.Facts<ViewCorrected>());
    }

    [Fact]
    public async Task When_SharePoint_has_forgotten_what_was_seen_everything_is_met_again_and_what_is_missing_is_missed()
    {
        using var site = new FakeLists();
        await using var world = await ListWorld.OpenAsync(site);
        for (var i = 0; i < 120; i++)
            await world.PutAsync(_log, $"D-{i}", "x");
        await world.SettleAsync();
        var right = site.Dump();

        site.Remove("CCTV log", 60);
        site.Forgotten = long.MaxValue;
        await world.TryAsync();
        site.Forgotten = 0;
        await world.SettleAsync();

        Assert.Equal(right, site.Dump());
        Assert.Equal("removed", Assert.Single(world.Facts<ViewCorrected>()).What);
    }

    [Fact]
    public async Task A_store_that_was_made_anew_takes_the_items_that_are_there_for_its_own()
    {
        using var site = new FakeLists();
        await using (var first = await ListWorld.OpenAsync(site))
        {
            for (var i = 0; i < 60; i++)
                await first.PutAsync(_log, $"D-{i}", "x");
            await first.SettleAsync();
        }

        var right = site.Dump();
        await using var second = await ListWorld.OpenAsync(site);
        for (var i = 0; i < 60; i++)
            await second.PutAsync(_log, $"D-{i}", "x");
        await second.SettleAsync();

        Assert.Equal(right, site.Dump());
        Assert.Equal(60, site.Of("CCTV log").Last);
        Assert.Empty(second.Facts<ViewCorrected>());
    }

    [Fact]
    public async Task An_item_that_the_list_refuses_holds_up_no_other_and_is_not_tried_all_the_time()
    {
        using var site = new FakeLists();
        await using var world = await ListWorld.OpenAsync(site);
        await world.SettleAsync();
        site.Of("CCTV log").Columns.Remove("Reason");
        await world.PutAsync(_log, "D-1", "first");
        await world.PutAsync(ListDefinitions.Complaints, "M-1", "second");

        for (var i = 0; i < 20; i++)
            await world.TryAsync();

        Assert.Empty(site.Of("CCTV log").Items);
        Assert.Single(site.Of("CCTV complaints").Items);
        Assert.Single(site.Wrong);
    }

    [Fact]
    public async Task A_hundred_thousand_items_are_kept_without_ever_meeting_the_threshold()
    {
        const int Many = 100_000;
        using var site = new FakeLists();
        await using var world = await ListWorld.OpenAsync(site);
        await world.SettleAsync();
        for (var i = 0; i < Many; i++)
        {
            var fields = _log.Fields(ListWorld.RowOf(_log, $"D-{i}", "x"), isNew: true);
            site.Add("CCTV log", null, [.. fields.Select(field => (field.Key, field.Value?.DeepClone()))]);
        }

        await world.Database.WriteAsync(session =>
        {
            var table = new ListTable(session, _log);
            for (var i = 0; i < Many; i++)
                table.Put("oakfield", $"oakfield/D-{i}", ListWorld.RowOf(_log, $"D-{i}", "x"));
            return true;
        });

        // What is there already is met by reading the changes from the beginning; what is not is looked for by its key.
        await world.SettleAsync();
        Assert.Equal(Many, site.Of("CCTV log").Items.Count);
        await world.PutAsync(_log, "D-50000", "changed");
        await world.PutAsync(_log, $"D-{Many}", "new");
        await world.DropAsync(_log, "D-99999");
        site.Edit("CCTV log", 77_778, Person, ("Reason", "by hand"));
        var calls = site.Calls;
        await world.SettleAsync();

        Assert.Empty(site.Wrong);
        Assert.InRange(site.Calls - calls, 1, 60);
        Assert.Equal(Many, site.Of("CCTV log").Items.Count);
        Assert.Equal("changed\r\nand more", site.Of("CCTV log").ByKey("oakfield/D-50000").Single().Fields["Reason"].ToString());
        Assert.Equal("x\r\nand more", site.Of("CCTV log").Items[77_778].Fields["Reason"].ToString());
        Assert.Equal("oakfield/D-77777", Assert.Single(world.Facts<ViewCorrected>()).Key);
    }
}
