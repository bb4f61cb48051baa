using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Features.Mailbox;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Recorders;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Mailbox;

/// <summary>A letter that no relay took lies in the outbox, and no longer than its case has names.</summary>
public sealed class OutboxTests
{
    private const string Lead = "data-protection-lead";

    public static TheoryData<int, bool> Writes => MailFailedWritesTests.Writes(4);

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Letters_go_with_the_names_of_their_case_whichever_write_fails_and_others_stay(int skip, bool persisted)
    {
        await using var school = await School.OpenAsync("VL");
        foreach (var address in new[] { "another@example.org", Mails.Parent })
        {
            await school.TypeInAsync(Lead);
            await school.StepOnPageAsync(Lead, "ask", ("f.what.identification", "true"), ("f.mail-to", address), ("f.subject", "Your request"), ("f.text", "Who are you?"));
        }

        await school.StepOnPageAsync(Lead, "withdrawn", ("f.why", "She has seen it."));
        Assert.Equal(2, (await school.OutboxAsync(2)).Count);
        await Eventually.TrueAsync(() => Waiting(school) == 0);
        var dpo = new Browser(await school.Host.AsAsync("dpo"));
        var page = await dpo.GetAsync(school.PageOf());
        var faults = StoreFaults.In(school);
        faults.Fail(persisted, skip);

        for (var press = 0; press < 2 && !school.Records().Any(record => record.Fact is BodiesErased); press++)
            await dpo.SubmitAsync(page, $"{school.PageOf()}/erase", ("why", "The matter is long over."));

        await Eventually.TrueAsync(() => Directory.GetFiles(school.Host.Services.GetServices<IPostbox>().OfType<FolderPostbox>().Single().Path).Length == 1);
        Assert.Contains("To: another@example.org", Assert.Single(await school.OutboxAsync(1)), StringComparison.Ordinal);
        await Eventually.TrueAsync(() => Waiting(school) == 0);
    }

    private static long Waiting(School school) => school.Host.Services.GetRequiredService<Database>().Read(session => session.First(
        "SELECT (SELECT COUNT(*) FROM outgoing) + (SELECT COUNT(*) FROM outgoing_erased)", row => row.GetInt64(0)));
}
