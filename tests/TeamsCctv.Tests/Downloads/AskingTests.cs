using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;
using TeamsCctv.Tests.Support.Js;

namespace TeamsCctv.Tests.Downloads;

public sealed class AskingTests
{
    [Theory]
    [InlineData("**Approved** by <at>Harriet</at> on {{DATE(2026-11-24T14:05Z)}}: [see](https://evil.example) &lt;1&gt;")]
    [InlineData("**Approved** by <at>Harriet</at> on {{DATE(2026-11-24T14:05:00Z)}}, a word too wide for a fact: [see](https://evil.example)")]
    public async Task What_was_typed_is_drawn_as_typed_on_every_card(string typed)
    {
        await using var school = await School.OpenAsync();

        await school.AskAsync("vera", ("what", typed));
        var value = Line("What happened", (await school.CardOfAsync("harriet")).Card!);

        Assert.Empty(await JsValidator.CheckTextAsync(value, typed));
        Assert.Equal(typed, school.Last<DownloadRequested>().What);

        static string Line(string title, JsonNode card) => card["body"]!.AsArray()
            .SelectMany(element => (element!["facts"]?.AsArray() ?? []).Select(fact => (Title: fact!["title"]!.GetValue<string>(), Text: fact["value"]!.GetValue<string>()))
                .Append((Title: title, Text: element["text"]?.GetValue<string>() is { } text && text.StartsWith($"{title}: ", StringComparison.Ordinal) ? text[(title.Length + 2)..] : "")))
            .Single(line => line.Title == title && line.Text.Length > 0).Text;
    }

    [Fact]
    public async Task The_form_offers_only_the_grounds_of_the_persons_position()
    {
        await using var school = await School.OpenAsync();

        var viewer = await school.SayAsync("vera", "ask");
        var site = await school.SayAsync("sid", "download");
        var lead = await school.SayAsync("olive", "ask");

        Assert.Equal(["crime", "safeguarding", "others-at-risk"], Card.Choices(viewer.Card!, "ground"));
        Assert.Equal(["crime", "others-at-risk"], Card.Choices(site.Card!, "ground"));
        Assert.Equal(["access-request", "police", "outside-body"], Card.Choices(lead.Card!, "ground"));
    }

    [Fact]
    [Trait("clause", "AL-9.4")]
    public async Task A_request_is_recorded_and_every_named_person_gets_the_card()
    {
        await using var school = await School.OpenAsync();

        var shown = await school.AskAsync();

        Assert.Contains("Harriet Example (Headteacher)", shown.Words, StringComparison.Ordinal);
        Assert.Empty(Card.Buttons(shown.NewCard));
        var request = school.Last<DownloadRequested>();
        Assert.Equal(("main-gate", "safeguarding", "AL-9.4"), (request.Camera, request.Ground, request.GroundClause));
        foreach (var who in new[] { "harriet", "anita", "edith" })
        {
            var card = await school.CardOfAsync(who);
            Assert.Contains("A child was seen leaving by the gate.", Card.Words(card.Card), StringComparison.Ordinal);
            Assert.Equal(["Approve", "Refuse", "Refuse", "I am away", "Let others decide"], Card.Buttons(card.Card));
        }

        Assert.Contains("I authorise this download as Headteacher.", Card.Words((await school.CardOfAsync("harriet")).Card), StringComparison.Ordinal);
        Assert.Empty(school.Inbox("percy"));
        Assert.Empty(school.Inbox("sid"));
    }

    [Fact]
    public async Task The_same_form_sent_twice_is_one_request()
    {
        await using var school = await School.OpenAsync();
        var form = await school.SayAsync("vera", "ask");

        var first = await school.PressAsync("vera", form, "Send to the Headteacher", Steps.GoodForm);
        var second = await school.PressAsync("vera", form, "Send to the Headteacher", Steps.GoodForm);

        Assert.Single(school.Records(), record => record.Fact is DownloadRequested);
        Assert.Equal(first.Words, second.Words);
    }

