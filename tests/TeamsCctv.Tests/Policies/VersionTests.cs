using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Downloads;
using TeamsCctv.Tests.Matters;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Policies;

/// <summary>A profile changes while cases are open: each keeps the version it was opened under.</summary>
public sealed class VersionTests : IDisposable
{
    private readonly string _profiles = Directory.CreateTempSubdirectory("cctv-profiles-").FullName;

    public VersionTests()
    {
        foreach (var file in Directory.EnumerateFiles(Staffed.Profiles))
            File.Copy(file, Path.Combine(_profiles, Path.GetFileName(file)));
    }

    [Fact]
    public async Task A_case_opened_under_one_version_is_decided_and_logged_under_it_after_a_restart_with_the_next()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        var before = school.Host.Services.GetRequiredService<PolicyFiles>()["AL"];

        Edit("al.json", "\"version\": 4", "\"version\": 5", "I authorise this download as {title}.", "I take this download on me as {title}.", "\"downloadMonths\": 6", "\"downloadMonths\": 1");
        await RestartAsync(school);
        await school.AuthoriseAsync();
        await school.RecordAsync();

        Assert.Equal("I authorise this download as Headteacher.", school.Last<DownloadAuthorised>().Statement);
        Assert.Equal(new(2027, 5, 24), school.Last<DownloadRecorded>().KeepUntil);
        Assert.Equal(before.Hash, PolicyOf<DownloadRecorded>(school));
        Assert.Equal(5, school.Last<PolicyAdopted>().Version);

