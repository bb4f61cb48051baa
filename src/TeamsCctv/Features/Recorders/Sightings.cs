using System.Collections.Concurrent;
using NodaTime;
using TeamsCctv.Protocols.Recorders;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Recorders;

/// <summary>
/// When each recorder was last heard, heartbeats included: a dead recorder sends nothing, so silence is the only sign
/// of it. Kept in memory and written down once a minute and at the end; a crash loses at most that minute.
/// </summary>
/// <remarks>
/// A recorder may speak to any of several processes: what is shown is the later of what this one heard and what all of them
/// wrote down, so it is at most a minute behind.
/// </remarks>
public sealed class Sightings(Database database, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Instant> _seen = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Refusal> _refused = new(StringComparer.Ordinal);

    /// <summary>What this process has written down last.</summary>
    private readonly ConcurrentDictionary<string, (Instant? Seen, Refusal? Refused)> _written = new(StringComparer.Ordinal);

    /// <summary>What is known of a recorder now, by whichever process it spoke to.</summary>
    public Sighted Of(Session session, string recorder)
    {
        var seen = Later(
            _seen.TryGetValue(recorder, out var here) ? here : null,
            session.First("SELECT at FROM recorder_seen WHERE recorder = $1", row => (Instant?)Instant.FromUnixTimeMilliseconds(row.GetInt64(0)), recorder));
        var written = session.First(
            "SELECT at, says FROM recorder_refused WHERE recorder = $1", row => new Refusal(Instant.FromUnixTimeMilliseconds(row.GetInt64(0)), row.GetString(1)), recorder);
        if (_refused.TryGetValue(recorder, out var refused) && !(written?.At > refused.At))
            return new(seen, seen > refused.At ? null : refused);

        // Of the same millisecond, nobody knows which came first; a process that heard it since has taken its own back.
        return new(seen, seen >= written?.At ? null : written);
    }

    /// <summary>When each recorder that was ever heard was heard last.</summary>
    public IReadOnlyDictionary<string, Instant> Heard(Session session)
    {
        var heard = session.Query("SELECT recorder, at FROM recorder_seen", row => (Recorder: row.GetString(0), At: Instant.FromUnixTimeMilliseconds(row.GetInt64(1))))
            .ToDictionary(row => row.Recorder, row => row.At, StringComparer.Ordinal);
        foreach (var (recorder, at) in _seen)
            heard[recorder] = Later(at, heard.TryGetValue(recorder, out var written) ? written : null)!.Value;
        return heard;
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await database.WriteAsync(session =>
        {
            session.Execute("CREATE TABLE IF NOT EXISTS recorder_seen (recorder TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID");
            return session.Execute("CREATE TABLE IF NOT EXISTS recorder_refused (recorder TEXT PRIMARY KEY, at INTEGER NOT NULL, says TEXT NOT NULL) WITHOUT ROWID");
        });
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
        var before = _refused.GetValueOrDefault(recorder);
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

    internal async Task WriteDownAsync()
    {
        var fresh = _seen.Keys.Union(_refused.Keys, StringComparer.Ordinal)
            .Select(recorder => (Recorder: recorder, Is: (Seen: _seen.TryGetValue(recorder, out var at) ? at : (Instant?)null, Refused: _refused.GetValueOrDefault(recorder))))
            .Where(one => _written.GetValueOrDefault(one.Recorder) != one.Is)
            .ToList();
        if (fresh.Count == 0)
            return;
        try
        {
            await database.WriteAsync(session =>
            {
                foreach (var (recorder, (seen, refused)) in fresh)
                    Write(session, recorder, seen, refused);
                return true;
            });
        }
        catch (StoreFailedException)
        {
            // The next round writes it, with what is newer by then.
            return;
        }

        foreach (var (recorder, now) in fresh)
            _written[recorder] = now;
    }

    /// <summary>Only ever later: another process may have heard the recorder since. What changes nothing is no entry of the journal.</summary>
    private static void Write(Session session, string recorder, Instant? seen, Refusal? refused)
    {
        if (seen is { } at)
            session.Execute("INSERT INTO recorder_seen (recorder, at) VALUES ($1, $2) ON CONFLICT DO UPDATE SET at = $2 WHERE at < $2", recorder, at.ToUnixTimeMilliseconds());
        if (refused is { } wrong)
        {
            session.Execute(
                "INSERT INTO recorder_refused (recorder, at, says) VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET at = $2, says = $3 WHERE at < $2",
                recorder, wrong.At.ToUnixTimeMilliseconds(), wrong.Says);
        }
    }

    private static Instant? Later(Instant? one, Instant? other) => one is null || other > one ? other : one;
}

/// <summary>What is known of a recorder.</summary>
/// <param name="Last">When it was last heard; null for never.</param>
/// <param name="Refused">What was last wrong with its messages, until one of them is understood.</param>
public sealed record Sighted(Instant? Last, Refusal? Refused);

/// <summary>A message that was not taken.</summary>
/// <param name="Says">What the recorder was answered.</param>
public sealed record Refusal(Instant At, string Says);
