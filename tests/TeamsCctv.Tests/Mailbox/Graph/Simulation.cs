using System.Globalization;
using System.Net;
using System.Text;
using TeamsCctv.Features.Mailbox;

namespace TeamsCctv.Tests.Mailbox.Graph;

/// <summary>
/// Two hours of two mailboxes, by a seed: what comes in and what is answered is the same with faults and without; what goes
/// wrong on the way is drawn beside it.
/// </summary>
internal sealed class Simulation(int seed, bool faults, bool sockets = false)
{
    private readonly Random _script = new(seed);
    private readonly Random _luck = new(seed + 1_000_003);
    private readonly List<(TimeSpan At, Func<GraphWorld, Task> Act)> _acts = [];
    private readonly List<(OutgoingMail Mail, DateTimeOffset Next)> _outgoing = [];
    private readonly List<FakeMessage> _arrived = [];
    private readonly HashSet<string> _answered = [];

    /// <summary>What Graph was asked, in order.</summary>
    public IReadOnlyList<string> Calls { get; private set; } = [];

    /// <summary>Everything that must be the same.</summary>
    public async Task<string> RunAsync()
    {
        await using var world = await GraphWorld.StartAsync(seed, sockets);
        Plan();
        if (faults)
            Spoil(world);
        var start = world.Clock.GetUtcNow();
        while (world.Clock.GetUtcNow() - start < TimeSpan.FromHours(2) || _acts.Count > 0)
        {
            var now = world.Clock.GetUtcNow() - start;
            foreach (var (_, act) in _acts.Where(act => act.At <= now).ToList())
                await act(world);
            _acts.RemoveAll(act => act.At <= now);
            await TickAsync(world);
            world.Clock.Advance(TimeSpan.FromSeconds(faults ? _luck.Next(20, 1000) : 900));
        }

        Calm(world);
        for (var left = 0; left < 60 && (left < 8 || _outgoing.Count > 0 || world.IsFiling || world.Due("oak") + world.Due("ash") > 0); left++)
        {
            await TickAsync(world);
            world.Clock.Advance(TimeSpan.FromMinutes(16));
        }

        await TickAsync(world);
        Calls = [.. world.Graph.Calls];
        return State(world);
    }

    private void Plan()
    {
        for (var i = _script.Next(4, 9); i > 0; i--)
        {
            var mailbox = _script.Next(2) == 0 ? GraphWorld.Oak : GraphWorld.Ash;
            var mime = Encoding.ASCII.GetBytes($"Subject: {seed}/{i}\r\n\r\n{new string('x', _script.Next(400))}\r\n");
            _acts.Add((TimeSpan.FromMinutes(_script.Next(120)), world =>
            {
                _arrived.Add(world.Graph.Arrive(mailbox, mime));
                return Task.CompletedTask;
            }
            ));
        }

        for (var i = _script.Next(1, 4); i > 0; i--)
        {
            var (record, inThread, school) = (i, _script.Next(3) > 0, _script.Next(2) == 0 ? "oak" : "ash");
            _acts.Add((TimeSpan.FromMinutes(_script.Next(10, 120)), world =>
            {
                var answers = inThread ? _arrived.Find(message => message.Mailbox.Contains(school, StringComparison.Ordinal))?.Id : null;
                _outgoing.Add((new(school, record, $"{school}.{record}@log.example", "parent@example.org", "Re: camera", "It was looked at.", null, [], answers), world.Clock.GetUtcNow()));
                return Task.CompletedTask;
            }
            ));
        }
    }

    /// <summary>A seed has its own mixture: some are nearly calm, in some every third call goes wrong.</summary>
    private void Spoil(GraphWorld world)
    {
        var often = _luck.NextDouble() * 0.35;
        var crashes = _luck.Next(3) == 0 ? 0.02 : 0;
        Fate[] wrong = [Fate.Throttled, Fate.ThrottledSilently, Fate.Unavailable, Fate.GatewayTimeout, Fate.Lost, Fate.ReplyLost, Fate.ReplyLost, Fate.StateLost];
        world.Graph.Fates = _ =>
            _luck.NextDouble() < crashes ? (_luck.Next(2) == 0 ? Fate.CrashBefore : Fate.CrashAfter)
            : _luck.NextDouble() < often ? wrong[_luck.Next(wrong.Length)]
            : Fate.Served;
        world.Graph.RetryAfter = () => _luck.Next(1, 1200);
        var lag = _luck.Next(2) * 90;
        world.Graph.Lag = () => TimeSpan.FromSeconds(_luck.Next(lag + 1));
        world.Graph.PageSize = _luck.Next(1, 4);
        for (var i = _luck.Next(4); i > 0; i--)
        {
            var what = _luck.Next(7);
            _acts.Add((TimeSpan.FromMinutes(_luck.Next(120)), async shaken => await ShakeAsync(shaken, what)));
        }
    }