        await school.AskAsync();
        await school.AuthoriseAsync();
        Assert.Equal("I take this download on me as Headteacher.", school.Last<DownloadAuthorised>().Statement);
        Assert.Equal(school.Last<PolicyAdopted>().Hash, PolicyOf<DownloadAuthorised>(school));
    }

    [Fact]
    public async Task A_page_shows_an_open_case_with_the_period_and_signers_of_its_own_version()
    {
        await using var school = await School.OpenAsync();
        await school.KeepAsync();
        Edit("al.json", "\"version\": 4", "\"version\": 5");
        await RestartAsync(school);

        var page = await new Browser(await school.Host.AsAsync("harriet")).GetAsync("/");

        Assert.Contains("version 5", page.Text, StringComparison.Ordinal);
        Assert.Contains("version 4 of policy AL", (await new Browser(await school.Host.AsAsync("harriet")).GetAsync("/records/oakfield/1")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_later_rules_would_not_let_in_still_holds_for_its_cases()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        var shelf = school.Host.Services.GetRequiredService<PolicyShelf>();
        var bytes = System.Text.Encoding.UTF8.GetBytes((await File.ReadAllTextAsync(Path.Combine(_profiles, "al.json"))).Replace("\"days\": 2", "\"days\": 0", StringComparison.Ordinal));
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        await school.Host.Services.GetRequiredService<Database>().WriteAsync(session =>
            session.Execute("INSERT INTO policy (hash, id, version, bytes) VALUES ($1, 'AL', 1, $2)", hash, bytes));

        Assert.Equal(0, shelf.Of(hash).Download.Remind!.Days);
        Assert.Throws<InvalidDataException>(() => shelf.Of(new('0', 64)));
    }

    [Fact]
    public async Task Who_may_read_a_case_under_its_own_policy_reads_its_page_its_records_and_what_was_opened_beside_it()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        var asked = school.Records().Single(record => record.Fact is DownloadRequested).Number;
        await school.OpenAsync("olive", "police", Moves.Police);
        var opened = school.Records().Single(record => record.Fact is Domain.Cases.Matters.MatterOpened).Number;
        await school.Host.Services.GetRequiredService<Registers>().PutAsync(Staffed.Entries(PolicyFiles.Load(_profiles)["VL"]));
        await RestartAsync(school);

        // Cyril reads the log under the policy of these cases; the policy that runs now does not know his position.
        var cyril = new Browser(await school.Host.AsAsync("cyril"));

        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await cyril.GetAsync("/log")).Status);
        Assert.Contains("A child was seen leaving by the gate.", (await cyril.GetAsync($"/records/oakfield/{asked}")).Text, StringComparison.Ordinal);
        Assert.Contains("Vera Example", (await cyril.GetAsync($"/cases/oakfield/D-{asked}")).Text, StringComparison.Ordinal);
        foreach (var page in new[] { $"/records/oakfield/{opened}", $"/matters/oakfield/M-{opened}" })
            Assert.Contains("Pat Constable", (await cyril.GetAsync(page)).Text, StringComparison.Ordinal);
        Assert.Contains($"M-{opened}", (await cyril.GetAsync("/matters")).Text, StringComparison.Ordinal);

        // Whoever reads the log under the policy that runs now reads the old cases as well.
        var lead = new Browser(await school.Host.AsAsync("data-protection-lead"));
        Assert.Contains("A child was seen", (await lead.GetAsync($"/records/oakfield/{asked}")).Text, StringComparison.Ordinal);
        Assert.Contains("Pat Constable", (await lead.GetAsync($"/records/oakfield/{opened}")).Text, StringComparison.Ordinal);

        // Tess may read them under neither.
        var tess = new Browser(await school.Host.AsAsync("tess"));
        Assert.DoesNotContain("A child was seen", (await tess.GetAsync($"/records/oakfield/{asked}")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Pat Constable", (await tess.GetAsync($"/records/oakfield/{opened}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_school_that_takes_another_policy_decides_open_cases_by_the_old_one_and_new_ones_by_the_new()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        var registers = school.Host.Services.GetRequiredService<Registers>();
        await registers.PutAsync(Staffed.Entries(PolicyFiles.Load(_profiles)["VL"]));
        await RestartAsync(school);

        await school.AuthoriseAsync("headteacher");
        await school.RecordAsync("vera");
        await school.AskOnAsync("named-viewer", "crime");
        await school.AuthoriseAsync("headteacher");
        await school.RecordUntilAsync("named-downloader");

        Assert.Equal("VL", school.Last<PolicyAdopted>().Policy);
        var signed = school.Records().Select(record => record.Fact).OfType<DownloadAuthorised>().Select(fact => fact.Statement);
        Assert.Equal(["I authorise this download as Headteacher.", "I permit this download as Headteacher."], signed);
        var clips = school.Records().Select(record => record.Fact).OfType<DownloadRecorded>().ToList();
        Assert.Equal(["approved-viewer", "named-downloader"], clips.Select(clip => clip.By.Position));
        var log = await school.LogAsync("headteacher");
        Assert.Contains("Named individual who downloaded it", log, StringComparison.Ordinal);
        Assert.Contains("Vera Example, Safeguarding Lead", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fired_under_an_earlier_version_is_made_again_also_where_another_process_followed_under_the_next_already()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        await school.SettleAsync();
        await school.Host.Services.GetRequiredService<Database>().WriteAsync(session => session.Execute(
            "INSERT INTO clause_fired (school, clause, seq, at, allowed, case_id, policy) VALUES ('oakfield', 'ZZ-1', 1, 0, 1, NULL, 'earlier')"));
        await school.RestartAsync();
        await school.SettleAsync();

        var policies = school.Host.Services.GetRequiredService<Database>().Read(session =>
            session.Query("SELECT DISTINCT policy FROM clause_fired WHERE school = 'oakfield'", row => row.GetString(0)));
        Assert.Equal([school.Last<PolicyAdopted>().Hash], policies);
    }

    [Fact]
    public async Task A_version_that_is_nowhere_any_more_stops_the_start_and_says_which_file_is_missing()
    {
        var data = Directory.CreateTempSubdirectory("cctv-test-").FullName;
        await using (var host = await Host.StartAsync(data: data))
            await host.Services.GetRequiredService<Database>().WriteAsync(session => session.Execute("DELETE FROM policy"));
        Edit("al.json", "\"version\": 4", "\"version\": 5");

        var wrong = await Assert.ThrowsAsync<InvalidDataException>(() =>
            Host.StartAsync(builder => builder.Services.AddSingleton(_ => PolicyFiles.Load(_profiles)), data: data));

        Directory.Delete(data, recursive: true);
        Assert.Contains("has run version 4 of the profile AL", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("Put that file back for one start", wrong.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_profiles, recursive: true);

    private Task RestartAsync(School school) => school.RestartAsync(builder => builder.Services.AddSingleton(_ => PolicyFiles.Load(_profiles)));

    /// <summary>Changes a profile: what is replaced, by what, in turn.</summary>
    private void Edit(string file, params string[] pairs)
    {
        var path = Path.Combine(_profiles, file);
        var text = File.ReadAllText(path);
        foreach (var pair in pairs.Chunk(2))
        {
            Assert.Contains(pair[0], text, StringComparison.Ordinal);
            text = text.Replace(pair[0], pair[1], StringComparison.Ordinal);
        }

        File.WriteAllText(path, text);
    }

    private static string PolicyOf<T>(School school)
    {
        var number = school.Records().Last(record => record.Fact is T).Number;
        return school.Host.Services.GetRequiredService<Database>().Read(session => new LogReader(session, School.Oakfield).Record(number)!.Value.Leaf.Policy.Hash);
    }
}
