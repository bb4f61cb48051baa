using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using NodaTime;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Mail;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Following;
using TeamsCctv.Protocols.Mail;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox;

/// <summary>
/// Takes mail out of the inbox and puts it on the record, one mail a transaction. A crash at any line reads the same mail again and
/// files it once.
/// </summary>
public sealed partial class MailHandler(Database database, RecordLog log, Scenes scenes, SortingRules rules, TimeProvider time, ILogger<MailHandler> logger) : BackgroundService
{
    private const int AtOnce = 16;

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    private readonly Bell _bell = new();
    private readonly Dictionary<long, DateTimeOffset> _later = [];

    /// <summary>Waits until every mail accepted so far is on the record.</summary>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        while (database.Read(session => Inbox.HasDue(session, MailIngest.Lane, 0)))
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        database.Committed += _bell.Ring;
        try
        {
            while (true)
            {
                await _bell.WaitAsync(stoppingToken);
                try
                {
                    await RoundAsync();
                }
                catch (StoreFailedException)
                {
                    // Whatever is still due is found by the next round, a second later at most.
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            database.Committed -= _bell.Ring;
        }
    }

    public override void Dispose()
    {
        _bell.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A mail that cannot be filed now stays due and is passed over, for the others' sake.</summary>
    internal async Task RoundAsync()
    {
        for (var after = 0L; Due(after) is [_, ..] due;)
        {
            foreach (var item in due)
            {
                after = item.Id;
                if (_later.TryGetValue(item.Id, out var when) && when > time.GetUtcNow())
                    continue;
                if (await FileAsync(item))
                    _later.Remove(item.Id);
                else
                    _later[item.Id] = time.GetUtcNow() + Wait;
            }
        }
    }

    private IReadOnlyList<InboxItem> Due(long after) => database.Read(session => Inbox.Due(session, MailIngest.Lane, after, AtOnce));

    /// <summary>
    /// False where it has to wait: the store failed, the school's clock is behind, or the register does not know the school. A mail on
    /// which anything else fails is filed unread, so that it neither ends the process nor is met again and again. Where even that
    /// fails it stays in the inbox: nothing was acknowledged of it, and it is tried again.
    /// </summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever a stranger's mail does to us, the other mails are filed.")]
    private async Task<bool> FileAsync(InboxItem item)
    {
        try
        {
            var arrived = JsonSerializer.Deserialize<ArrivedMail>(item.Body, Facts.Json)!;
            var received = ReceivedAt.Of(Instant.FromUnixTimeMilliseconds(item.Received), Now);
            if (database.Read(session => Originals.Find(session, arrived.Sha256)) is not { } original || scenes.At(arrived.School, Now) is not { } known)
                return false;
            try
            {
                var mail = MailReader.Read(original);
                var sorted = Domain.Mail.Sorting.Of(mail.Letter, rules, [.. known.Cameras.CamerasAt(arrived.School)], London.DayOf(received.At));
                return await FileAsync(item, new(arrived, received.At, mail, sorted, original, [.. new[] { arrived.Note, received.Note }.OfType<string>()]));
            }
            catch (Exception wrong) when (wrong is not StoreFailedException)
            {
                LogUnread(item.Id, arrived.School, wrong.GetType().Name);
                return await FileAsync(item, UnreadMail.Of(arrived, received, original));
            }
        }
        catch (StoreFailedException)
        {
            // What was kept of this is not due any more; the next round does the rest.
            return false;
        }
        catch (Exception wrong)
        {
            LogUnfiled(item.Id, wrong.GetType().Name);
            return false;
        }
    }

    private Task<bool> FileAsync(InboxItem item, ReadLetter read) => database.WriteAsync(session =>
    {
        var commit = log.Open(session, read.Arrived.School);
        if (commit.Behind is not null || scenes.At(read.Arrived.School, commit.Now) is not { } scene)
            return false;
        if (!Inbox.Done(session, item))
            return true;
        MailFiling.File(commit, scene, read);
        Originals.Done(session, read.Arrived.Sha256);
        return true;
    });

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    [LoggerMessage(Level = LogLevel.Error, Message = "Mail {Item} of {School} could not be read or sorted ({Failure}); it is filed for a person to look at")]
    private partial void LogUnread(long item, string school, string failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Mail {Item} cannot be put on the record ({Failure}); it stays in the inbox and is tried again")]
    private partial void LogUnfiled(long item, string failure);
}
