using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Features.Recorders;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Recorders;
using TeamsCctv.Tests.Support;
using School = TeamsCctv.Tests.Support.School;

namespace TeamsCctv.Tests.Mailbox;

/// <summary>Exports that a recorder tells of, held against the downloads that were allowed.</summary>
public sealed class MisuseTests
{
    private const string Second = "oakfield-protect";

    [Theory]
    [InlineData("AL", "AL-16")]
    [InlineData("VL", "VL-A3.10")]
    [Trait("clause", "AL-16")]
    [Trait("clause", "VL-A3.10")]
    public async Task An_export_that_no_authorised_download_explains_opens_a_breach_by_itself_and_the_days_others_join_it(string policy, string clause)
    {
        await using var school = await School.OpenAsync(policy);
        await SecondRecorderAsync(school.Host, moved: false);

        await ExportAsync(school.Host, "e1");
        await ExportAsync(school.Host, "e2");
        await school.SettleAsync();

        var opened = Assert.Single(school.Records(), record => record.Fact is MatterOpened).Fact as MatterOpened;
        Assert.Equal(("breach", clause, "recorder"), (opened!.Matter, opened.Clause, opened.By.Position));
        var page = await school.PageTextAsync(Mails.LeadOf(policy));
        Assert.Contains("Nobody had an authorised download", page, StringComparison.Ordinal);
        Assert.Contains("Another export Second recorder told that footage was exported or deleted", page, StringComparison.Ordinal);
        Assert.Equal("2026-11-27T14:05:00Z", school.DueOf("ico"));
        Assert.Contains("Data breach", Card.Words((await school.CardOfAsync("dpo")).Card), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_that_was_allowed_explains_an_export_of_its_recorder_for_a_week()
    {
        await using var host = await Host.StartAsync();
        await SecondRecorderAsync(host, moved: true);
        await new Story(host).AuthorisedAsync();

        await ExportAsync(host, "e1");
        Assert.Empty(await BreachesAsync(host));

        host.Clock.AdjustTime(host.Clock.GetUtcNow().AddDays(8));
        await ExportAsync(host, "e2");
        Assert.Single(await BreachesAsync(host));
    }

    [Fact]
    public async Task A_download_from_another_recorder_or_one_that_nobody_has_signed_explains_nothing()
    {
        await using var host = await Host.StartAsync();
        await SecondRecorderAsync(host, moved: false);
        await new Story(host).AuthorisedAsync();
        await ExportAsync(host, "e1");
        Assert.Single(await BreachesAsync(host));

        await using var unsigned = await Host.StartAsync();
        await SecondRecorderAsync(unsigned, moved: true);
        await new Story(unsigned).AskedAsync();
        await ExportAsync(unsigned, "e1");
        Assert.Single(await BreachesAsync(unsigned));
    }

    private static Task SecondRecorderAsync(Host host, bool moved)
    {
        List<RegisterEntry> entries = [RegisterEntry.Of(new Recorder(Second, Story.School, "Second recorder", RecorderVendor.UniFi))];
        if (moved)
            entries.Add(RegisterEntry.Of(new Camera("main-gate", Story.School, "Main gate", Second, null, "AABBCCDDEEFF")));
        return host.Services.GetRequiredService<Registers>().PutAsync(entries);
    }

    private static async Task ExportAsync(Host host, string id)
    {
        await host.PostAsync(host.PathOf(Second), Encoding.UTF8.GetBytes(Posting.Alarm("admin_recording_clips_manipulations", "", id, host.Clock.GetUtcNow())), "application/json");
        await host.Services.GetRequiredService<RecorderHandler>().CatchUpAsync(CancellationToken.None);
    }

    private static Task<List<MatterOpened>> BreachesAsync(Host host) => host.Services.GetRequiredService<RecordLog>().ReadAsync(Story.School, log => log
        .From(0, 1000).Where(row => row.Kind == Facts.MatterOpened).Select(row => (MatterOpened)log.Case(row.Case!)[0].Fact!).ToList());
}
