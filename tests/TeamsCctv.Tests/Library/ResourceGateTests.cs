using Microsoft.Extensions.Time.Testing;
using TeamsCctv.Protocols.SharePoint;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Library;

public sealed class ResourceGateTests
{
    private readonly FakeTimeProvider _clock = new(Host.Start);

    [Fact]
    public void TryEnter_HalfOfTheMinuteSpent_TheRestIsSpentEvenlyAndTheMinuteIsNeverExceeded()
    {
        var gate = new ResourceGate(_clock);
        Queue<DateTimeOffset> calls = [];
        var longest = TimeSpan.Zero;
        for (var end = _clock.GetUtcNow() + TimeSpan.FromMinutes(5); _clock.GetUtcNow() < end;)
        {
            if (gate.TryEnter(2, Urgency.Person) is { } wait)
            {
                longest = wait > longest ? wait : longest;
                _clock.Advance(wait);
                continue;
            }

            calls.Enqueue(_clock.GetUtcNow());
            while (calls.Peek() <= _clock.GetUtcNow() - TimeSpan.FromMinutes(1))
                calls.Dequeue();
            Assert.InRange(2 * calls.Count, 0, 1250);
        }

        Assert.InRange(longest, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void TryEnter_BulkHasItsShare_APersonMayStillAsk()
    {
        var gate = new ResourceGate(_clock, perMinute: 100);
        while (gate.TryEnter(2, Urgency.Bulk) is not { TotalSeconds: > 5 })
            _clock.Advance(TimeSpan.FromMilliseconds(100));

        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(gate.TryEnter(2, Urgency.Person));
    }

    [Fact]
    public void Hold_ToldToWait_NobodyAsksBefore()
    {
        var gate = new ResourceGate(_clock);
        gate.Hold(TimeSpan.FromSeconds(30));
        gate.Hold(TimeSpan.FromSeconds(10));

        Assert.Equal(TimeSpan.FromSeconds(30), gate.TryEnter(1, Urgency.Person));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(gate.TryEnter(1, Urgency.Person));
    }

    [Fact]
    public void TryEnter_TheDayIsSpent_BulkWaitsAndAPersonDoesNot()
    {
        var gate = new ResourceGate(_clock, perDay: 100);
        for (var i = 0; i < 50; i++)
            gate.TryEnter(2, Urgency.Person);

        Assert.Equal(TimeSpan.FromDays(1), gate.TryEnter(2, Urgency.Bulk));
        Assert.Null(gate.TryEnter(2, Urgency.Person));
    }
}
