using System.Globalization;
using Microsoft.Graph.Models;
using Microsoft.Kiota.Abstractions;
using TeamsCctv.Protocols.Mail;
using TeamsCctv.Protocols.Teams;

namespace TeamsCctv.Protocols.Graph;

/// <summary>A page of what has come.</summary>
/// <param name="Next">The whole link to the next page, or null at the end.</param>
/// <param name="Delta">At the end, the whole link for what comes after.</param>
public sealed record DeltaPage(IReadOnlyList<string> Messages, string? Next, string? Delta);

/// <summary>What stands for a mail that is too large to be taken.</summary>
/// <param name="Headers">As they came, in order; empty where Graph has none.</param>
public sealed record MailHead(string? From, string? Subject, string? MessageId, IReadOnlyList<(string Name, string Value)> Headers);

/// <summary>A mail to be sent.</summary>
/// <param name="MessageId">Without angle brackets; mail programs answer to it.</param>
/// <param name="Marker">Names our record; kept with the message and in its header.</param>
public sealed record MailDraft(string MessageId, string To, string Subject, string Text, string Marker);

/// <summary>A message of ours in the mailbox.</summary>
public sealed record OwnMessage(string Id, bool IsDraft);

/// <summary>The messages of mailboxes. Ids are immutable: they stay when a message is moved, and when a draft is sent.</summary>
internal sealed class GraphMail(GraphCalls calls)
{
    private const string MarkerProperty = "String {6b5f6c0e-3d0b-4c52-9d0a-8f6f2e6c7a51} Name TeamsCctvRecord";
    private const int PageSize = 50;

    /// <summary>Asks for immutable ids; every call says it anew.</summary>
    public static void WithImmutableIds<T>(RequestConfiguration<T> request)
        where T : class, new() => request.Headers.Add("Prefer", "IdType=\"ImmutableId\"");

    /// <param name="link">Where an earlier page ended; null for the first one.</param>
    /// <param name="since">Of a first page: mail received before it is left out.</param>
    public async Task<DeltaPage> DeltaAsync(string mailbox, string? link, DateTimeOffset since, CancellationToken cancellation)
    {
        var answer = await calls.RunAsync(
            (graph, cancelled) =>
            {
                var first = graph.Users[mailbox].MailFolders["inbox"].Messages.Delta;
                return (link is null ? first : first.WithUrl(link)).GetAsDeltaGetResponseAsync(
                    request =>
                    {
                        WithImmutableIds(request);
                        request.Headers.Add("Prefer", $"odata.maxpagesize={PageSize}");
                        if (link is not null)
                            return;
                        request.QueryParameters.ChangeType = "created";
                        request.QueryParameters.Select = ["id", "receivedDateTime"];
                        request.QueryParameters.Filter = $"receivedDateTime ge {since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}";
                    },
                    cancelled);
            },
            cancellation);
        var (next, delta) = (answer.OdataNextLink, answer.OdataDeltaLink);
        if (!calls.Address.Holds(next ?? delta))
            throw new GraphException(GraphTrouble.Refused, "a link is missing or leads elsewhere");
        return new(
            [.. (answer.Value ?? []).Where(message => IsId(message.Id) && !message.AdditionalData.ContainsKey("@removed")).Select(message => message.Id!)],
            next,
            next is null ? delta : null);
    }

    /// <summary>When the mailbox had it; null where Graph does not say.</summary>
    public async Task<DateTimeOffset?> ReceivedAsync(string mailbox, string id, CancellationToken cancellation) => (await calls.RunAsync(
        (graph, cancelled) => graph.Users[mailbox].Messages[id].GetAsync(
            request =>
            {
                WithImmutableIds(request);
                request.QueryParameters.Select = ["id", "receivedDateTime"];
            },
            cancelled),
        cancellation)).ReceivedDateTime;

    /// <summary>The whole mail as it was sent, or null where it is larger than <paramref name="most"/> bytes.</summary>
    public async Task<byte[]?> MimeAsync(string mailbox, string id, int most, CancellationToken cancellation) => (await calls.RunAsync<Content>(
        async (graph, cancelled) =>
        {
            await using var stream = await graph.Users[mailbox].Messages[id].Content.GetAsync(WithImmutableIds, cancelled)
                ?? throw new GraphException(GraphTrouble.NotNow, "an empty answer");
            return new(await BoundedHttp.ReadAsync(stream, most, cancelled));
        },
        GraphCalls.ContentTimeout,
        cancellation)).Bytes?.ToArray();

