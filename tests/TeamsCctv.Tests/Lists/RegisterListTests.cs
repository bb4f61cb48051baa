using NodaTime;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.Lists;
using TeamsCctv.Features.SampleTrust;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Lists;

public sealed class RegisterListTests
{
    private const string Cameras = "CCTV cameras";
    private static readonly string _harriet = SampleTrust.ObjectIdOf("harriet");

    [Fact]
    public async Task A_change_in_the_list_counts_at_once_and_is_on_the_record_with_who_made_it()
    {
        using var site = new FakeLists();
        await using var world = await ListWorld.OpenAsync(site);
        await world.SettleAsync();
        var item = world.ItemOf(Cameras, "oakfield/main-gate");

        site.Edit(Cameras, item, _harriet, ("Name", "Front gate"), ("Channel", 9));
        await world.SettleAsync();
        await world.SettleAsync();

        var camera = world.Registers.Cameras.Camera("oakfield", "main-gate")!;
        Assert.Equal(("Front gate", 9), (camera.Name, camera.Channel));
        var changed = Assert.Single(world.Facts<RegisterChanged>());
        Assert.Equal(("camera", "oakfield/main-gate", _harriet), (changed.Register, changed.Id, changed.EditedBy));
        Assert.NotEqual(changed.Before, changed.After);
        Assert.Equal("Front gate", site.Of(Cameras).Items[item].Fields["Title"].ToString());
        Assert.Empty(world.Facts<ViewCorrected>());
        Assert.Empty(Deliveries(world));
    }

    [Fact]
    public async Task A_new_row_becomes_an_entry_and_gets_its_key()
    {
        using var site = new FakeLists();
        await using var world = await ListWorld.OpenAsync(site);
        await world.SettleAsync();

        var item = site.Add(Cameras, _harriet, ("Title", "x"), ("School", "oakfield"), ("EntryId", "roof"), ("Name", "Roof"), ("Recorder", "oakfield-nvr"), ("Channel", 12));
        await world.SettleAsync();

        Assert.Equal("Roof", world.Registers.Cameras.Camera("oakfield", "roof")?.Name);
        Assert.Equal("oakfield/roof", site.Of(Cameras).Items[item].Fields["Key"].ToString());
        Assert.Null(Assert.Single(world.Facts<RegisterChanged>()).Before);
    }

    [Fact]
    public async Task A_sign_and_an_assessment_become_entries_and_go_on_the_record()
    {
        using var site = new FakeLists();
        await using var world = await ListWorld.OpenAsync(site);
        await world.SettleAsync();

        site.Add("CCTV signs", _harriet, ("School", "oakfield"), ("EntryId", "front"), ("Name", "Front entrance"), ("Says", "CCTV. Ask the office."), ("Checked", "2026-09-01T00:00:00Z"), ("CheckBy", "2027-09-01T00:00:00Z"));
        site.Add("CCTV assessments", _harriet, ("School", "oakfield"), ("EntryId", "gate"), ("Name", "The gate"), ("MadeOn", "2026-08-20T00:00:00Z"), ("ReviewBy", "2027-08-20T00:00:00Z"), ("Kept", "Folder 4"));
        await world.SettleAsync();

        var sign = Assert.Single(world.Registers.Cameras.Signs);
        Assert.Equal(("Front entrance", "CCTV. Ask the office.", new LocalDate(2027, 9, 1)), (sign.Place, sign.Text, sign.CheckBy));
        Assert.Equal(new LocalDate(2027, 8, 20), Assert.Single(world.Registers.Cameras.Assessments).ReviewBy);
        Assert.Equal(["sign oakfield/front", "assessment oakfield/gate"], world.Facts<RegisterChanged>().Select(changed => $"{changed.Register} {changed.Id}"));
    }

    [Theory]
    [InlineData("CCTV signs", "CheckBy", "2026-08-31T00:00:00Z", "looked at again before")]
    [InlineData("CCTV signs", "School", "nowhere", "There is no school nowhere")]
    [InlineData("CCTV assessments", "ReviewBy", "2026-08-19T00:00:00Z", "reviewed before it was made")]
    public async Task A_sign_or_an_assessment_that_cannot_be_is_told_to_its_editor_and_changes_nothing(string list, string column, string value, string says)
    {
        using var site = new FakeLists();
        await using var world = await ListWorld.OpenAsync(site);
        await world.SettleAsync();
        Dictionary<string, string> row = list == "CCTV signs"
            ? new() { ["School"] = "oakfield", ["EntryId"] = "front", ["Name"] = "Front", ["Says"] = "CCTV.", ["Checked"] = "2026-09-01T00:00:00Z", ["CheckBy"] = "2027-09-01T00:00:00Z" }
            : new() { ["School"] = "oakfield", ["EntryId"] = "gate", ["Name"] = "Gate", ["MadeOn"] = "2026-08-20T00:00:00Z", ["ReviewBy"] = "2027-08-20T00:00:00Z", ["Kept"] = "Folder 4" };
        row[column] = value;

        site.Add(list, _harriet, [.. row.Select(field => (field.Key, (System.Text.Json.Nodes.JsonNode?)field.Value))]);
        await world.SettleAsync();

        Assert.Empty(world.Registers.Cameras.Signs);
        Assert.Empty(world.Registers.Cameras.Assessments);
        Assert.Empty(world.Facts<RegisterChanged>());
        var problems = world.Database.Read(session => session.First("SELECT problems FROM list_edit", line => line.GetString(0)));
        Assert.Contains(says, problems, StringComparison.Ordinal);
        Assert.Single(Deliveries(world));
    }

