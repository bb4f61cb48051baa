using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.Digest;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Mailbox;
using TeamsCctv.Tests.Matters;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Books;

/// <summary>What is told on Mondays, to whom, and how often.</summary>
public sealed class DigestTests
{
    private const string Lead = "data-protection-lead";
    private const string Title = "CCTV this week";

    private static readonly DateTimeOffset Monday = new(2026, 11, 30, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task On_monday_at_seven_the_headteacher_and_the_dpo_are_told_what_is_due_late_paused_and_waiting()
    {
        await using var school = await School.OpenAsync("VL");
        await school.TypeInAsync(Lead, typed: ("form.received", "2026-10-26"));
        await school.TypeInAsync(Lead, "foi", ("form.received", "2026-11-04"));
        await school.TypeInAsync(Lead, typed: ("form.applicant", "John Roe"));
        await school.DoAsync(Lead, "Ask for what is missing", ("ask.what", "identification"), ("ask.subject", "Your request"), ("ask.text", "Who are you?"));
        await school.MailAsync($"Jane Doe <{Mails.Parent}>", "Footage of my daughter", Mails.Asking);
        await school.OpenAsync(Lead, "outside-body", Moves.Outside);

        await school.AtAsync(Monday.AddMinutes(-1));
        Assert.All(new[] { "headteacher", "dpo" }, who => Assert.Empty(Digests(school, who)));

        school.Host.Clock.SetUtcNow(Monday);
        await school.RoundAsync();
        foreach (var position in new[] { Lead, "employee", "named-downloader", "named-viewer", "executive-headteacher" })
            Assert.Empty(Digests(school, position));
        var words = Card.Words(Assert.Single(Digests(school, "headteacher")).Card);
        Assert.Contains("Mon 30 Nov 2026 to Sun 6 Dec 2026 · as of Mon 30 Nov 2026, 07:00", words, StringComparison.Ordinal);
        Assert.Contains("Late (2)", words, StringComparison.Ordinal);
        Assert.Contains("answer due Thu 26 Nov 2026, late by 4 days", words, StringComparison.Ordinal);
        Assert.Contains("Due this week (1)", words, StringComparison.Ordinal);
        Assert.Contains("answer due Thu 3 Dec 2026, 3 days left", words, StringComparison.Ordinal);
        Assert.Contains("waiting for identification since Tue 24 Nov 2026", words, StringComparison.Ordinal);
        Assert.Contains("Mails that nobody has confirmed (1)", words, StringComparison.Ordinal);
        Assert.Contains("Waiting for you (1)", words, StringComparison.Ordinal);
        Assert.Contains("Decide: Solicitor, insurer or another outside body", words, StringComparison.Ordinal);
        Assert.DoesNotContain("Doe", words, StringComparison.Ordinal);
        Assert.Equal("/due?school=oakfield", Card.Opens(Digests(school, "headteacher")[0].Card!, "What is due").PathAndQuery);

        var dpo = Card.Words(Assert.Single(Digests(school, "dpo")).Card);
        Assert.Contains("Late (2)", dpo, StringComparison.Ordinal);
        Assert.DoesNotContain("Waiting for you", dpo, StringComparison.Ordinal);
        Assert.DoesNotContain(school.Records(), record => record.Kind.Contains("digest", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_download_that_waits_for_the_headteacher_is_in_theirs()
    {
        await using var school = await School.OpenAsync();
        await new Story(school.Host).AskedAsync();

        await school.AtAsync(Monday);

        Assert.Contains("Decide the download ", Card.Words(Assert.Single(Digests(school, "harriet")).Card), StringComparison.Ordinal);
        Assert.DoesNotContain("Decide the download", Card.Words(Digests(school, "dennis")[0].Card), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_are_more_cases_than_it_looks_at_it_says_so()
    {
        await using var school = await School.OpenAsync("VL");
        await school.TypeInAsync(Lead);
        await school.TypeInAsync(Lead);
        var reader = school.Host.Services.GetRequiredService<TeamsCctv.Features.Digest.DigestReader>();
        var scene = school.Host.Services.GetRequiredService<TeamsCctv.Features.Acts.Scenes>().At(School.Oakfield, NodaTime.Instant.FromDateTimeOffset(school.Host.Clock.GetUtcNow()))!;
        var who = scene.Staff.People.First(person => person.Key == "dpo");

        Assert.Equal("Not every case is here", reader.Read(scene, who, most: 1)[0].Title);
        Assert.DoesNotContain(reader.Read(scene, who, most: 2), part => part.IsNote);
    }

    [Fact]
    public async Task Where_there_is_nothing_to_say_the_card_says_so_in_a_line()
    {
        await using var school = await School.OpenAsync("CG");

        await school.AtAsync(Monday);

        var card = Assert.Single(Digests(school, "headteacher")).Card;
        Assert.Contains("Nothing is late, due this week, paused or waiting for you.", Card.Words(card), StringComparison.Ordinal);
        Assert.Empty(Card.Buttons(card));
        Assert.Empty(Digests(school, "business-manager"));
    }

    [Fact]
    public async Task A_card_goes_once_a_week_and_a_missed_monday_is_made_up_for_within_its_week()
    {
        await using var school = await School.OpenAsync("VL");
        // Opened on a Tuesday: of that week nothing was missed.
        await school.AtAsync(Monday.AddDays(-1));
        Assert.Empty(Digests(school, "headteacher"));

        await school.AtAsync(Monday.AddDays(2));
        Assert.Single(Digests(school, "headteacher"));
        await school.RoundAsync();
        await school.AtAsync(Monday.AddDays(6));
        Assert.Single(Digests(school, "headteacher"));

        await school.AtAsync(Monday.AddDays(21));
        Assert.Equal(2, Digests(school, "headteacher").Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_goes_once_where_the_store_loses_the_write_or_its_reply(bool persisted)
    {
        await using var school = await School.OpenAsync("CG");
        await school.SayAsync("headteacher", "help");
        await school.AtAsync(Monday.AddMinutes(-2));
        var faults = StoreFaults.In(school);
        faults.Fail(persisted);

        school.Host.Clock.SetUtcNow(Monday);
        for (var round = 0; round < 3; round++)
        {
            school.Host.Clock.Advance(TimeSpan.FromMinutes(1));
            try
            {
                await school.RoundAsync();
            }
            catch (StoreFailedException)
            {
                // The next round finds out.
            }
        }

        Assert.True(faults.Spent);
        Assert.Single(Digests(school, "headteacher"));
    }

    [Fact]
    public async Task Shown_again_it_says_what_is_so_then_and_to_who_has_left_nothing()
    {
        await using var school = await School.OpenAsync("VL");
        await school.SayAsync("headteacher", "help");
        await school.AtAsync(Monday);
        var card = Assert.Single(Digests(school, "headteacher"));
        await school.TypeInAsync(Lead, typed: ("form.received", "2026-10-26"));

        var shown = await school.RefreshAsync("headteacher", card);
        Assert.Contains("Late (1)", shown.Words, StringComparison.Ordinal);

        await school.Host.Services.GetRequiredService<Registers>().PutAsync([RegisterEntry.Of(new Appointment("headteacher", School.Oakfield, "headteacher", "Headteacher", new(2020, 9, 1), new LocalDate(2026, 11, 30)))]);
        shown = await school.RefreshAsync("headteacher", card);
        Assert.DoesNotContain("Late", shown.Words, StringComparison.Ordinal);
        Assert.Contains("no position", shown.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_holds_another_position_by_then_is_shown_nothing_of_it_and_who_came_or_left_since_is_sent_none()
    {
        await using var school = await School.OpenAsync("VL");
        await school.TypeInAsync(Lead, typed: ("form.received", "2026-10-26"));
        await school.SayAsync("headteacher", "help");
        await school.Host.Services.GetRequiredService<Registers>().PutAsync(
        [
            RegisterEntry.Of(new Appointment("dpo", School.Oakfield, "dpo", "Trust Data Protection Officer", new(2020, 9, 1), new LocalDate(2026, 12, 1))),
            RegisterEntry.Of(new Appointment("employee", School.Oakfield, "headteacher", "Acting Headteacher", new(2026, 12, 1), null)),
        ]);

        await school.AtAsync(Monday.AddDays(2));
        Assert.Empty(Digests(school, "dpo"));
        Assert.Empty(Digests(school, "employee"));
        var card = Assert.Single(Digests(school, "headteacher"));

        await school.Host.Services.GetRequiredService<Registers>().PutAsync(
        [
            RegisterEntry.Of(new Appointment("headteacher", School.Oakfield, "headteacher", "Headteacher", new(2020, 9, 1), new LocalDate(2026, 12, 2))),
            RegisterEntry.Of(new Appointment("headteacher", School.Oakfield, "employee", "Teacher", new(2020, 9, 1), null)),
        ]);
        var shown = await school.RefreshAsync("headteacher", card);
        Assert.Contains("This card is for the Headteacher or Trust Data Protection Officer.", shown.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Late", shown.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_could_not_be_sent_in_its_week_is_not_sent_in_another()
    {
        await using var school = await School.OpenAsync("CG");
        var database = school.Host.Services.GetRequiredService<Database>();
        await database.WriteAsync(session => session.Execute(
            "INSERT INTO delivery (school, case_id, topic, who, wanted, next_try) VALUES ('oakfield', 'digest-2026-W49', 'digest', 'headteacher', 0, $1)", Monday.AddDays(8).ToUnixTimeMilliseconds()));

        await school.AtAsync(Monday.AddDays(8));

        var card = Assert.Single(Digests(school, "headteacher")).Card;
        Assert.Contains("Mon 7 Dec 2026", Card.Words(card), StringComparison.Ordinal);
    }

    private static IReadOnlyList<SentMessage> Digests(School school, string who) =>
        [.. school.Inbox(who).Where(message => message.Card is { } card && Card.Words(card).StartsWith(Title, StringComparison.Ordinal))];
}

file static class Rounds
{
    /// <summary>The process is back at that time; what is due then has gone out.</summary>
    public static async Task AtAsync(this School school, DateTimeOffset at)
    {
        await school.SettleAsync();
        await school.RestartAsync(at: at);
        await school.RoundAsync();
    }

    public static async Task RoundAsync(this School school)
    {
        await school.Host.Services.GetRequiredService<DigestRounds>().RoundAsync(CancellationToken.None);
        await school.SettleAsync();
    }

    /// <summary>A client that shows the card asks for it anew.</summary>
    public static Task<Shown> RefreshAsync(this School school, string who, SentMessage card) =>
        school.PressAsync(who, card.Id, card.Card!["refresh"]!["action"]!.AsObject());
}
