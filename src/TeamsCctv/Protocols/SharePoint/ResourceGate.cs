using TeamsCctv.Protocols.Graph;
using TeamsCctv.Storage;

namespace TeamsCctv.Protocols.SharePoint;

/// <summary>Who waits for a call to SharePoint.</summary>
public enum Urgency
{
    /// <summary>Somebody has pressed a button.</summary>
    Person,

    /// <summary>Nobody: it is done when there is room.</summary>
    Bulk,
}

/// <summary>
/// What this process may still ask of SharePoint. A call costs resource units, of which an application has a number a
/// minute and a day in each tenant; refused calls count, so asking too much ends in asking nothing (SharePoint, "Avoid getting
/// throttled"). Bulk leaves a part of both to people.
/// </summary>
/// <param name="perMinute">1,250 in a tenant of up to 1,000 licences.</param>
/// <param name="perDay">1,200,000 there.</param>
internal sealed class ResourceGate(TimeProvider time, int perMinute = 1250, int perDay = 1_200_000)
{
    private const double ForBulk = 0.7;

    private readonly Lock _one = new();
    private readonly Queue<(DateTimeOffset At, int Units)> _minute = [];
    private readonly Queue<(DateTimeOffset At, int Units)> _day = [];
    private DateTimeOffset _held;
    private DateTimeOffset _paced;
    private int _inMinute;
    private int _inDay;

    /// <summary>
    /// Makes a call when it may be made, and again while SharePoint is not able to. One that got no answer is only made again where that
    /// changes nothing more.
    /// </summary>
    /// <param name="again">Whether it may be asked twice.</param>
    /// <param name="unanswered">Called where a call may have been done all the same.</param>
    /// <exception cref="GraphException">It was refused, or did not come about within the patience.</exception>
    public async Task<T> AskAsync<T>(
        int units, Urgency urgency, TimeSpan patience, bool again, Func<Task<T>> call, CancellationToken cancellation, Action? unanswered = null)
    {
        var until = time.GetUtcNow() + patience;
        for (var tries = 0; ; tries++)
        {
            await EnterAsync(units, urgency, cancellation);
            try
            {
                return await call();
            }
            catch (GraphException later) when (later.Trouble is GraphTrouble.Throttled || (again && later.Trouble is GraphTrouble.NotNow))
            {
                // Throttled it was not done, whatever it is.
                if (later.Trouble is GraphTrouble.NotNow)
                    unanswered?.Invoke();
                var wait = later.After ?? TimeSpan.FromMilliseconds(Math.Min(20_000, 200 * Math.Pow(2, tries)));
                if (later.Trouble is GraphTrouble.Throttled || later.After is not null)
                    Hold(wait);
                if (time.GetUtcNow() + wait > until)
                    throw;
                await Task.Delay(wait, time, cancellation);
            }
        }
    }

    /// <summary>Returns when a call of so many units may be made, and counts it.</summary>
    public async Task EnterAsync(int units, Urgency urgency, CancellationToken cancellation)
    {
        while (TryEnter(units, urgency) is { } wait)
            await Task.Delay(wait, time, cancellation);
    }

    /// <summary>SharePoint has said to wait: nothing is asked before, whoever wants it.</summary>
    public void Hold(TimeSpan wait)
    {
        lock (_one)
        {
            var until = time.GetUtcNow() + wait;
            if (until > _held)
                _held = until;
        }
    }

    /// <summary>Null where the call may be made now and is counted; else how long to wait before asking again.</summary>
    internal TimeSpan? TryEnter(int units, Urgency urgency)
    {
        lock (_one)
        {
            var now = time.GetUtcNow();
            Forget(now);
            if (_held > now)
                return _held - now;

            // The second half of a minute is spent evenly: a short wait each, in which more comes together for one call, and
            // never a long one for somebody who has pressed a button.
            if (_paced > now && _inMinute > perMinute / 2)
                return _paced - now;
            var share = urgency == Urgency.Bulk ? ForBulk : 1;
            if (_inMinute + units > perMinute * share)
                return _minute.Peek().At + TimeSpan.FromMinutes(1) - now;

            // A person's call is made all the same: what is left of the day only SharePoint knows for certain.
            if (urgency == Urgency.Bulk && _inDay + units > perDay * share)
                return _day.Peek().At + TimeSpan.FromDays(1) - now;
            Count(now, units);
            return null;
        }
    }

    private void Count(DateTimeOffset now, int units)
    {
        _paced = now + TimeSpan.FromMinutes(2.0 * units / perMinute);
        _minute.Enqueue((now, units));
        _day.Enqueue((now, units));
        _inMinute += units;
        Measures.Units.Add(units);
        _inDay += units;
    }

    private void Forget(DateTimeOffset now)
    {
        for (; _minute.TryPeek(out var first) && first.At <= now - TimeSpan.FromMinutes(1); _minute.Dequeue())
            _inMinute -= first.Units;
        for (; _day.TryPeek(out var first) && first.At <= now - TimeSpan.FromDays(1); _day.Dequeue())
            _inDay -= first.Units;
    }
}
