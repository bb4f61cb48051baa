using System.Globalization;
using System.Text.Json.Nodes;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Kills.Load;

/// <summary>What stands in each conversation, in the order it was sent, and in which of the program's lives.</summary>
public sealed class Mailbox(FakeTeams teams)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<string>> _byConversation = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lives = new(StringComparer.Ordinal);
    private long _read;
    private int _life = 1;

    /// <summary>The program died and is about to start again: what comes from now on is of another life.</summary>
    public void NextLife()
    {
        lock (_gate)
        {
            Read();
            _life++;
        }
    }

    /// <summary>The life a message was first sent in.</summary>
    public int LifeOf(string id)
    {
        lock (_gate)
        {
            Read();
            return _lives[id];
        }
    }

    /// <summary>Every message with a card, as it stands now.</summary>
    public IReadOnlyList<SentMessage> Cards()
    {
        lock (_gate)
        {
            Read();
            return [.. _lives.Keys.Select(id => teams.Messages[id]).Where(message => message.Card is not null)];
        }
    }

    /// <summary>The newest message of a conversation whose card fits, as it stands now.</summary>
    public SentMessage? Find(string conversation, Func<JsonObject, bool> fits)
    {
        string[] ids;
        lock (_gate)
        {
            Read();
            ids = _byConversation.TryGetValue(conversation, out var there) ? [.. there.TakeLast(400)] : [];
        }

        return ids.Reverse().Select(id => teams.Messages[id]).FirstOrDefault(message => message.Card is { } card && fits(card));
    }

    private void Read()
    {
        while (teams.Messages.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"m{_read + 1:D6}"), out var message))
        {
            _read++;
            _lives[message.Id] = _life;
            if (!_byConversation.TryGetValue(message.Conversation, out var there))
                _byConversation[message.Conversation] = there = [];
            there.Add(message.Id);
        }
    }
}
