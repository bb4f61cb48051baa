using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Recorders;
using TeamsCctv.Records;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Recorders;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Pages;

public sealed class RecordersTests
{
    [Fact]
    public async Task The_page_lists_the_schools_recorders_with_cameras_and_when_they_were_heard_of()
    {
        await using var host = await Host.StartAsync();
        host.Services.GetRequiredService<Sightings>().Seen("oakfield-nvr", Instant.FromUtc(2026, 11, 24, 13, 59));

        var page = await new Browser(await host.AsAsync("sid")).GetAsync("/recorders");

        Assert.Contains("Oakfield recorder Make Hikvision Last heard of Tue 24 Nov 2026, 13:59 Cameras Car park, Hall entrance, Main gate, Playground", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Riverside", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signs_and_assessments_say_which_has_to_be_looked_at_again()
    {
        await using var host = await Host.StartAsync();
        var sid = new Browser(await host.AsAsync("sid"));
        var none = await sid.GetAsync("/recorders");
        await host.Services.GetRequiredService<Registers>().PutAsync(
        [
            RegisterEntry.Of(new Sign("front", "oakfield", "Front entrance", "CCTV.", new(2026, 9, 1), new(2027, 9, 1))),
            RegisterEntry.Of(new Sign("bus", "oakfield", "Minibus", "CCTV.")),
            RegisterEntry.Of(new Sign("gate", "riverside", "Gate of another school", "CCTV.")),
            RegisterEntry.Of(new Assessment("gate", "oakfield", "The gate", new(2025, 9, 1), new(2026, 9, 1), "Folder 4")),
        ]);

        var page = await sid.GetAsync("/recorders");

        Assert.Contains("Signs and assessments None in the register.", none.Text, StringComparison.Ordinal);
        Assert.Contains("Assessment: The gate Mon 1 Sep 2025 Tue 1 Sep 2026 Review it (Folder 4); then enter the days.", page.Text, StringComparison.Ordinal);
        Assert.Contains("Sign: Minibus Never Go and look whether it is there", page.Text, StringComparison.Ordinal);
        Assert.Contains("Sign: Front entrance Tue 1 Sep 2026 Wed 1 Sep 2027", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("another school", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recorder_whose_messages_are_not_understood_says_what_is_wrong_with_them()
    {
        await using var host = await Host.StartAsync();
        var recorder = host.Services.GetRequiredService<Registers>().Cameras.Recorder("oakfield-nvr")!;
        var path = host.Services.GetRequiredService<RecorderUrls>().PathOf(recorder);
        using var nonsense = new StringContent("no event");
        using var answer = await host.Client.PostAsync(new Uri(path, UriKind.Relative), nonsense);

        var page = await new Browser(await host.AsAsync("sid")).GetAsync("/recorders");

        Assert.False(answer.IsSuccessStatusCode);
        Assert.Contains("Not understood Its message of Tue 24 Nov 2026, 14:05 was not taken:", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_camera_is_shown_with_when_it_was_there_again_and_an_unknown_word_once()
    {
        await using var host = await Host.StartAsync();
        await host.OakfieldAsync(Posting.Alert());
        await host.OakfieldAsync(Posting.Alert(channel: 9));
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await host.OakfieldAsync(Posting.Alert("VMD"));
        await host.OakfieldAsync(Posting.Alert("somethingNew"));
        await host.OakfieldAsync(Posting.Alert("somethingNew", count: 2));
        await host.ReportedAsync("oakfield");

        var page = await new Browser(await host.AsAsync("sid")).GetAsync("/recorders");

        Assert.Contains("Playground: lost Tue 24 Nov 2026, 14:05, there again Tue 24 Nov 2026, 14:07", page.Text, StringComparison.Ordinal);
        Assert.Contains("channel 9, not in the register: lost Tue 24 Nov 2026, 14:05, last said Tue 24 Nov 2026, 14:05", page.Text, StringComparison.Ordinal);
        Assert.Contains("Words not understood somethingNew.", page.Text, StringComparison.Ordinal);
        Assert.Equal(2, page.Text.Split("Not understood").Length);
    }

    [Fact]
    public async Task What_a_recorder_reported_is_shown_newest_first_with_its_record()
    {
        await using var host = await Host.StartAsync();
        for (var i = 0; i < 55; i++)
            await ReportAsync(host, "oakfield", i == 54 ? "DiskFailed" : "CameraLost");
        await ReportAsync(host, "riverside", "CameraLost");
        await new Story(host).AskedAsync();

        var page = await new Browser(await host.AsAsync("sid")).GetAsync("/recorders");

        Assert.Contains("Disk fault Main gate Oakfield recorder 56 ", page.Text, StringComparison.Ordinal);
        Assert.Equal(50, page.Html.Split("<th scope=\"row\">").Length - 1);
        Assert.Contains("/records/oakfield/7\"", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("/records/oakfield/6\"", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Riverside", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sid", HttpStatusCode.OK)]
    [InlineData("harriet", HttpStatusCode.OK)]
    [InlineData("dennis", HttpStatusCode.OK)]
    [InlineData("tess", HttpStatusCode.Forbidden)]
    [InlineData("vera", HttpStatusCode.Forbidden)]
    public async Task Recorders_are_for_those_told_of_faults_and_the_readers_of_the_log(string who, HttpStatusCode status)
    {
        await using var host = await Host.StartAsync();

        var page = await new Browser(await host.AsAsync(who)).GetAsync("/recorders");

        Assert.Equal(status, page.Status);
        if (status == HttpStatusCode.Forbidden)
            Assert.Contains("AL-12.1 What you can do: Tell the Site Manager if a camera does not work.", page.Text, StringComparison.Ordinal);
    }

    private static Task<bool> ReportAsync(Host host, string school, string what) => host.Services.GetRequiredService<RecordLog>().CommitAsync(school, commit =>
    {
        var policy = host.Services.GetRequiredService<Scenes>().PolicyOf(school);
        var fact = new RecorderReported($"{school}-nvr", $"{(school == "oakfield" ? "Oakfield" : "Riverside")} recorder", what, "videoloss", "main-gate", "Main gate", commit.Now);
        commit.Append(new(fact, null, Actor.System("recorder"), Commit.Under(policy)));
        return true;
    });
}
