using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Matters;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Mailbox;

/// <summary>From a parent's mail, or their word, to the answer, under the policies that say how.</summary>
public sealed class AccessRequestTests
{
    private const string Lead = "data-protection-lead";

    private static readonly (string, string)[] Checked = [("checks.others", "hidden"), ("checks.child", "young"), ("checks.why", "Ella is in year 7 but 11; others are masked.")];

    private static readonly (string, string)[] Given =
        [("release.outcome", "redacted"), ("release.atDate", "2026-11-24"), ("release.atTime", "14:00"), ("release.given", "To Mrs Doe, on an encrypted stick."), ("release.mail-to", Mails.Parent), ("release.subject", "Your request"), ("release.text", "Here it is.")];

    [Fact]
    [Trait("clause", "VL-9")]
    public async Task A_parents_mail_is_a_case_with_its_month_and_the_footage_is_asked_to_be_kept_at_once()
    {
        await using var school = await School.OpenAsync("VL");

        await school.MailAsync($"Jane Doe <{Mails.Parent}>", "Footage of my daughter", Mails.Asking);

        var card = await school.WordsWithAsync(Lead, "Confirm: Access request");
        Assert.Contains("Jane Doe", card, StringComparison.Ordinal);
        Assert.Contains("Ella Doe", card, StringComparison.Ordinal);
        Assert.Contains("Main gate", card, StringComparison.Ordinal);
        Assert.Contains("Thu 12 Nov 2026, 08:30", card, StringComparison.Ordinal);
        Assert.Contains("Thu 24 Dec 2026 (30 days left)", card, StringComparison.Ordinal);
        Assert.Contains("Fri 11 Dec 2026: 17 days are left", await school.WordsWithAsync("named-downloader", "Preserve the footage"), StringComparison.Ordinal);
        Assert.Equal("2026-12-24", school.DueOf());
    }

    [Fact]
    [Trait("clause", "VL-9")]
    public async Task A_request_is_confirmed_asked_about_answered_and_closed_and_each_reply_is_a_mail_in_its_thread()
    {
        await using var school = await School.OpenAsync("VL");
        await school.MailAsync($"Jane Doe <{Mails.Parent}>", "Footage of my daughter", Mails.Asking, ("Message-ID", "<first@example.org>"));

        await school.ConfirmAsync(Lead, "Access request");
        await school.DoAsync("named-downloader", "Preserve the footage", ("preserve.where", "Locked on the recorder"));
        var ask = await school.WithButtonAsync(Lead, "Ask for what is missing");
        Assert.Contains("Two forms of identification", Card.Words(ask.Card), StringComparison.Ordinal);
        Assert.Contains("Dear Jane Doe", Card.Value(ask.Card!, "ask.text"), StringComparison.Ordinal);
        await school.DoAsync(Lead, "Ask for what is missing", ("ask.what", "identification"), ("ask.mail-to", Mails.Parent), ("ask.subject", "Re: Footage"), ("ask.text", "Two forms of identification, please."));
        Assert.Null(school.DueOf());
        school.Host.Clock.Advance(TimeSpan.FromDays(2));
        await school.DoAsync(Lead, "Record what arrived", ("got.what", "identification,phone"), ("got.on", "2026-11-26"));
        Assert.Equal("2026-12-29", school.DueOf());
        await school.DoAsync(Lead, "Answer for other people in it", Checked);
        var shown = await school.DoAsync(Lead, "Answer the request", Given);

        Assert.Contains("Closed.", shown.Words, StringComparison.Ordinal);
        var outbox = await school.OutboxAsync(2);
        Assert.Equal(2, outbox.Count);
        Assert.All(outbox, mail => Assert.Contains("In-Reply-To: <first@example.org>", mail, StringComparison.Ordinal));
        Assert.Contains("Subject: Re: Footage [M-2]", outbox[0], StringComparison.Ordinal);
        await Recorders.Eventually.TrueAsync(() => school.Records().Count(record => record.Fact is MailPosted) == 2);
    }

