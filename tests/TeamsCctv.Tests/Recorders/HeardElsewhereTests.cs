using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TeamsCctv.Features.Recorders;
using TeamsCctv.Protocols.Recorders;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Recorders;

/// <summary>A recorder speaks to one of several processes: what people see at another is the same, at most a minute later.</summary>
public sealed class HeardElsewhereTests
{
    [Fact]
    public async Task A_recorder_that_only_one_process_hears_is_silent_at_none_and_its_last_time_is_the_same()
    {
        await using var two = await TwoProcesses.OpenAsync();
        var here = two.School.Host;
        using var site = await two.There.AsAsync("sid");
        using var officer = await two.There.AsAsync("dennis");
        Assert.Contains("Last heard of Not yet.", (await new Browser(site).GetAsync("/recorders")).Text, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, await here.OakfieldAsync(Posting.Alert("heartBeat")));
        await WrittenAsync(here, "recorder_seen");

        Assert.Contains("Last heard of Tue 24 Nov 2026, 14:05", (await new Browser(site).GetAsync("/recorders")).Text, StringComparison.Ordinal);
        Assert.Matches("Oakfield [^|]*? 1 heard", (await new Browser(officer).GetAsync("/trust")).Text);
    }

    [Fact]
    public async Task What_one_process_heard_earlier_never_takes_the_place_of_what_another_heard_later()
    {
        await using var two = await TwoProcesses.OpenAsync();
        var (early, late) = (Instant.FromUtc(2026, 11, 24, 13, 50), Instant.FromUtc(2026, 11, 24, 13, 59));
        two.There.Services.GetRequiredService<Sightings>().Seen("oakfield-nvr", late);
        await WrittenAsync(two.There, "recorder_seen");

        two.School.Host.Services.GetRequiredService<Sightings>().Seen("oakfield-nvr", early);
        two.School.Host.Services.GetRequiredService<Sightings>().Seen("riverside-protect", early);
        await WrittenAsync(two.School.Host, "recorder_seen", rows: 2);

        foreach (var host in new[] { two.School.Host, two.There })
        {
            await host.Services.GetRequiredService<Database>().RefreshAsync();
            Assert.Equal((late, early), (host.Sighted("oakfield-nvr").Last, host.Sighted("riverside-protect").Last));
        }
    }

    [Fact]
    public async Task A_message_that_one_process_did_not_understand_is_known_at_the_other_until_either_understands_one()
    {
        await using var two = await TwoProcesses.OpenAsync();
        var here = two.School.Host;
        using var site = await here.AsAsync("sid");
        Assert.Equal(HttpStatusCode.BadRequest, await two.There.OakfieldAsync("hello"));
        await WrittenAsync(two.There, "recorder_refused");

        Assert.Contains("Not understood Its message of Tue 24 Nov 2026, 14:05 was not taken", (await new Browser(site).GetAsync("/recorders")).Text, StringComparison.Ordinal);

        here.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, await here.OakfieldAsync(Posting.Alert("heartBeat")));
        Assert.DoesNotContain("was not taken", (await new Browser(site).GetAsync("/recorders")).Text, StringComparison.Ordinal);
        await WrittenAsync(here, "recorder_seen");
        using var there = await two.There.AsAsync("sid");
        Assert.DoesNotContain("was not taken", (await new Browser(there).GetAsync("/recorders")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_messages_that_were_not_understood_the_later_one_is_shown_wherever_it_came_in()
    {
        await using var two = await TwoProcesses.OpenAsync();
        var (early, late) = (Instant.FromUtc(2026, 11, 24, 13, 50), Instant.FromUtc(2026, 11, 24, 13, 59));
        var (here, there) = (two.School.Host.Services.GetRequiredService<Sightings>(), two.There.Services.GetRequiredService<Sightings>());
        here.Refused("oakfield-nvr", early, new WireError.Dtd());
        there.Refused("oakfield-nvr", late, new WireError.Empty());
        here.Refused("riverside-protect", late, new WireError.Dtd());
        there.Refused("riverside-protect", early, new WireError.Empty());
        await WrittenAsync(two.There, "recorder_refused", rows: 2);
        await two.School.Host.Services.GetRequiredService<Database>().RefreshAsync();

        Assert.Equal(new Refusal(late, new WireError.Empty().Says), two.School.Host.Sighted("oakfield-nvr").Refused);
        Assert.Equal(new Refusal(late, new WireError.Dtd().Says), two.School.Host.Sighted("riverside-protect").Refused);
    }

    [Fact]
    public async Task Heartbeats_by_the_hundred_are_one_write_a_minute_and_none_where_nothing_came()
    {
        var journal = new FaultyJournal(0, faults: 0);
        await using var two = await TwoProcesses.OpenAsync(journal);
        var (here, sightings) = (two.School.Host, two.School.Host.Services.GetRequiredService<Sightings>());
        await two.School.SettleAsync();
        var before = Writes();

        for (var i = 0; i < 200; i++)
            await here.OakfieldAsync(Posting.Alert("heartBeat"));
        Assert.Equal(before, Writes());
        await sightings.WriteDownAsync();
        await sightings.WriteDownAsync();

        Assert.Equal(before + 1, Writes());

        int Writes() => journal.Holding("recorder_seen");
    }

    private static Task WrittenAsync(Host host, string table, int rows = 1) => Eventually.TrueAsync(() =>
    {
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        return host.Rows(table) == rows;
    });
}
