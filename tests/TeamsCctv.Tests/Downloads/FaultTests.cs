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
        var card = await school.CardOfAsync("sid");

        var form = await school.PressAsync("sid", card, "Ask for footage");

        Assert.Equal("playground", Card.Value(form.NewCard!, "camera"));
        Assert.Equal(("2026-11-24", "13:49"), (Card.Value(form.NewCard!, "fromDate"), Card.Value(form.NewCard!, "fromTime")));
        Assert.Equal(("2026-11-24", "14:04"), (Card.Value(form.NewCard!, "toDate"), Card.Value(form.NewCard!, "toTime")));
        await school.PressAsync("sid", form.On(card), "Send to the Headteacher", ("ground", "crime"), ("what", "The lens is covered."), ("wants", "Sid Example"));
        Assert.Equal("playground", school.Last<DownloadRequested>().Camera);
    }
}
