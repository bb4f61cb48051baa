using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Downloads;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Policies;

/// <summary>Vanguard: the Headteacher's permission for this download, and a named downloader to make it.</summary>
public sealed class VanguardTests
{
    [Fact]
    [Trait("clause", "VL-A3.6")]
    public async Task It_takes_the_Headteachers_permission_and_a_named_downloader_and_whoever_asked_is_not_one()
    {
        await using var school = await School.OpenAsync("VL");
        await school.AskOnAsync("named-viewer", "behaviour");
        Assert.DoesNotContain(school.Inbox("named-downloader"), message => message.Card is not null);

        var card = await school.CardOfAsync("headteacher");
        Assert.Contains("I permit this download as Headteacher.", Card.Words(card.Card), StringComparison.Ordinal);
        await school.PressAsync("headteacher", card, "Approve");
        var asker = await school.CardOfAsync("named-viewer");
        var downloader = await school.CardOfAsync("named-downloader");

        Assert.Contains("Only the Named Downloader downloads it (VL-A3.6)", Card.Words(asker.Card), StringComparison.Ordinal);
        Assert.Empty(Card.Buttons(asker.Card));
        var stolen = await school.PressAsync("named-viewer", asker.Id, Card.Button(downloader.Card!, "Record the download"), ("sha256", new string('a', 64)));
        Assert.Contains("Leave it to the Named Downloader.", stolen.Words, StringComparison.Ordinal);
        Assert.Equal(("not-yours-to-download", "VL-A3.6"), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause));

