using TeamsCctv.Testing;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Kills.Checks;

/// <summary>
/// On a copy, what is made from the records is thrown away and made again: the CCTV log (as stored and as a
/// headteacher saves it), the list of cases and the plan of who holds which card come out as they were.
/// </summary>
public sealed class RebuildCheck(string data, FakeTeams teams, Verdict verdict)
{
    // The form a request was sent with is noted in the request's own transaction, not by a follower.
    private const string Planned = "delivery WHERE topic <> 'asked'";

    private static readonly (string Name, string From, string Columns)[] Views =
    [
        ("the CCTV log", "cctv_log", "*"),
        ("the list of cases", "case_list", "*"),
        ("what rests on which clause", "clause_fired", "*"),
        ("the plan of cards", Planned, "school, case_id, topic, who, wanted"),
    ];

    /// <param name="pages">What the living program served: <see cref="LogPages.ReadAsync"/>.</param>
    public async Task RunAsync(IReadOnlyList<string> pages)
    {
        var copy = Directory.CreateTempSubdirectory("teamscctv-rebuild-").FullName;
        foreach (var file in Directory.EnumerateFiles(data))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        Store.Execute(copy, [.. Views.Select(view => $"DELETE FROM {view.From}"), "DELETE FROM cursor"]);

        // Nothing is sent from the copy: the addresses its chats are at are not on its list.
        var settings = Campaign.SettingsOf(teams);
        settings["Bot__ServiceUrls"] = "http://127.0.0.1:9/";
        await using var app = await AppProcess.StartAsync(settings, data: copy);
        await Store.RestAsync(copy, Store.Followers(data), cardsToo: false);
        Compare("/log.csv", pages, await LogPages.ReadAsync(app.Url));
        await app.KillAsync();
        foreach (var (name, from, columns) in Views)
            Compare(name, Rows(data, from, columns), Rows(copy, from, columns));
    }

    private void Compare(string view, IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        foreach (var gone in before.Except(after))
            verdict.Find(Fault.ViewDiffers, $"{view}: not in the rebuild: {gone}");
        foreach (var more in after.Except(before))
            verdict.Find(Fault.ViewDiffers, $"{view}: only in the rebuild: {more}");
    }

    private static List<string> Rows(string data, string from, string columns) =>
        [.. Store.Query(data, $"SELECT {columns} FROM {from}").Select(row => string.Join(" | ", row))];
}
