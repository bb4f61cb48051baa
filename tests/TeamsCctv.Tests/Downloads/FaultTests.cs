using System.Net;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Tests.Recorders;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Downloads;

public sealed class FaultTests
{
    [Fact]
    [Trait("clause", "AL-12.1")]
    public async Task A_lost_camera_is_one_card_to_the_site_manager_and_to_nobody_else()
    {
        await using var school = await School.OpenAsync();
        await school.Host.OakfieldAsync(Posting.Alert());
        await school.Host.OakfieldAsync(Posting.Alert());
        await school.Host.ReportedAsync(School.Oakfield);

        var card = await school.CardOfAsync("sid");

        var words = Card.Words(card.Card);
        Assert.Contains("Camera lost: Playground", words, StringComparison.Ordinal);
        Assert.Contains("AL-12.1: CCTV systems are checked regularly", words, StringComparison.Ordinal);
        Assert.Single(school.Inbox("sid"));
        Assert.Equal(["Ask for footage"], Card.Buttons(card.Card));
        foreach (var other in new[] { "harriet", "tess", "simone", "dennis" })
            Assert.Empty(school.Inbox(other));
    }

    [Fact]
    [Trait("clause", "AL-12.1")]
    public async Task The_button_on_it_opens_the_form_with_the_camera_and_the_time_filled_in()
    {
        await using var school = await School.OpenAsync();
        Assert.Equal(HttpStatusCode.OK, await school.Host.OakfieldAsync(Posting.Alert()));
        await school.Host.ReportedAsync(School.Oakfield);
        await school.PressAsync("sid", await school.CardOfAsync("sid"), "Ask for footage");

        var form = await school.CardOfAsync("sid");

        Assert.Equal("playground", Card.Value(form.Card!, "camera"));
        Assert.Equal(("2026-11-24", "13:49"), (Card.Value(form.Card!, "fromDate"), Card.Value(form.Card!, "fromTime")));
        Assert.Equal(("2026-11-24", "14:04"), (Card.Value(form.Card!, "toDate"), Card.Value(form.Card!, "toTime")));
        var filled = new[] { "camera", "fromDate", "fromTime", "toDate", "toTime" }.Select(input => (input, Card.Value(form.Card!, input)!));
        await school.PressAsync("sid", form, "Send to the Headteacher", [.. filled, ("ground", "crime"), ("what", "The lens is covered."), ("wants", "Sid Example")]);
        Assert.Equal("playground", school.Last<DownloadRequested>().Camera);
    }
}
