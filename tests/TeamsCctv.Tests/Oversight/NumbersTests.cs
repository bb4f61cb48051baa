using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TeamsCctv.Features.Following;
using TeamsCctv.Features.Matters;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Oversight;

/// <summary>A school's numbers without names, for its governing body (VL-5, AL-3.5).</summary>
public sealed class NumbersTests
{
    private const string At = "s31";

    [Fact]
    [Trait("clause", "VL-5")]
    [Trait("clause", "AL-3.5")]
    public async Task The_headteacher_gives_the_governors_numbers_that_name_nobody()
    {
        await using var school = await School.OpenAsync(Forty.Entries());
        var planting = new Planting(school.Host);
        await planting.PlantAsync(At);
        await DisclosedAsync(planting, made: true);
        await DisclosedAsync(planting, made: false);
        var head = new Browser(await school.Host.AsAsync(Forty.Holder(At, "headteacher")));

        var page = await head.GetAsync("/numbers");

        // The frame says who is signed in; nothing below it names anybody.
        var main = page.Html[page.Html.IndexOf("<main", StringComparison.Ordinal)..];
        Assert.Contains("This page carries no names.", page.Text, StringComparison.Ordinal);
        Assert.Contains("can be given to the local governing body (VL-5", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Forty.Mark(At), main, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("November 2026 4 3 0 2 0 0 3 1 1 0 1", page.Text, StringComparison.Ordinal);
        Assert.Contains("The whole year 4 3 0 2 0 0 3 1 1 0 1", page.Text, StringComparison.Ordinal);
        Assert.Contains("VL-A3.7 Only named individuals look at", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("December 2026", page.Text, StringComparison.Ordinal);

        var csv = await head.GetAsync("/numbers.csv?per=term");
        Assert.Equal(
            "Period,Downloads asked for,Downloads authorised,Downloads refused,Downloads made,Viewings of recordings,Recordings deleted,"
            + "Disclosures asked for,Disclosures made,Disclosures refused,Recordings overdue for deletion now,Refused by the policy,Refused by the policy: VL-A3.7\r\n"
            + "Autumn term 2026,4,3,0,2,0,0,3,1,1,0,1,1\r\n",
            csv.Html.TrimStart('\uFEFF'));
    }

    [Fact]
    [Trait("clause", "VL-5")]
    public async Task Numbers_stay_when_names_are_erased_and_when_the_table_is_made_anew()
    {
        await using var school = await School.OpenAsync(Forty.Entries());
        var planting = new Planting(school.Host);
        var made = await DisclosedAsync(planting, made: true);
        var refused = await DisclosedAsync(planting, made: false);
        var dpo = Story.Caller(school.Host, Forty.Dpo);
        foreach (var id in new[] { made, refused })
            Assert.NotNull((await school.Host.Services.GetRequiredService<MatterActs>().EraseAsync(At, id, dpo, "Not needed.", $"erase {id}")).Ruling);
        await school.SettleAsync();
        var before = await CountAsync(school);
        var database = school.Host.Services.GetRequiredService<Database>();
        var listed = await school.Host.Services.GetRequiredService<MatterList>().DisclosuresAsync(At, TestContext.Current.CancellationToken);

        await database.WriteAsync(session =>
        {
            session.Execute("DELETE FROM tally");
            session.Execute("DELETE FROM matter_list");
            return session.Execute("DELETE FROM cursor WHERE name IN ('tally', 'matter-list')");
        });
        await school.SettleAsync();

        Assert.Equal([("disclosure.asked", "", 2), ("disclosure.ended", "release", 1), ("disclosure.refused", "", 1)], before);
        Assert.Equal(before, await CountAsync(school));
        var again = await school.Host.Services.GetRequiredService<MatterList>().DisclosuresAsync(At, TestContext.Current.CancellationToken);
        Assert.Equal([refused, made], listed.Select(matter => matter.Id));
        Assert.Equal([refused, made], again.Select(matter => matter.Id));
    }

    [Fact]
    public async Task A_case_erased_before_its_kind_was_kept_is_listed_as_erased_and_not_as_a_disclosure()
    {
        await using var school = await School.OpenAsync(Forty.Entries());
        var planting = new Planting(school.Host);
        var id = await DisclosedAsync(planting, made: true);
        await school.Host.Services.GetRequiredService<RecordLog>().CommitAsync(At, commit =>
        {
            var (number, _) = commit.Append(new(new Domain.Cases.BodiesErased(Forty.Dpo, "Not needed.", "VL-5"), id, TeamsCctv.Records.Actor.System("test"), Commit.Under(Forty.PolicyOf(At))));
            commit.EraseBodies(id, number);
            return true;
        });
        await school.Host.Services.GetRequiredService<Database>().WriteAsync(session =>
        {
            session.Execute("DELETE FROM matter_list");
            return session.Execute("DELETE FROM cursor WHERE name = 'matter-list'");
        });
        await school.SettleAsync();
        var dpo = new Browser(await school.Host.AsAsync(Forty.Dpo));

        Assert.Contains("names erased", (await dpo.GetAsync($"/matters?school={At}")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(id, (await dpo.GetAsync($"/disclosures?school={At}")).Text, StringComparison.Ordinal);
        Assert.Empty(await CountAsync(school));
    }

    [Fact]
    [Trait("clause", "VL-5")]
    public async Task A_refusal_whose_name_was_erased_still_counts_but_no_longer_says_under_what()
    {
        await using var school = await School.OpenAsync(Forty.Entries());
        var number = await new Planting(school.Host).RefuseAsync(At);
        var dpo = new Browser(await school.Host.AsAsync(Forty.Dpo));
        await dpo.SubmitAsync($"/records/{At}/{number}", $"/records/{At}/{number}/erase", ("why", "Not needed."));

        var page = await dpo.GetAsync($"/numbers?school={At}");

        Assert.Contains("November 2026 0 0 0 0 0 0 0 0 0 0 1", page.Text, StringComparison.Ordinal);
        Assert.Contains("names erased", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "VL-5")]
    [Trait("clause", "AL-3.5")]
    public async Task Nobody_else_reads_them_and_a_policy_without_them_has_none()
    {
        await using var school = await School.OpenAsync(Forty.Entries());

        foreach (var (who, clause) in new[] { (Forty.Holder("s32", "data-protection-lead"), "VL-5"), (Forty.Holder("s02", "employee"), "AL-3.5") })
        {
            var refused = await new Browser(await school.Host.AsAsync(who)).GetAsync("/numbers");
            Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
            Assert.Contains(clause, refused.Text, StringComparison.Ordinal);
        }

        var none = await new Browser(await school.Host.AsAsync(Forty.Holder("s36", "headteacher"))).GetAsync("/numbers.csv");
        Assert.Equal(HttpStatusCode.NotFound, none.Status);
        Assert.Contains("none are made", none.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_year_that_is_none_is_the_current_one_and_an_earlier_one_can_be_chosen()
    {
        await using var school = await School.OpenAsync(Forty.Entries());
        await new Planting(school.Host).AskAsync(At);
        school.Host.Clock.AdjustTime(school.Host.Clock.GetUtcNow().AddDays(300));
        var head = new Browser(await school.Host.AsAsync(Forty.Holder(At, "headteacher")));

        Assert.Contains("CCTV in numbers, 2027/28", (await head.GetAsync("/numbers?year=1999")).Text, StringComparison.Ordinal);
        Assert.Contains("CCTV in numbers, 2027/28", (await head.GetAsync("/numbers?year=words")).Text, StringComparison.Ordinal);
        var earlier = await head.GetAsync("/numbers?year=2026");
        Assert.Contains("CCTV in numbers, 2026/27", earlier.Text, StringComparison.Ordinal);
        Assert.Contains("November 2026 1 0 0", earlier.Text, StringComparison.Ordinal);
    }

    /// <summary>A disclosure that was released, or refused.</summary>
    private static async Task<string> DisclosedAsync(Planting planting, bool made)
    {
        var kind = Planting.Kinds(At).First(kind => kind.IsDisclosure);
        var id = await planting.OpenAsync(At, kind);
        await planting.DecideAsync(At, id, kind, made);
        if (made)
        {
            await planting.StepAsync(At, id, kind, "third-parties");
            await planting.StepAsync(At, id, kind, "release");
        }

        return id;
    }

    private static async Task<List<(string What, string Detail, int Times)>> CountAsync(School school) =>
    [
        .. (await school.Host.Services.GetRequiredService<Tally>().CountAsync(At, Instant.MinValue, Instant.FromUtc(2100, 1, 1, 0, 0), TestContext.Current.CancellationToken))
            .Select(count => (count.What, count.Detail, count.Times)).Order(),
    ];
}
