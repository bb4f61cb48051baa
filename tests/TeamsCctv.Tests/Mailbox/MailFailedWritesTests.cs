using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Features.Mailbox;
using TeamsCctv.Features.Matters;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Matters;
using TeamsCctv.Tests.Recorders;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Mailbox;

/// <summary>Every write on a mail's way in and out meets a store that loses it, and one that loses only the reply: what is there in the end is the same.</summary>
public sealed class MailFailedWritesTests
{
    private const string Lead = "data-protection-lead";

    private static readonly (string, string)[] Asking =
        [("ask.what", "identification"), ("ask.mail-to", Mails.Parent), ("ask.subject", "Your request"), ("ask.text", "Who are you?")];

    public static TheoryData<int, bool> Writes(int count)
    {
        var data = new TheoryData<int, bool>();
        for (var skip = 0; skip < count; skip++)
        {
            data.Add(skip, false);
            data.Add(skip, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Writes), 5)]
    public async Task A_mail_in_the_folder_opens_one_case_whichever_write_fails(int skip, bool persisted)
    {
        await using var school = await School.OpenAsync("VL");
        await school.SayAsync(Lead, "help");
        var folder = school.Host.Services.GetRequiredService<MailFolder>();
        await folder.StopAsync(CancellationToken.None);
        var home = Directory.CreateDirectory(Path.Combine(folder.Path, School.Oakfield)).FullName;
        await File.WriteAllTextAsync(Path.Combine(home, "a.eml"), Mails.Eml($"Jane Doe <{Mails.Parent}>", "Footage of my daughter", Mails.Asking));
        await folder.LookAsync(CancellationToken.None);
        await school.SettleAsync();
        var before = school.Records().Count;
        var faults = StoreFaults.In(school);
        faults.Fail(persisted, skip);

        for (var look = 0; look < 4; look++)
        {
            try
            {
                await folder.LookAsync(CancellationToken.None);
            }
            catch (StoreFailedException)
            {
                // The next look finds out.
            }
        }

        // A mail that could not be filed is tried again after half a minute.
        await Eventually.TrueAsync(() => faults.Spent);
        await school.SettleAsync();
        school.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(() => Waiting(school) == 0);
        await Eventually.TrueAsync(() => faults.Spent);
        await school.SettleAsync();
        Assert.Equal(
            ["matter.opened", "mail.received", "matter.clock", "matter.clock"],
            school.Records().Skip(before).Select(record => record.Kind).Where(kind => kind is not "matter.reminded"));
        Assert.Empty(Directory.GetFiles(home));
        Assert.Equal((1L, 0L), (Count(school, "document"), Count(school, "original")));
        Assert.Contains(school.Inbox(Lead), message => message.Card is { } card && Card.Buttons(card).Contains("Confirm: Access request"));
    }

