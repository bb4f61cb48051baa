using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Matters;

public sealed class ViewingTests
{
    private static readonly (string, string)[] Recorded = [("form.ground", "crime"), ("form.what", "A window was broken."), .. Moves.Footage];

    [Fact]
    [Trait("clause", "AL-9.2")]
    public async Task A_recording_is_looked_at_in_a_restricted_area_once_the_headteacher_authorised_it()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("vera", "recorded-viewing", Recorded);
        await school.DoAsync("harriet", "Approve");

        var wrong = await school.DoAsync("vera", "Add a viewing", ("seen.atDate", "2026-11-24"), ("seen.atTime", "14:05"), ("seen.area", "Staff room"));
        var refused = school.Last<ActRefused>();
        await school.DoAsync("vera", "Add a viewing", ("seen.atDate", "2026-11-24"), ("seen.atTime", "14:05"), ("seen.area", "CCTV room"));
        await school.DoAsync("vera", "Close it", ("close.found", "Nobody can be recognised."));

        Assert.Contains("View it in one of: Headteacher's office, CCTV room.", wrong.Words, StringComparison.Ordinal);
        Assert.Equal(("AL-9.2", "not-a-restricted-area"), (refused.Clause, refused.Reason));
        Assert.Equal(["seen", "close"], school.Records().Select(record => record.Fact).OfType<MatterStepTaken>().Select(step => step.Step));
    }

    [Fact]
    public async Task Routine_watching_is_no_ground()
    {
        await using var school = await School.OpenAsync();

        await school.OpenAsync("vera", "recorded-viewing", [.. Recorded, ("form.ground", "routine")]);

        Assert.Equal(("AL-9.4", "not-allowed"), (school.Last<ActRefused>().Clause, school.Last<ActRefused>().Reason));
    }

    [Fact]
    public async Task A_live_viewing_is_put_on_the_record_and_closed_with_it()
    {
        await using var school = await School.OpenAsync();

        var shown = await school.OpenAsync("vera", "live-viewing",
            ("form.camera", "main-gate"), ("form.atDate", "2026-11-24"), ("form.atTime", "13:55"), ("form.area", "CCTV room"), ("form.why", "A gate alarm."));

        Assert.Contains("Closed.", shown.Words, StringComparison.Ordinal);
        Assert.True(school.Last<MatterOpened>().IsDone);
    }

    [Fact]
    public async Task What_is_missing_or_wrong_is_said_at_its_field_and_nothing_is_opened()
    {
        await using var school = await School.OpenAsync();

        var shown = await school.OpenAsync("vera", "recorded-viewing", [.. Recorded, ("form.toTime", "11:00"), ("form.what", " "), ("form.camera", "nowhere")]);

        Assert.Contains("The end must be after the start.", shown.Words, StringComparison.Ordinal);
        Assert.Contains("Say what happened.", shown.Words, StringComparison.Ordinal);
        Assert.Contains("Choose a camera of this school.", shown.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterOpened or ActRefused);
    }

    [Fact]
    public async Task Nobody_decides_their_own_request_and_an_old_card_decides_nothing()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("harriet", "recorded-viewing", Recorded);
        var card = await school.WithButtonAsync("anita", "Approve");

        var own = await school.PressAsync("harriet", card.Id, Card.Button(card.Card!, "Approve"));
        var stale = Card.Button(card.Card!, "Approve");
        stale["data"]!["seen"] = new string('0', 64);
        var old = await school.PressAsync("anita", card.Id, stale);
        await school.DoAsync("anita", "Refuse", ("reason", "Ask for less."));
        var late = await school.PressAsync("edith", (await school.CardOfAsync("edith")).Id, Card.Button(card.Card!, "Approve"));

        Assert.Contains("AL-9.2", own.Words, StringComparison.Ordinal);
        Assert.Equal("own-request", school.Last<ActRefused>().Reason);
        Assert.Contains("out of date", old.Words, StringComparison.Ordinal);
        Assert.Contains("Refused by Anita Example", late.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterApproved);
    }

    [Fact]
    public async Task A_step_pressed_twice_is_one_step_and_a_form_sent_twice_one_case()
    {
        await using var school = await School.OpenAsync();
        var (message, form) = await school.BeginAsync("vera", "recorded-viewing");
        await school.PressAsync("vera", form.On(message), "Send to the Headteacher", Recorded);
        await school.PressAsync("vera", form.On(message), "Send to the Headteacher", Recorded);
        await school.DoAsync("harriet", "Approve");
        var card = await school.WithButtonAsync("vera", "Add a viewing");
        (string, string)[] seen = [("seen.atDate", "2026-11-24"), ("seen.atTime", "14:05"), ("seen.area", "CCTV room")];

        await school.PressAsync("vera", card, "Add a viewing", seen);
        await school.PressAsync("vera", card, "Add a viewing", seen);
        Assert.Single(school.Records(), record => record.Fact is MatterStepTaken);
        await school.PressAsync("vera", card, "Add a viewing", [.. seen, ("seen.area", "Headteacher's office")]);

        Assert.Single(school.Records(), record => record.Fact is MatterOpened);
        Assert.Equal(2, school.Records().Count(record => record.Fact is MatterStepTaken));
    }
}
