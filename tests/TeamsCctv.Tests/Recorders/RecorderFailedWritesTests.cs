using System.Net;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Recorders;

/// <summary>A recorder posts to a store that loses the write, and to one that loses only the reply.</summary>
public sealed class RecorderFailedWritesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_post_whose_write_failed_is_answered_503_and_posted_again_is_one_event_and_one_card(bool persisted)
    {
        await using var school = await ListeningAsync();
        var faults = StoreFaults.In(school);
        faults.Fail(persisted);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await school.Host.OakfieldAsync(Posting.Alert()));
        Assert.True(faults.Spent);
        Assert.Equal(persisted ? 1 : 0, school.Host.Rows("inbox"));
        Assert.Equal(HttpStatusCode.OK, await school.Host.OakfieldAsync(Posting.Alert()));

        await OneEventAndOneCardAsync(school);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_accepted_event_whose_record_failed_is_one_event_and_one_card(bool persisted)
    {
        await using var school = await ListeningAsync();
        var faults = StoreFaults.In(school);
        faults.Fail(persisted, skip: 1);

        Assert.Equal(HttpStatusCode.OK, await school.Host.OakfieldAsync(Posting.Alert()));
        await Eventually.TrueAsync(() => faults.Spent);

        await OneEventAndOneCardAsync(school);
    }

    private static async Task<School> ListeningAsync()
    {
        var school = await School.OpenAsync();
        await school.SayAsync("sid", "help");
        await school.SettleAsync();
        return school;
    }

    private static async Task OneEventAndOneCardAsync(School school)
    {
        Assert.Equal("Playground", Assert.Single(await school.Host.ReportedAsync("oakfield")).CameraName);
        await school.SettleAsync();
        Assert.Single(school.Inbox("sid"), message => Card.Words(message.Card).Contains("Camera lost", StringComparison.Ordinal));
        Assert.Equal(1, school.Host.Rows("inbox"));
    }
}
