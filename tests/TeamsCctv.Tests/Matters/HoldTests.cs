using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Features.Retention;
using TeamsCctv.Tests.Downloads;
using TeamsCctv.Tests.Policies;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Matters;

/// <summary>What another case is about is not deleted before that case is closed.</summary>
public sealed class HoldTests
{
    [Fact]
    [Trait("clause", "AL-13.2")]
    public async Task A_disclosure_holds_the_recording_it_is_about_until_it_is_closed()
    {
        await using var school = await School.OpenAsync();
        var id = await KeptAsync(school);
        await school.OpenAsync("olive", "police", [.. Moves.Police, ("form.recording", id)]);

        var refused = await school.AskDeletionAsync();
        Assert.Equal(("held", "AL-13.2"), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause));
        Assert.Contains("is about this recording and holds it", refused.Words, StringComparison.Ordinal);

        await school.DoAsync("olive", "Close without a release", ("withdraw.why", "The officer found it elsewhere."));
        await school.AskDeletionAsync();
        Assert.Equal("The matter is closed.", school.Last<DeletionAsked>().Why);
    }

    [Fact]
    [Trait("clause", "AL-13.2")]
    public async Task A_hold_for_the_Police_stops_the_clock_a_signature_and_the_deletion_itself()
    {
        await using var school = await School.OpenAsync();
        var id = await KeptAsync(school);
        await school.AskDeletionAsync();
        await HoldAsync(school, id);

        var signed = await school.PressAsync("harriet", await school.WithButtonAsync("harriet", "Approve"), "Approve");
        Assert.Contains("holds it: until that is closed it must be kept", signed.Words, StringComparison.Ordinal);
        Assert.Equal("held", school.Last<ActRefused>().Reason);
        await school.PressAsync("harriet", await school.WithButtonAsync("harriet", "Keep it"), "Keep it", ("reason", "The Police need it."), ("keepUntil", "2026-11-30"));

        school.Host.Clock.SetUtcNow(new(2026, 12, 2, 9, 0, 0, TimeSpan.Zero));
        var asks = school.Host.Services.GetServices<IHostedService>().OfType<RetentionAsks>().Single();
        Assert.Equal(0, await asks.AskAsync());
        await school.DoAsync("olive", "Lift the hold", ("lift.why", "The trial is over."));
        await asks.AskAsync();
        Assert.Null(school.Last<DeletionAsked>().By);
    }

    [Fact]
    public async Task A_hold_after_the_signature_keeps_what_may_be_deleted()
    {
        await using var school = await School.OpenAsync();
        var id = await KeptAsync(school);
        await school.AskDeletionAsync();
        await school.PressAsync("harriet", await school.WithButtonAsync("harriet", "Approve"), "Approve");
        await HoldAsync(school, id);

        (string, string)[] gone = [("on", "2026-11-24"), ("how", "Wiped"), ("sameFile", "true")];
        await school.DoAsync("cyril", "Record the deletion", gone);

        Assert.Equal("held", school.Last<ActRefused>().Reason);
        Assert.DoesNotContain(school.Records(), record => record.Fact is DeletionCarriedOut);
        var page = await new Browser(await school.Host.AsAsync("harriet")).GetAsync($"/cases/oakfield/{id}");
        Assert.Contains("it must not be deleted before that is closed", page.Text, StringComparison.Ordinal);

        // What has happened already is put on the record all the same, and says so.
        await school.DoAsync("cyril", "Record the deletion", [.. gone, ("beforeHold", "true")]);
        Assert.Equal(school.Last<MatterOpened>().Recording, id);
        Assert.StartsWith("M-", school.Last<DeletionCarriedOut>().HeldBy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("D-999")]
    [InlineData("M-1")]
    [InlineData("'; DROP TABLE hold; --")]
    public async Task A_recording_that_is_none_of_the_school_is_said_at_its_field(string recording)
    {
        await using var school = await School.OpenAsync();
        await KeptAsync(school);

        var shown = await school.OpenAsync("olive", "hold", ("form.recording", recording), ("form.why", "The Police ask for it."), ("form.until", "2027-03-01"));

        Assert.Contains("Choose a recording that this school keeps.", shown.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterOpened);
    }

    [Theory]
    [InlineData("CG", "headteacher", "crime", "CG-6")]
    [InlineData("JC", "site-manager", "crime", "JC-6")]
    [InlineData("ME", "headteacher", "crime", "ME-A1.extracted")]
    public async Task Every_policy_has_its_holds(string policy, string who, string ground, string clause)
    {
        await using var school = await School.OpenAsync(policy);
        await school.KeepAloneAsync(who, ground);
        var id = school.CaseOf().Split('/')[^1];
        await school.OpenAsync(who, "hold", ("form.recording", id), ("form.why", "The Police ask for it."), ("form.until", "2027-03-01"));

        await school.DoAsync(who, "It can go", ("why", "The matter is closed."));

        Assert.Equal(("held", clause), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause));
    }

    [Fact]
    public async Task Under_VL_too_a_held_recording_stays()
    {
        await using var school = await School.OpenAsync("VL");
        await school.AskOnAsync("named-viewer", "crime");
        await school.AuthoriseAsync("headteacher");
        await school.RecordUntilAsync("named-downloader");
        await school.OpenAsync("data-protection-lead", "hold", ("form.recording", school.CaseOf().Split('/')[^1]), ("form.why", "The Police ask for it."), ("form.until", "2027-03-01"));

        await school.DoAsync("named-downloader", "Ask the Headteacher", ("why", "The matter is closed."));

        Assert.Equal(("held", "VL-A3.6.log"), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause));
    }

    private static async Task<string> KeptAsync(School school)
    {
        await school.KeepAsync();
        await school.SettleAsync();
        return school.CaseOf().Split('/')[^1];
    }

    private static async Task HoldAsync(School school, string id)
    {
        await school.OpenAsync("olive", "hold", ("form.recording", id), ("form.why", "The Police ask for it until the trial."), ("form.until", "2027-03-01"));
        Assert.Equal(id, school.Last<MatterOpened>().Recording);
    }
}
