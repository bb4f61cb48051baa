using TeamsCctv.Protocols.Graph;

namespace TeamsCctv.Features.Mailbox.Graph;

/// <summary>
/// When a mailbox may be asked again, and who goes first. In memory: after a restart everything is tried at once and Graph says
/// again how long to wait.
/// </summary>
internal sealed class Pace(TimeProvider time, Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string School, string What), (int Tries, DateTimeOffset Next)> _waits = [];
    private readonly Dictionary<string, DateTimeOffset> _quiet = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _ahead = new(StringComparer.Ordinal);

    /// <summary>How long Graph wants to hear nothing of this mailbox; null where it may be asked.</summary>
    public TimeSpan? Quiet(string school)
    {
        lock (_lock)
            return _quiet.TryGetValue(school, out var until) && until > time.GetUtcNow() ? until - time.GetUtcNow() : null;
    }

    public bool MayTry(string school, string what)
    {
        if (Quiet(school) is not null)
            return false;
        lock (_lock)
            return !_waits.TryGetValue((school, what), out var wait) || wait.Next <= time.GetUtcNow();
    }

    /// <summary>The larger of what Graph asks and of a wait that doubles from two seconds to a quarter of an hour, less up to half of it by chance.</summary>
    /// <returns>The wait.</returns>
    public TimeSpan Failed(string school, string what, GraphException failure)
    {
        lock (_lock)
        {
            var tries = _waits.GetValueOrDefault((school, what)).Tries + 1;
            var wait = Math.Min(Longest.TotalSeconds, First.TotalSeconds * Math.Pow(2, Math.Min(tries - 1, 16))) * (1 - (random.NextDouble() / 2));
            var chosen = TimeSpan.FromSeconds(Math.Max(wait, failure.After?.TotalSeconds ?? 0));
            var until = time.GetUtcNow() + chosen;
            _waits[(school, what)] = (tries, until);
            if (failure.Trouble is GraphTrouble.Throttled && _quiet.GetValueOrDefault(school) < until)
                _quiet[school] = until;
            return chosen;
        }
    }

    /// <summary>How often it failed since it last went well.</summary>
    public int Tries(string school, string what)
    {
        lock (_lock)
            return _waits.GetValueOrDefault((school, what)).Tries;
    }

    public void Succeeded(string school, string what)
    {
        lock (_lock)
            _waits.Remove((school, what));
    }

    /// <summary>Somebody's own action waits for this mailbox: until it is disposed, what fetches in bulk stands aside.</summary>
    public IDisposable Ahead(string school)
    {
        lock (_lock)
            _ahead[school] = _ahead.GetValueOrDefault(school) + 1;
        return new Turn(this, school);
    }

    public bool SomebodyIsAhead(string school)
    {
        lock (_lock)
            return _ahead.GetValueOrDefault(school) > 0;
    }

    private sealed class Turn(Pace pace, string school) : IDisposable
    {
        private bool _over;

        public void Dispose()
        {
            lock (pace._lock)
            {
                if (!_over)
                    pace._ahead[school]--;
                _over = true;
            }
        }
    }
}
