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
public sealed class MailHandler(Database database, RecordLog log, Scenes scenes, SortingRules rules, TimeProvider time) : BackgroundService
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

                // A mail that cannot be filed now stays due and is passed over, for the others' sake.
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

    private IReadOnlyList<InboxItem> Due(long after) => database.Read(session => Inbox.Due(session, MailIngest.Lane, after, AtOnce));

    /// <summary>False where it has to wait: the store failed, the school's clock is behind, or the register does not know the school.</summary>
    private async Task<bool> FileAsync(InboxItem item)
    {
        try
        {
            var arrived = JsonSerializer.Deserialize<ArrivedMail>(item.Body, Facts.Json)!;
            var received = Instant.FromUnixTimeMilliseconds(item.Received);
            if (database.Read(session => Originals.Find(session, arrived.Sha256)) is not { } original || scenes.At(arrived.School, received) is not { } known)
                return false;
            var mail = MailReader.Read(original);
            var sorted = Domain.Mail.Sorting.Of(mail.Letter, rules, [.. known.Cameras.CamerasAt(arrived.School)], London.DayOf(received));
            return await database.WriteAsync(session =>
            {
                var commit = log.Open(session, arrived.School);
                if (commit.Behind is not null || scenes.At(arrived.School, commit.Now) is not { } scene)
                    return false;
                MailFiling.File(commit, scene, new(arrived, received, mail, sorted, original));
                Inbox.Done(session, item);
                Originals.Done(session, arrived.Sha256);
                return true;
            });
        }
        catch (StoreFailedException)
        {
            // What was kept of this is not due any more; the next round does the rest.
            return false;
        }
    }
}
