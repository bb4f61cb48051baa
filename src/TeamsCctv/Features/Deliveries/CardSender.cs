using System.Collections.Concurrent;
using TeamsCctv.Features.Following;
using TeamsCctv.Protocols.Teams;
using TeamsCctv.Protocols.Teams.Cards;
using TeamsCctv.Protocols.Teams.Connector;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Deliveries;

/// <summary>
/// Sends and updates the copies that are behind. The connector has no idempotency key: where the process dies between
/// a send and its note the card goes out once more, and a click on either brings the current one.
/// </summary>
public sealed partial class CardSender(
    Database database, Lease lease, Conversations conversations, Registers registers, CardDrawer drawer, ConnectorClient connector, BotOptions bot,
    TimeProvider time, ILogger<CardSender> log)
{
    private const int Lanes = 8;

    // Where the chat is slow, a storm of camera faults leaves the other lanes to cards that people wait for.
    private const int FaultLanes = 4;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan StoreWait = TimeSpan.FromSeconds(5);

    private readonly Holds _holds = new();

    // What was sent and could not be noted: brought again it is an update, and nobody gets a second card.
    private readonly ConcurrentDictionary<(string School, string Case, string Topic, string Who), (string Reference, string Activity)> _unnoted = [];

    public async Task RunAsync(CancellationToken stoppingToken)
    {
        using var bell = new Bell();
        Dictionary<(string School, string Case, string Topic, string Who), Task> running = [];
        database.Committed += bell.Ring;
        try
        {
            while (true)
            {
                await bell.WaitAsync(stoppingToken);
                await FillAsync(running, bell, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            database.Committed -= bell.Ring;

            // A card under way still notes where it came to; what ended the loop is what is thrown.
            await Task.WhenAll(running.Values).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    /// <summary>Puts what is due into the lanes that are free. Every card that comes out of one rings again.</summary>
    private async Task FillAsync(
        Dictionary<(string School, string Case, string Topic, string Who), Task> running, Bell bell, CancellationToken cancellation)
    {
        foreach (var (key, done) in running.Where(lane => lane.Value.IsCompleted).ToList())
        {
            running.Remove(key);
            await done;
        }

        var now = time.GetUtcNow();
        try
        {
            if (!await lease.IsHeldAsync("cards"))
                return;
            List<(Delivery Delivery, DateTimeOffset Until)> held = [];
            foreach (var delivery in database.Read(session => new DeliveryTable(session).Due(now.ToUnixTimeMilliseconds(), 2 * Lanes)))
            {
                if (running.ContainsKey(delivery.Key))
                    continue;
                if (_holds.Of(delivery.Conversation, now) is { } until)
                    held.Add((delivery, until));
                else if (running.Count < Lanes && (delivery.Topic != Topics.Fault || running.Keys.Count(key => key.Topic == Topics.Fault) < FaultLanes))
                    Start(delivery);
            }

            if (held.Count > 0)
                await database.WriteAsync(session => Postpone(new DeliveryTable(session), held));
        }
        catch (StoreFailedException)
        {
            // Nothing is lost: what is behind is still behind at the next ring.
        }

        void Start(Delivery delivery)
        {
            var lane = running[delivery.Key] = BringAsync(delivery, cancellation);
            _ = lane.ContinueWith(_ => bell.Ring(), TaskScheduler.Default);
        }
    }

    private static int Postpone(DeliveryTable table, List<(Delivery Delivery, DateTimeOffset Until)> held)
    {
        foreach (var (delivery, until) in held)
            table.Postpone(delivery, until.ToUnixTimeMilliseconds());
        return held.Count;
    }

    private async Task BringAsync(Delivery delivery, CancellationToken cancellation)
    {
        try
        {
            if (_unnoted.TryGetValue(delivery.Key, out var known))
                delivery = delivery with { Reference = known.Reference, Activity = known.Activity };
            var (reference, sent) = await DrawAsync(delivery) is { } card
                ? await PutAsync(delivery, card, cancellation)
                : (null, new ConnectorResult.Failed(null, "NotDrawn", ""));
            Measures.Cards.Add(1, new KeyValuePair<string, object?>("result", sent.GetType().Name));
            if (delivery.Activity is null && sent is ConnectorResult.Sent { ActivityId: not "" } made)
                _unnoted[delivery.Key] = (Conversations.Write(reference!), made.ActivityId);
            await database.WriteAsync(session =>
            {
                Note(new DeliveryTable(session), delivery, reference, sent);
                return true;
            });
            _unnoted.TryRemove(delivery.Key, out _);
        }
        catch (StoreFailedException)
        {
            // Not noted, or noted and not told: the row says which at the next round, which a store that stays broken
            // must not make come at once.
            _holds.Hold(delivery.Conversation, time.GetUtcNow() + StoreWait);
        }
    }

    private async Task<(ConversationReference? Reference, ConnectorResult Sent)> PutAsync(
        Delivery delivery, Card card, CancellationToken cancellation)
    {
        var activity = Activities.Card(card.ToJson(), card.Name);
        if (delivery is { Activity: { } id, Reference: { } stored })
        {
            var where = Conversations.Read(stored);
            return (where, await connector.UpdateAsync(where, id, activity, cancellation));
        }

        if (!drawer.IsOwed(delivery))
            return (null, new ConnectorResult.Gone("NotOwedAnyMore"));
        var found = await FindAsync(delivery, cancellation);
        return found is ConnectorResult.Created(var there)
            ? (there, await connector.SendAsync(there, activity, null, cancellation))
            : (null, found);
    }

    /// <summary>Null for a card that a bug keeps from being drawn: it stays owed, and the others go out.</summary>
    private async Task<Card?> DrawAsync(Delivery delivery)
    {
        try
        {
            return await drawer.DrawAsync(delivery.School, delivery.Case, delivery.Topic, delivery.Who);
        }
        catch (Exception bug) when (bug is ArgumentException or InvalidOperationException or CardTooLargeException)
        {
            NotDrawn(bug, delivery.Topic, delivery.Case);
            return null;
        }
    }

    /// <summary>The conversation the copy goes to; a person the bot has not heard from is reached by their object id.</summary>
    private async Task<ConnectorResult> FindAsync(Delivery delivery, CancellationToken cancellation)
    {
        if (delivery.Who == DeliveryTable.Channel)
            return Found(conversations.Find(Conversations.ChannelOf(delivery.School)));
        if (registers.Staff.Find(delivery.Who) is not { Accounts: [var account, ..] } person)
            return new ConnectorResult.Gone("NotInTheStaffRegister");
        if (conversations.Of(person) is { } known)
            return Found(known);
        var opened = await connector.CreateConversationAsync(bot.ServiceUrls.First, account, cancellation);
        if (opened is ConnectorResult.Created(var made))
            await conversations.RememberAsync(account, made, null);
        return opened;
    }

    private static ConnectorResult Found(ConversationReference? known) =>
        known is null ? new ConnectorResult.Gone("NoConversation") : new ConnectorResult.Created(known);

    private void Note(DeliveryTable table, Delivery delivery, ConversationReference? reference, ConnectorResult result)
    {
        switch (result)
        {
            case ConnectorResult.Sent { ActivityId: "" } when delivery.Activity is null:
                // Without an id it could never be updated: it counts as not sent.
                table.TryAgain(delivery, At(LongestWait));
                break;
            case ConnectorResult.Sent sent:
                table.Sent(delivery, Conversations.Write(reference!), delivery.Activity ?? sent.ActivityId);
                break;
            case ConnectorResult.Gone gone:
                Undeliverable(delivery.Topic, delivery.Case, gone.Code);
                table.Gone(delivery);
                break;
            case ConnectorResult.TryAgain again:
                var wait = again.After is not { } asked ? Backoff(delivery.Tries) : asked < LongestWait ? asked : LongestWait;
                if (again.After is not null)
                    _holds.Hold(again.Everywhere ? null : delivery.Conversation, time.GetUtcNow() + wait);
                table.TryAgain(delivery, At(wait));
                break;
            case ConnectorResult.Failed failed:
                // Ours or the channel's fault, not the person's: the card stays owed.
                Undeliverable(delivery.Topic, delivery.Case, failed.Code);
                table.TryAgain(delivery, At(LongestWait));
                break;
            default:
                throw new InvalidOperationException("A card was answered with a conversation.");
        }
    }

    private long At(TimeSpan wait) => (time.GetUtcNow() + wait).ToUnixTimeMilliseconds();

    private static TimeSpan Backoff(int tries) =>
        TimeSpan.FromMilliseconds(Math.Min(LongestWait.TotalMilliseconds, 500 * Math.Pow(2, Math.Min(tries, 16))));

    [LoggerMessage(Level = LogLevel.Error, Message = "The card {Topic} of {Case} cannot be drawn")]
    private partial void NotDrawn(Exception bug, string topic, string @case);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The chat does not take the card {Topic} of {Case}: {Result}")]
    private partial void Undeliverable(string topic, string @case, string result);
}
