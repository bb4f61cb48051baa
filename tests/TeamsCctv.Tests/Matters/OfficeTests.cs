using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Tests.Downloads;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Matters;

public sealed class OfficeTests
{
    private static readonly (string, string)[] Days = [("form.from", "2026-11-24"), ("form.until", "2026-11-30")];

    [Fact]
    [Trait("clause", "AL-8.1")]
    public async Task An_approved_viewer_may_ask_from_the_first_day_to_the_last()
    {
        await using var school = await School.OpenAsync();
        var before = await school.SayAsync("tess", "ask");

        await school.OpenAsync("harriet", "approve-viewer", [("form.person", "tess"), ("form.why", "She leads the playground duty."), .. Days]);
        var during = await school.SayAsync("tess", "ask");
        school.Host.Clock.Advance(TimeSpan.FromDays(7));
        var after = await school.SayAsync("tess", "ask");

        Assert.DoesNotContain("ground", Card.Inputs(before.Card));
        Assert.Contains("ground", Card.Inputs(during.Card));
        Assert.DoesNotContain("ground", Card.Inputs(after.Card));
        Assert.Equal(("approve-viewer", "AL-8.1", "Harriet Example"), (school.Last<MatterOpened>().Matter, school.Last<MatterOpened>().Clause, school.Last<MatterOpened>().By.Name));
    }

    [Fact]
    public async Task An_approval_that_is_ended_ends_that_day()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("harriet", "approve-viewer", [("form.person", "tess"), ("form.why", "Playground duty."), .. Days]);

        await school.DoAsync("harriet", "End it today", ("end.why", "She has left the rota."));

        Assert.DoesNotContain("ground", Card.Inputs((await school.SayAsync("tess", "ask")).Card));
    }

    [Fact]
    [Trait("clause", "AL-AppI")]
    public async Task An_alternate_signs_while_nominated_and_not_a_day_longer()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("harriet", "alternate", [("form.person", "desmond"), .. Days]);
        await school.AskAsync();
        var waiting = await school.WithButtonAsync("desmond", "Approve");

        await school.PressAsync("desmond", waiting, "Approve");
        var signed = school.Last<DownloadAuthorised>();
        school.Host.Clock.Advance(TimeSpan.FromDays(7));
        await school.AskAsync("sid", ("ground", "crime"));
        await school.PressAsync("desmond", waiting.Id, Card.Button((await school.CardOfAsync("harriet")).Card!, "Approve"));

        Assert.Equal(("Desmond Example", "Headteacher (nominated alternate)"), (signed.By.Name, signed.By.Title));
        Assert.Single(school.Records(), record => record.Fact is DownloadAuthorised);
        Assert.Equal(("not-your-decision", "Desmond Example"), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().By.Name));
        await Recorders.Eventually.TrueAsync(() => !Card.Buttons(school.Inbox("desmond").Last(message => message.Card is not null).Card).Contains("Approve"));
    }

    [Fact]
    public async Task Nobody_gives_an_office_to_themselves_and_only_the_headteacher_nominates()
    {
        await using var school = await School.OpenAsync();

        var self = await school.OpenAsync("harriet", "alternate", [("form.person", "harriet"), .. Days]);
        var (_, other) = await school.BeginAsync("desmond", "alternate");

        Assert.Contains("you cannot record this for yourself", self.Words, StringComparison.Ordinal);
        Assert.Contains("AL-AppI", other.Words, StringComparison.Ordinal);
        Assert.Equal(("AL-AppI", "not-yours-to-ask", "Desmond Example"), (school.Last<ActRefused>().Clause, school.Last<ActRefused>().Reason, school.Last<ActRefused>().By.Name));
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterOpened);
    }

    [Theory]
    [InlineData("2026-11-23", "2026-11-30", "starts today or later")]
    [InlineData("2026-11-25", "2026-11-24", "must not be before the first")]
    [InlineData("2026-11-25", "2028-11-24", "At most a year")]
    public async Task A_period_that_cannot_be_is_said_at_its_field(string from, string until, string says)
    {
        await using var school = await School.OpenAsync();

        var shown = await school.OpenAsync("harriet", "alternate", ("form.person", "desmond"), ("form.from", from), ("form.until", until));

        Assert.Contains(says, shown.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterOpened);
    }

    [Fact]
    public async Task Whoever_asks_for_a_download_cannot_have_it_signed_by_an_alternate_nominated_since()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync("harriet");
        var card = await school.CardOfAsync("anita");
        await school.OpenAsync("harriet", "alternate", [("form.person", "desmond"), .. Days]);

        await school.PressAsync("desmond", card.Id, Card.Button(card.Card!, "Approve"));

        Assert.Equal(("nominated-for-it", "AL-AppI", "Desmond Example"), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause, school.Last<ActRefused>().By.Name));
        Assert.DoesNotContain(school.Records(), record => record.Fact is DownloadAuthorised);
    }

    [Fact]
    public async Task An_alternate_nominates_nobody()
    {
        await using var school = await School.OpenAsync();

        var shown = await school.OpenAsync("anita", "alternate", [("form.person", "desmond"), .. Days]);

        Assert.Contains("and no alternate", shown.Words, StringComparison.Ordinal);
        Assert.Equal(("alternate-nominates", "AL-AppI"), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause));
    }

    [Fact]
    public async Task An_alternate_nominated_for_the_matter_does_not_decide_it()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("harriet", "police", Moves.Police);
        await school.OpenAsync("harriet", "alternate", [("form.person", "desmond"), .. Days]);
        await school.SettleAsync();

        // Edith and the alternate of long ago may decide what Harriet asks; who was nominated since may not.
        Assert.DoesNotContain(school.Inbox("desmond"), message => message.Card is { } card && Card.Buttons(card).Contains("Approve"));
        Assert.Contains("Approve", Card.Buttons((await school.WithButtonAsync("edith", "Approve")).Card));
        Assert.Contains("Approve", Card.Buttons((await school.WithButtonAsync("anita", "Approve")).Card));
    }
}
