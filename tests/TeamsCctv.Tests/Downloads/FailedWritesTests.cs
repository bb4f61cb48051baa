using System.Net;
using System.Text.Json.Nodes;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Downloads;

/// <summary>Every step of a download meets a store that loses the write, and one that loses only the reply.</summary>
public sealed class FailedWritesTests
{
    public static TheoryData<string, bool> Steps()
    {
        var data = new TheoryData<string, bool>();
        foreach (var step in new[] { "ask", "approve", "refuse", "record", "view", "ask deletion", "approve deletion", "keep", "delete" })
        {
            data.Add(step, false);
            data.Add(step, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_step_whose_write_failed_is_not_acknowledged_and_takes_effect_once_when_sent_again(string step, bool persisted)
    {
        await using var school = await School.OpenAsync();
        var (who, message, button, typed, kind) = await PrepareAsync(school, step);
        await school.SettleAsync();
        var before = school.Records().Count;
        var faults = StoreFaults.In(school);
        faults.Fail(persisted);

        using var failed = await school.PostAsync(School.Press(who, message.Id, Card.Button(message.Card!, button), typed));
        Assert.True(faults.Spent);
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        Assert.Equal(persisted ? before + 1 : before, school.Records().Count);

        await school.PressAsync(who, message.Id, Card.Button(message.Card!, button), typed);
        await school.SettleAsync();

        Assert.Single(school.Records().Skip(before), record => record.Fact!.GetType() == kind);
        Assert.Equal(before + 1, school.Records().Count);
    }

    [Theory]
    [InlineData(Misfortune.Lost)]
    [InlineData(Misfortune.ReplyLost)]
    public async Task A_card_whose_sending_failed_goes_out_again_and_either_copy_works_once(Misfortune misfortune)
    {
        await using var school = await School.OpenAsync();
        foreach (var who in new[] { "harriet", "anita", "edith" })
            await school.SayAsync(who, "help");

        // Three cards go out and the sender's own form is updated; Vera sends a form she was given before.
        for (var i = 0; i < 4; i++)
            school.Teams.Fail(misfortune);
        var form = new SentMessage("form", "", Form(), 0);
        await school.PressAsync("vera", form, "Send to the Headteacher", Downloads.Steps.GoodForm);
        await school.SettleAsync();
        school.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        await school.SettleAsync();

        var copies = school.Inbox("harriet").Where(message => Card.Buttons(message.Card).Contains("Approve")).ToList();
        Assert.Equal(misfortune == Misfortune.Lost ? 1 : 2, copies.Count);
        var shown = await school.PressAsync("harriet", copies[0], "Approve");
        Assert.Contains("Authorised by Harriet Example", shown.Words, StringComparison.Ordinal);
        foreach (var copy in copies)
        {
            var again = await school.PressAsync("harriet", copy, "Approve");
            Assert.Contains("Authorised by Harriet Example", again.Words, StringComparison.Ordinal);
            Assert.Empty(Card.Buttons(again.NewCard));
        }

        Assert.Single(school.Records(), record => record.Fact is DownloadAuthorised);
    }

    [Theory]
    [InlineData(Misfortune.Lost)]
    [InlineData(Misfortune.ReplyLost)]
    public async Task An_update_that_failed_is_made_up_for(Misfortune misfortune)
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        var card = await school.CardOfAsync("harriet");
        for (var i = 0; i < 4; i++)
            school.Teams.Fail(misfortune);

        await school.PressAsync("harriet", card, "Approve");
        await school.SettleAsync();
        school.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        await school.SettleAsync();

        foreach (var who in new[] { "harriet", "anita", "edith" })
            Assert.Empty(Card.Buttons(Assert.Single(school.Inbox(who)).Card));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Views_and_cards_that_failed_to_be_written_are_right_in_the_end(bool persisted)
    {
        await using var school = await School.OpenAsync();
        await school.KeepAsync();
        await school.SettleAsync();
        var faults = StoreFaults.In(school);
        faults.Fail(persisted, skip: 1);

        await school.AskDeletionAsync();
        await school.SettleAsync();

        Assert.True(faults.Spent);
        Assert.Single(school.Inbox("harriet"), message => Card.Buttons(message.Card).Contains("Approve"));
        Assert.Single(school.Records(), record => record.Fact is DeletionAsked);
    }

    private static JsonObject Form() => new()
    {
        ["attachments"] = new JsonArray(new JsonObject
        {
            ["content"] = new JsonObject
            {
                ["actions"] = new JsonArray(new JsonObject
                {
                    ["type"] = "Action.Execute",
                    ["verb"] = "ask.submit",
                    ["title"] = "Send to the Headteacher",
                    ["data"] = new JsonObject { ["school"] = School.Oakfield, ["form"] = new string('f', 24) },
                }),
            },
        }),
    };

    private static async Task<(string Who, SentMessage Message, string Button, (string, string)[] Typed, Type Kind)> PrepareAsync(School school, string step)
    {
        if (step == "ask")
            return ("vera", await school.SayAsync("vera", "ask"), "Send to the Headteacher", Downloads.Steps.GoodForm, typeof(DownloadRequested));
        await school.SayAsync("harriet", "help");
        await school.AskAsync();
        if (step is "approve" or "refuse")
        {
            var card = await school.CardOfAsync("harriet");
            return step == "approve"
                ? ("harriet", card, "Approve", [], typeof(DownloadAuthorised))
                : ("harriet", card, "Refuse", [("reason", "No.")], typeof(DownloadRefused));
        }

        await school.AuthoriseAsync();
        (string, string)[] at = [("atDate", "2026-11-24"), ("atTime", "14:05")];
        if (step == "record")
            return ("vera", await school.CardOfAsync("vera"), "Record the download", [.. at, ("sha256", new string('a', 64)), ("kept", "Safe")], typeof(DownloadRecorded));
        await school.RecordAsync();
        if (step == "view")
            return ("vera", await school.CardOfAsync("vera"), "Add the viewing", [.. at, ("staff", "vera"), ("area", "CCTV room")], typeof(ViewingRecorded));
        if (step == "ask deletion")
            return ("vera", await school.CardOfAsync("vera"), "Ask the Headteacher", [("why", "Closed.")], typeof(DeletionAsked));
        await school.AskDeletionAsync();
        var deletion = await school.CardOfAsync("harriet");
        if (step == "approve deletion")
            return ("harriet", deletion, "Approve", [], typeof(DeletionAuthorised));
        if (step == "keep")
            return ("harriet", deletion, "Keep it", [("reason", "Police."), ("keepUntil", "2026-12-31")], typeof(DeletionRefused));
        await school.AuthoriseAsync();
        return (
            "vera", await school.CardOfAsync("vera"), "Record the deletion",
            [("on", "2026-11-24"), ("how", "Wiped."), ("sameFile", "true")], typeof(DeletionCarriedOut));
    }
}
