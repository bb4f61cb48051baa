using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Lists;
using TeamsCctv.Features.Messages;
using TeamsCctv.Records;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Downloads;
using TeamsCctv.Tests.Matters;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Lists;

public sealed class ViewRowsTests
{
    [Fact]
    public async Task A_download_is_in_the_log_and_among_the_recordings_until_its_names_are_erased()
    {
        await using var school = await School.OpenAsync();
        await school.KeepAsync();
        using var rows = Follow(school);
        await rows.StartAsync(CancellationToken.None);

        var (key, log) = Assert.Single(await RowsAsync(school, rows, ListDefinitions.CctvLog));
        Assert.Equal(("Main gate", "kept", "2027-05-24"), (log["Camera"], log["State"], log["KeptUntil"]));
        Assert.StartsWith("Harriet Example, Headteacher", log["Authorised"], StringComparison.Ordinal);
        Assert.StartsWith("https://cctv.example.org/records/oakfield/", log["AuthorisedPage"], StringComparison.Ordinal);
        Assert.Equal(new string('a', 64), Assert.Single(await RowsAsync(school, rows, ListDefinitions.Recordings)).Values["Sha256"]);

        await EraseAsync(school, key.Split('/')[1]);

        var (_, erased) = Assert.Single(await RowsAsync(school, rows, ListDefinitions.CctvLog));
        Assert.Equal("names erased", erased["State"]);
        Assert.DoesNotContain("Example", string.Join('|', erased.Where(value => value.Key != "School").Select(value => value.Value)), StringComparison.Ordinal);
        Assert.Empty(await RowsAsync(school, rows, ListDefinitions.Recordings));
        await rows.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_disclosure_is_among_the_disclosures_with_its_decision_and_that_leads_to_its_record()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        await school.DoAsync("harriet", "Approve", ("approve.scope", "part"), ("approve.part", "The first ten minutes."));
        using var rows = Follow(school);
        await rows.StartAsync(CancellationToken.None);

        var (key, row) = Assert.Single(await RowsAsync(school, rows, ListDefinitions.Disclosures));
        Assert.StartsWith("Approved: Harriet Example, Headteacher", row["Decision"], StringComparison.Ordinal);
        Assert.Contains("/records/oakfield/", row["DecisionPage"], StringComparison.Ordinal);
        Assert.Contains("The first ten minutes.", row["Reply"], StringComparison.Ordinal);
        Assert.Equal(key.Split('/')[1], row["Title"]);
        Assert.Empty(await RowsAsync(school, rows, ListDefinitions.Complaints));
        await rows.StopAsync(CancellationToken.None);
    }

    private static ViewRows Follow(School school) => new(
        Of<Database>(school), Of<Registers>(school), Of<Scenes>(school), new PublicAddress(new("https://cctv.example.org/"), null));

    private static T Of<T>(School school)
        where T : notnull => school.Host.Services.GetRequiredService<T>();

    private static async Task<List<(string Key, IReadOnlyDictionary<string, string> Values)>> RowsAsync(School school, ViewRows rows, ListDefinition list)
    {
        await rows.CatchUpAsync("oakfield", CancellationToken.None);
        return Of<Database>(school).Read(session => session.Query(
            "SELECT key, fields FROM list_row WHERE list = $1 AND gone = 0 ORDER BY key", row => (row.GetString(0), ListValues.Values(row.GetString(1))), list.Name));
    }

    private static Task<int> EraseAsync(School school, string caseId) => Of<RecordLog>(school).CommitAsync("oakfield", commit =>
    {
        commit.EraseBodies(caseId, commit.Append(new(
            new BodiesErased("headteacher", "over", "AL-13.2"), caseId, Actor.System("test"), Commit.Under(Of<Scenes>(school).PolicyOf("oakfield")))).Number);
        return 0;
    });
}
