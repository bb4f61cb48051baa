using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Tests.Downloads;
using TeamsCctv.Tests.Policies;
using TeamsCctv.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Storage;

namespace TeamsCctv.Tests.Matters;

public sealed class TrainingTests
{
    private static readonly (string, string)[] Given = [("form.on", "2026-11-24"), ("form.what", "The recorder and the code, by the contractor"), ("form.covered", "true")];

    [Fact]
    [Trait("clause", "AL-14.1")]
    public async Task Who_was_never_trained_is_refused_a_download_until_the_headteacher_records_it()
    {
        await using var school = await School.OpenAsync();
        await school.AppointAsync(new Appointment("tess", School.Oakfield, "approved-viewer", "Class Teacher", new(2026, 11, 1), null));

        var refused = await school.AskAsync("tess");
        Assert.Contains("AL-14.1: The Headteacher sees to it", refused.Words, StringComparison.Ordinal);
        Assert.Contains("No training of yours is on the register.", refused.Words, StringComparison.Ordinal);
        Assert.Equal(("not-trained", "AL-14.1"), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause));

        await school.OpenAsync("harriet", "training", [("form.person", "tess"), .. Given]);
        await school.AskAsync("tess");
        Assert.Equal("Tess Example", school.Last<DownloadRequested>().By.Name);
    }

    [Fact]
    [Trait("clause", "AL-14.1")]
    public async Task A_training_that_has_run_out_or_was_taken_back_counts_no_longer()
    {
        await using var school = await School.OpenAsync();
        await school.AppointAsync(new Appointment("tess", School.Oakfield, "approved-viewer", "Class Teacher", new(2026, 11, 1), null));
        await school.OpenAsync("harriet", "training", [("form.person", "tess"), .. Given, ("form.until", "2026-11-25")]);

        school.Host.Clock.Advance(TimeSpan.FromDays(2));
        var expired = await school.AskAsync("tess");
        Assert.Contains("Your training counted until Wed 25 Nov 2026.", expired.Words, StringComparison.Ordinal);

        await school.OpenAsync("harriet", "training", [("form.person", "tess"), .. Given, ("form.on", "2026-11-26")]);
        await school.DoAsync("harriet", "Take it back", ("end.why", "She was not there."));
        await school.AskAsync("tess");
        Assert.Equal("not-trained", school.Last<ActRefused>().Reason);
        Assert.DoesNotContain(school.Records(), record => record.Fact is DownloadRequested);
    }

    [Theory]
    [InlineData("form.on", "2026-11-25", "That day is still to come.")]
    [InlineData("form.until", "2026-11-01", "must not be before the training")]
    [InlineData("form.person", "harriet", "you cannot record this for yourself")]
    public async Task A_training_that_cannot_be_is_said_at_its_field(string field, string value, string says)
    {
        await using var school = await School.OpenAsync();

        var shown = await school.OpenAsync("harriet", "training", [("form.person", "tess"), .. Given, (field, value)]);

        Assert.Contains(says, shown.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterOpened);
    }

    [Theory]
    [InlineData("VL", "named-downloader", "VL-17")]
    [InlineData("ME", "approved-staff", "ME-A1.training")]
    [Trait("clause", "VL-17")]
    [Trait("clause", "ME-A1.training")]
    public async Task Under_VL_and_ME_an_operator_whose_training_has_run_out_is_refused_a_download(string policy, string who, string clause)
    {
        await using var school = await School.OpenAsync(policy);
        if (policy == "VL")
        {
            await school.AskOnAsync("named-viewer", "crime");
            await school.AuthoriseAsync("headteacher");
        }

        await school.Host.Services.GetRequiredService<Registers>().PutAsync([RegisterEntry.Of(new Training(who, School.Oakfield, new(2026, 9, 1), new(2026, 11, 23)))]);
        var shown = policy == "VL" ? await school.RecordUntilAsync(who) : await school.AskOnAsync(who, "crime");

        Assert.Contains("Your training counted until Mon 23 Nov 2026.", shown.Words, StringComparison.Ordinal);
        Assert.Equal(("not-trained", clause), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause));
        Assert.False(school.Has<DownloadRecorded>());
    }
}