    [Theory]
    [InlineData("camera", "bike-shed", "Choose a camera of this school.")]
    [InlineData("toTime", "11:00", "The end must be after the start.")]
    [InlineData("fromTime", "25:99", "Give the date and time the footage starts.")]
    [InlineData("toDate", "2026-11-25", "That is in the future.")]
    [InlineData("what", " ", "Say what happened.")]
    [InlineData("wants", "", "Name the person who wants to see it.")]
    public async Task Wrong_input_is_said_at_its_field_and_nothing_is_recorded(string input, string value, string message)
    {
        await using var school = await School.OpenAsync();
        var before = school.Records().Count;

        var shown = await school.AskAsync("vera", (input, value));

        Assert.Contains(message, shown.Words, StringComparison.Ordinal);
        Assert.Contains("A child was seen leaving by the gate.", input == "what" ? "A child was seen leaving by the gate." : shown.Words, StringComparison.Ordinal);
        Assert.Contains("Send to the Headteacher", Card.Buttons(shown.NewCard));
        Assert.Equal(before, school.Records().Count);
    }

    [Fact]
    [Trait("clause", "AL-AppI")]
    public async Task A_form_put_right_after_an_error_is_accepted()
    {
        await using var school = await School.OpenAsync();
        var form = await school.SayAsync("vera", "ask");
        var wrong = await school.PressAsync("vera", form, "Send to the Headteacher", [.. Steps.GoodForm, ("toTime", "11:00")]);

        await school.PressAsync("vera", wrong.On(form), "Send to the Headteacher", Steps.GoodForm);

        Assert.Equal("main-gate", school.Last<DownloadRequested>().Camera);
    }

    [Fact]
    public async Task A_person_the_policy_does_not_name_is_refused_with_the_clause_and_it_is_recorded()
    {
        await using var school = await School.OpenAsync();
        var form = await school.SayAsync("vera", "ask");

        var asked = await school.SayAsync("tess", "ask");
        var borrowed = await school.PressAsync("tess", form, "Send to the Headteacher", Steps.GoodForm);

        foreach (var words in new[] { Card.Words(asked.Card), borrowed.Words })
        {
            Assert.Contains("AL-9.2", words, StringComparison.Ordinal);
            Assert.Contains("only by approved staff", words, StringComparison.Ordinal);
        }

        Assert.Empty(Card.Buttons(asked.Card));
        var refusals = school.Records().Select(record => record.Fact).OfType<ActRefused>().ToList();
        Assert.Equal(2, refusals.Count);
        Assert.All(refusals, refusal => Assert.Equal(("not-approved", "AL-9.2", "Tess Example"), (refusal.Reason, refusal.Clause, refusal.By.Name)));
        Assert.DoesNotContain(school.Records(), record => record.Fact is DownloadRequested);
    }

    [Fact]
    public async Task The_same_message_or_form_sent_twice_is_refused_on_the_record_once()
    {
        await using var school = await School.OpenAsync();
        var form = await school.SayAsync("vera", "ask");

        await school.SayTwiceAsync("tess", "ask");
        var first = await school.PressAsync("vera", form, "Send to the Headteacher", [.. Steps.GoodForm, ("ground", "misconduct")]);
        var second = await school.PressAsync("vera", form, "Send to the Headteacher", [.. Steps.GoodForm, ("ground", "misconduct")]);

        Assert.Equal(first.Words, second.Words);
        Assert.Equal(["not-approved", "ground-not-yours"], school.Records().Select(record => record.Fact).OfType<ActRefused>().Select(refused => refused.Reason));
    }

    [Fact]
    public async Task Another_attempt_on_the_form_that_was_refused_is_decided_anew()
    {
        await using var school = await School.OpenAsync();
        var form = await school.SayAsync("vera", "ask");

        await school.PressAsync("vera", form, "Send to the Headteacher", [.. Steps.GoodForm, ("ground", "misconduct")]);
        await school.PressAsync("vera", form, "Send to the Headteacher", [.. Steps.GoodForm, ("ground", "police")]);
        await school.PressAsync("vera", form, "Send to the Headteacher", Steps.GoodForm);

        Assert.Equal(2, school.Records().Count(record => record.Fact is ActRefused));
        Assert.Equal("safeguarding", school.Last<DownloadRequested>().Ground);
    }