    [Fact]
    public async Task Somebody_appointed_in_the_list_holds_the_position_from_that_day()
    {
        using var site = new FakeLists();
        await using var world = await ListWorld.OpenAsync(site);
        await world.SettleAsync();

        site.Add("CCTV appointments", _harriet, ("Person", "tess"), ("School", "oakfield"), ("Position", "approved-viewer"), ("JobTitle", "Head of Year"), ("From", "2026-11-23T00:00:00Z"));
        await world.SettleAsync();

        var now = Instant.FromDateTimeOffset(world.Clock.GetUtcNow());
        Assert.Contains(world.Registers.Staff.OfficesOf(world.Registers.Staff.Find("tess")!, "oakfield", now), office => office.Position == "approved-viewer");
    }

    [Theory]
    [InlineData("Recorder", "nowhere", "Recorder: oakfield has no recorder nowhere.")]
    [InlineData("Name", null, "Name: It is missing.")]
    [InlineData("EntryId", "other", "cannot be changed")]
    public async Task A_change_that_may_not_be_used_changes_nothing_and_its_editor_is_told_once(string column, string? value, string says)
    {
        using var site = new FakeLists();
        await using var world = await ListWorld.OpenAsync(site);
        await world.SettleAsync();
        var (item, before) = (world.ItemOf(Cameras, "oakfield/main-gate"), world.Registers.Cameras.Version);

        site.Edit(Cameras, item, _harriet, (column, value));
        await world.SettleAsync();
        await world.SettleAsync();

        Assert.Equal(before, world.Registers.Cameras.Version);
        Assert.Empty(world.Facts<RegisterChanged>());
        var (caseId, who) = Assert.Single(Deliveries(world));
        Assert.Equal("harriet", who);
        Assert.Contains(says, Words(world, caseId), StringComparison.Ordinal);

        // Put right as it was, there is nothing more to say, and a later change is used.
        site.Edit(Cameras, item, _harriet, (column, column switch { "Recorder" => "oakfield-nvr", "Name" => "Main gate", _ => "main-gate" }));
        await world.SettleAsync();
        Assert.Contains("nothing to do here", Words(world, caseId), StringComparison.Ordinal);
        site.Edit(Cameras, item, _harriet, ("Channel", 8));
        await world.SettleAsync();
        Assert.Equal(8, world.Registers.Cameras.Camera("oakfield", "main-gate")?.Channel);
    }

    [Fact]
    public async Task An_entry_that_somebody_removed_comes_back()
    {
        using var site = new FakeLists();
        await using var world = await ListWorld.OpenAsync(site);
        await world.SettleAsync();
        var right = site.Dump();

        site.Remove(Cameras, world.ItemOf(Cameras, "oakfield/main-gate"));
        await world.SettleAsync();

        Assert.Equal(right, site.Dump());
        Assert.Equal("removed", Assert.Single(world.Facts<ViewCorrected>()).What);
    }

    [Fact]
    public async Task Every_third_call_may_fail_and_a_change_is_used_once_all_the_same()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            using var site = new FakeLists(seed, 0.3);
            await using var world = await ListWorld.OpenAsync(site);
            await world.SettleAsync();
            site.Arrive();
            await world.SettleAsync();

            site.Edit(Cameras, world.ItemOf(Cameras, "oakfield/hall"), _harriet, ("Name", "Great hall"));
            site.Edit(Cameras, world.ItemOf(Cameras, "oakfield/main-gate"), _harriet, ("Recorder", "nowhere"));
            await world.SettleAsync();
            site.Faults = 0;
            site.Arrive();
            await world.SettleAsync();

            Assert.Empty(site.Wrong);
            Assert.Equal("oakfield/hall", Assert.Single(world.Facts<RegisterChanged>()).Id);
            Assert.Single(Deliveries(world));
        }
    }

    private static List<(string Case, string Who)> Deliveries(ListWorld world) => world.Database.Read(session => session.Query(
        "SELECT case_id, who FROM delivery WHERE topic = $1", row => (row.GetString(0), row.GetString(1)), Topics.RegisterEdit));

    private static string Words(ListWorld world, string caseId) => Card.Words(new EditCard(world.Database).Draw(new(
        world.Scenes.At("oakfield", Instant.FromDateTimeOffset(world.Clock.GetUtcNow()))!, caseId, Topics.RegisterEdit, [], world.Registers.Staff.Find("harriet"), [])).ToJson());
}
