using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Tests.Downloads;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Policies;

/// <summary>The steps of a download under policies whose people keep it until a day they name.</summary>
internal static class PolicySteps
{
    public static Task<Shown> AskOnAsync(this School school, string who, string ground, params (string, string)[] changed) =>
        school.AskAsync(who, [("ground", ground), .. changed]);

    public static Task<Shown> RecordUntilAsync(this School school, string who, string until = "2026-12-10", params (string, string)[] changed) =>
        school.RecordAsync(who, [("keepUntil", until), .. changed]);

    /// <summary>A recording that is kept, asked for and downloaded by one person on their own.</summary>
    public static async Task KeepAloneAsync(this School school, string who, string ground)
    {
        await school.AskOnAsync(who, ground);
        await school.RecordUntilAsync(who);
    }

    public static async Task<Shown> ViewAsync(this School school, string who, params (string, string)[] typed) => await school.PressAsync(
        who, await school.CardOfAsync(who), "Add the viewing", [("atDate", "2026-11-24"), ("atTime", "14:05"), ("area", "CCTV room"), .. typed]);

    public static async Task<Shown> UseAsync(this School school, string who, params (string, string)[] typed) => await school.PressAsync(
        who, await school.CardOfAsync(who), "Add the use",
        [("usedDate", "2026-11-24"), ("usedTime", "14:05"), ("what", "Shown to the panel by the chair."), ("sameFile", "true"), .. typed]);

    public static async Task<Shown> DeletedAsync(this School school, string who) => await school.PressAsync(
        who, await school.CardOfAsync(who), "Record the deletion", ("on", "2026-11-24"), ("how", "Wiped, no copies."), ("sameFile", "true"));

    public static bool Has<T>(this School school) => school.Records().Any(record => record.Fact is T);

    /// <summary>What a person reads on the log's page.</summary>
    public static async Task<string> LogAsync(this School school, string who) =>
        (await new Browser(await school.Host.AsAsync(who)).GetAsync("/log")).Text;

    public static string CaseOf(this School school) =>
        $"/cases/oakfield/D-{school.Records().Last(record => record.Fact is DownloadRequested).Number}";
}
