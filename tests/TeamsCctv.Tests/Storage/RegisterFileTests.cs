using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Clocks;
using TeamsCctv.Hosting;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Storage;

/// <summary>The command by which whoever runs the process fills the registers.</summary>
public sealed class RegisterFileTests : IDisposable
{
    internal const string Whole = """
        {
          "schools": [{ "id": "hilltop", "name": "Hilltop School", "policy": "ME", "restrictedAreas": ["Office"], "mailbox": "office@hilltop.example", "division": "EnglandAndWales" }],
          "recorders": [{ "id": "hilltop-nvr", "school": "hilltop", "name": "Recorder", "vendor": "Hikvision", "keepsDays": 30 }],
          "cameras": [{ "id": "gate", "school": "hilltop", "name": "Gate", "recorder": "hilltop-nvr", "channel": 1 }],
          "people": [{ "key": "hana", "name": "Hana Head", "accounts": ["11111111-2222-3333-4444-555555555555"] }],
          "appointments": [{ "person": "hana", "school": "hilltop", "position": "headteacher", "title": "Headteacher", "from": "2026-09-01" }],
          "trainings": [{ "person": "hana", "school": "hilltop", "on": "2026-09-02" }],
          "days": [{ "school": "hilltop", "kind": "Term", "from": "2026-09-02", "until": "2026-12-18" }],
          "holidays": [{ "day": "2027-05-17", "division": null, "name": "A day for everybody" }]
        }
        """;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("cctv-test-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_school_that_is_entered_runs_from_the_next_start_on_with_its_people_terms_and_holidays()
    {
        await (await Host.StartAsync(data: _data.FullName)).DisposeAsync();

        var (exit, said) = Run(Whole);

        Assert.Equal(0, exit);
        Assert.Contains("Entered 8 entries", said, StringComparison.Ordinal);
        await using var again = await Host.StartAsync(data: _data.FullName);
        var registers = again.Services.GetRequiredService<Registers>();
        Assert.Equal("Hana Head", registers.Staff.Owner("11111111-2222-3333-4444-555555555555")!.Name);
        Assert.Equal("office@hilltop.example", registers.Cameras.School("hilltop")!.Mailbox);
        var calendar = registers.CalendarOf("hilltop");
        Assert.NotNull(calendar.Terms);
        Assert.True(calendar.Holidays.IsHoliday(new(2027, 5, 17), Division.EnglandAndWales));
        var page = await new Browser(await again.AsAsync("hana")).GetAsync("/");
        Assert.Contains("Hilltop School", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"ME\"", "\"XX\"", "schools[0].policy: There is no policy XX. There are: AL, CG, JC, ME, VL.")]
    [InlineData("\"hilltop-nvr\", \"channel\"", "\"oakfield-nvr\", \"channel\"", "cameras[0].recorder: hilltop has no recorder oakfield-nvr.")]
    [InlineData("\"position\": \"headteacher\"", "\"position\": \"emperor\"", "appointments[0].position: The policy of hilltop has no position emperor.")]
    [InlineData("\"person\": \"hana\", \"school\": \"hilltop\", \"position\"", "\"person\": \"nobody\", \"school\": \"hilltop\", \"position\"", "appointments[0].person: There is no person nobody.")]
    [InlineData("11111111-2222-3333-4444-555555555555", "hana@hilltop.example", "people[0].accounts[0]: Give the object ID")]
    [InlineData("\"name\": \"Hana Head\", ", "", "people[0].name: It is missing.")]
    [InlineData("\"2026-12-18\"", "\"2026-09-01\"", "days[0].until: The last day is before the first.")]
    [InlineData("\"2026-12-18\"", "\"Christmas\"", "days[0].until: It cannot be read")]
    [InlineData("\"2027-05-17\"", "\"2207-05-17\"", "holidays[0].day: Bank holidays are known from 2000 to 2103")]
    [InlineData("\"id\": \"gate\"", "\"id\": \"The Gate\"", "cameras[0].id: Use 1 to 64 small letters")]
    [InlineData("\"mailbox\": \"office@hilltop.example\"", "\"mailbox\": \"office\"", "schools[0].mailbox: office is no mail address.")]
    [InlineData("\"keepsDays\": 30", "\"keepsDays\": 0", "recorders[0].keepsDays: Give a number of days")]
    [InlineData("\"trainings\"", "\"coaching\"", "coaching: There is no such list.")]
    [InlineData("\"restrictedAreas\": [\"Office\"]", "\"restrictedAreas\": []", "schools[0].restrictedAreas: Name at least one place")]
    public async Task What_is_wrong_is_named_by_its_place_and_nothing_of_the_file_is_used(string good, string bad, string says)
    {
        await (await Host.StartAsync(data: _data.FullName)).DisposeAsync();

        var (exit, said) = Run(Whole.Replace(good, bad, StringComparison.Ordinal));

        Assert.Equal(1, exit);
        Assert.Contains(says, said, StringComparison.Ordinal);
        Assert.Contains("Nothing was entered", said, StringComparison.Ordinal);
        await using var again = await Host.StartAsync(data: _data.FullName);
        Assert.Null(again.Services.GetRequiredService<Registers>().Cameras.School("hilltop"));
    }

    [Fact]
    public async Task An_account_of_somebody_else_is_not_given_to_a_second_person()
    {
        await (await Host.StartAsync(data: _data.FullName)).DisposeAsync();
        var harriet = TeamsCctv.Features.SampleTrust.SampleTrust.ObjectIdOf("harriet");

        var (exit, said) = Run(Whole.Replace("11111111-2222-3333-4444-555555555555", harriet.ToUpperInvariant(), StringComparison.Ordinal));

        Assert.Equal(1, exit);
        Assert.Contains("people[0].accounts[0]: This account is another person's already.", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not JSON", "$: It is no JSON")]
    [InlineData("[]", "$: It must be an object")]
    [InlineData("""{"people":{}}""", "people: It must be a list.")]
    [InlineData("""{"people":[7]}""", "people[0]: It must be an object.")]
    [InlineData("""{"people":[],"people":[]}""", "$: It is no JSON")]
    public async Task A_file_that_is_none_is_refused(string content, string says)
    {
        await (await Host.StartAsync(data: _data.FullName)).DisposeAsync();

        var (exit, said) = Run(content);

        Assert.Equal(1, exit);
        Assert.Contains(says, said, StringComparison.Ordinal);
    }

    private (int Exit, string Said) Run(string content) => Run(_data, content, "--data", _data.FullName);

    internal static (int Exit, string Said) Run(DirectoryInfo folder, string content, params string[] options)
    {
        var file = Path.Combine(folder.FullName, "register.json");
        File.WriteAllText(file, content);
        using var said = new StringWriter();
        Assert.True(Commands.TryRun(["register", file, .. options], said, said, out var exit));
        return (exit, said.ToString());
    }
}
