using System.Collections.Concurrent;
using NodaTime;
using TeamsCctv.Protocols.Recorders;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Recorders;

/// <summary>
/// When each recorder was last heard, heartbeats included: a dead recorder sends nothing, so silence is the only sign
/// of it. Kept in memory and written down once a minute and at the end; a crash loses at most that minute.
/// </summary>
public sealed class Sightings(Database database, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Instant> _seen = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Refusal> _refused = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Instant> _written = new(StringComparer.Ordinal);

    /// <summary>Null where a recorder has never been heard.</summary>
    public Instant? LastSeen(string recorder) => _seen.TryGetValue(recorder, out var at) ? at : null;

    /// <summary>What was last wrong with a recorder's messages since the start, until one of them is understood.</summary>
    public Refusal? LastRefusal(string recorder) => _refused.GetValueOrDefault(recorder);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await database.WriteAsync(session => session.Execute(
            "CREATE TABLE IF NOT EXISTS recorder_seen (recorder TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID"));
        foreach (var (recorder, at) in database.Read(session => session.Query(
            "SELECT recorder, at FROM recorder_seen", row => (row.GetString(0), Instant.FromUnixTimeMilliseconds(row.GetInt64(1))))))
        {
            _seen[recorder] = _written[recorder] = at;
        }

        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteDownAsync();
    }

    internal void Seen(string recorder, Instant now)
    {
        _seen[recorder] = now;
        _refused.TryRemove(recorder, out _);
    }

    /// <summary>True where this is not what was wrong with the last one: something for the log.</summary>
    internal bool Refused(string recorder, Instant now, WireError error)
    {
        var before = LastRefusal(recorder);
        _refused[recorder] = new(now, error.Says);
        return before?.Says != error.Says;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Round, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await WriteDownAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task WriteDownAsync()
    {
        var fresh = _seen.Where(one => _written.GetValueOrDefault(one.Key) != one.Value).ToList();
        if (fresh.Count == 0)
            return;
        try
        {
            await database.WriteAsync(session =>
            {
                foreach (var (recorder, at) in fresh)
                {
                    session.Execute(
                        "INSERT INTO recorder_seen (recorder, at) VALUES ($1, $2) ON CONFLICT DO UPDATE SET at = $2",
                        recorder, at.ToUnixTimeMilliseconds());
                }

                return true;
            });
        }
        catch (StoreFailedException)
        {
            // The next round writes it, with what is newer by then.
            return;
        }

        foreach (var (recorder, at) in fresh)
            _written[recorder] = at;
    }
}

/// <summary>A message that was not taken.</summary>
/// <param name="Says">What the recorder was answered.</param>
public sealed record Refusal(Instant At, string Says);
