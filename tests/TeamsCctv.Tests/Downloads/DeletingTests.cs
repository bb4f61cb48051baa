using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Features.Retention;
using TeamsCctv.Features.CctvLog;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Downloads;

public sealed class DeletingTests
{
    [Fact]
    [Trait("clause", "AL-AppI.delete")]
    public async Task A_deletion_is_asked_for_signed_and_recorded_with_date_and_hash()
    {
        await using var school = await School.OpenAsync();
        await school.KeepAsync();

        await school.AskDeletionAsync();
        var card = await school.CardOfAsync("harriet");
        Assert.Contains("I authorise the deletion of this recording as Headteacher.", Card.Words(card.Card), StringComparison.Ordinal);
        await school.PressAsync("harriet", card, "Approve");
        var shown = await school.PressAsync(
            "vera", await school.CardOfAsync("vera"), "Record the deletion", ("on", "2026-11-24"), ("how", "Wiped with the tool."), ("sameFile", "true"));

        var gone = school.Last<DeletionCarriedOut>();
        Assert.Equal((new string('a', 64), "Wiped with the tool."), (gone.Sha256, gone.How));
        Assert.Contains("The recording is deleted", shown.Words, StringComparison.Ordinal);
        await school.SettleAsync();
        Assert.All(
            new[] { "harriet", "anita", "edith", "vera", "cyril" }.SelectMany(school.Inbox).Where(message => message.Card is not null),
            message => Assert.Empty(Card.Buttons(message.Card)));
    }

    [Fact]
    [Trait("clause", "AL-13.2")]
    public async Task After_six_months_the_clock_asks_the_named_persons_once()
    {
        await using var school = await School.OpenAsync();
        await school.KeepAsync();
        await school.SettleAsync();

        school.Host.Clock.SetUtcNow(new(2027, 5, 24, 22, 59, 0, TimeSpan.Zero));
        Assert.Equal(0, await AskAsync(school));
        school.Host.Clock.SetUtcNow(new(2027, 5, 24, 23, 1, 0, TimeSpan.Zero));
        await AskAsync(school);
        await AskAsync(school);

        var asked = Assert.IsType<DeletionAsked>(Assert.Single(school.Records(), record => record.Fact is DeletionAsked).Fact);
        Assert.Null(asked.By);
        foreach (var who in new[] { "harriet", "anita" })
            Assert.Contains("the retention clock (AL-13.2)", Card.Words((await school.CardOfAsync(who)).Card), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeping_it_longer_needs_a_reason_and_a_day_and_moves_the_clock()
    {
        await using var school = await School.OpenAsync();
        await school.KeepAsync();
        await school.AskDeletionAsync();
        var card = await school.CardOfAsync("harriet");
        var keep = Card.Button(card.Card!, "Keep it");

        var wrong = await school.PressAsync("harriet", card.Id, keep, ("reason", "The Police asked."), ("keepUntil", "2026-11-01"));
        await school.PressAsync("harriet", card.Id, keep, ("reason", "The Police asked."), ("keepUntil", "2027-01-31"));

        Assert.Contains("Give a day after today", wrong.Words, StringComparison.Ordinal);
        Assert.Contains("The Police asked.", wrong.Words, StringComparison.Ordinal);
        var shown = await school.CardOfAsync("vera");
        Assert.Contains("Kept until Sun 31 Jan 2027", Card.Words(shown.Card), StringComparison.Ordinal);
        school.Host.Clock.SetUtcNow(new(2027, 2, 1, 0, 1, 0, TimeSpan.Zero));
        await AskAsync(school);
        Assert.Equal(2, school.Records().Count(record => record.Fact is DeletionAsked));
        Assert.Contains("Approve", Card.Buttons((await school.CardOfAsync("harriet")).Card));
    }

    [Fact]
    [Trait("clause", "AL-AppI.delete")]
    public async Task Nobody_signs_the_deletion_they_asked_for()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync("harriet");
        await school.AuthoriseAsync("anita");
        await school.RecordAsync("harriet");
        await school.AskDeletionAsync("harriet");
        var card = await school.CardOfAsync("anita");

        var shown = await school.PressAsync("harriet", card, "Approve");

        Assert.Contains("AL-AppI", shown.Words, StringComparison.Ordinal);
        Assert.Equal("own-request", school.Last<ActRefused>().Reason);
    }

    [Fact]
    public async Task A_deletion_of_another_file_cannot_be_recorded()
    {
        await using var school = await School.OpenAsync();
        await school.KeepAsync();
        await school.AskDeletionAsync();
        await school.AuthoriseAsync();

        var shown = await school.PressAsync(
            "cyril", await school.CardOfAsync("cyril"), "Record the deletion", ("on", "2026-11-24"), ("how", "Wiped."), ("sameFile", "false"));

        Assert.Contains("Confirm that the file deleted is the one", shown.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(school.Records(), record => record.Fact is DeletionCarriedOut);
    }

    private static async Task<int> AskAsync(School school)
    {
        var view = school.Host.Services.GetRequiredService<CctvLogView>();
        await view.RowsAsync(School.Oakfield, new(null, null, null, null), CancellationToken.None);
        var asks = school.Host.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<RetentionAsks>().Single();
        return await asks.AskAsync();
    }
}