    [Fact]
    [Trait("clause", "VL-9")]
    public async Task An_extension_told_within_the_month_gives_three_and_a_shortage_of_time_gives_none()
    {
        await using var school = await School.OpenAsync("VL");
        await school.TypeInAsync(Lead);
        (string, string)[] letter = [("f.why", "Four cameras over two weeks."), ("f.mail-to", ""), ("f.subject", "x"), ("f.text", "y")];

        var refused = await school.StepOnPageAsync(Lead, "extend", [("f.ground", "workload"), .. letter]);
        Assert.Contains("VL-9", refused.Text, StringComparison.Ordinal);
        Assert.Contains("Nothing else stops the clock", refused.Text, StringComparison.Ordinal);
        Assert.Equal("2026-12-24", school.DueOf());
        await school.StepOnPageAsync(Lead, "extend", [("f.ground", "complex"), .. letter]);

        Assert.Equal("2027-02-24", school.DueOf());
    }

    [Fact]
    [Trait("clause", "VL-9e")]
    public async Task A_refusal_names_one_of_the_four_grounds_and_the_right_to_complain()
    {
        await using var school = await School.OpenAsync("VL");
        await school.TypeInAsync(Lead);
        var page = await school.PageTextAsync(Lead);

        Assert.Contains("It is in adoption or parental order records", page, StringComparison.Ordinal);
        Assert.Contains("You can complain to us, and to the Information Commissioner", page, StringComparison.Ordinal);
        await school.StepOnPageAsync(
            Lead, "refuse", ("f.ground", "risk"), ("f.why", "A safeguarding matter."), ("f.mail-to", Mails.Parent), ("f.subject", "Your request"),
            ("f.text", "We cannot give you it. You can complain to the Information Commissioner."));

        Assert.Contains(school.Last<MatterStepTaken>().Answers, answer => answer.Says.StartsWith("It might reveal that the child is at risk", StringComparison.Ordinal));
        Assert.Contains("Information Commissioner", Assert.Single(await school.OutboxAsync(1)), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "VL-9d")]
    public async Task The_DPO_has_a_copy_of_every_request()
    {
        await using var school = await School.OpenAsync("VL");
        await school.DropAsync(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Letters", "third-party-behalf.eml")));

        Assert.Contains("Access request", Card.Words((await school.CardOfAsync("dpo")).Card), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("VL", "VL-9c")]
    [InlineData("ME", "ME-12b")]
    [Trait("clause", "VL-9c")]
    [Trait("clause", "ME-12b")]
    public async Task A_child_of_twelve_consents_themselves_or_nothing_is_given(string policy, string clause)
    {
        await using var school = await School.OpenAsync(policy);
        var lead = Mails.LeadOf(policy);
        await school.TypeInAsync(lead);

        var refused = await school.DoAsync(lead, "Answer for other people in it", ("checks.others", "none"), ("checks.child", "no"), ("checks.why", "She was not asked."));
        Assert.Contains(clause, refused.Words, StringComparison.Ordinal);
        Assert.Contains("Ask the child first", refused.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Answer the request", Card.Buttons((await school.CardOfAsync(lead)).Card));
        await school.DoAsync(lead, "Answer for other people in it", ("checks.others", "none"), ("checks.child", "consents"), ("checks.why", "She signed a note on 23 November."));

        Assert.Contains("Answer the request", Card.Buttons((await school.CardOfAsync(lead)).Card));
    }

    [Fact]
    [Trait("clause", "VL-A3.9s")]
    public async Task A_solicitor_who_asks_for_a_person_makes_an_access_request_and_shows_that_they_may()
    {
        await using var school = await School.OpenAsync("VL");
        await school.DropAsync(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Letters", "third-party-behalf.eml")));
        Assert.Contains("On behalf of somebody else", await school.WordsWithAsync(Lead, "Confirm: Access request"), StringComparison.Ordinal);
        await school.ConfirmAsync(Lead, "Access request");
        await school.DoAsync(Lead, "Answer for other people in it", Checked);

        var early = await school.DoAsync(Lead, "Answer the request", Given);
        Assert.Contains("VL-A3.9s", early.Words, StringComparison.Ordinal);
        Assert.Equal("authority-missing", school.Last<ActRefused>().Reason);
        await school.DoAsync(Lead, "Ask for what is missing", ("ask.what", "authority"), ("ask.mail-to", ""), ("ask.subject", "Authority"), ("ask.text", "Please show us that you may ask."));
        Assert.Null(school.DueOf());
        Assert.Contains("waiting for proof of the third party's authority", await school.WordsWithAsync(Lead, "Record what arrived"), StringComparison.Ordinal);
        school.Host.Clock.Advance(TimeSpan.FromDays(3));
        await school.DoAsync(Lead, "Record what arrived", ("got.what", "authority"), ("got.on", "2026-11-27"));

        Assert.Equal("2026-12-29", school.DueOf());
        await school.DoAsync(Lead, "Answer the request", Given);
        Assert.Equal("release", school.Last<MatterStepTaken>().Step);
    }

    [Theory]
    [InlineData("AL", "AL-10.2")]
    [InlineData("CG", "CG-7s")]
    [InlineData("JC", "UKGDPR-15")]
    [InlineData("ME", "ME-12")]
    [InlineData("VL", "VL-9")]
    public async Task Nothing_is_given_while_identification_that_was_asked_for_has_not_come(string policy, string clause)
    {
        await using var school = await School.OpenAsync(policy);
        var lead = Mails.LeadOf(policy);
        await school.TypeInAsync(lead);
        await school.DoAsync(lead, "Ask for what is missing", ("ask.what", "identification"), ("ask.subject", "s"), ("ask.text", "Who are you?"));
        await school.DoAsync(lead, "Answer for other people in it", [("checks.others", "hidden"), ("checks.why", "Others are masked."), .. policy is "VL" or "ME" ? [("checks.child", "young")] : Array.Empty<(string, string)>()]);

        await school.DoAsync(lead, "Answer the request", [("release.outcome", "seen"), .. Given.Skip(1)]);
        Assert.Equal(("identification-missing", clause), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause));
        await school.DoAsync(lead, "Record what arrived", ("got.what", "identification"), ("got.on", "2026-11-24"));
        await school.DoAsync(lead, "Answer the request", [("release.outcome", "seen"), .. Given.Skip(1)]);

        Assert.Equal("release", school.Last<MatterStepTaken>().Step);
    }

    [Fact]
    [Trait("clause", "VL-9")]
    public async Task An_untouched_letter_that_asks_for_something_names_what_was_ticked_and_whether_the_footage_is_kept()
    {
        await using var school = await School.OpenAsync("VL");
        await school.TypeInAsync(Lead, typed: [("form.fromDate", "2026-11-20"), ("form.fromTime", "09:00")]);
        await AskAsync("footage,authority");
        await school.DoAsync("named-downloader", "Preserve the footage", ("preserve.where", "Locked on the recorder"));
        await AskAsync("identification");

        var letters = await school.OutboxAsync(2);
        Assert.Contains("- the place: which part of the school, indoors or outdoors", letters[0], StringComparison.Ordinal);
        Assert.Contains("- proof that you may ask for somebody else", letters[0], StringComparison.Ordinal);
        Assert.DoesNotContain("identification", letters[0], StringComparison.Ordinal);
        Assert.DoesNotContain("The footage is kept meanwhile", letters[0], StringComparison.Ordinal);
        Assert.Contains("- two forms of identification", letters[1], StringComparison.Ordinal);
        Assert.Contains("The footage is kept meanwhile.", letters[1], StringComparison.Ordinal);
        Assert.DoesNotContain("[What is asked for?]", letters[1], StringComparison.Ordinal);

        async Task AskAsync(string what)
        {
            var draft = Card.Value((await school.WithButtonAsync(Lead, "Ask for what is missing")).Card!, "ask.text")!;
            await school.DoAsync(Lead, "Ask for what is missing", ("ask.what", what), ("ask.mail-to", Mails.Parent), ("ask.subject", "Your request"), ("ask.text", draft));
        }
    }

    [Fact]
    [Trait("clause", "VL-9e")]
    public async Task A_letter_goes_out_with_its_reasons_in_it_and_none_that_still_has_an_open_place()
    {
        await using var school = await School.OpenAsync("VL");
        await school.TypeInAsync(Lead);

        var open = await school.StepOnPageAsync(Lead, "refuse", ("f.ground", "risk"), ("f.why", "A safeguarding matter."), ("f.mail-to", Mails.Parent), ("f.subject", "s"), ("f.text", "We cannot give it, because …\n\nYours"));
        Assert.Contains("write in it what belongs at “We cannot give it, because …”", open.Text, StringComparison.Ordinal);
        await school.OpenAsync(Lead, "complaint", ("form.applicant", "Carl Cross"), ("form.how", "letter"), ("form.received", "2026-11-24"), ("form.details", "Noise."));
        var shown = await school.DoAsync(Lead, "Answer it", ("answer.outcome", "It was the wind."), ("answer.mail-to", Mails.Parent), ("answer.subject", "s"), ("answer.text", "Dear Carl Cross\n\n…"));
        Assert.Contains("“…” after “Dear Carl Cross”", shown.Words, StringComparison.Ordinal);
        await school.DoAsync(Lead, "Answer it", ("answer.outcome", "It was the wind."), ("answer.mail-to", Mails.Parent), ("answer.subject", "s"), ("answer.text", "We found: [What was found, and what is done?]"));

        Assert.Equal("We found: It was the wind.", school.Last<MatterStepTaken>().Mail?.Text);
        Assert.Contains("We found: It was the wind.", Assert.Single(await school.OutboxAsync(1)), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "VL-9")]
    public async Task An_excessive_request_may_be_charged_for_instead_of_refused_and_its_month_waits_for_the_fee()
    {
        await using var school = await School.OpenAsync("VL");
        await school.TypeInAsync(Lead);
        await school.DoAsync(Lead, "Ask for what is missing", ("ask.what", "fee"), ("ask.subject", "s"), ("ask.text", "It is the fifth copy: £10, please."));
        Assert.Null(school.DueOf());
        school.Host.Clock.Advance(TimeSpan.FromDays(3));

        await school.DoAsync(Lead, "Record what arrived", ("got.what", "fee"), ("got.on", "2026-11-27"));

        Assert.Equal("2026-12-29", school.DueOf());
    }

    [Fact]
    [Trait("clause", "VL-Annex1")]
    public async Task The_trusts_form_in_a_mail_fills_the_case()
    {
        await using var school = await School.OpenAsync("VL");

        await school.MailAsync($"J D <{Mails.Parent}>", "Form", "Subject Access Request Form\n\nName of applicant: Jane Doe\nName of individual / student to whom the information relates: Ella Doe\nName of school: Oakfield\nRelationship with the school: parent\nCorrespondence address: 1 Example Street, Exampleton\nContact phone number: 01632 960123\nEmail address: jane@example.org\nDetails of the information requested: CCTV of the main gate on 12 November 2026 at 8.30am\n");

        var card = await school.WordsWithAsync(Lead, "Confirm: Access request");
        foreach (var found in new[] { "Jane Doe", "Ella Doe", "Parent or carer", "1 Example Street, Exampleton", "01632 960123", "jane@example.org", "Main gate" })
            Assert.Contains(found, card, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "VL-A3.6.erasure")]
    public async Task An_erasure_request_is_answered_with_the_day_the_footage_goes_and_todays_law()
    {
        await using var school = await School.OpenAsync("VL");
        await school.TypeInAsync(Lead, "erasure", ("form.fromDate", "2026-11-20"), ("form.fromTime", "09:00"));

        var letter = Card.Value((await school.WithButtonAsync(Lead, "Answer the request")).Card!, "answer.text")!;

        Assert.Contains("deleted from the recorder by themselves after 30 days", letter, StringComparison.Ordinal);
        Assert.Contains("Sat 19 Dec 2026", letter, StringComparison.Ordinal);
        Assert.Contains("UK GDPR Article 17", letter, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "ME-12")]
    public async Task Under_the_old_Act_forty_days_count_from_enough_information_and_the_fee_is_waited_for()
    {
        await using var school = await School.OpenAsync("ME");
        var lead = Mails.LeadOf("ME");
        await school.TypeInAsync(lead);
        Assert.Equal("2027-01-03", school.DueOf());
        Assert.Contains("Thu 24 Dec 2026 by today's law (30 days left); Sun 3 Jan 2027 by the policy", await school.WordsWithAsync(lead, "Ask for what is missing"), StringComparison.Ordinal);

        await school.DoAsync(lead, "Ask for what is missing", ("ask.what", "footage,fee"), ("ask.mail-to", ""), ("ask.subject", "s"), ("ask.text", "t"));
        Assert.Null(school.DueOf());
        school.Host.Clock.Advance(TimeSpan.FromDays(4));
        await school.DoAsync(lead, "Record what arrived", ("got.what", "footage"), ("got.on", "2026-11-26"));
        Assert.Null(school.DueOf());
        await school.DoAsync(lead, "Record what arrived", ("got.what", "fee"), ("got.on", "2026-11-28"));

        Assert.Equal("2027-01-07", school.DueOf());
    }

    [Fact]
    [Trait("clause", "CG-7s")]
    public async Task A_request_by_word_of_mouth_counts_from_the_day_it_was_made_and_what_is_missing_is_asked_for()
    {
        await using var school = await School.OpenAsync("CG");
        await school.TypeInAsync("caretaker", "access-request", ("form.received", "2026-11-20"));

        Assert.Equal("2026-12-21", school.DueOf());
        await school.SayAsync("business-manager", "help");
        Assert.Contains("Mon 21 Dec 2026", await school.PageTextAsync("business-manager"), StringComparison.Ordinal);
        await school.StepOnPageAsync("business-manager", "ask", ("f.what.footage", "true"), ("f.what.identification", "true"), ("f.mail-to", Mails.Parent), ("f.subject", "Your request"), ("f.text", "Which day, please?"));

        Assert.Contains("To: jane.doe@example.org", Assert.Single(await school.OutboxAsync(1)), StringComparison.Ordinal);
        Assert.Null(school.DueOf());
    }

    [Fact]
    [Trait("clause", "AL-10.2")]
    [Trait("clause", "AL-10.3")]
    public async Task Footage_of_the_requester_alone_is_seen_in_school_or_given_as_a_screenshot()
    {
        await using var school = await School.OpenAsync("AL");
        var lead = Mails.LeadOf("AL");
        await school.TypeInAsync(lead);
        await school.DoAsync(lead, "Answer for other people in it", ("checks.others", "none"), ("checks.why", "Only she can be seen."));

        Assert.Equal(["seen", "screenshot"], Card.Choices((await school.WithButtonAsync(lead, "Answer the request")).Card!, "release.outcome").Take(2));
        await school.DoAsync(lead, "Answer the request", [("release.outcome", "screenshot"), .. Given.Skip(1)]);

        Assert.Contains(school.Last<MatterStepTaken>().Answers, answer => answer.Says == "A screenshot of them alone");
    }

    [Fact]
    public async Task A_bank_holiday_announced_later_moves_the_date_and_the_change_is_on_the_record()
    {
        await using var school = await School.OpenAsync("VL");
        await school.TypeInAsync(Lead);
        var registers = school.Host.Services.GetRequiredService<Registers>();

        await registers.PutAsync([RegisterEntry.Of(new Domain.Clocks.HolidayChange(new LocalDate(2026, 12, 24), null, "Day of national celebration"))]);
        await school.PassAsync(0);

        Assert.Equal("2026-12-29", school.DueOf());
        Assert.Equal(2, school.Records().Count(record => record.Fact is MatterClockSet));
    }

    [Fact]
    public async Task Reminders_go_to_who_can_act_before_the_day_and_to_those_above_from_it_on()
    {
        await using var school = await School.OpenAsync("VL");
        await school.TypeInAsync(Lead);
        var before = Cards().Count;

        await school.PassAsync(23);
        Assert.Equal(-7, school.Last<MatterDueReminded>().After);
        Assert.Equal(before, Cards().Count);
        await school.PassAsync(8);

        Assert.Equal(1, school.Last<MatterDueReminded>().After);
        Assert.True(Cards().Count > before);
        Assert.Contains("(late)", Card.Words(Cards()[^1].Card), StringComparison.Ordinal);

        // A week's summary is no reminder.
        IReadOnlyList<SentMessage> Cards() => [.. school.Inbox("dpo").Where(message => !Card.Words(message.Card).StartsWith("CCTV this week", StringComparison.Ordinal))];
    }
}