        await school.RecordUntilAsync("named-downloader");
        Assert.Equal("named-downloader", school.Last<DownloadRecorded>().By.Position);
    }

    [Fact]
    [Trait("clause", "VL-A3.6")]
    public async Task Without_the_permission_the_named_downloader_downloads_nothing()
    {
        await using var school = await School.OpenAsync("VL");
        await school.AskOnAsync("named-downloader", "crime");
        var page = new Browser(await school.Host.AsAsync("named-downloader"));

        var shown = await page.GetAsync(school.CaseOf());

        Assert.Contains("Nothing has been downloaded. It waits for the signature of Headteacher Example", shown.Text, StringComparison.Ordinal);
        Assert.False(shown.HasForm($"{school.CaseOf()}/record"));
        var decided = await school.PressAsync("named-downloader", await school.CardOfAsync("headteacher"), "Approve");
        Assert.Contains("VL-A3.6", decided.Words, StringComparison.Ordinal);
        Assert.Equal("own-request", school.Last<ActRefused>().Reason);
    }

    [Fact]
    [Trait("clause", "VL-A3.6")]
    public async Task Nobody_stands_in_for_the_Headteacher_and_nobody_permits_their_own_download()
    {
        await using var school = await School.OpenAsync("VL");
        var registers = school.Host.Services.GetRequiredService<Registers>();
        await registers.PutAsync([RegisterEntry.Of(new Appointment("employee", School.Oakfield, "headteacher", "Deputy", new(2020, 9, 1), null, "headteacher"))]);

        var own = await school.AskOnAsync("headteacher", "crime");
        await school.AskOnAsync("named-viewer", "crime");
        await school.SettleAsync();

        Assert.Contains("Nobody decides their own request: let a colleague ask instead.", own.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(school.Inbox("employee"), message => message.Card is not null);
        var pressed = await school.PressAsync("employee", await school.CardOfAsync("headteacher"), "Approve");
        Assert.Contains("Leave it to the Headteacher.", pressed.Words, StringComparison.Ordinal);
        Assert.False(school.Has<DownloadAuthorised>());
    }

    [Fact]
    [Trait("clause", "VL-A3.7")]
    public async Task Viewers_are_named_by_their_job_titles_and_others_are_refused()
    {
        await using var school = await School.OpenAsync("VL");
        await KeepAsync(school);

        var refused = await school.ViewAsync("named-downloader", ("staff", "employee"));
        var shown = await school.ViewAsync("named-downloader", ("staff", "named-viewer"));

        Assert.Contains("VL-A3.7: Only named individuals look at footage.", refused.Words, StringComparison.Ordinal);
        Assert.Contains("Named Viewer, Tue 24 Nov 2026, 14:05, CCTV room", shown.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Named Viewer Example, Tue", shown.Words, StringComparison.Ordinal);
        Assert.Contains("Tue 24 Nov 2026, 14:05, Named Viewer, CCTV room", await school.LogAsync("headteacher"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "VL-A3.7.where")]
    public async Task A_viewing_where_others_could_see_the_screen_is_refused()
    {
        await using var school = await School.OpenAsync("VL");
        await KeepAsync(school);

        var refused = await school.ViewAsync("named-downloader", ("staff", "named-viewer"), ("area", "Library"));

        Assert.Contains("VL-A3.7.where: Footage is not looked at where students", refused.Words, StringComparison.Ordinal);
        Assert.False(school.Has<ViewingRecorded>());
    }

    [Fact]
    [Trait("clause", "VL-A3.6.days")]
    public async Task Footage_older_than_thirty_days_is_gone_from_the_recorder()
    {
        await using var school = await School.OpenAsync("VL");

        var refused = await school.AskOnAsync("named-viewer", "crime", ("fromDate", "2026-10-24"), ("toDate", "2026-10-24"));

        Assert.Contains("VL-A3.6.days: Recordings stay on the recorder for at most 30 days", refused.Words, StringComparison.Ordinal);
        Assert.Equal("footage-gone", school.Last<ActRefused>().Reason);
    }

    [Fact]
    [Trait("clause", "VL-A3.6.log")]
    public async Task Kept_over_thirty_days_it_needs_a_reason_that_the_log_shows()
    {
        await using var school = await School.OpenAsync("VL");
        await school.AskOnAsync("named-viewer", "crime");
        await school.AuthoriseAsync("headteacher");

        var without = await school.RecordUntilAsync("named-downloader", "2026-12-25");
        Assert.Contains("longer than 30 days after the footage was recorded (VL-A3.6.log)", without.Words, StringComparison.Ordinal);
        Assert.False(school.Has<DownloadRecorded>());
        await school.RecordUntilAsync("named-downloader", "2026-12-25", ("longer", "The Police decide in the new year."));

        Assert.Equal("The Police decide in the new year.", school.Last<DownloadRecorded>().KeptLongerBecause);
        var log = await school.LogAsync("headteacher");
        Assert.Contains("Why longer than 30 days", log, StringComparison.Ordinal);
        Assert.Contains("Fri 25 Dec 2026 The Police decide in the new year.", log, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "VL-A3.6.log")]
    public async Task Kept_for_thirty_days_it_needs_none()
    {
        await using var school = await School.OpenAsync("VL");
        await school.AskOnAsync("named-viewer", "crime");
        await school.AuthoriseAsync("headteacher");

        await school.RecordUntilAsync("named-downloader", "2026-12-24");

        Assert.Null(school.Last<DownloadRecorded>().KeptLongerBecause);
    }

    [Fact]
    [Trait("clause", "VL-A3.6.delete")]
    public async Task A_deletion_is_signed_and_then_its_date_recorded()
    {
        await using var school = await School.OpenAsync("VL");
        await KeepAsync(school);
        await school.AskDeletionAsync("named-downloader");
        Assert.False(school.Has<DeletionAuthorised>());

        await school.PressAsync("headteacher", await school.CardOfAsync("headteacher"), "Approve");
        await school.DeletedAsync("named-downloader");

        Assert.Equal("I authorise the deletion of this recording as Headteacher.", school.Last<DeletionAuthorised>().Statement);
        Assert.Equal(new(2026, 11, 24), school.Last<DeletionCarriedOut>().On);
        Assert.Contains("Headteacher Example, Headteacher, Tue 24 Nov 2026, 14:05", await school.LogAsync("dpo"), StringComparison.Ordinal);
    }

    private static async Task KeepAsync(School school)
    {
        await school.AskOnAsync("named-viewer", "crime");
        await school.AuthoriseAsync("headteacher");
        await school.RecordUntilAsync("named-downloader");
    }
}