    [Fact]
    [Trait("clause", "AL-AppI")]
    public async Task Who_decides_for_the_school_is_told_who_decides_their_own_request()
    {
        await using var school = await School.OpenAsync();

        var form = await school.SayAsync("harriet", "ask");

        Assert.Equal(["Send to Edith Placeholder or Anita Example"], Card.Buttons(form.Card));
    }

    [Fact]
    public async Task Titles_are_those_of_the_schools_policy()
    {
        var folder = Directory.CreateTempSubdirectory("cctv-test-");
        try
        {
            var policy = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Policies", "al.json"));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "al.json"), policy
                .Replace("\"title\": \"Headteacher\"", "\"title\": \"Head of Campus\"", StringComparison.Ordinal));
            await using var school = await School.OpenAsync(builder => builder.Services.AddSingleton(_ => PolicyFiles.Load(folder.FullName)));

            var form = await school.SayAsync("vera", "ask");
            var request = await school.PressAsync("vera", form, "Send to the Head of Campus", Steps.GoodForm);
            await school.AuthoriseAsync();
            await school.RecordAsync();

            Assert.Contains("You asked for footage", request.Words, StringComparison.Ordinal);
            Assert.Contains("Ask the Head of Campus", Card.Buttons((await school.CardOfAsync("vera")).Card));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task When_nobody_of_the_first_may_sign_any_more_it_goes_to_who_comes_next_and_when_nobody_does_the_requester_is_told_what_to_do()
    {
        await using var school = await School.OpenAsync();
        await school.AskAsync();
        var card = await school.CardOfAsync("vera");
        var registers = school.Host.Services.GetRequiredService<Registers>();

        await EndAsync("headteacher");
        Assert.Contains("Sent to Dennis Placeholder (Data Protection Officer).", (await RefreshAsync()).Words, StringComparison.Ordinal);
        await EndAsync("dpo");

        Assert.Contains("Nobody may sign it at present. Ask the Headteacher to nominate an alternate, then ask again.", (await RefreshAsync()).Words, StringComparison.Ordinal);

        Task EndAsync(string position) => registers.PutAsync(
            registers.Staff.Appointments.Where(held => held.Position == position).Select(held => RegisterEntry.Of(held with { Until = new(2026, 11, 24) })).ToList());
        Task<Shown> RefreshAsync() => school.PressAsync("vera", card.Id, new JsonObject
        {
            ["verb"] = "refresh",
            ["data"] = new JsonObject { ["school"] = "oakfield", ["case"] = "D-2", ["topic"] = "asked" },
        });
    }

    [Fact]
    [Trait("clause", "AL-13.1")]
    public async Task Footage_older_than_the_recorder_keeps_is_refused()
    {
        await using var school = await School.OpenAsync();

        var shown = await school.AskAsync("vera", ("fromDate", "2026-10-20"), ("toDate", "2026-10-20"));

        Assert.Contains("at most 30 days", shown.Words, StringComparison.Ordinal);
        Assert.Equal("footage-gone", school.Last<ActRefused>().Reason);
    }

    [Fact]
    public async Task Someone_outside_the_staff_register_is_told_whom_to_ask()
    {
        await using var school = await School.OpenAsync();

        var reply = await school.SayAsync("nobody-we-know", "ask");

        Assert.Contains("not in the staff register", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Someone_of_two_schools_chooses_first()
    {
        await using var school = await School.OpenAsync();
        var choose = await school.SayAsync("edith", "ask");

        var shown = await school.PressAsync("edith", choose, "Riverside Academy (sample)");
        var form = school.Inbox("edith")[^1];

        Assert.Equal("The form is below.", shown.Words);
        Assert.Equal(["bike-shed", "front", "minibus"], Card.Choices(form.Card!, "camera"));
    }

    [Fact]
    public async Task Help_and_unknown_words_say_what_can_be_done()
    {
        await using var school = await School.OpenAsync();

        var help = await school.SayAsync("vera", "help");
        var unknown = await school.SayAsync("vera", "please delete everything");

        Assert.Contains("Ask for footage", Card.Buttons(help.Card));
        Assert.Contains("I did not understand that.", Card.Words(unknown.Card), StringComparison.Ordinal);
    }
}
