using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Policies;

/// <summary>One process adopts a profile; the others run it from then on, none of them started anew.</summary>
public sealed class AdoptedElsewhereTests : IDisposable
{
    private const string Form = "/matters/new/access-request?school=oakfield";

    private readonly string _profiles = Directory.CreateTempSubdirectory("cctv-profiles-").FullName;

    public void Dispose() => Directory.Delete(_profiles, recursive: true);

    [Fact]
    public async Task A_case_opened_at_another_process_right_after_is_under_the_new_version_though_only_the_first_has_its_file()
    {
        await using var two = await TwoProcesses.OpenAsync();
        using var client = await two.There.AsAsync("harriet");
        var harriet = new Browser(client);
        Assert.NotNull((await OpenAsync(harriet, await harriet.GetAsync(Form))).Location);
        var form = await harriet.GetAsync(Form);

        await two.StartHereAnewAsync(builder => builder.Services.AddSingleton(_ => PolicyFiles.Load(Next("al.json"))));
        Assert.NotNull((await OpenAsync(harriet, form)).Location);

        var adopted = two.School.Records().Select(record => record.Fact).OfType<PolicyAdopted>().ToList();
        Assert.Equal([4, 5], adopted.Select(version => version.Version));
        Assert.Equal(adopted.Select(version => version.Hash), Under(two.There));
        Assert.Contains("AL, version 5", (await harriet.GetAsync("/policy")).Text, StringComparison.Ordinal);
        await two.School.Host.Services.GetRequiredService<Database>().RefreshAsync();
        Assert.Equal(two.LogHere(), await two.LogThereAsync());
    }

    [Fact]
    public async Task Another_policy_that_a_school_takes_is_every_processs_from_its_record_on_and_not_before()
    {
        await using var two = await TwoProcesses.OpenAsync();
        using var client = await two.There.AsAsync("harriet");
        var harriet = new Browser(client);

        await two.School.Host.Services.GetRequiredService<Registers>().PutAsync(Staffed.Entries(PolicyFiles.Load(Staffed.Profiles)["VL"]));
        Assert.Contains("Profile AL, version", (await harriet.GetAsync("/policy")).Text, StringComparison.Ordinal);
        await two.StartHereAnewAsync();

        using var head = await two.There.AsAsync("headteacher");
        Assert.Contains("Profile VL, version", (await new Browser(head).GetAsync("/policy")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_whose_file_is_older_takes_nobody_back_and_runs_what_is_on_the_record()
    {
        await using var two = await TwoProcesses.OpenAsync();
        using var client = await two.There.AsAsync("harriet");
        await two.StartHereAnewAsync(builder => builder.Services.AddSingleton(_ => PolicyFiles.Load(Next("al.json"))));
        var adopted = Adopted(two);
        Assert.Equal(5, adopted[^1].Version);

        await two.StartHereAnewAsync();

        Assert.Equal(adopted, Adopted(two));
        Assert.Contains("AL, version 5", (await new Browser(client).GetAsync("/policy")).Text, StringComparison.Ordinal);
        using var here = await two.School.Host.AsAsync("harriet");
        Assert.Contains("AL, version 5", (await new Browser(here).GetAsync("/policy")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_cannot_read_what_was_adopted_does_not_start_and_says_what_to_do()
    {
        var journal = new FaultyJournal(0, faults: 0);
        await using var two = await TwoProcesses.OpenAsync(journal);
        await two.StartHereAnewAsync(builder => builder.Services.AddSingleton(_ => PolicyFiles.Load(Next("al.json"))));
        File.Copy(Path.Combine(two.School.Host.Data, "log-key.pem"), Path.Combine(_profiles, "log-key.pem"));

        // As a program finds it that knows nothing of what the profile says.
        await two.School.Host.Services.GetRequiredService<Database>().WriteAsync(session => session.Execute(
            "UPDATE policy SET bytes = $1 WHERE hash = $2", "{\"id\":\"AL\",\"unheardOf\":1}"u8.ToArray(), Adopted(two)[^1].Hash));

        var wrong = await Assert.ThrowsAsync<InvalidDataException>(
            () => Host.StartAsync(builder => builder.Services.AddSingleton<IJournal>(journal), two.School.Teams.Settings, _profiles));

        Assert.Contains("version 5 of the profile AL", wrong.Message, StringComparison.Ordinal);
        Assert.EndsWith("Bring the program up to date.", wrong.Message, StringComparison.Ordinal);
    }

    private static List<PolicyAdopted> Adopted(TwoProcesses two) => [.. two.School.Records().Select(record => record.Fact).OfType<PolicyAdopted>()];

    private static Task<Browser.Answer> OpenAsync(Browser who, Browser.Answer form) => who.SubmitAsync(
        form, Form, ("f.applicant", "Pat Parent"), ("f.how", "verbal"), ("f.received", "2026-11-10"), ("f.details", "The gate on 9 November."));

    /// <summary>A folder with the next version of a profile beside the others.</summary>
    private string Next(string changed)
    {
        foreach (var file in Directory.EnumerateFiles(Staffed.Profiles))
        {
            var text = File.ReadAllText(file);
            File.WriteAllText(
                Path.Combine(_profiles, Path.GetFileName(file)),
                Path.GetFileName(file) == changed ? text.Replace("\"version\": 4", "\"version\": 5", StringComparison.Ordinal) : text);
        }

        return _profiles;
    }

    /// <summary>The hashes of the profiles under which cases of a kind of the policy's were opened, in turn.</summary>
    private static List<string> Under(Host host) => host.Services.GetRequiredService<Database>().Read(session =>
    {
        var log = new LogReader(session, School.Oakfield);
        return log.From(0, 1000).Where(record => record.Kind == Facts.MatterOpened).Select(record => log.Record(record.Seq)!.Value.Leaf.Policy.Hash).ToList();
    });
}