    [Theory]
    [MemberData(nameof(Writes), 5)]
    public async Task A_mail_of_a_step_goes_out_once_and_is_on_the_record_once_whichever_write_fails(int skip, bool persisted)
    {
        await using var school = await School.OpenAsync("VL");
        await school.TypeInAsync(Lead);
        var ask = await school.WithButtonAsync(Lead, "Ask for what is missing");
        var before = school.Records().Count;
        var faults = StoreFaults.In(school);
        faults.Fail(persisted, skip);

        for (var press = 0; press < 2; press++)
        {
            using var answer = await school.PostAsync(School.Press(Lead, ask.Id, Card.Button(ask.Card!, "Ask for what is missing"), Asking));
            if (answer.StatusCode != HttpStatusCode.InternalServerError)
                break;
        }

        await Eventually.TrueAsync(() => Posted(school) == 1);
        Assert.Single(await school.OutboxAsync(1));
        await Eventually.TrueAsync(() => faults.Spent);
        Assert.Equal(0L, Count(school, "outgoing"));
        Assert.Equal(["matter.step", "matter.clock", "mail.posted"], school.Records().Skip(before).Select(record => record.Kind));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_mail_that_did_not_go_out_goes_later_although_writing_when_failed_as_well(bool persisted)
    {
        var postbox = new Postbox();
        await using var school = await School.OpenAsync(builder => builder.Services.AddSingleton<IPostbox>(postbox));
        var faults = StoreFaults.In(school);
        postbox.Fails = () =>
        {
            faults.Fail(persisted);
            return new PostboxException("Not now.", null);
        };
        await AskAsync(school);
        await Eventually.TrueAsync(() => postbox.Tries == 1 && faults.Spent);
        await PassAsync(school, postbox);

        Assert.Equal((1, 1), (postbox.Sent, Posted(school)));
    }

    [Fact]
    public async Task Whatever_a_postbox_throws_the_mail_goes_later_and_the_others_go_at_once()
    {
        var postbox = new Postbox { Fails = () => new InvalidOperationException("Nobody expects this.") };
        await using var school = await School.OpenAsync(builder => builder.Services.AddSingleton<IPostbox>(postbox));
        await AskAsync(school);
        await Eventually.TrueAsync(() => postbox.Tries == 1);
        await AskAsync(school);
        await Eventually.TrueAsync(() => postbox.Sent == 1);
        await PassAsync(school, postbox, 2);

        Assert.Equal((2, 2), (postbox.Sent, Posted(school)));
    }

    [Theory]
    [MemberData(nameof(Writes), 2)]
    public async Task A_date_that_comes_near_is_told_once_whichever_write_fails(int skip, bool persisted)
    {
        await using var school = await School.OpenAsync("VL");
        await school.TypeInAsync(Lead, typed: ("form.received", "2026-11-02"));
        var reminders = school.Host.Services.GetServices<IHostedService>().OfType<Reminders>().Single();
        await reminders.StopAsync(CancellationToken.None);
        school.Host.Clock.Advance(TimeSpan.FromDays(3));
        await school.SettleAsync();
        var before = school.Records().Count;
        var faults = StoreFaults.In(school);
        faults.Fail(persisted, skip);

        for (var round = 0; round < 3; round++)
        {
            try
            {
                await reminders.RemindAsync(CancellationToken.None);
            }
            catch (StoreFailedException)
            {
                // The next round finds out.
            }

            await school.SettleAsync();
        }

        await Eventually.TrueAsync(() => faults.Spent);
        Assert.Single(school.Records().Skip(before), record => record.Fact is MatterDueReminded);
    }

    /// <summary>A step that sends a mail, in a case of its own.</summary>
    private static async Task AskAsync(School school)
    {
        await school.TypeInAsync("olive");
        var answer = await school.StepOnPageAsync("olive", "ask", ("f.what.identification", "true"), ("f.mail-to", Mails.Parent), ("f.subject", "Your request"), ("f.text", "Who are you?"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
    }

    private static async Task PassAsync(School school, Postbox postbox, int sent = 1)
    {
        await Eventually.TrueAsync(() =>
        {
            // However long the sender took to write when it tries again.
            school.Host.Clock.Advance(TimeSpan.FromSeconds(10));
            return postbox.Sent == sent && Posted(school) == sent;
        });
    }

    private static int Posted(School school) => school.Records().Count(record => record.Fact is MailPosted);

    private static long Waiting(School school) => Count(school, "inbox WHERE lane = 'mail' AND body IS NOT NULL");

    private static long Count(School school, string from) => school.Host.Services.GetRequiredService<Database>()
        .Read(session => session.First($"SELECT COUNT(*) FROM {from}", row => row.GetInt64(0)));

    /// <summary>Fails the first time.</summary>
    private sealed class Postbox : IPostbox
    {
        public Func<Exception>? Fails { get; set; }

        public int Tries { get; private set; }

        public int Sent { get; private set; }

        public async Task SendAsync(OutgoingMail mail, CancellationToken cancellation)
        {
            Tries++;
            if (Fails is { } fails)
            {
                Fails = null;

                // What follows from the step is written by then: the next write is the sender's own.
                await Task.Delay(500, cancellation);
                throw fails();
            }

            Sent++;
        }
    }
}