    private async Task ShakeAsync(GraphWorld world, int what)
    {
        var subscription = world.Graph.Subscriptions.Count > 0 ? world.Graph.Subscriptions[_luck.Next(world.Graph.Subscriptions.Count)] : null;
        switch (what)
        {
            case 0:
                await world.RestartAsync();
                break;
            case 1 or 2:
                world.Faults.Fail(persisted: what == 1, skip: _luck.Next(4));
                break;
            case 3 when subscription is not null:
                // Removed, with a word or without.
                world.Graph.Subscriptions.Remove(subscription);
                if (_luck.Next(2) == 0)
                    world.Graph.Waiting.Add((subscription, FakeGraph.LifecycleOf(subscription, "subscriptionRemoved")));
                break;
            case 4 when subscription is not null:
                world.Graph.Waiting.Add((subscription, FakeGraph.LifecycleOf(subscription, _luck.Next(2) == 0 ? "missed" : "reauthorizationRequired")));
                break;
            case 5:
                // Longer than a subscription lives.
                world.Clock.Advance(TimeSpan.FromDays(_luck.Next(3, 9)));
                break;
            case 6 when subscription is not null:
                // One that nobody knows of, under our address.
                world.Graph.Subscriptions.Add(subscription with { Id = Guid.NewGuid().ToString(), Expires = subscription.Expires });
                break;
        }
    }

    private static void Calm(GraphWorld world)
    {
        world.Graph.Fates = _ => Fate.Served;
        world.Graph.Lag = () => TimeSpan.Zero;
    }

    private async Task TickAsync(GraphWorld world)
    {
        await AnnounceAsync(world);
        for (var i = 0; i < _outgoing.Count; i++)
        {
            if (_outgoing[i].Next > world.Clock.GetUtcNow())
                continue;
            var wait = await world.SendAsync(_outgoing[i].Mail);
            if (wait is null)
                _answered.Add($"{_outgoing[i].Mail.School}/{_outgoing[i].Mail.Record}");
            _outgoing[i] = wait is { } later ? (_outgoing[i].Mail, world.Clock.GetUtcNow() + later) : (_outgoing[i].Mail, DateTimeOffset.MaxValue);
        }

        _outgoing.RemoveAll(one => one.Next == DateTimeOffset.MaxValue);
        await world.StepAsync();
        await world.FileAsync();
    }

    /// <summary>Announcements come twice, late, in another order, together, or not at all; what was answered 503 comes again.</summary>
    private async Task AnnounceAsync(GraphWorld world)
    {
        var waiting = world.Graph.Waiting.ToList();
        world.Graph.Waiting.Clear();
        foreach (var one in faults ? [.. waiting.OrderBy(_ => _luck.Next())] : waiting)
        {
            var luck = faults ? _luck.NextDouble() : 1;
            if (luck < 0.2)
                continue;
            if (luck is < 0.35 || await PostAsync(world, one) == HttpStatusCode.ServiceUnavailable)
                world.Graph.Waiting.Add(one);
            if (luck is >= 0.35 and < 0.5)
                await PostAsync(world, one);
        }
    }

    private static async Task<HttpStatusCode> PostAsync(GraphWorld world, (FakeSubscription Of, System.Text.Json.Nodes.JsonObject Notice) one)
    {
        var status = await world.Graph.PostAsync(one.Notice["lifecycleEvent"] is null ? one.Of.NotificationUrl : one.Of.LifecycleUrl, one.Notice);
        Assert.True(status is HttpStatusCode.Accepted or HttpStatusCode.ServiceUnavailable, $"{status}");
        return status;
    }

    private string State(GraphWorld world)
    {
        var text = new StringBuilder();
        foreach (var mail in world.Filed.GroupBy(record => (record.School, record.Case)))
        {
            // A case holds its mail once, with its bytes, and was opened once; its dates were set as often as there are clocks.
            var sha256 = mail.Select(record => record.Sha256).OfType<string>().SingleOrDefault("no mail");
            text.AppendLine(CultureInfo.InvariantCulture, $"filed {mail.Key.School} {sha256}: {string.Join(", ", mail.Select(record => record.Kind).Order(StringComparer.Ordinal))}{(world.IsKept(mail.Key.School, mail.Key.Case, sha256) ? "" : ", without its bytes")}{(_arrived.Exists(message => message.Sha256 == sha256) ? "" : ", of no message")}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"{(world.IsFiling ? "some mail is not filed" : "all mail is filed")}");
        foreach (var (marker, times) in world.Graph.Sent.OrderBy(one => one.Key, StringComparer.Ordinal))
            text.AppendLine(CultureInfo.InvariantCulture, $"sent {marker} {times} times{(_answered.Contains(marker) ? "" : ", and nobody was told")}");
        foreach (var school in new[] { "ash", "oak" })
        {
            var row = world.Row(school);
            var live = world.Graph.Subscriptions.Where(one => one.Mailbox == row.Mailbox && one.Expires > world.Clock.GetUtcNow()).ToList();
            text.AppendLine(CultureInfo.InvariantCulture, $"{school}: {live.Count} subscriptions, {(live.Exists(one => one.Id == row.Subscription && one.Secret == row.Secret) ? "known" : "unknown")}, {world.Due(school)} due");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"{_outgoing.Count} waiting, {world.Missed} missed");
        foreach (var complaint in world.Graph.Complaints)
            text.AppendLine(CultureInfo.InvariantCulture, $"complaint: {complaint}");
        return string.Join('\n', text.ToString().Split('\n').Order(StringComparer.Ordinal));
    }
}
