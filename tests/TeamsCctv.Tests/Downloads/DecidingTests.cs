using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Features.SampleTrust;
using TeamsCctv.Records;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Downloads;

public sealed class DecidingTests
{
    [Fact]
    [Trait("clause", "AL-AppI")]
    [Trait("clause", "AL-9.2")]
    public async Task The_Headteacher_approves_and_every_copy_shows_it_without_buttons()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        var card = await school.CardOfAsync("harriet");

        var shown = await school.PressAsync("harriet", card, "Approve");
        await school.SettleAsync();

        var signed = school.Last<DownloadAuthorised>();
        Assert.Equal(("Harriet Example", "Headteacher", "I authorise this download as Headteacher."), (signed.By.Name, signed.By.Title, signed.Statement));
        Assert.Contains("Authorised by Harriet Example, Headteacher, Tue 24 Nov 2026, 14:05 (record 3).", shown.Words, StringComparison.Ordinal);
        foreach (var who in new[] { "harriet", "anita", "edith" })
        {
            var copy = Assert.Single(school.Inbox(who));
            Assert.Empty(Card.Buttons(copy.Card));
            Assert.Contains("Authorised by Harriet Example", Card.Words(copy.Card), StringComparison.Ordinal);
        }

        // The requester's form says it too, and a new card says what to do next.
        Assert.Contains("Authorised by Harriet Example", Card.Words(school.Inbox("vera")[0].Card), StringComparison.Ordinal);
        Assert.Contains("Hand the file in", Card.Buttons((await school.CardOfAsync("vera")).Card));
    }

    [Fact]
    public async Task The_record_names_account_position_policy_and_exactly_what_was_seen()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        var card = await school.CardOfAsync("harriet");
        await school.PressAsync("harriet", card, "Approve");

        var number = school.Records().Single(record => record.Fact is DownloadAuthorised).Number;
        var leaf = school.Host.Services.GetRequiredService<Database>().Read(session => new LogReader(session, School.Oakfield).Record(number)!.Value.Leaf);

        var actor = Assert.IsType<PersonActor>(leaf.Actor);
        Assert.Equal((SampleTrust.Tenant, SampleTrust.ObjectIdOf("harriet"), "headteacher"), (actor.Tenant, actor.ObjectId, actor.Position));
        Assert.Equal(school.Host.Services.GetRequiredService<PolicyFiles>()["AL"].Hash, leaf.Policy.Hash);
        Assert.Equal(Card.Button(card.Card!, "Approve")["data"]!["seen"]!.GetValue<string>(), leaf.Seen);
    }

    [Fact]
    [Trait("clause", "AL-AppI")]
    public async Task A_nominated_alternate_signs_as_one()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();

        await school.AuthoriseAsync("anita");

        Assert.Equal("Deputy Head (nominated alternate)", school.Last<DownloadAuthorised>().By.Title);
    }

    [Fact]
    [Trait("clause", "AL-3.2")]
    public async Task An_Executive_Headteacher_counts_as_Headteacher()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();

        await school.AuthoriseAsync("edith");

        Assert.Equal("I authorise this download as Executive Headteacher.", school.Last<DownloadAuthorised>().Statement);
    }

    [Fact]
    public async Task Refusing_needs_a_reason_and_tells_the_requester()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        var card = await school.CardOfAsync("harriet");
        var refuse = Card.Button(card.Card!, "Refuse");

        var empty = await school.PressAsync("harriet", card.Id, refuse, ("reason", "  "));
        Assert.DoesNotContain(school.Records(), record => record.Fact is DownloadRefused);
        await school.PressAsync("harriet", card.Id, refuse, ("reason", "The gate log answers this."));

        Assert.Contains("Say why", empty.Words, StringComparison.Ordinal);
        var told = await school.CardOfAsync("vera");
        Assert.Contains("Your request was refused", Card.Words(told.Card), StringComparison.Ordinal);
        Assert.Contains("The gate log answers this.", Card.Words(told.Card), StringComparison.Ordinal);
        Assert.Empty(Card.Buttons(told.Card));
    }

    [Fact]
    [Trait("clause", "AL-AppI")]
    public async Task Nobody_decides_their_own_request()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync("harriet");
        var card = await school.CardOfAsync("anita");
        Assert.DoesNotContain("Approve", school.Inbox("harriet").SelectMany(message => Card.Buttons(message.Card)));

        var shown = await school.PressAsync("harriet", card, "Approve");

        Assert.Contains("AL-AppI", shown.Words, StringComparison.Ordinal);
        Assert.Equal(("own-request", "Harriet Example"), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().By.Name));
        Assert.DoesNotContain(school.Records(), record => record.Fact is DownloadAuthorised);
    }

    [Fact]
    public async Task A_button_pressed_twice_is_refused_on_the_record_once_and_another_button_by_itself()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        var card = await school.CardOfAsync("harriet");

        var first = await school.PressAsync("tess", card, "Approve");
        var second = await school.PressAsync("tess", card, "Approve");
        await school.PressAsync("tess", card, "Refuse", ("reason", "No."));
        await school.PressAsync("sid", card, "Approve");

        Assert.Equal(first.Words, second.Words);
        Assert.Equal(
            [("authorise the download", "Tess Example"), ("refuse the download", "Tess Example"), ("authorise the download", "Sid Example")],
            school.Records().Select(record => record.Fact).OfType<ActRefused>().Select(refused => (refused.Act, refused.By.Name)));
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(59, 1)]
    [InlineData(61, 1)]
    [InlineData(119, 1)]
    [InlineData(120, 2)]
    public async Task A_press_delivered_again_within_two_minutes_is_one_refusal_and_one_later_is_another(int seconds, int refusals)
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        var card = await school.CardOfAsync("harriet");

        await school.PressAsync("tess", card, "Approve");
        school.Host.Clock.Advance(TimeSpan.FromSeconds(seconds));
        await school.PressAsync("tess", card, "Approve");

        Assert.Equal(refusals, school.Records().Count(record => record.Fact is ActRefused));
    }

    [Theory]
    [InlineData("tess")]
    [InlineData("sid")]
    [InlineData("dennis")]
    public async Task A_card_that_wandered_decides_nothing_and_shows_nothing(string who)
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        var card = await school.CardOfAsync("harriet");

        var shown = await school.PressAsync(who, card, "Approve");

        Assert.Contains("AL-AppI", shown.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("leaving by the gate", shown.Words, StringComparison.Ordinal);
        Assert.Equal("not-your-decision", school.Last<ActRefused>().Reason);
        Assert.DoesNotContain(school.Records(), record => record.Fact is DownloadAuthorised);
    }

    [Fact]
    public async Task A_card_that_wandered_to_another_school_is_of_no_case_there_and_leaves_nothing_in_the_log()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        var card = await school.CardOfAsync("harriet");
        var records = school.Records().Count;

        var shown = await school.PressAsync("percy", card, "Approve");

        Assert.StartsWith("That case is not here.", shown.Words, StringComparison.Ordinal);
        Assert.Equal(records, school.Records().Count);
    }

    [Fact]
    public async Task A_decision_on_an_old_card_changes_nothing_and_brings_the_current_one()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        var card = await school.CardOfAsync("harriet");
        var approve = Card.Button(card.Card!, "Approve");
        approve["data"]!["seen"] = new string('0', 64);

        var shown = await school.PressAsync("harriet", card.Id, approve);

        Assert.Contains("out of date", shown.Words, StringComparison.Ordinal);
        Assert.Contains("Approve", Card.Buttons(shown.NewCard));
        Assert.DoesNotContain(school.Records(), record => record.Fact is DownloadAuthorised);
        await school.PressAsync("harriet", shown.On(card), "Approve");
        Assert.Equal("Harriet Example", school.Last<DownloadAuthorised>().By.Name);
    }

    [Fact]
    public async Task Of_two_at_once_one_wins_and_the_other_is_shown_who_decided()
    {
        await using var school = await School.OpenAsync();
        for (var round = 0; round < 10; round++)
        {
            await school.AskAsync();
            var (first, second) = (await school.CardOfAsync("harriet"), await school.CardOfAsync("anita"));
            var before = school.Records().Count;

            var shown = await Task.WhenAll(
                school.PressAsync("harriet", first, "Approve"),
                school.PressAsync("anita", second.Id, Card.Button(second.Card!, "Refuse"), ("reason", "No.")));

            var decision = Assert.Single(school.Records().Skip(before));
            var winner = decision.Fact is DownloadAuthorised ? "Harriet Example" : "Anita Example";
            Assert.All(shown, card => Assert.Contains($"by {winner}", card.Words, StringComparison.Ordinal));
            Assert.Single(shown, card => card.Words.Contains("out of date", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_same_click_sent_again_is_one_decision()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        var card = await school.CardOfAsync("harriet");

        await school.PressAsync("harriet", card, "Approve");
        var again = await school.PressAsync("harriet", card, "Approve");

        Assert.Single(school.Records(), record => record.Fact is DownloadAuthorised);
        Assert.Contains("Authorised by Harriet Example", again.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_brings_the_card_as_it_stands_to_who_was_sent_it_and_nobody_else()
    {
        await using var school = await School.OpenAsync();
        await school.SayAsync("anita", "help");
        await school.AskAsync();
        var card = await school.CardOfAsync("anita");
        var refresh = card.Card!["refresh"]!["action"]!.AsObject();
        await school.AuthoriseAsync();

        var hers = await school.PressAsync("anita", card.Id, refresh);
        var his = await school.PressAsync("sid", card.Id, refresh);

        Assert.Contains("Authorised by Harriet Example", hers.Words, StringComparison.Ordinal);
        Assert.Contains("not here", his.Words, StringComparison.Ordinal);
    }
}
