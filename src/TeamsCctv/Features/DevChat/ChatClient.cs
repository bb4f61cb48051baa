using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using TeamsCctv.Protocols.Teams;

namespace TeamsCctv.Features.DevChat;

/// <summary>What the bot answered.</summary>
/// <param name="Status">The HTTP status; 0 if there was no answer.</param>
/// <param name="Body">An invoke's answer.</param>
public sealed record ChatAnswer(int Status, JsonObject? Body);

/// <summary>The client's side of the channel: it signs what a person does and posts it to the bot, as Teams would.</summary>
public sealed class ChatClient(LocalChannel channel, LocalIssuer issuer, ChatStore store, IHttpClientFactory clients, TimeProvider time)
{
    internal const string HttpClientName = "chat";

    private const string CardType = "application/vnd.microsoft.card.adaptive";
    private const int LargestAnswer = 256 * 1024;

    /// <summary>Puts the app into a person's chat, or into the channel in their name; nothing where it is already.</summary>
    public async Task<ChatAnswer> InstallAsync(ChatPerson person, string conversation, CancellationToken cancellationToken)
    {
        if (!store.AddBot(conversation))
            return new(200, null);
        var installed = await PostAsync(ChatActivities.Installation(Envelope(person, conversation)), cancellationToken);
        var added = await PostAsync(ChatActivities.MembersAdded(Envelope(person, conversation)), cancellationToken);
        var answer = installed.Status == 200 ? added : installed;
        if (answer.Status != 200)
            store.RemoveBot(conversation);
        return answer;
    }

    public Task<ChatAnswer> SayAsync(ChatPerson person, string conversation, string text, CancellationToken cancellationToken)
    {
        var envelope = Envelope(person, conversation);
        var activity = ChatActivities.Message(envelope, text);
        store.Add(conversation, envelope.Id, person.Mri, envelope.At, new() { ["type"] = ActivityTypes.Message, ["text"] = text });
        return PostAsync(activity, cancellationToken);
    }

    /// <summary>A press or a refresh. A card in the answer replaces the pressed one for this person alone.</summary>
    public async Task<ChatAnswer> PressAsync(ChatPerson person, ChatEntry card, JsonObject action, bool automatic, CancellationToken cancellationToken)
    {
        var activity = ChatActivities.CardAction(Envelope(person, card.Conversation), card.Id, action, automatic);
        var answer = await PostAsync(activity, cancellationToken);
        if (answer is { Status: 200, Body: { } body } && body["type"] is JsonValue type && type.TryGetValue<string>(out var name)
            && name == CardType && body["value"] is JsonObject shown)
            store.Show(card.Id, person.Mri, time.GetUtcNow(), shown);
        return answer;
    }

    private ChatActivities.Envelope Envelope(ChatPerson person, string conversation)
    {
        var now = time.GetUtcNow();
        return new(channel, person, conversation, Guid.CreateVersion7(now).ToString(), now);
    }

    private async Task<ChatAnswer> PostAsync(JsonObject activity, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(HttpClientName);
        using var content = new StringContent(activity.ToJsonString(), Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, channel.At(MessagesEndpoint.Path)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", issuer.ForBot());
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var body = await BoundedHttp.ReadObjectAsync(response.Content, LargestAnswer, cancellationToken);
            return new((int)response.StatusCode, body is { } given ? JsonObject.Create(given) : null);
        }
        catch (Exception wrong) when (wrong is HttpRequestException or IOException)
        {
            return new(0, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(0, null);
        }
    }
}
