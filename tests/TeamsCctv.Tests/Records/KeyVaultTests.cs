using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Features.RecordLogs;
using TeamsCctv.Records;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Downloads;
using TeamsCctv.Tests.Matters;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Records;

/// <summary>The logs' key is in a vault, which is away now and then and gets a new version now and then.</summary>
public sealed class KeyVaultTests : IAsyncLifetime
{
    private const string NotYet = "Nothing is recorded yet: the key that signs the records could not be reached. Press the button again in a minute.";

    private FakeVault _vault = null!;

    public async ValueTask InitializeAsync() => _vault = await FakeVault.StartAsync();

    public ValueTask DisposeAsync() => _vault.DisposeAsync();

    [Theory]
    [InlineData(VaultFate.Down)]
    [InlineData(VaultFate.TooManyForLong)]
    [InlineData(VaultFate.WrongSignature)]
    [InlineData(VaultFate.ReplyLost)]
    internal async Task Where_the_vault_gives_no_signature_the_click_is_told_so_and_the_same_press_works_later(VaultFate fate)
    {
        await using var school = await School.OpenAsync(settings: _vault.Settings);
        await school.AskAsync();
        var card = await school.CardOfAsync("harriet");
        await school.SettleAsync();
        var (before, checkpoint) = (school.Records().Count, Checkpoint(school));
        _vault.Fate = fate;

        var shown = await school.PressAsync("harriet", card, "Approve");

        Assert.Equal((200, NotYet), (shown.Status, shown.Words));
        Assert.Equal((before, checkpoint), (school.Records().Count, Checkpoint(school)));

        _vault.Fate = VaultFate.Served;
        var again = await school.PressAsync("harriet", card, "Approve");
        Assert.Contains("Authorised by Harriet Example", again.Words, StringComparison.Ordinal);
        Assert.Single(school.Records(), record => record.Fact is DownloadAuthorised);
        Assert.Equal(0, await VerifyAsync($"{school.Host.Address}records/oakfield", KeyOf(school)));
    }

