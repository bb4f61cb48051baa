using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Clocks;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Matters;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Mailbox;

/// <summary>Freedom of information requests, complaints, a change of purposes and reviews, each with its clock.</summary>
public sealed class OtherRequestTests
{
    [Fact]
    [Trait("clause", "AL-11.7")]
    public async Task A_freedom_of_information_request_is_due_in_school_days_by_the_schools_calendar()
    {
        await using var school = await School.OpenAsync("AL");
        await school.Host.Services.GetRequiredService<Registers>().PutAsync(
        [
            RegisterEntry.Of(new SchoolDays(School.Oakfield, SchoolDaysKind.Term, new(2026, 9, 2), new(2026, 12, 18))),
            RegisterEntry.Of(new SchoolDays(School.Oakfield, SchoolDaysKind.Term, new(2027, 1, 5), new(2027, 3, 25))),
        ]);

        await school.MailAsync("Ann Example <ann@example.org>", "FOI request", "Under the Freedom of Information Act please tell me how many cameras the school has and what they cost.");

        Assert.Contains("Thu 7 Jan 2027", await school.WordsWithAsync("access-request-lead", "Confirm: Freedom of information request"), StringComparison.Ordinal);
        await school.ConfirmAsync("access-request-lead", "Freedom of information request");
        var page = await school.PageTextAsync("access-request-lead");
        Assert.Contains("Mon 30 Nov 2026 is St Andrew's Day in Scotland, no working day.", page, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "ME-A1.foi")]
    public async Task Under_ME_twenty_working_days_count_and_footage_of_people_is_not_given()
    {
        await using var school = await School.OpenAsync("ME");
        await school.TypeInAsync("compliance-manager", "foi");
        Assert.Equal("2026-12-23", school.DueOf());

        var refused = await school.DoAsync("compliance-manager", "Answer the request", ("answer.personal", "yes"), ("answer.what", "A clip."), ("answer.mail-to", ""), ("answer.subject", ""), ("answer.text", ""));

        Assert.Contains("ME-A1.foi", refused.Words, StringComparison.Ordinal);
        Assert.Contains("personal data", refused.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CG", "CG-9")]
    [InlineData("AL", "AL-17")]
    [InlineData("VL", "VL-19")]
    [Trait("clause", "CG-9")]
    [Trait("clause", "AL-17")]
    [Trait("clause", "VL-19")]
    public async Task A_complaint_is_acknowledged_within_its_clock_and_passed_on_where_it_is_not_settled(string policy, string clause)
    {
        await using var school = await School.OpenAsync(policy);
        var lead = Mails.LeadOf(policy);
        await school.MailAsync($"Jane Doe <{Mails.Parent}>", "Complaint", "I want to make a formal complaint about the way the school uses its CCTV cameras in the corridor.");
        Assert.Contains("Thu 24 Dec 2026", await school.WordsWithAsync(lead, "Confirm: Complaint"), StringComparison.Ordinal);

        await school.ConfirmAsync(lead, "Complaint");
        Assert.Equal(clause, school.Last<MatterSorted>().As.Clause);
        var card = (await school.WithButtonAsync(lead, "Acknowledge it")).Card!;
        await school.DoAsync(lead, "Acknowledge it", ("acknowledge.mail-to", Mails.Parent), ("acknowledge.subject", "Re: Complaint"), ("acknowledge.text", Card.Value(card, "acknowledge.text")!));
        Assert.Contains("We received your complaint on Tue 24 Nov 2026", Assert.Single(await school.OutboxAsync(1)).ReplaceLineEndings(" ").Replace("= ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        if (policy != "CG")
        {
            await school.StepOnPageAsync(lead, "escalate", ("f.why", "She is not content."));
            await school.DoAsync("dpo", policy == "AL" ? "Record what the Data Protection Officer says" : "Record what the Trust Data Protection Officer says", ("dpo.says", "The camera is turned."));
        }

        await school.StepOnPageAsync(lead, "formal", ("f.to", "The governors' panel, 24 November."));

        Assert.Equal(("formal", true), (school.Last<MatterStepTaken>().Step, school.Last<MatterStepTaken>().Closes));
    }

    [Fact]
    [Trait("clause", "ME-A1.ico")]
    public async Task A_change_of_the_purposes_is_told_to_the_ICO_within_twenty_eight_days()
    {
        await using var school = await School.OpenAsync("ME");
        await school.OpenAsync("compliance-manager", "purposes", ("form.changed", "2026-11-24"), ("form.what", "Cameras at the new gate."));

        Assert.Equal("2026-12-22", school.DueOf("ico"));
        await school.DoAsync("compliance-manager", "Record that the ICO was told", ("told.on", "2026-11-24"), ("told.reference", "Z123"));

        Assert.True(school.Last<MatterStepTaken>().Closes);
    }

    [Theory]
    [InlineData("AL", "AL-18.1", "2027-11-20")]
    [InlineData("VL", "VL-18", "2028-11-20")]
    [Trait("clause", "AL-18.1")]
    [Trait("clause", "VL-18")]
    public async Task A_review_sets_the_day_of_the_next_one(string policy, string clause, string next)
    {
        await using var school = await School.OpenAsync(policy);

        await school.OpenAsync("dpo", "review", ("form.on", "2026-11-20"), ("form.what", "The whole policy, by the DPO."));

        Assert.Equal((clause, next), (school.Last<MatterOpened>().Clause, school.DueOf("review")));
    }
}
