using TeamsCctv.Testing;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Kills.Checks;

/// <summary>
/// On a copy, what is made from the records is thrown away and made again: the CCTV log and the plan of who holds
/// which card come out as they were.
/// </summary>
public sealed class RebuildCheck(string data, FakeTeams teams, Verdict verdict)
{
    private const string CctvLog = "SELECT school, case_id, camera, state, day, keep_until, row FROM cctv_log ORDER BY school, case_id";
    private const string Plan = "SELECT school, case_id, topic, who, wanted FROM delivery WHERE topic <> 'asked' ORDER BY school, case_id, topic, who";

    public async Task RunAsync()
    {
        var copy = Directory.CreateTempSubdirectory("teamscctv-rebuild-").FullName;
        foreach (var file in Directory.EnumerateFiles(data))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        Store.Execute(copy, "DELETE FROM cctv_log", "DELETE FROM cursor", "DELETE FROM delivery WHERE topic <> 'asked'");

        // Nothing is sent from the copy: the addresses its chats are at are not on its list.
        var settings = Campaign.SettingsOf(teams);
        settings["Bot__ServiceUrls"] = "http://127.0.0.1:9/";
        await using var app = await AppProcess.StartAsync(settings, data: copy);
        await Store.RestAsync(copy, TimeSpan.FromMinutes(2), cardsToo: false);
        await app.KillAsync();
        Compare("the CCTV log", CctvLog, copy);
        Compare("the plan of cards", Plan, copy);
    }

    private void Compare(string view, string sql, string copy)
    {
        var (before, after) = (Lines(data, sql), Lines(copy, sql));
        foreach (var gone in before.Except(after))
            verdict.Find(Fault.ViewDiffers, $"{view}: not in the rebuild: {gone}");
        foreach (var more in after.Except(before))
            verdict.Find(Fault.ViewDiffers, $"{view}: only in the rebuild: {more}");
    }

    private static List<string> Lines(string data, string sql) => [.. Store.Query(data, sql).Select(row => string.Join(" | ", row))];
}
