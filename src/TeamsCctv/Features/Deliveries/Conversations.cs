using System.Collections.Concurrent;
using System.Text.Json;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Protocols.Teams;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Deliveries;

/// <summary>Where each account's personal chat is, and each school's approvals channel, as the bot last heard.</summary>
public sealed class Conversations
{
    private readonly Database _database;
    private readonly ConcurrentDictionary<string, ConversationReference> _known = new(StringComparer.OrdinalIgnoreCase);

    public Conversations(Database database)
    {
        _database = database;
        if (database.IsShared)
            database.Repeated += _known.Clear;
    }

    public static string ChannelOf(string school) => $"channel:{school}";

    public ConversationReference? Find(string who) => _known.TryGetValue(who, out var known)
        ? known
        : _database.Read(session => new Table(session).Find(who)) is { } stored ? _known.GetOrAdd(who, stored) : null;

    /// <summary>The first of a person's accounts that has a chat.</summary>
    public ConversationReference? Of(Person person) => person.Accounts.Select(Find).FirstOrDefault(found => found is not null);

    /// <summary>Keeps where an account or channel is. Written only when it changed: most turns change nothing.</summary>
    /// <param name="owner">The person's key, so that cards that could not reach them are due again.</param>
    public async Task RememberAsync(string who, ConversationReference reference, string? owner)
    {
        if (Find(who) == reference && !HasOwed(owner))
            return;
        await _database.WriteAsync(session =>
        {
            session.Execute(
                "INSERT INTO conversation (who, reference) VALUES ($1, $2) ON CONFLICT (who) DO UPDATE SET reference = $2",
                who, Write(reference));
            if (owner is not null)
                new DeliveryTable(session).Reachable(owner);
            return true;
        });
        _known[who] = reference;
    }

    private bool HasOwed(string? owner) => owner is not null && _database.Read(session => session.First(
        "SELECT 1 FROM delivery INDEXED BY delivery_gone WHERE who = $1 AND gone = 1", _ => true, owner));

    public static string Write(ConversationReference reference) => JsonSerializer.Serialize(reference, Facts.Json);

    public static ConversationReference Read(string json) => JsonSerializer.Deserialize<ConversationReference>(json, Facts.Json)!;

    /// <summary>The stored rows, in the transaction it is given.</summary>
    internal sealed class Table(Session session)
    {
        public ConversationReference? Find(string who) => session.First(
            "SELECT reference FROM conversation WHERE who = $1", row => Read(row.GetString(0)), who);
    }
}
