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
public sealed class RecorderHandler(
    Database database, RecorderIngest ingest, RecordLog log, Registers registers, Scenes scenes) : BackgroundService
{
    // Small, because recorders that wait for their answer share the writer.
    private const int AtOnce = 32;

    private readonly Bell _bell = new();

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await database.WriteAsync(session =>
        {
            Inbox.Create(session);
            EpisodeTable.Create(session);
            return true;
        });
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Waits until every event accepted so far is on the record.</summary>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        while (HasDue())
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
                while (HasDue())
                {
                    await GiveWayAsync(stoppingToken);
                    if (!await StepAsync())
                        break;
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

    private bool HasDue() => database.Read(session => Inbox.HasDue(session, RecorderIngest.Lane));

    /// <summary>
    /// Recorders wait for their answer and time out, the record does not: in a storm of alarms it goes on by a step
    /// each quarter of a second.
    /// </summary>
    private async Task GiveWayAsync(CancellationToken cancellation)
    {
        for (var waits = 0; waits < 25 && ingest.IsAccepting; waits++)
            await Task.Delay(TimeSpan.FromMilliseconds(10), cancellation);
    }

    private async Task<bool> StepAsync()
    {
        try
        {
            return await database.WriteAsync(session =>
            {
                Dictionary<string, Commit> commits = [];
                foreach (var item in Inbox.Due(session, RecorderIngest.Lane, AtOnce))
                {
                    var reported = JsonSerializer.Deserialize<Reported>(item.Body, Facts.Json)!;
                    if (!commits.TryGetValue(reported.School, out var commit))
                        commits.Add(reported.School, commit = log.Open(session, reported.School));
                    commit.Append(new(
                        Fact(reported, Instant.FromUnixTimeMilliseconds(item.Received)),
                        null,
                        Actor.System("recorder"),
                        Commit.Under(scenes.PolicyOf(reported.School))));
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
