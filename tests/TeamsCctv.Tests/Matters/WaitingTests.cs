using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.Matters;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace TeamsCctv.Tests.Matters;

public sealed class WaitingTests
{
    [Fact]
    public async Task A_decider_who_says_not_me_leaves_it_to_the_others_and_the_last_one_cannot()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);

        await school.DoAsync("harriet", "Not me");
        var card = school.Inbox("harriet").Last(message => message.Card is { } found && Card.Words(found).Contains("May this footage go", StringComparison.Ordinal));
        await school.DoAsync("anita", "Not me");
        await school.DoAsync("edith", "Not me");
        var dpo = await school.WithButtonAsync("dennis", "Approve");
        var last = await school.DoAsync("dennis", "Not me");

        Assert.DoesNotContain("Approve", Card.Buttons(card.Card));
        Assert.Contains("I agree to this disclosure as Data Protection Officer.", Card.Words(dpo.Card), StringComparison.Ordinal);
        Assert.Contains("Nobody else may decide it, so it stays with you.", last.Words, StringComparison.Ordinal);
        Assert.Equal(3, school.Records().Count(record => record.Fact is MatterPassedOn));
        await school.DoAsync("dennis", "Approve", ("approve.scope", "all"));
        Assert.Equal("Data Protection Officer", school.Last<MatterApproved>().By.Title);
    }

    [Fact]
    public async Task Where_everybody_who_may_decide_has_left_the_case_goes_where_the_policy_says_next()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        var registers = school.Host.Services.GetRequiredService<Registers>();

        LocalDate since = new(2020, 9, 1), today = new(2026, 11, 24);
        await registers.PutAsync(
        [
            RegisterEntry.Of(new Appointment("harriet", "oakfield", "headteacher", "Headteacher", since, today)),
            RegisterEntry.Of(new Appointment("anita", "oakfield", "headteacher", "Deputy Head", since, today, "harriet")),
            RegisterEntry.Of(new Appointment("edith", null, "headteacher", "Executive Headteacher", since, today)),
        ]);
        school.Host.Clock.Advance(TimeSpan.FromSeconds(2));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!school.Inbox("dennis").Any(message => message.Card is { } card && Card.Buttons(card).Contains("Approve")))
            await Task.Delay(20, patience.Token);

        await school.DoAsync("dennis", "Refuse", ("reason", "Nobody here can judge it."));
        Assert.Equal("Dennis Placeholder", school.Last<MatterRefused>().By.Name);
    }

    [Fact]
    public async Task A_case_that_waits_too_long_is_brought_again_and_then_to_the_dpo_as_well()
    {
        await using var school = await School.OpenAsync();
        await school.OpenAsync("olive", "police", Moves.Police);
        var reminders = school.Host.Services.GetRequiredService<IEnumerable<Microsoft.Extensions.Hosting.IHostedService>>().OfType<Reminders>().Single();
        var before = Questions();

        school.Host.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, await reminders.RemindAsync(CancellationToken.None));
        await RemindAsync();
        var first = Questions();
        Assert.DoesNotContain(school.Inbox("dennis"), message => Card.Words(message.Card).Contains("disclosed", StringComparison.Ordinal));
        await RemindAsync();

        Assert.Equal((before + 1, before + 2), (first, Questions()));
        Assert.Contains(school.Inbox("dennis"), message => Card.Words(message.Card).Contains("Reminders", StringComparison.Ordinal));
        await school.DoAsync("harriet", "Refuse", ("reason", "Too late to be of use."));
        Assert.All(school.Inbox("harriet").Where(message => message.Card is not null), message => Assert.DoesNotContain("Approve", Card.Buttons(message.Card)));

        // Whatever else comes by, a week's summary among it, is not the question.
        int Questions() => school.Inbox("harriet").Count(message => message.Card is { } card && Card.Buttons(card).Contains("Approve"));

        async Task RemindAsync()
        {
            var count = school.Records().Count(record => record.Fact is MatterReminded);
            school.Host.Clock.Advance(TimeSpan.FromDays(3));
            await reminders.RemindAsync(CancellationToken.None);
            await school.SettleAsync();
            Assert.Equal(count + 1, school.Records().Count(record => record.Fact is MatterReminded));
        }
    }
}
