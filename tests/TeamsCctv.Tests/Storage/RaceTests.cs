using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Tests.Downloads;
using TeamsCctv.Tests.Library;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Storage;

/// <summary>Two processes on one storage account and one SharePoint, and everybody presses at both at once.</summary>
[Collection(OnAzurite.Name)]
public sealed class RaceTests(Azurite azurite)
{
    /// <summary>Forty cases in each run of the tests; TEAMSCCTV_RACES=300 for all that the README speaks of.</summary>
    private static readonly int _cases = int.TryParse(Environment.GetEnvironmentVariable("TEAMSCCTV_RACES"), out var given) ? given : 40;

    [Fact]
    public async Task Every_case_is_decided_once_and_every_decision_is_in_the_library()
    {
        using var column = Column.Of("Microsoft 365");
        var journal = azurite.NewAccount().ConnectionString;
        await using var two = await TwoProcesses.OpenAsync(configure: column.ConfigureLibrary, settings: new(column.Settings) { ["Storage:Journal"] = journal });
        for (var i = 0; i < _cases; i++)
        {
            await two.School.AskAsync();
            var card = await two.School.CardOfAsync("harriet");
            await Task.WhenAll(
                two.School.PressAsync("harriet", card, "Approve"),
                two.PressThereAsync("harriet", card, i % 2 == 0 ? "Approve" : "Refuse", i % 2 == 0 ? [] : [("reason", "Not needed for this.")]),
                two.PressThereAsync("harriet", card, "Approve"));
        }

        await two.School.SettleAsync();
        var facts = two.School.Records().Select(record => record.Fact).ToList();
        Assert.Equal(_cases, facts.OfType<DownloadRequested>().Count());
        Assert.Equal(_cases, facts.Count(fact => fact is DownloadAuthorised or DownloadRefused));
        Assert.Empty(facts.OfType<ActRefused>());
        Assert.Equal(two.LogHere(), await two.LogThereAsync());
        await Column.SettleAsync(two.School.Host);
        Assert.Empty(column.SharePoint!.Wrong);
        Assert.Equal(two.RecordsHere(), await Column.RebuildAsync(two.School.Host, School.Oakfield, two.Key));
    }
}
