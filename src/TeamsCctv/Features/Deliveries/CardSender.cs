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
    Database database, Conversations conversations, Registers registers, CardDrawer drawer, ConnectorClient connector, BotOptions bot,
    TimeProvider time, ILogger<CardSender> log)
{
    private const int AtOnce = 8;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    public async Task RunAsync(CancellationToken stoppingToken)
    {
        using var bell = new Bell();
        database.Committed += bell.Ring;
        try
        {
            while (true)
            {
                await bell.WaitAsync(stoppingToken);
                while (await RoundAsync(stoppingToken))
                    stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            database.Committed -= bell.Ring;
        }
    }

    private async Task<bool> RoundAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        try
        {
            var due = database.Read(session => new DeliveryTable(session).Due(now, AtOnce));
            await Task.WhenAll(due.Select(delivery => BringAsync(delivery, cancellation)));
            return due.Count > 0;
        }
        catch (StoreFailedException)
        {
            // Nothing is lost: what is behind is still behind at the next round.
            return false;
        }
    }

    private async Task BringAsync(Delivery delivery, CancellationToken cancellation)
    {
        var (reference, sent) = await DrawAsync(delivery) is { } card
            ? await PutAsync(delivery, card, cancellation)
            : (null, new ConnectorResult.Failed(null, "NotDrawn", ""));
        try
        {
            await database.WriteAsync(session =>
            {
                Note(new DeliveryTable(session), delivery, reference, sent);
                return true;
            });
        }
        catch (StoreFailedException)
        {
            // Not noted, or noted and not told: the row says which at the next round.
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
        if (registers.Staff.People.FirstOrDefault(person => person.Key == delivery.Who) is not { Accounts: [var account, ..] } person)
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
                table.TryAgain(delivery, At(again.After is { } asked && asked < LongestWait ? asked : again.After is null ? Backoff(delivery.Tries) : LongestWait));
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
