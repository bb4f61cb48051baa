using System.Text;
using TeamsCctv.Records;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Library;

public sealed class LibraryTests
{
    [Fact]
    public async Task A_record_is_in_the_library_before_its_maker_is_told_and_costs_ten_units_at_most()
    {
        using var sharePoint = new FakeSharePoint();
        await using var world = new LibraryWorld(sharePoint);
        await world.AddSchoolsAsync("oakfield");
        await world.AppendAsync("oakfield", "D-0", "first");
        await world.SettleAsync();
        var before = sharePoint.Units;

        await world.AppendAsync("oakfield", "D-0", "second");
        var file = sharePoint.Files["oakfield/commits/000000/000000001.000.json"];
        await world.SettleAsync();

        Assert.Contains("\"first\":1", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        Assert.InRange(sharePoint.Units - before, 1, 10);
        Assert.Equal(world.Dump("oakfield"), await world.RebuildAsync("oakfield"));
    }

    [Fact]
    public async Task A_busy_minute_of_five_hundred_records_a_second_fits_what_a_minute_and_a_day_allow()
    {
        using var sharePoint = new FakeSharePoint();
        await using var world = new LibraryWorld(sharePoint);
        await world.AddSchoolsAsync("oakfield");
        const int Seconds = 8;
        for (var second = 0; second < Seconds; second++)
            await Task.WhenAll(Enumerable.Range(0, 500).Select(i => world.AppendAsync("oakfield", $"E-{i}", "storm")));
        await world.SettleAsync();

        Assert.InRange(sharePoint.Units * 60.0 / Seconds, 1, 1250);
        Assert.InRange(sharePoint.Units * 86400.0 / Seconds, 1, 1_200_000);
        Assert.Equal(world.Dump("oakfield"), await world.RebuildAsync("oakfield"));
    }

    [Fact]
    public async Task What_a_stranger_finds_in_the_library_is_the_log_in_the_layout_of_C2SP()
    {
        using var sharePoint = new FakeSharePoint();
        await using var world = new LibraryWorld(sharePoint);
        await world.AddSchoolsAsync("oakfield");
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => world.AppendAsync("oakfield", $"E-{i}", "first")));
        await world.SettleAsync();
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => world.AppendAsync("oakfield", $"E-{i}", "second")));
        await world.SettleAsync();

        var report = await LogVerifier.VerifyAsync(new Folder(sharePoint, "oakfield/"), world.KeyOf("oakfield"), TestContext.Current.CancellationToken);

        Assert.True(report.Verified);
        Assert.Equal(600, report.Size);
        Assert.DoesNotContain(sharePoint.Files.Keys, path => path.StartsWith("oakfield/tile/entries/000.p/", StringComparison.Ordinal) || path.StartsWith("oakfield/tile/0/001.p/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Erased_names_are_in_no_file_any_more_and_the_log_is_whole()
    {
        using var sharePoint = new FakeSharePoint();
        await using var world = new LibraryWorld(sharePoint);
        await world.AddSchoolsAsync("oakfield");
        await world.AppendAsync("oakfield", "D-0", "Ada Lovelace", Encoding.UTF8.GetBytes("A statement of Ada Lovelace"));
        await world.AppendAsync("oakfield", "D-1", "Grace Hopper");
        await world.SettleAsync();
        Assert.True(Holds(sharePoint, "Ada Lovelace"));

        await world.EraseAsync("oakfield", "D-0");
        await world.SettleAsync();

        Assert.False(Holds(sharePoint, "Ada Lovelace"));
        Assert.True(Holds(sharePoint, "Grace Hopper"));
        Assert.Equal(world.Dump("oakfield"), await world.RebuildAsync("oakfield"));
    }

    [Fact]
    public async Task Where_SharePoint_does_not_answer_whoever_acts_is_told_that_nobody_knows_and_it_is_filed_later()
    {
        using var sharePoint = new FakeSharePoint();
        await using var world = new LibraryWorld(sharePoint);
        await world.AddSchoolsAsync("oakfield");
        await world.AppendAsync("oakfield", "D-0", "first");
        sharePoint.IsDown = true;

        await Assert.ThrowsAsync<StoreFailedException>(() => world.Log.CommitAsync("oakfield", commit => commit.Append(new(
            new TeamsCctv.Domain.Cases.PolicyAdopted("second", 1, "second"), "D-0", Actor.System("test"), new("AL", new string('a', 64)), Key: "click"))));
        Assert.Equal(1, await world.Log.ReadAsync("oakfield", log => log.Done("click")));
        sharePoint.IsDown = false;
        await world.SettleAsync();

        Assert.Equal(world.Dump("oakfield"), await world.RebuildAsync("oakfield"));
    }

    [Fact]
    public async Task Two_logs_that_have_parted_are_not_written_over_each_other()
    {
        using var sharePoint = new FakeSharePoint();
        await using var one = new LibraryWorld(sharePoint);
        await using var other = new LibraryWorld(sharePoint);
        await one.AddSchoolsAsync("oakfield");
        await one.AppendAsync("oakfield", "D-0", "one");
        var before = sharePoint.Files["oakfield/commits/000000/000000000.000.json"];

        await Assert.ThrowsAsync<StoreFailedException>(() => other.Log.CommitAsync("oakfield", commit => commit.Append(new(
            new TeamsCctv.Domain.Cases.PolicyAdopted("other", 1, "other"), "D-0", Actor.System("test"), new("AL", new string('a', 64))))));

        Assert.Contains("holds other records", other.Parted("oakfield"), StringComparison.Ordinal);
        Assert.NotNull(await other.Log.CommitAsync("oakfield", commit => commit.Behind));
        Assert.Equal(before, sharePoint.Files["oakfield/commits/000000/000000000.000.json"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_store_that_was_set_back_behind_the_library_records_nothing_more(bool erased)
    {
        using var sharePoint = new FakeSharePoint();
        await using var world = new LibraryWorld(sharePoint);
        await world.AddSchoolsAsync("oakfield");
        await world.AppendAsync("oakfield", "D-0", "first");
        var back = world.Keep();
        await Task.WhenAll(world.AppendAsync("oakfield", "D-1", "lost"), world.AppendAsync("oakfield", "D-1", "lost too"));
        if (erased)
            await world.EraseAsync("oakfield", "D-1");
        await world.SettleAsync();
        await using var old = new LibraryWorld(sharePoint, data: back);

        await Assert.ThrowsAsync<StoreFailedException>(() => old.Log.CommitAsync("oakfield", commit => commit.Append(new(
            new TeamsCctv.Domain.Cases.PolicyAdopted("lost", 1, "other"), "D-1", Actor.System("test"), new("AL", new string('a', 64))))));

        Assert.NotNull(old.Parted("oakfield"));
        Assert.NotNull(await old.Log.CommitAsync("oakfield", commit => commit.Behind));
        Assert.Equal(world.Dump("oakfield"), await world.RebuildAsync("oakfield"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whole_tiles_get_the_tenants_label_where_it_lets_us_and_it_is_said_where_it_does_not(bool grants)
    {
        using var sharePoint = new FakeSharePoint { GrantsLabels = grants };
        await using var world = new LibraryWorld(sharePoint, label: "CCTV record");
        await world.AddSchoolsAsync("oakfield");
        await Task.WhenAll(Enumerable.Range(0, 260).Select(i => world.AppendAsync("oakfield", $"E-{i}", "x")));
        await world.SettleAsync();

        Assert.Equal(grants, world.Labels);
        Assert.Equal(grants ? ["oakfield/tile/0/000", "oakfield/tile/entries/000"] : [], sharePoint.Labelled.Order(StringComparer.Ordinal));
        await world.AppendAsync("oakfield", "E-1", "y");
        await world.SettleAsync();
        Assert.Equal(world.Dump("oakfield"), await world.RebuildAsync("oakfield"));
    }

    [Theory]
    [InlineData("body", "is not what was sealed")]
    [InlineData("leaf", "holds 1 of")]
    [InlineData("missing", "lacks the records")]
    [InlineData("cut", "has no checkpoint")]
    [InlineData("document", "is not in the library")]
    public async Task A_library_that_somebody_has_changed_is_not_taken_for_the_log(string how, string says)
    {
        using var sharePoint = new FakeSharePoint();
        await using var world = new LibraryWorld(sharePoint);
        await world.AddSchoolsAsync("oakfield");
        for (var i = 0; i < 3; i++)
            await world.AppendAsync("oakfield", $"D-{i}", $"name {i}", Encoding.UTF8.GetBytes($"paper {i}"));
        await world.SettleAsync();
        const string First = "oakfield/commits/000000/000000000.000.json", Second = "oakfield/commits/000000/000000001.000.json", Last = "oakfield/commits/000000/000000002.000.json";
        switch (how)
        {
            case "body":
                sharePoint.Edit(First, Swapped(sharePoint.Files[First], "body", sharePoint.Files[Second]));
                break;
            case "leaf":
                sharePoint.Edit(First, Swapped(sharePoint.Files[First], "leaf", sharePoint.Files[Second]));
                break;
            case "missing":
                sharePoint.Edit(Second, null);
                break;
            case "cut":
                sharePoint.Edit(Last, Without(sharePoint.Files[Last], "checkpoint"));
                break;
            default:
                sharePoint.Edit(sharePoint.Files.Keys.First(path => path.StartsWith("oakfield/documents/", StringComparison.Ordinal)), "other"u8.ToArray());
                break;
        }

        var wrong = await Assert.ThrowsAsync<InvalidDataException>(() => world.RebuildAsync("oakfield"));

        Assert.Contains(says, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_processes_file_what_both_have_made_once()
    {
        using var sharePoint = new FakeSharePoint(7, 0.2);
        var journal = new FaultyJournal(7, faults: 0.1);
        await using var one = new LibraryWorld(sharePoint, journal: journal);
        await using var two = new LibraryWorld(sharePoint, journal: journal);
        await one.AddSchoolsAsync("oakfield");
        two.UseKeyOf(one);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? one : two).AppendAsync("oakfield", $"D-{i}", $"name {i}")));
        await one.Database.RefreshAsync();
        sharePoint.Faults = 0;
        await one.SettleAsync();

        Assert.Equal(40, await one.Log.ReadAsync("oakfield", log => log.Size));
        Assert.Empty(sharePoint.Wrong);
        Assert.Equal(one.Dump("oakfield"), await one.RebuildAsync("oakfield"));
    }

    private static bool Holds(FakeSharePoint sharePoint, string text) => sharePoint.Files.Values.Any(bytes =>
        Encoding.UTF8.GetString(bytes) is var all && (all.Contains(text, StringComparison.Ordinal)
            || System.Text.RegularExpressions.Regex.Matches(all, "\"body\":\"([^\"]+)\"").Any(match =>
                Encoding.UTF8.GetString(Convert.FromBase64String(System.Text.RegularExpressions.Regex.Unescape(match.Groups[1].Value))).Contains(text, StringComparison.Ordinal))));

    private static byte[] Swapped(byte[] file, string field, byte[] other)
    {
        var (json, from) = (System.Text.Json.Nodes.JsonNode.Parse(file)!, System.Text.Json.Nodes.JsonNode.Parse(other)!);
        json["records"]![0]![field] = from["records"]![0]![field]!.DeepClone();
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static byte[] Without(byte[] file, string field)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(file)!.AsObject();
        json.Remove(field);
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private sealed class Folder(FakeSharePoint sharePoint, string prefix) : ILogSource
    {
        public bool SuppliesBodies => false;

        public Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken) => Task.FromResult(sharePoint.Files.GetValueOrDefault(prefix + path));
    }
}