    public async Task<MailHead> HeadAsync(string mailbox, string id, CancellationToken cancellation)
    {
        var message = await calls.RunAsync(
            (graph, cancelled) => graph.Users[mailbox].Messages[id].GetAsync(
                request =>
                {
                    WithImmutableIds(request);
                    request.QueryParameters.Select = ["from", "subject", "internetMessageId", "internetMessageHeaders"];
                },
                cancelled),
            cancellation);
        return new(
            message.From?.EmailAddress?.Address, message.Subject, message.InternetMessageId,
            [.. (message.InternetMessageHeaders ?? []).Where(header => header is { Name: not null, Value: not null }).Select(header => (header.Name!, header.Value!))]);
    }

    /// <summary>Null where it is not in the mailbox.</summary>
    public async Task<OwnMessage?> FindAsync(string mailbox, string id, CancellationToken cancellation)
    {
        try
        {
            return Own(await calls.RunAsync(
                (graph, cancelled) => graph.Users[mailbox].Messages[id].GetAsync(
                    request =>
                    {
                        WithImmutableIds(request);
                        request.QueryParameters.Select = ["id", "isDraft"];
                    },
                    cancelled),
                cancellation));
        }
        catch (GraphException gone) when (gone.Trouble is GraphTrouble.Gone)
        {
            return null;
        }
    }

    /// <summary>Drafts and sent messages with a marker, of all folders.</summary>
    public async Task<IReadOnlyList<OwnMessage>> MarkedAsync(string mailbox, string marker, CancellationToken cancellation)
    {
        var answer = await calls.RunAsync(
            (graph, cancelled) => graph.Users[mailbox].Messages.GetAsync(
                request =>
                {
                    WithImmutableIds(request);
                    request.QueryParameters.Select = ["id", "isDraft"];
                    request.QueryParameters.Top = 10;
                    request.QueryParameters.Filter =
                        $"singleValueExtendedProperties/Any(ep: ep/id eq '{MarkerProperty}' and ep/value eq '{marker.Replace("'", "''", StringComparison.Ordinal)}')";
                },
                cancelled),
            cancellation);
        return [.. (answer.Value ?? []).Select(Own)];
    }

    /// <returns>The draft's id, which it keeps when it is sent.</returns>
    public async Task<string> DraftAsync(string mailbox, MailDraft draft, CancellationToken cancellation) => Own(await calls.RunAsync(
        (graph, cancelled) => graph.Users[mailbox].Messages.PostAsync(MessageOf(draft), WithImmutableIds, cancelled), cancellation)).Id;

    /// <summary>In the thread of <paramref name="answered"/>.</summary>
    /// <inheritdoc cref="DraftAsync"/>
    public async Task<string> DraftReplyAsync(string mailbox, string answered, MailDraft draft, CancellationToken cancellation) => Own(await calls.RunAsync(
        (graph, cancelled) => graph.Users[mailbox].Messages[answered].CreateReply.PostAsync(new() { Message = MessageOf(draft) }, WithImmutableIds, cancelled),
        cancellation)).Id;

    public Task SendAsync(string mailbox, string id, CancellationToken cancellation) => calls.RunAsync(
        (graph, cancelled) => graph.Users[mailbox].Messages[id].Send.PostAsync(WithImmutableIds, cancelled), cancellation);

    /// <summary>Whether a text can be a message's id: it becomes a part of an address.</summary>
    public static bool IsId(string? text) =>
        text is { Length: > 0 and <= 512 } && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '=' or '+' or '/');

    private static Message MessageOf(MailDraft draft) => new()
    {
        InternetMessageId = $"<{draft.MessageId}>",
        Subject = draft.Subject,
        Body = new() { ContentType = BodyType.Text, Content = draft.Text },
        ToRecipients = [new() { EmailAddress = new() { Address = draft.To } }],
        InternetMessageHeaders = [new() { Name = MailWriter.Mark, Value = draft.Marker }],
        SingleValueExtendedProperties = [new() { Id = MarkerProperty, Value = draft.Marker }],
    };

    // Without isDraft it may have gone: nothing is sent on a guess.
    private static OwnMessage Own(Message message) =>
        IsId(message.Id) ? new(message.Id!, message.IsDraft ?? false) : throw new GraphException(GraphTrouble.NotNow, "an answer that names no message");

    private sealed record Content(ReadOnlyMemory<byte>? Bytes);
}
