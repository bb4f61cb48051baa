using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Features.Matters;
using TeamsCctv.Tests.Downloads;
using TeamsCctv.Tests.Recorders;
using TeamsCctv.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace TeamsCctv.Tests.Matters;

public sealed class AwayTests
{
    [Fact]
    [Trait("clause", "AL-AppI")]
    public async Task Who_is_away_leaves_a_waiting_download_to_the_others_until_they_are_back()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();

        var said = await school.DoAsync("harriet", "Let others decide", ("awayUntil", "2026-11-26"));
        await ShowsAsync(school, "harriet", approves: false);
        var waiting = school.Inbox("anita").Last(message => message.Card is not null);

        Assert.Contains("You are away until Thu 26 Nov 2026.", said.Words, StringComparison.Ordinal);
        Assert.Contains("Approve", Card.Buttons(waiting.Card));
        var pressed = await school.PressAsync("harriet", waiting.Id, Card.Button(waiting.Card!, "Approve"));
        Assert.Equal(("away", "AL-AppI", "Harriet Example"), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause, school.Last<ActRefused>().By.Name));
        Assert.Contains("so others decide it", pressed.Words, StringComparison.Ordinal);

        await school.DoAsync("harriet", "I am back");
        await ShowsAsync(school, "harriet", approves: true);
        await school.PressAsync("harriet", await school.WithButtonAsync("harriet", "Approve"), "Approve");
        Assert.Equal("Harriet Example", school.Last<DownloadAuthorised>().By.Name);
    }

    [Fact]
    public async Task Who_came_back_by_mistake_says_again_that_they_are_away_and_who_is_away_does_not_say_it_twice()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        await school.DoAsync("harriet", "Let others decide", ("awayUntil", "2026-11-26"));
        await ShowsAsync(school, "harriet", approves: false);
        await school.DoAsync("harriet", "I am back");
        await ShowsAsync(school, "harriet", approves: true);

        await school.DoAsync("harriet", "Let others decide", ("awayUntil", "2026-11-26"));
        await ShowsAsync(school, "harriet", approves: false);
        var (message, form) = await BeginAsync(school, "harriet");
        var twice = await school.PressAsync("harriet", form.On(message), "Put on the record", ("form.until", "2026-11-30"));

        Assert.Equal(2, school.Records().Count(record => record.Fact is MatterOpened));
        Assert.Contains("You said already that you are away until Thu 26 Nov 2026.", twice.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Their_absence_ends_by_itself_after_its_last_day()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        await school.DoAsync("harriet", "Let others decide", ("awayUntil", "2026-11-24"));
        await ShowsAsync(school, "harriet", approves: false);

        school.Host.Clock.Advance(TimeSpan.FromHours(10));
        await ShowsAsync(school, "harriet", approves: true);
    }

    [Fact]
    public async Task A_case_whose_deciders_are_all_away_goes_to_who_comes_next()
    {
        await using var school = await School.OpenAsync();
        foreach (var who in new[] { "harriet", "anita", "edith" })
            await AwayAsync(school, who, "2026-11-30");
        await school.OpenAsync("olive", "police", Moves.Police);

        await school.DoAsync("dennis", "Approve", ("approve.scope", "all"));

        Assert.Equal("Data Protection Officer", school.Last<MatterApproved>().By.Title);
        Assert.DoesNotContain(school.Inbox("harriet"), message => Card.Buttons(message.Card).Contains("Approve"));
    }

    [Fact]
    [Trait("clause", "AL-AppI")]
    public async Task A_download_whose_signers_are_all_away_goes_to_who_comes_next_who_reads_all_that_they_sign()
    {
        await using var school = await School.OpenAsync();
        foreach (var who in new[] { "harriet", "anita", "edith" })
            await AwayAsync(school, who, "2026-11-30");
        await school.AskAsync();
        var card = await school.WithButtonAsync("dennis", "Approve");
        var page = new Browser(await school.Host.AsAsync("dennis"));
        var id = $"D-{school.Records().Single(record => record.Fact is DownloadRequested).Number}";

        Assert.Contains("A child was seen leaving by the gate.", Card.Words(card.Card), StringComparison.Ordinal);
        Assert.Contains(id, (await page.GetAsync("/cases?school=oakfield")).Text, StringComparison.Ordinal);
        var refused = await page.SubmitAsync($"/cases/oakfield/{id}", $"/cases/oakfield/{id}/decide", ("decision", "approve"));
        Assert.Equal(System.Net.HttpStatusCode.SeeOther, refused.Status);
        Assert.Equal("Data Protection Officer", school.Last<DownloadAuthorised>().By.Title);
    }

    [Theory]
    [InlineData("2026-11-23", "today or later")]
    [InlineData("2028-01-01", "At most a year")]
    [InlineData("soon", "Give the last day on which you are away.")]
    public async Task A_day_that_cannot_be_is_said_at_its_field_and_changes_nothing(string until, string says)
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();

        var shown = await school.DoAsync("harriet", "Let others decide", ("awayUntil", until));

        Assert.Contains(says, shown.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterOpened);
        await school.AuthoriseAsync();
    }

    [Fact]
    public async Task Who_decides_nothing_has_no_absence_to_say()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        var card = await school.CardOfAsync("harriet");

        var word = await school.SayAsync("vera", "away");
        var pressed = await school.PressAsync("vera", card.Id, Card.Button(card.Card!, "Let others decide"), ("awayUntil", "2026-11-30"));

        Assert.Contains("you need not say when you are away", Card.Words(word.Card), StringComparison.Ordinal);
        Assert.Contains("Nothing waits for a decision of yours", pressed.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterOpened);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_absence_whose_write_failed_is_recorded_once_when_sent_again(bool persisted)
    {
        await using var school = await School.OpenAsync();
        await school.SayAsync("harriet", "help");
        await school.AskAsync();
        var card = await school.CardOfAsync("harriet");
        var faults = StoreFaults.In(school);
        faults.Fail(persisted);

        using var failed = await school.PostAsync(School.Press("harriet", card.Id, Card.Button(card.Card!, "Let others decide"), ("awayUntil", "2026-11-26")));
        Assert.True(faults.Spent);
        Assert.Equal(System.Net.HttpStatusCode.InternalServerError, failed.StatusCode);
        await school.PressAsync("harriet", card, "Let others decide", ("awayUntil", "2026-11-26"));
        await ShowsAsync(school, "harriet", approves: false);

        Assert.Single(school.Records(), record => record.Fact is MatterOpened);
    }

    [Fact]
    public async Task A_download_that_waits_too_long_is_brought_again_and_then_to_the_dpo_who_reads_only_which_camera()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        await school.SettleAsync();
        var reminders = school.Host.Services.GetServices<IHostedService>().OfType<Reminders>().Single();
        var before = school.Inbox("harriet").Count;

        await RemindAsync();
        Assert.Equal(before + 1, school.Inbox("harriet").Count);
        Assert.DoesNotContain(school.Inbox("dennis"), message => message.Card is not null);
        await RemindAsync();

        var told = Card.Words((await school.CardOfAsync("dennis")).Card);
        Assert.Contains("Main gate", told, StringComparison.Ordinal);
        Assert.DoesNotContain("A child was seen", told, StringComparison.Ordinal);
        await school.PressAsync("harriet", await school.CardOfAsync("harriet"), "Approve");
        await school.SettleAsync();
        Assert.All(school.Inbox("harriet").Where(message => message.Card is not null), message => Assert.DoesNotContain("Approve", Card.Buttons(message.Card)));
        Assert.Single(school.Records(), record => record.Fact is DownloadAuthorised);

        async Task RemindAsync()
        {
            var count = school.Records().Count(record => record.Fact is DecisionReminded);
            school.Host.Clock.Advance(TimeSpan.FromDays(2));
            await reminders.RemindAsync(CancellationToken.None);
            await school.SettleAsync();
            Assert.Equal(count + 1, school.Records().Count(record => record.Fact is DecisionReminded));
        }
    }

    private static async Task AwayAsync(School school, string who, string until)
    {
        var (message, form) = await BeginAsync(school, who);
        await school.PressAsync(who, form.On(message), "Put on the record", ("form.until", until));
        await school.SettleAsync();
    }

    private static async Task<(SentMessage Message, Shown Form)> BeginAsync(School school, string who)
    {
        var message = await school.SayAsync(who, "away");
        return (message, await school.PressAsync(who, message, "Go on", ("matterKind", $"{School.Oakfield}/away")));
    }

    /// <summary>The newest decision card in a chat, once it shows buttons or does not any more.</summary>
    private static Task ShowsAsync(School school, string who, bool approves) => Eventually.TrueAsync(() =>
        Card.Buttons(school.Inbox(who).First(message => message.Card is { } card && Card.Words(card).Contains("be downloaded?", StringComparison.Ordinal)).Card).Contains("Approve") == approves);
}
