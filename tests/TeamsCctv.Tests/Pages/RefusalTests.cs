using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Features.Acts;
using TeamsCctv.Pages.Records;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Downloads;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Pages;

public sealed class RefusalTests
{
    private static readonly (string, string) Why = ("why", "Nothing came of it.");

    [Fact]
    public async Task The_name_in_a_refusal_is_erased_by_whom_the_policy_names_and_the_log_still_verifies()
    {
        await using var school = await School.OpenAsync();
        await school.SayAsync("tess", "ask");
        var number = school.Records().Single(record => record.Fact is ActRefused).Number;
        var dennis = new Browser(await school.Host.AsAsync("dennis"));

        var cases = await dennis.GetAsync("/cases?school=oakfield");
        var before = await dennis.GetAsync($"/records/oakfield/{number}");
        var answer = await dennis.SubmitAsync(before, $"/records/oakfield/{number}/erase", Why);
        var after = await dennis.GetAsync(answer.Location!);

        Assert.Contains($"href=\"/records/oakfield/{number}\"", cases.Html, StringComparison.Ordinal);
        Assert.Contains("Reason not approved Clause AL-9.2", before.Text, StringComparison.Ordinal);
        Assert.Contains("Tess Example", before.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Tess Example", after.Text, StringComparison.Ordinal);
        Assert.Contains("Names erased on Tue 24 Nov 2026, 14:05, under AL-3.5: Nothing came of it.", after.Text, StringComparison.Ordinal);
        Assert.Contains("Verified just now", after.Text, StringComparison.Ordinal);
        var licence = await dennis.GetAsync($"/records/oakfield/{number + 1}");
        Assert.Contains("under AL-3.5: Nothing came of it. The sealed", licence.Text, StringComparison.Ordinal);
        Assert.Contains("Erased by Data Protection Officer Why", licence.Text, StringComparison.Ordinal);
        Assert.Null(school.Records().Single(record => record.Number == number).Fact);
        Assert.DoesNotContain("Refusals that still hold a name", (await dennis.GetAsync("/cases?school=oakfield")).Text, StringComparison.Ordinal);
        Assert.False(after.HasForm($"/records/oakfield/{number}/erase"));
    }

    [Fact]
    public async Task A_list_of_refusals_says_how_many_it_leaves_out()
    {
        await using var school = await School.OpenAsync();
        var (tess, acts) = (Story.Caller(school.Host, "tess"), school.Host.Services.GetRequiredService<CaseActs>());
        for (var i = 0; i < RefusalList.Most + 3; i++)
        {
            await acts.OpenAsync(
                School.Oakfield, tess, new(tess.Person, null, null, null, null, null, null), $"try {i}", (_, _, _) => { });
        }

        var page = await new Browser(await school.Host.AsAsync("dennis")).GetAsync("/cases?school=oakfield");

        Assert.Contains("These are 200 of 203. 3 more are not listed", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_erases_it_and_trying_is_on_the_record()
    {
        await using var school = await School.OpenAsync();
        await school.SayAsync("tess", "ask");
        var number = school.Records().Single(record => record.Fact is ActRefused).Number;
        var harriet = new Browser(await school.Host.AsAsync("harriet"));
        var page = await harriet.GetAsync($"/records/oakfield/{number}");
        Assert.False(page.HasForm($"/records/oakfield/{number}/erase"));

        var fields = new Dictionary<string, string> { ["key"] = Guid.NewGuid().ToString("N"), ["why"] = "I say so." };
        using var answer = await school.Host.PostFormAsync("/cases", $"/records/oakfield/{number}/erase", fields, harriet.Client);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(["not-approved", "not-yours-to-erase"], school.Records().Select(record => record.Fact).OfType<ActRefused>().Select(refused => refused.Reason));
    }

    [Fact]
    public async Task A_reason_is_needed_and_said_at_its_field()
    {
        await using var school = await School.OpenAsync();
        await school.SayAsync("tess", "ask");
        var number = school.Records().Single(record => record.Fact is ActRefused).Number;
        var dennis = new Browser(await school.Host.AsAsync("dennis"));

        var answer = await dennis.SubmitAsync($"/records/oakfield/{number}", $"/records/oakfield/{number}/erase", ("why", " "));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("Say why the names may go.", answer.Text, StringComparison.Ordinal);
        Assert.Contains("Tess Example", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_is_no_refusal_of_its_own_is_not_erased_this_way()
    {
        await using var host = await Host.StartAsync();
        await new Story(host).AskedAsync();
        var dennis = new Browser(await host.AsAsync("dennis"));
        var fields = new Dictionary<string, string> { ["key"] = Guid.NewGuid().ToString("N"), ["why"] = "I say so." };

        using var answer = await host.PostFormAsync("/cases", "/records/oakfield/2/erase", fields, dennis.Client);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("A pupil was pushed.", (await dennis.GetAsync("/records/oakfield/2")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_has_every_refusal_that_stands_alone_and_none_that_goes_with_a_case()
    {
        await using var school = await School.OpenAsync();
        await school.SayAsync("tess", "ask");
        await school.AskAsync();
        await school.PressAsync("tess", await school.CardOfAsync("harriet"), "Approve");
        school.Host.Clock.Advance(TimeSpan.FromMinutes(3));
        await school.SayAsync("tess", "ask");
        var refused = school.Records().Where(record => record.Fact is ActRefused).Select(record => record.Number).ToList();
        var cases = refused.ConvertAll(number => school.Host.Services.GetRequiredService<Database>().Read(session => new LogReader(session, School.Oakfield).Record(number)!.Value.Leaf.Case));
        var dennis = new Browser(await school.Host.AsAsync("dennis"));

        var list = await dennis.GetAsync("/cases?school=oakfield");

        Assert.Equal([$"R-{refused[0]}", $"D-{refused[1] - 1}", $"R-{refused[2]}"], cases);
        Assert.Contains(
            $"Record {refused[0]} , Tue 24 Nov 2026, 14:05 Record {refused[2]} , Tue 24 Nov 2026, 14:08", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"/records/oakfield/{refused[1]}\"", list.Html, StringComparison.Ordinal);
        Assert.False((await dennis.GetAsync($"/records/oakfield/{refused[1]}")).HasForm($"/records/oakfield/{refused[1]}/erase"));
    }

    [Theory]
    [InlineData("dennis", false)]
    [InlineData("dennis", true)]
    [InlineData("harriet", false)]
    [InlineData("harriet", true)]
    public async Task An_erasure_whose_write_failed_is_not_acknowledged_and_takes_effect_once_when_sent_again(string who, bool persisted)
    {
        await using var school = await School.OpenAsync();
        await school.SayAsync("tess", "ask");

        // What people read is drawn outside Development; there a developer's page stands in its place.
        await school.RestartAsync(builder => builder.Environment.EnvironmentName = "Production");
        await school.SettleAsync();
        var before = school.Records();
        var browser = await school.Host.AsAsync(who);
        var key = Guid.NewGuid().ToString("N");
        var faults = StoreFaults.In(school);
        faults.Fail(persisted);

        using var failed = await EraseAsync();
        Assert.True(faults.Spent);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.StatusCode);
        Assert.Contains("We do not know whether that was recorded", await failed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(persisted ? before.Count + 1 : before.Count, school.Records().Count);

        using var again = await EraseAsync();
        Assert.Equal(who == "dennis" ? HttpStatusCode.SeeOther : HttpStatusCode.Forbidden, again.StatusCode);
        var last = Assert.Single(school.Records().Skip(before.Count));
        Assert.Equal(who == "dennis" ? typeof(BodiesErased) : typeof(ActRefused), last.Fact!.GetType());
        Assert.Equal(who == "dennis", school.Records()[before.Count - 1].Fact is null);

        Task<HttpResponseMessage> EraseAsync() => school.Host.PostFormAsync(
            "/cases", $"/records/oakfield/{before[^1].Number}/erase", new() { ["key"] = key, [Why.Item1] = Why.Item2 }, browser);
    }
}
