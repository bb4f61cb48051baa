using System.Text.Json;
using NodaTime;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Following;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Recorders;

/// <summary>
/// Turns accepted events into records, in the order of their acceptance. The record and the mark on the inbox are one
/// transaction: a crash at any line repeats nothing and loses nothing.
/// </summary>
internal sealed class RecorderHandler(
    Database database, RecorderIngest ingest, RecordLog log, Registers registers, Scenes scenes, TimeProvider time) : BackgroundService
{
    // Small, because recorders that wait for their answer share the writer.
    private const int AtOnce = 32;

    private static readonly TimeSpan BehindWait = TimeSpan.FromSeconds(30);

    private readonly Bell _bell = new();

    // Schools whose clock is behind, and when to look again: a step that appends nothing commits all the same, and its
    // own bell would have it take the next one at once.
    private readonly Dictionary<string, DateTimeOffset> _behind = [];

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await database.WriteAsync(session =>
        {
            EpisodeTable.Create(session);
            return true;
        });
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Waits until every event accepted so far is on the record.</summary>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        while (HasDue(0))
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

                // An event of a school whose clock is behind stays due and is passed over, for the others' sake.
                for (var passed = 0L; Due(passed) is [.., var last] due;)
                {
                    if (due.Any(CanBeRecorded))
                    {
                        await GiveWayAsync(stoppingToken);
                        if (!await StepAsync(passed))
                            break;
                    }

                    passed = last.Id;
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

    private IReadOnlyList<InboxItem> Due(long after) => database.Read(session => Inbox.Due(session, RecorderIngest.Lane, after, AtOnce));

    private bool CanBeRecorded(InboxItem item) => _behind.Count == 0 || !IsBehind(Read(item).School);

    private bool IsBehind(string school) => _behind.TryGetValue(school, out var until) && until > time.GetUtcNow();

    private static Reported Read(InboxItem item) => JsonSerializer.Deserialize<Reported>(item.Body, Facts.Json)!;

    private bool HasDue(long after) => database.Read(session => Inbox.HasDue(session, RecorderIngest.Lane, after));

    /// <summary>
    /// Recorders wait for their answer and time out, the record does not: in a storm of alarms it goes on by a step
    /// each quarter of a second.
    /// </summary>
    private async Task GiveWayAsync(CancellationToken cancellation)
    {
        for (var waits = 0; waits < 25 && ingest.IsAccepting; waits++)
            await Task.Delay(TimeSpan.FromMilliseconds(10), cancellation);
    }

    /// <summary>False where the store failed.</summary>
    private async Task<bool> StepAsync(long after)
    {
        try
        {
            return await database.WriteAsync(session =>
            {
                Dictionary<string, Commit> commits = [];
                foreach (var item in Inbox.Due(session, RecorderIngest.Lane, after, AtOnce))
                {
                    var reported = Read(item);
                    if (!commits.TryGetValue(reported.School, out var commit))
                        commits.Add(reported.School, commit = log.Open(session, reported.School));
                    if (commit.Behind is not null)
                    {
                        _behind[reported.School] = time.GetUtcNow() + BehindWait;
                        continue;
                    }

                    _behind.Remove(reported.School);
                    var fact = Fact(reported, Instant.FromUnixTimeMilliseconds(item.Received));
                    var (record, _) = commit.Append(new(fact, null, Actor.System("recorder"), Commit.Under(scenes.PolicyOf(reported.School))));
                    if (scenes.At(reported.School, commit.Now) is { } scene)
                        MisuseWatch.Look(commit, fact, record, scene);
                    Inbox.Done(session, item);
                }

                return true;
            });
        }
        catch (StoreFailedException)
        {
            // What was kept of this step is not due any more; the next round does the rest.
            return false;
        }
    }

    private RecorderReported Fact(Reported reported, Instant received)
    {
        var heard = reported.Event;
        var camera = registers.Cameras.CameraOn(reported.Recorder, heard.Camera?.Channel, heard.Camera?.Device);
        return new(
            reported.Recorder,
            reported.RecorderName,
            heard.Kind.ToString(),
            heard.VendorType,
            camera?.Id,
            camera?.Name ?? heard.Camera?.NotInRegister,
            heard.At ?? received);
    }
}
