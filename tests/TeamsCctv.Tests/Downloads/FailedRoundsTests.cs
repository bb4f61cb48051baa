using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Tests.Recorders;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Downloads;

/// <summary>What the clock sets going meets a store that loses the write, and one that loses only the reply.</summary>
public sealed class FailedRoundsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("clause", "AL-13.2")]
    public async Task A_recording_whose_time_is_up_is_asked_about_once(bool persisted)
    {
        await using var school = await School.OpenAsync();
        await school.SayAsync("harriet", "help");
        await school.KeepAsync();
        await school.SettleAsync();
        var faults = StoreFaults.In(school);
        faults.Fail(persisted);

        school.Host.Clock.SetUtcNow(new(2027, 6, 1, 9, 0, 0, TimeSpan.Zero));
        await Eventually.TrueAsync(() => faults.Spent);
        for (var round = 0; round < 3; round++)
        {
            school.Host.Clock.Advance(TimeSpan.FromMinutes(1));
            await Eventually.TrueAsync(() => Asked(school) > 0);
            await school.SettleAsync();
        }

        Assert.Equal(1, Asked(school));
        Assert.Single(school.Inbox("harriet"), message => Card.Buttons(message.Card).Contains("Approve"));
        await school.AuthoriseAsync();
        Assert.IsType<DeletionAuthorised>(school.Records()[^1].Fact);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_comes_into_office_gets_the_waiting_card_once(bool persisted)
    {
        await using var school = await School.OpenAsync();
        await school.AppointAsync(new Appointment("tess", School.Oakfield, "headteacher", "Class Teacher", new(2026, 11, 25), null, "harriet"));
        await school.AskAsync();
        await school.SettleAsync();
        var faults = StoreFaults.In(school);
        faults.Fail(persisted);

        school.Host.Clock.SetUtcNow(new(2026, 11, 25, 0, 0, 1, TimeSpan.Zero));
        await Eventually.TrueAsync(() => faults.Spent && school.Inbox("tess").Any(message => message.Card is not null));
        await school.SettleAsync();

        Assert.Contains("Approve", Card.Buttons(Assert.Single(school.Inbox("tess")).Card));
        Assert.Equal(0, Assert.Single(school.Inbox("harriet")).Updates);
        await school.AuthoriseAsync("tess");
        Assert.Single(school.Records(), record => record.Fact is DownloadAuthorised);
    }

    private static int Asked(School school) => school.Records().Count(record => record.Fact is DeletionAsked);
}
