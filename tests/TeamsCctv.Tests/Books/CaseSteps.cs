using System.Net;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Tests.Mailbox;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Books;

/// <summary>Steps that are taken on the page of a case.</summary>
internal static class CaseSteps
{
    /// <summary>The case that was opened last.</summary>
    public static string Opened(this School school) => school.CaseOf(school.Records().Last(record => record.Fact is MatterOpened).Number);

    /// <summary>Somebody takes a step in the case that was opened last.</summary>
    public static async Task TakeAsync(this School school, string who, string step, params (string Field, string Value)[] typed)
    {
        var path = $"/matters/oakfield/{school.Opened()}";
        var answer = await new Browser(await school.Host.AsAsync(who)).SubmitAsync(path, $"{path}/steps/{step}", [.. typed.Select(one => ($"f.{one.Field}", one.Value))]);
        Assert.True(answer.Status == HttpStatusCode.SeeOther, answer.Text);
        await school.SettleAsync();
    }

    public static Task RefuseAsync(this School school, string who) => school.TakeAsync(
        who, "refuse", ("ground", "excessive"), ("why", "The fifth this month."), ("subject", "Your request"), ("text", "Dear Mrs Doe, a letter that no register repeats."));
}