    [Fact]
    public async Task Somebody_outside_is_told_that_nothing_was_sent_and_their_link_still_works()
    {
        await using var school = await School.OpenAsync(settings: _vault.Settings);
        await school.OpenAsync("olive", "police", Moves.Police);
        var path = await school.MakeLinkAsync("olive", "terms");
        var officer = new Browser(school.Host.NewClient());
        var form = await officer.GetAsync(path);
        await school.SettleAsync();
        var before = school.Records().Count;
        _vault.Fate = VaultFate.Down;

        var failed = await officer.SubmitAsync(form, path, OutsideFormTests.Terms);

        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, failed.Status);
        Assert.Contains("Nothing was sent: the school can record nothing at this moment.", failed.Text, StringComparison.Ordinal);
        Assert.Equal(before, school.Records().Count);
        _vault.Fate = VaultFate.Served;
        Assert.Contains("Your form was received", (await officer.SubmitAsync(failed, path, OutsideFormTests.Terms)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_page_and_in_the_chat_it_is_said_as_plainly()
    {
        await using var school = await School.OpenAsync(settings: _vault.Settings);
        await school.SayAsync("tess", "ask");

        // What people read is drawn outside Development; there a developer's page stands in its place.
        await school.RestartAsync(builder => builder.Environment.EnvironmentName = "Production");
        await school.SettleAsync();
        var before = school.Records();
        var browser = await school.Host.AsAsync("dennis");
        _vault.Fate = VaultFate.Down;

        using var failed = await school.Host.PostFormAsync(
            "/cases", $"/records/oakfield/{before[^1].Number}/erase", new() { ["key"] = Guid.NewGuid().ToString("N"), ["why"] = "It is no longer needed." }, browser);
        var said = await school.SayAsync("tess", "ask");

        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, failed.StatusCode);
        Assert.Contains("so nothing was written", await failed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("Nothing is recorded: the key that signs the records could not be reached. Send it again in a minute.", said.Text);
        Assert.Equal(before.Count, school.Records().Count);
    }

    [Fact]
    public async Task Where_nobody_listens_at_the_vault_a_start_goes_by_its_copy_and_says_at_each_press_that_nothing_is_recorded()
    {
        await using var school = await School.OpenAsync(settings: _vault.Settings);
        await school.AskAsync();
        await school.SettleAsync();
        var (key, before) = (KeyOf(school), school.Records().Count);
        await _vault.CloseAsync();

        await school.RestartAsync();

        Assert.Equal(key, KeyOf(school));
        Assert.Equal(0, await VerifyAsync($"{school.Host.Address}records/oakfield", key));
        var card = await school.CardOfAsync("harriet");
        Assert.Equal(NotYet, (await school.PressAsync("harriet", card, "Approve")).Words);
        Assert.Equal(before, school.Records().Count);

        await _vault.OpenAsync();
        Assert.Contains("Authorised by Harriet Example", (await school.PressAsync("harriet", card, "Approve")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_version_of_the_key_signs_from_the_next_start_on_and_who_pinned_the_first_still_verifies()
    {
        await using var school = await School.OpenAsync(settings: _vault.Settings);
        await school.KeepAsync();
        await school.SettleAsync();
        var (first, one) = (_vault.Newest, KeyOf(school));
        var old = Path.Combine(school.Host.Data, "..", Path.GetFileName(school.Host.Data) + "-old");
        Export(school, old);
        try
        {
            var second = _vault.Rotate();
            await school.AskAsync();
            Assert.False(_vault.Signed.ContainsKey(second));

            await school.RestartAsync();
            var (two, signed) = (KeyOf(school), _vault.Signed[first]);
            await school.AskAsync();
            await school.SettleAsync();

            Assert.NotEqual(one, two);
            Assert.Equal(signed, _vault.Signed[first]);
            var change = Assert.Single(school.Records(), record => record.Kind == RecordKinds.KeyChanged);
            Assert.Equal(new LogKeyChanged(two, one), change.Fact);

            // Over HTTP and as a folder, pinned to either key, and with the checkpoint of before.
            var folder = Path.Combine(school.Host.Data, "export");
            Export(school, folder);
            foreach (var log in new[] { $"{school.Host.Address}records/oakfield", folder })
            {
                foreach (var key in new[] { one, two })
                    Assert.Equal(0, await VerifyAsync(log, key, Path.Combine(old, "checkpoint")));
            }

            // What was exported before is as good as it was.
            Assert.Equal(0, await VerifyAsync(old, one));
            Assert.Equal(1, await VerifyAsync(old, two));

            // Without what proves the change it is worth nothing.
            File.Delete(Path.Combine(folder, LogPaths.KeyChange(change.Number)));
            Assert.Equal(1, await VerifyAsync(folder, one));

            // A second time, for a start that has nothing to change.
            await school.RestartAsync();
            Assert.Single(school.Records(), record => record.Kind == RecordKinds.KeyChanged);
            Assert.Equal(0, await VerifyAsync($"{school.Host.Address}records/oakfield", one));
        }
        finally
        {
            Directory.Delete(old, recursive: true);
        }
    }

    [Fact]
    public async Task A_log_that_began_with_a_key_file_goes_on_in_the_vault_and_its_record_says_so_on_a_page()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        await school.SettleAsync();
        var file = KeyOf(school);
        foreach (var (setting, value) in _vault.Settings)
            school.Settings[setting] = value;

        await school.RestartAsync();

        Assert.NotEqual(file, KeyOf(school));
        Assert.Equal(0, await VerifyAsync($"{school.Host.Address}records/oakfield", file));
        var change = school.Records().Single(record => record.Fact is LogKeyChanged);
        var page = await new Browser(await school.Host.AsAsync("harriet")).GetAsync($"/records/oakfield/{change.Number}");
        Assert.Contains("Key of the log changed", page.Html, StringComparison.Ordinal);
        Assert.Contains("From here on another key signs", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_all_bodies_those_alone_that_name_the_keys_are_served()
    {
        await using var school = await School.OpenAsync(settings: _vault.Settings);
        await school.AskAsync();
        _vault.Rotate();
        await school.RestartAsync();
        var change = school.Records().Single(record => record.Fact is LogKeyChanged).Number;

        for (var number = 0; number < school.Records().Count; number++)
        {
            using var body = await school.Host.Client.GetAsync(new Uri($"/records/oakfield/body/{number}", UriKind.Relative));
            Assert.Equal(number == change, body.IsSuccessStatusCode);
        }

        using var none = await school.Host.Client.GetAsync(new Uri("/records/oakfield/key-change/0", UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, none.StatusCode);
    }

    private static string KeyOf(School school) => school.Host.Services.GetRequiredService<LogKey>().VerifierKeyOf(School.Oakfield);

    private static string Checkpoint(School school) => Convert.ToBase64String(school.Host.Services.GetRequiredService<TileReader>().Checkpoint(School.Oakfield)!);

    private static void Export(School school, string folder) =>
        Assert.Null(new Export(school.Host.Services.GetRequiredService<TileReader>()).Write(School.Oakfield, folder).Error);

    private static async Task<int> VerifyAsync(string log, string key, string? earlier = null)
    {
        using var output = new StringWriter();
        var exit = await Verify.Command.RunAsync(earlier is null ? [log, "--key", key] : [log, "--key", key, "--old-checkpoint", earlier], output, output, CancellationToken.None);
        Assert.NotEqual(2, exit);
        return exit;
    }
}
