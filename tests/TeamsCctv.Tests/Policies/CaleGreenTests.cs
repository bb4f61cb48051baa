using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Features.Retention;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Policies;

/// <summary>Cale Green: three positions, each on its own; everything kept is accounted for; no fixed period.</summary>
public sealed class CaleGreenTests
{
    [Theory]
    [InlineData("headteacher")]
    [InlineData("business-manager")]
    [InlineData("caretaker")]
    [Trait("clause", "CG-4")]
    public async Task Each_of_the_three_positions_downloads_without_a_second_signature_and_is_told_why(string who)
    {
        await using var school = await School.OpenAsync("CG");

        var asked = await school.AskOnAsync(who, "crime");

        Assert.Contains("You may download this footage", asked.Words, StringComparison.Ordinal);
        Assert.Contains("Nobody has to sign for this download. CG-4: Footage is open to three positions only", asked.Words, StringComparison.Ordinal);
        await school.RecordUntilAsync(who);
        Assert.Equal("CG-4", school.Last<DownloadRequested>().NoSignature);
        Assert.Equal(who, school.Last<DownloadRecorded>().By.Position);
        Assert.False(school.Has<DownloadAuthorised>());
    }

    [Theory]
    [InlineData("employee")]
    [InlineData("system-administrator")]
    [Trait("clause", "CG-4")]
    public async Task Everybody_else_is_refused_by_the_clause_and_the_refusal_is_on_the_record(string who)
    {
        await using var school = await School.OpenAsync("CG");

        var refused = await school.SayAsync(who, "ask");

        Assert.Contains("CG-4: Footage is open to three positions only", Card.Words(refused.Card), StringComparison.Ordinal);
        Assert.Contains("the Headteacher, School Business Manager or Caretaker", Card.Words(refused.Card), StringComparison.Ordinal);
        Assert.Empty(Card.Buttons(refused.Card));
        Assert.Equal(("not-approved", "CG-4"), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause));
        Assert.False(school.Has<DownloadRequested>());
    }

    [Fact]
    [Trait("clause", "CG-4.where")]
    public async Task A_viewing_names_a_private_area_of_the_school_and_another_is_refused()
    {
        await using var school = await School.OpenAsync("CG");
        await school.KeepAloneAsync("caretaker", "crime");

        var refused = await school.ViewAsync("caretaker", ("staff", "headteacher"), ("area", "Staff room"));
        await school.ViewAsync("caretaker", ("staff", "headteacher"), ("area", "Private office"));

        Assert.Contains("CG-4.where: Footage is looked at in a private, secure area", refused.Words, StringComparison.Ordinal);
        Assert.Contains("View it in one of: Private office, CCTV room.", refused.Words, StringComparison.Ordinal);
        Assert.Equal("Private office", school.Last<ViewingRecorded>().Area);
    }

    [Fact]
    [Trait("clause", "CG-5")]
    public async Task Without_a_ground_there_is_no_case_and_routine_monitoring_is_no_ground()
    {
        await using var school = await School.OpenAsync("CG");
        var form = await school.SayAsync("caretaker", "ask");

        var none = await school.AskOnAsync("caretaker", "");
        var routine = await school.AskOnAsync("caretaker", "routine-monitoring");

        Assert.Contains("Suspected criminal activity (CG-5)", form.Card!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("Choose the ground.", none.Words, StringComparison.Ordinal);
        Assert.Contains("The policy does not allow that.", routine.Words, StringComparison.Ordinal);
        Assert.Equal("ground-not-yours", school.Last<ActRefused>().Reason);
        Assert.False(school.Has<DownloadRequested>());
    }

    [Theory]
    [InlineData("crime-seen", "Cannot be ignored: criminal activity (CG-5.ignore)")]
    [InlineData("misconduct", "Cannot be ignored: potential gross misconduct (CG-5.ignore)")]
    [InlineData("others-at-risk", "Cannot be ignored: behaviour that puts others at risk (CG-5.ignore)")]
    [Trait("clause", "CG-5.ignore")]
    public async Task What_cannot_be_ignored_is_a_ground_with_the_kind_of_activity_named(string ground, string says)
    {
        await using var school = await School.OpenAsync("CG");

        var asked = await school.AskOnAsync("headteacher", ground);

        Assert.Contains(says, asked.Words, StringComparison.Ordinal);
        Assert.Equal("CG-5.ignore", school.Last<DownloadRequested>().GroundClause);
    }

    [Fact]
    [Trait("clause", "CG-5.kept")]
    public async Task The_log_says_why_it_was_kept_where_each_use_and_when_it_was_destroyed()
    {
        await using var school = await School.OpenAsync("CG");
        await school.KeepAloneAsync("caretaker", "crime");
        await school.UseAsync("caretaker", ("use", "inquiry"));
        await school.UseAsync("caretaker", ("use", "proceedings"), ("what", "Given to the court's clerk."), ("reference", "T2026/114"));

        var going = await school.PressAsync("caretaker", await school.CardOfAsync("caretaker"), "It can go", ("why", "The case is closed."));
        await school.DeletedAsync("caretaker");

        Assert.Contains("Nobody has to sign for this deletion. CG-4:", Card.Words((await school.CardOfAsync("caretaker")).Card) + going.Words, StringComparison.Ordinal);
        var log = await school.LogAsync("headteacher");
        Assert.Contains("Any use made of the images", log, StringComparison.Ordinal);
        Assert.Contains("Suspected criminal activity: A child was seen leaving by the gate.", log, StringComparison.Ordinal);
        Assert.Contains("Safe in the CCTV room", log, StringComparison.Ordinal);
        Assert.Contains("Used within the school, for the reason it is kept: Shown to the panel by the chair.", log, StringComparison.Ordinal);
        Assert.Contains("Evidence in proceedings: Given to the court's clerk. (T2026/114)", log, StringComparison.Ordinal);
        Assert.Contains("Tue 24 Nov 2026", log[log.IndexOf("T2026/114", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Equal("The case is closed.", school.Last<DeletionAsked>().Why);
        Assert.False(school.Has<DeletionAuthorised>());
    }

    [Fact]
    [Trait("clause", "CG-5.integrity")]
    public async Task A_use_of_another_file_than_the_one_downloaded_is_not_recorded()
    {
        await using var school = await School.OpenAsync("CG");
        await school.KeepAloneAsync("caretaker", "crime");

        var shown = await school.UseAsync("caretaker", ("use", "inquiry"), ("sameFile", "false"));
        Assert.Contains("Confirm that the file used is the one with this SHA-256", shown.Words, StringComparison.Ordinal);
        Assert.False(school.Has<RecordingUsed>());

        await school.UseAsync("caretaker", ("use", "inquiry"));
        Assert.Equal(school.Last<DownloadRecorded>().Sha256, school.Last<RecordingUsed>().Sha256);
    }

    [Fact]
    [Trait("clause", "CG-5.custody")]
    public async Task The_system_administrator_takes_evidence_into_custody_and_the_record_says_who_and_where()
    {
        await using var school = await School.OpenAsync("CG");
        await school.AskOnAsync("headteacher", "crime");
        var path = school.CaseOf();
        var page = new Browser(await school.Host.AsAsync("system-administrator"));

        await page.SubmitAsync(
            path, $"{path}/record", ("at", "2026-11-24T14:05"), ("sha256", new string('b', 64)), ("kept", "Locked cabinet 2"), ("keepUntil", "2027-03-01"));

        Assert.Equal(("system-administrator", "Locked cabinet 2"), (school.Last<DownloadRecorded>().By.Position, school.Last<DownloadRecorded>().KeptWhere));
        Assert.Contains("Locked cabinet 2", await school.LogAsync("headteacher"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "CG-6")]
    public async Task No_period_is_fixed_so_old_footage_may_be_asked_for_and_its_keeper_says_until_when_it_is_needed()
    {
        await using var school = await School.OpenAsync("CG");

        await school.AskOnAsync("caretaker", "crime", ("fromDate", "2026-09-01"), ("toDate", "2026-09-01"));
        var page = await new Browser(await school.Host.AsAsync("caretaker")).GetAsync(school.CaseOf());
        var without = await school.RecordUntilAsync("caretaker", "");
        await school.RecordUntilAsync("caretaker", "2026-12-10");

        Assert.Contains("The recorder keeps it for a period of its own (CG-6)", page.Text, StringComparison.Ordinal);
        Assert.Contains("Say until which day it is needed", without.Words, StringComparison.Ordinal);
        Assert.Equal(new(2026, 12, 10), school.Last<DownloadRecorded>().KeepUntil);
    }

    [Fact]
    [Trait("clause", "CG-6")]
    public async Task When_the_day_has_come_its_keeper_deletes_it_or_says_why_it_is_needed_longer()
    {
        await using var school = await School.OpenAsync("CG");
        await school.KeepAloneAsync("caretaker", "crime");
        await school.LogAsync("headteacher");
        school.Host.Clock.SetUtcNow(new(2026, 12, 11, 0, 1, 0, TimeSpan.Zero));
        await school.Host.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<RetentionAsks>().Single().AskAsync();

        var card = await school.CardOfAsync("caretaker");
        var kept = await school.PressAsync("caretaker", card, "Keep it longer", ("reason", "The trial is in March."), ("keepUntil", "2027-03-31"));

        Assert.Contains("Delete this recording now", Card.Words(card.Card), StringComparison.Ordinal);
        Assert.Contains("Kept until Wed 31 Mar 2027", kept.Words, StringComparison.Ordinal);
        Assert.Contains("The trial is in March. (Caretaker Example, Caretaker", await school.LogAsync("headteacher"), StringComparison.Ordinal);
    }
}
