using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Downloads;

public sealed class KeepingTests
{
    [Fact]
    [Trait("clause", "AL-9.3")]
    [Trait("clause", "AL-13.2")]
    public async Task The_requester_records_the_download_and_its_clock_starts()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        await school.AuthoriseAsync();

        var shown = await school.RecordAsync();

        var clip = school.Last<DownloadRecorded>();
        Assert.Equal((new string('a', 64), "Safe in the CCTV room"), (clip.Sha256, clip.KeptWhere));
        Assert.Contains("Kept until Mon 24 May 2027", shown.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_hash_is_said_at_its_field_and_the_form_keeps_what_was_typed()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        await school.AuthoriseAsync();

        var shown = await school.RecordAsync("vera", ("sha256", "abc"));

        Assert.Contains("type its SHA-256: 64 digits", shown.Words, StringComparison.Ordinal);
        Assert.Contains("Safe in the CCTV room", shown.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(school.Records(), record => record.Fact is DownloadRecorded);
    }

    [Fact]
    [Trait("clause", "AL-9.2")]
    public async Task Viewings_are_added_with_who_when_and_where()
    {
        await using var school = await School.OpenAsync();
        await school.KeepAsync();

        await ViewAsync(school, ("staff", "cyril"), ("area", "CCTV room"));
        var shown = await ViewAsync(school, ("staff", "vera"), ("area", "Headteacher's office"));

        Assert.Equal(2, school.Records().Count(record => record.Fact is ViewingRecorded));
        Assert.Contains("Cyril Example, Tue 24 Nov 2026, 14:05, CCTV room", shown.Words, StringComparison.Ordinal);
        Assert.Contains("Vera Example, Tue 24 Nov 2026, 14:05, Headteacher's office", shown.Words, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "AL-9.2")]
    public async Task A_viewing_in_an_area_that_is_not_on_the_list_is_refused_and_recorded()
    {
        await using var school = await School.OpenAsync();
        await school.KeepAsync();

        var shown = await ViewAsync(school, ("staff", "vera"), ("area", "Staff room"));

        Assert.Contains("AL-9.2", shown.Words, StringComparison.Ordinal);
        Assert.Contains("Headteacher's office, CCTV room", shown.Words, StringComparison.Ordinal);
        Assert.Equal("not-a-restricted-area", school.Last<ActRefused>().Reason);
        Assert.DoesNotContain(school.Records(), record => record.Fact is ViewingRecorded);
    }

    [Fact]
    [Trait("clause", "AL-9.2")]
    public async Task Staff_who_are_not_approved_cannot_have_seen_it()
    {
        await using var school = await School.OpenAsync();
        await school.KeepAsync();

        var shown = await ViewAsync(school, ("staff", "tess"), ("area", "CCTV room"));

        Assert.Contains("Ask the Headteacher to approve them", shown.Words, StringComparison.Ordinal);
        Assert.Equal("not-an-approved-viewer", school.Last<ActRefused>().Reason);
    }

    [Fact]
    public async Task The_same_viewing_sent_twice_is_one()
    {
        await using var school = await School.OpenAsync();
        await school.KeepAsync();
        var card = await school.CardOfAsync("vera");
        (string, string)[] seen = [("staff", "vera"), ("area", "CCTV room"), ("atDate", "2026-11-24"), ("atTime", "14:05")];

        await school.PressAsync("vera", card, "Add the viewing", seen);
        await school.PressAsync("vera", card, "Add the viewing", seen);

        Assert.Single(school.Records(), record => record.Fact is ViewingRecorded);
    }

    private static async Task<Shown> ViewAsync(School school, params (string, string)[] typed) => await school.PressAsync(
        "vera", await school.CardOfAsync("vera"), "Add the viewing", [.. typed, ("atDate", "2026-11-24"), ("atTime", "14:05")]);
}
