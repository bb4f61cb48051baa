using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.SampleTrust;
using TeamsCctv.Storage;

namespace TeamsCctv.Tests.Support;

/// <summary>
/// Brings a case to where a test begins, by the same commands as chat and pages. Vera of Oakfield asks, Harriet signs,
/// Cyril is the system administrator; each step moves the clock by a quarter of an hour.
/// </summary>
public sealed class Story(Host host)
{
    public const string School = "oakfield";

    /// <summary>The hash of the recording in these stories.</summary>
    public static readonly string Sha256 = new('a', 64);

    public static Caller Caller(Host host, string key) =>
        new(host.Services.GetRequiredService<Registers>().Staff.People.Single(person => person.Key == key), SampleTrust.Tenant, SampleTrust.ObjectIdOf(key));

    /// <summary>A download is asked for; the case's id.</summary>
    public async Task<string> AskedAsync(string who = "vera", string ground = "safeguarding", string camera = "main-gate", string what = "A pupil was pushed.", string school = School)
    {
        var now = Local();
        var caller = Caller(host, who);
        var outcome = await Acts.OpenAsync(
            school, caller, new(caller.Person, camera, now.PlusHours(-2), now.PlusHours(-1), ground, what, "Vera Example"), Guid.NewGuid().ToString(), (_, _, _) => { });
        return Assert.IsType<Outcome.Done>(outcome).Case.Id;
    }

    public async Task<string> AuthorisedAsync(string who = "vera", string ground = "safeguarding", string what = "A pupil was pushed.")
    {
        var id = await AskedAsync(who, ground, what: what);
        Step();
        await RunAsync(id, "harriet", (download, scene) =>
            Authorising.Rule(download, new(Caller(host, "harriet").Person, true, null, SeenBy("harriet", download, scene)), scene, SeenBy("harriet", download, scene)));
        return id;
    }

    public async Task<string> KeptAsync(string who = "vera", string ground = "safeguarding", string what = "A pupil was pushed.")
    {
        var id = await AuthorisedAsync(who, ground, what);
        Step();
        await RunAsync(id, who, (download, scene) => Keeping.Record(download, new(Caller(host, who).Person, Local(), Sha256, 5, "Evidence safe, shelf 2"), scene));
        return id;
    }

    public async Task<string> DeletionAskedAsync(string by = "vera")
    {
        var id = await KeptAsync();
        Step();
        await RunAsync(id, by, (download, scene) => Deleting.Ask(download, Caller(host, by).Person, "The matter is closed.", scene));
        return id;
    }

    public async Task<string> DeletionAuthorisedAsync()
    {
        var id = await DeletionAskedAsync();
        Step();
        await RunAsync(id, "harriet", (download, scene) => Deleting.Rule(
            download, new(Caller(host, "harriet").Person, true, null, null, SeenBy("harriet", download, scene)), scene, SeenBy("harriet", download, scene)));
        return id;
    }

    public async Task<string> DeletedAsync()
    {
        var id = await DeletionAuthorisedAsync();
        Step();
        await RunAsync(id, "cyril", (download, scene) =>
            Deleting.CarryOut(download, new(Caller(host, "cyril").Person, Local().Date, "Wiped", true), scene));
        return id;
    }

    public async Task<IReadOnlyList<Recorded>> RecordsAsync(string id, string school = School) =>
        await host.Services.GetRequiredService<RecordLog>().ReadAsync(school, log => log.Case(id));

    public async Task<DownloadCase> LoadAsync(string id) => DownloadCase.Fold(id, await RecordsAsync(id))!;

    /// <summary>How many records a school's log has.</summary>
    public async Task<long> SizeAsync(string school = School) => await host.Services.GetRequiredService<RecordLog>().ReadAsync(school, log => log.Size);

    /// <summary>The wall clock in London.</summary>
    public LocalDateTime Local() => London.LocalOf(Instant.FromDateTimeOffset(host.Clock.GetUtcNow()));

    /// <summary>The wall clock as a browser's field holds it.</summary>
    public string Typed() => Local().ToString("uuuu-MM-dd'T'HH:mm", null);

    public void Step() => host.Clock.Advance(TimeSpan.FromMinutes(15));

    private CaseActs Acts => host.Services.GetRequiredService<CaseActs>();

    private async Task RunAsync(string id, string who, Func<DownloadCase, Scene, Domain.Policies.Ruling<IFact>> rule) =>
        Assert.IsType<Outcome.Done>(await Acts.RunAsync(School, id, Caller(host, who), new("act", null, null, rule)));

    private string SeenBy(string who, DownloadCase download, Scene scene)
    {
        var office = scene.OfficeOf(Caller(host, who).Person, scene.Policy.Download.Decide)!;
        return Seen.Of(download.State == DownloadState.AwaitingAuthorisation ? Authorising.Sheet(download, scene, office) : Deleting.Sheet(download, scene, office));
    }
}
