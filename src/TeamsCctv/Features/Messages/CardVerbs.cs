using TeamsCctv.Features.Acts;
using TeamsCctv.Protocols.Teams;
using TeamsCctv.Protocols.Teams.Cards;

namespace TeamsCctv.Features.Messages;

/// <summary>A click on a card: who, and what the card and its inputs sent. All of it is the client's word but who.</summary>
/// <param name="Activity">The message that holds the card, or null where the client does not say.</param>
public sealed record CardClick(Caller Caller, CardInvoke Press, string? Activity, ConversationReference Conversation)
{
    private const int LongestInput = 4000;

    /// <summary>A text of the card or an input, bounded and trimmed; null where absent or blank.</summary>
    public string? this[string name] =>
        Press.Input(name)?.Trim() is { Length: > 0 } text ? text[..Math.Min(text.Length, LongestInput)] : null;

    public string School => this["school"] ?? "";

    public string Case => this["case"] ?? "";
}

/// <summary>What a click is answered with: for the clicker's eyes only.</summary>
public abstract record Answer
{
    private Answer()
    {
    }

    /// <summary>The card takes the place of the one clicked.</summary>
    public sealed record ShowCard(Card Card) : Answer;

    /// <summary>A line of text.</summary>
    public sealed record Say(string Text) : Answer;
}

/// <summary>The verbs a feature answers to.</summary>
public interface ICardVerbs
{
    IReadOnlyDictionary<string, Func<CardClick, CancellationToken, Task<Answer>>> Verbs { get; }
}
