using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TeamsCctv.Domain.Recorders;
using TeamsCctv.Records;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Protocols.Recorders;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Recorders;

public sealed class RecorderFlowTests
{
    [Fact]
    public async Task A_lost_camera_is_one_event_on_the_schools_record()
    {
        await using var host = await Posting.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await host.OakfieldAsync(Posting.Alert()));

        var reported = Assert.Single(await host.ReportedAsync("oakfield"));
        Assert.Equal(("oakfield-nvr", "CameraLost", "videoloss"), (reported.Recorder, reported.Event, reported.VendorType));
        Assert.Equal(("playground", "Playground"), (reported.Camera, reported.CameraName));
        Assert.Equal(Instant.FromUtc(2026, 11, 24, 14, 4, 58), reported.At);
        Assert.Empty(await host.ReportedAsync("riverside"));
    }

    [Fact]
    public async Task The_record_is_the_recorders_own_under_the_schools_policy()
    {
        await using var host = await Posting.StartAsync();
        await host.OakfieldAsync(Posting.Alert());
        await host.ReportedAsync("oakfield");

        var leaf = await host.Services.GetRequiredService<RecordLog>().ReadAsync("oakfield", log => log.Record(log.Size - 1)!.Value.Leaf);

        Assert.Equal("recorder.event", leaf.Kind);
        Assert.Equal(Actor.System("recorder"), leaf.Actor);
        Assert.Equal("AL", leaf.Policy.Id);
        Assert.Equal($"E-{leaf.Sequence}", leaf.Case);
    }

    [Fact]
    public async Task A_disk_error_in_multipart_is_the_recorders_own()
    {
        await using var host = await Posting.StartAsync();

        var (status, _) = await host.PostAsync(
            host.PathOf("oakfield-nvr"), Encoding.UTF8.GetBytes(HikvisionBodies.DiskErrorParts), "multipart/form-data; boundary=boundary");

        Assert.Equal(HttpStatusCode.OK, status);
        var reported = Assert.Single(await host.ReportedAsync("oakfield"));
        Assert.Equal(("DiskFailed", null, null), (reported.Event, reported.Camera, reported.CameraName));
    }

    [Fact]
    public async Task A_UniFi_alarm_with_two_triggers_is_two_events()
    {
        await using var host = await Posting.StartAsync();
        var body = Posting.Alarm("device_issue", "28704E170002", "e1").Replace(
            "\"triggers\":[", "\"triggers\":[{\"key\":\"admin_recording_clips_manipulations\",\"device\":\"nvr\",\"eventId\":\"e0\"},", StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, await host.RiversideAsync(body));

        var reported = await host.ReportedAsync("riverside");
        Assert.Equal(["FootageExported", "CameraLost"], reported.Select(one => one.Event));
        Assert.Equal([null, "bike-shed"], reported.Select(one => one.Camera));
    }

    [Fact]
    public async Task A_camera_the_register_does_not_know_is_named_as_the_recorder_names_it()
    {
        await using var host = await Posting.StartAsync();

        await host.OakfieldAsync(Posting.Alert(channel: 41));
        await host.RiversideAsync(Posting.Alarm("device_issue", "28704E17FFFF", "e1"));

        Assert.Equal("channel 9, not in the register", Assert.Single(await host.ReportedAsync("oakfield")).CameraName);
        Assert.Equal("device 28704E17FFFF, not in the register", Assert.Single(await host.ReportedAsync("riverside")).CameraName);
    }

    [Fact]
    public async Task A_condition_repeated_every_second_makes_one_event_until_it_was_silent_for_five_minutes()
    {
        await using var host = await Posting.StartAsync();
        for (var count = 1; count <= 400; count++)
        {
            Assert.Equal(HttpStatusCode.OK, await host.OakfieldAsync(Posting.Alert(count: count, time: "")));
            host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Single(await host.ReportedAsync("oakfield"));
        Assert.Equal(1, host.Rows("inbox"));

        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.OakfieldAsync(Posting.Alert(count: 401, time: ""));

        Assert.Equal(2, (await host.ReportedAsync("oakfield")).Count);
    }

    [Fact]
    public async Task A_copy_of_an_event_makes_nothing_however_late_it_comes()
    {
        await using var host = await Posting.StartAsync();
        await host.OakfieldAsync(Posting.Alert());
        await host.RiversideAsync(Posting.Alarm("admin_settings_change", "nvr", "e1"));
        await host.ReportedAsync("riverside");

        host.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(HttpStatusCode.OK, await host.OakfieldAsync(Posting.Alert()));
        Assert.Equal(HttpStatusCode.OK, await host.RiversideAsync(Posting.Alarm("admin_settings_change", "nvr", "e1")));

        Assert.Single(await host.ReportedAsync("oakfield"));
        Assert.Single(await host.ReportedAsync("riverside"));
    }

    [Fact]
    public async Task Two_exports_a_second_apart_are_two_events()
    {
        await using var host = await Posting.StartAsync();

        await host.RiversideAsync(Posting.Alarm("admin_recording_clips_manipulations", "nvr", "e1"));
        await host.RiversideAsync(Posting.Alarm("admin_recording_clips_manipulations", "nvr", "e2"));

        Assert.Equal(2, (await host.ReportedAsync("riverside")).Count);
    }

    [Fact]
    public async Task The_same_event_from_many_connections_at_once_is_one()
    {
        await using var host = await Posting.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.OakfieldAsync(Posting.Alert())));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
        Assert.Single(await host.ReportedAsync("oakfield"));
    }

    [Fact]
    public async Task Heartbeats_and_what_cameras_see_are_signs_of_life_and_write_nothing()
    {
        await using var host = await Posting.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await host.OakfieldAsync(Posting.Alert(state: "inactive", count: 0)));
        Assert.Equal(HttpStatusCode.OK, await host.OakfieldAsync(Posting.Alert("heartBeat")));
        Assert.Equal(HttpStatusCode.OK, await host.OakfieldAsync(Posting.Alert("VMD")));
        Assert.Equal(HttpStatusCode.OK, await host.RiversideAsync(Posting.Alarm("person", "28704E170001", "e1")));

        Assert.Equal((0, 0), (host.Rows("inbox"), host.Rows("episode")));
        Assert.Equal(Instant.FromDateTimeOffset(Host.Start), host.Sighted("oakfield-nvr").Last);
    }

    [Fact]
    public async Task A_heartbeat_does_not_end_a_lost_camera()
    {
        await using var host = await Posting.StartAsync();
        await host.OakfieldAsync(Posting.Alert());
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        await host.OakfieldAsync(Posting.Alert(state: "inactive", count: 0));

        var episode = Assert.Single(host.Episodes("oakfield-nvr"));

        Assert.Equal((RecorderEventKind.CameraLost, CameraReference.OfChannel(2)), (episode.Kind, episode.Camera));
        Assert.Null(episode.Over);
        Assert.Equal(Instant.FromDateTimeOffset(Host.Start), episode.Last);
    }

    [Fact]
    public async Task The_end_of_a_condition_is_kept_and_is_no_event()
    {
        await using var host = await Posting.StartAsync();
        await host.OakfieldAsync(Posting.Alert("tamperdetection"));
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        await host.OakfieldAsync(Posting.Alert("tamperdetection", "inactive"));

        var episode = Assert.Single(host.Episodes("oakfield-nvr", RecorderEventKind.Tamper));
        Assert.Equal(episode.First + Duration.FromSeconds(30), episode.Over);
        Assert.Single(await host.ReportedAsync("oakfield"));

        // It comes back within five minutes: the same episode, not over any more.
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        await host.OakfieldAsync(Posting.Alert("tamperdetection", count: 2));
        episode = Assert.Single(host.Episodes("oakfield-nvr", RecorderEventKind.Tamper));
        Assert.Null(episode.Over);
        Assert.Single(await host.ReportedAsync("oakfield"));
    }

    [Theory]
    [InlineData("VMD")]
    [InlineData("facedetection")]
    public async Task What_a_lost_camera_sees_shows_that_it_is_there_again(string word)
    {
        await using var host = await Posting.StartAsync();
        await host.OakfieldAsync(Posting.Alert());
        await host.OakfieldAsync(Posting.Alert(channel: 3));
        host.Clock.Advance(TimeSpan.FromMinutes(2));

        await host.OakfieldAsync(Posting.Alert(word));

        var losses = host.Episodes("oakfield-nvr");
        Assert.Equal(Instant.FromUtc(2026, 11, 24, 14, 7), losses.Single(loss => loss.Camera == CameraReference.OfChannel(2)).Over);
        Assert.Null(losses.Single(loss => loss.Camera == CameraReference.OfChannel(3)).Over);
    }

    [Theory]
    [InlineData("badvideo", "active")]
    [InlineData("IO", "active")]
    [InlineData("somethingNew", "active")]
    [InlineData("somethingNew", "inactive")]
    [InlineData("VMD", "inactive")]
    public async Task A_fault_an_alarm_input_the_end_of_something_and_an_unknown_word_leave_a_lost_camera_lost(string word, string state)
    {
        await using var host = await Posting.StartAsync();
        await host.OakfieldAsync(Posting.Alert());

        await host.OakfieldAsync(Posting.Alert(word, state));

        Assert.Null(Assert.Single(host.Episodes("oakfield-nvr")).Over);
    }

    [Fact]
    public async Task What_a_sensor_notices_is_a_sign_of_life_and_shows_no_lost_camera()
    {
        await using var host = await Posting.StartAsync();
        await host.RiversideAsync(Posting.Alarm("device_issue", "28704E170002", "e1"));

        Assert.Equal(HttpStatusCode.OK, await host.RiversideAsync(Posting.Alarm("sensor_motion", "28704E170002", "e2")));

        Assert.Null(Assert.Single(host.Episodes("riverside-protect")).Over);
        Assert.Equal("CameraLost", Assert.Single(await host.ReportedAsync("riverside")).Event);
    }

    [Fact]
    public async Task A_word_of_no_known_meaning_is_told_of_each_camera_until_it_was_silent_for_five_minutes()
    {
        await using var host = await Posting.StartAsync();

        await host.OakfieldAsync(Posting.Alert("somethingNew"));
        await host.OakfieldAsync(Posting.Alert("somethingNew", channel: 3, count: 2));
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.OakfieldAsync(Posting.Alert("somethingNew", count: 3));
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        await host.OakfieldAsync(Posting.Alert("somethingNew", count: 4));

        Assert.Equal(
            [("somethingNew", "playground"), ("somethingNew", "car-park"), ("somethingNew", "playground")],
            (await host.ReportedAsync("oakfield")).Select(told => (told.VendorType, told.Camera!)));
    }

    [Fact]
    public async Task A_recorder_that_makes_words_up_fills_neither_the_record_nor_the_store()
    {
        await using var host = await Posting.StartAsync();
        for (var word = 0; word < 230; word++)
            Assert.Equal(HttpStatusCode.OK, await host.OakfieldAsync(Posting.Alert($"word{word}")));
        Assert.Equal(HttpStatusCode.OK, await host.OakfieldAsync(Posting.Alert("word7", count: 2)));
        await host.RiversideAsync(Posting.Alarm("something_new", "nvr", "e1"));

        var told = await host.ReportedAsync("oakfield");
        Assert.Equal(200, told.Count(one => one.Event == "Other"));
        var more = Assert.Single(told, one => one.Event == "MoreUnknown");
        Assert.Equal((told[^1], "word200", null), (more, more.VendorType, more.Camera));
        Assert.Equal((202, 202), (host.Rows("inbox"), host.Rows("episode")));

        // Another recorder's words have places of their own.
        Assert.Equal("Other", Assert.Single(await host.ReportedAsync("riverside")).Event);

        // A lost camera is told all the same.
        await host.OakfieldAsync(Posting.Alert());
        Assert.Equal("CameraLost", (await host.ReportedAsync("oakfield"))[^1].Event);
    }

    [Fact]
    public async Task Words_that_were_silent_for_a_day_make_room_for_new_ones()
    {
        await using var host = await Posting.StartAsync();
        for (var word = 0; word < 201; word++)
            await host.OakfieldAsync(Posting.Alert($"word{word}"));
        host.Clock.Advance(TimeSpan.FromHours(23));
        await host.OakfieldAsync(Posting.Alert("word0", count: 2));
        await host.OakfieldAsync(Posting.Alert("early"));
        host.Clock.Advance(TimeSpan.FromHours(2));
        await host.OakfieldAsync(Posting.Alert("late"));

        var told = (await host.ReportedAsync("oakfield")).Skip(200).Select(one => (one.Event, one.VendorType));

        Assert.Equal([("MoreUnknown", "word200"), ("Other", "word0"), ("MoreUnknown", "early"), ("Other", "late")], told);
        Assert.Equal(["late", "word0"], host.Episodes("oakfield-nvr", RecorderEventKind.Other).Select(episode => episode.Word));
    }

    [Fact]
    public async Task A_picture_the_recorder_cannot_use_is_told_of_its_camera()
    {
        await using var host = await Posting.StartAsync();

        await host.OakfieldAsync(Posting.Alert("badvideo"));
        await host.OakfieldAsync(Posting.Alert("videomismatch"));

        var told = Assert.Single(await host.ReportedAsync("oakfield"));
        Assert.Equal(("PictureFault", "playground"), (told.Event, told.Camera));
    }

    [Fact]
    public async Task When_a_recorder_was_last_seen_is_written_down_once_a_minute_and_survives()
    {
        var data = Directory.CreateTempSubdirectory("cctv-test-").FullName;
        try
        {
            await using (var host = await Posting.StartAsync(data: data))
            {
                await host.OakfieldAsync(Posting.Alert("heartBeat"));
                Assert.Equal(0, host.Rows("recorder_seen"));
                await Eventually.TrueAsync(() =>
                {
                    host.Clock.Advance(TimeSpan.FromMinutes(1));
                    return host.Rows("recorder_seen") == 1;
                });
            }

            await using var again = await Posting.StartAsync(data: data);
            Assert.Equal(Instant.FromDateTimeOffset(Host.Start), again.Sighted("oakfield-nvr").Last);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}
