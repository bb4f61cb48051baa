using System.Collections.Frozen;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Ask;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.Messages;
using TeamsCctv.Protocols.Teams;
using TeamsCctv.Protocols.Teams.Connector;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Chat;

/// <summary>
/// One turn of the bot: who is it, by tenant and object id alone; then the verb of a card or the word of a message.
/// </summary>
public sealed class Turns(
    IEnumerable<ICardVerbs> features, AskVerbs ask, ChatWords words, Registers registers, Conversations conversations, ConnectorClient connector, BotOptions bot)
    : ITurnHandler
{
    private const string Stranger = "You are not in the staff register. Ask the school's office to have you added.";

    private const string OldButton = "This button is of another version. Send “help” to start again.";

    private const string NotSentYet = "Nothing is recorded: the key that signs the records could not be reached. Send it again in a minute.";

    private readonly FrozenDictionary<string, Func<CardClick, CancellationToken, Task<Answer>>> _verbs = features
        .SelectMany(feature => feature.Verbs)
        .ToFrozenDictionary(StringComparer.Ordinal);

    public async Task<InvokeResponse?> OnTurnAsync(Activity activity, CancellationToken cancellationToken)
    {
        var caller = CallerOf(activity);
        if (activity.Conversation.IsPersonal && activity.From.AadObjectId is { Length: > 0 } account && caller is not null)
            await conversations.RememberAsync(account, activity.Reference, caller.Person.Key);
        if (activity.DialogCommand == AskVerbs.Command)
            return caller is null ? InvokeResponse.DialogMessage(Stranger) : InvokeResponse.Dialog(await ask.FirstAsync(caller, null, Typed.Nothing, activity.Id ?? OneTime.Key()));
        if (activity.CardInvoke is { } press)
            return await PressAsync(activity, press, caller, cancellationToken);
        if (activity is { Type: ActivityTypes.InstallationUpdate, Action: "add", Conversation.IsPersonal: true } && caller is not null)
        {
            var welcome = ChatWords.Help();
            await connector.SendAsync(activity.Reference, Activities.Card(welcome, welcome.Name), null, cancellationToken);
        }

        if (activity.IsMessage)
        {
            System.Text.Json.Nodes.JsonObject reply;
            try
            {
                reply = caller is null
                    ? Activities.Message(Stranger)
                    : await words.AnswerAsync(caller, activity, cancellationToken);
            }
            catch (StoreFailedException failure) when (NotSignedException.IsBehind(failure))
            {
                reply = Activities.Message(NotSentYet);
            }

            await connector.SendAsync(activity.Reference, reply, activity.Id, cancellationToken);
        }

        return null;
    }

    private async Task<InvokeResponse?> PressAsync(Activity activity, CardInvoke press, Caller? caller, CancellationToken cancellation)
    {
        if (!_verbs.TryGetValue(press.Verb, out var verb))
            return press.InDialog ? InvokeResponse.DialogMessage(OldButton) : InvokeResponse.Error("UnknownVerb", OldButton);
        Answer answer;
        try
        {
            // Its answer would be a message for everybody there.
            answer = press.Fallback && !activity.Conversation.IsPersonal
                ? new Answer.Say("This Teams cannot show you your own card here. Press the button in your personal chat with me.")
                : caller is null
                ? new Answer.Say(Stranger)
                : await verb(new(caller, press, activity.ReplyToId, activity.Reference), cancellation);
        }
        catch (StoreFailedException failure) when (NotSignedException.IsBehind(failure))
        {
            answer = new Answer.Say(press.InDialog ? NotSentYet : NotSignedException.Says);
        }

        if (press.Fallback)
        {
            // An old client cannot put a card in the place of another: it gets a message.
            await connector.SendAsync(activity.Reference, MessageOf(answer), activity.Id, cancellation);
            return null;
        }

        return answer switch
        {
            Answer.ShowCard(var card) when press.InDialog => InvokeResponse.Dialog(card),
            Answer.Say(var text) when press.InDialog => InvokeResponse.DialogMessage(text),
            Answer.ShowCard(var card) => InvokeResponse.Card(card),
            Answer.Say(var text) => InvokeResponse.Message(text),
            _ => null,
        };
    }

    private static System.Text.Json.Nodes.JsonObject MessageOf(Answer answer) => answer switch
    {
        Answer.ShowCard(var card) => Activities.Card(card, card.Name),
        Answer.Say(var text) => Activities.Message(text),
        _ => throw new InvalidOperationException("There are two kinds of answer."),
    };

    /// <summary>Null for an account the register does not know, and for one of another tenant.</summary>
    private Caller? CallerOf(Activity activity)
    {
        var tenant = activity.Conversation.TenantId ?? activity.ChannelData.TenantId;
        return activity.From.AadObjectId is { Length: > 0 } account
            && string.Equals(tenant, bot.TenantId, StringComparison.OrdinalIgnoreCase)
            && registers.Staff.Owner(account) is Person person
                ? new(person, bot.TenantId, account)
                : null;
    }
}
