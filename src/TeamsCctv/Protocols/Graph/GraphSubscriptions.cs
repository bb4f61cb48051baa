using Microsoft.Graph.Models;

namespace TeamsCctv.Protocols.Graph;

/// <summary>A subscription as Graph tells of it; the secret is never told.</summary>
public sealed record GraphSubscription(string Id, string NotificationUrl, DateTimeOffset Expires);

/// <summary>What announces new mail.</summary>
internal sealed class GraphSubscriptions(GraphCalls calls)
{
    /// <summary>Graph keeps a subscription to messages at most 10,080 minutes; an hour less, for clocks that differ.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10_080 - 60);

    /// <summary>More subscriptions than an application has of us; a list without end is none.</summary>
    private const int MostPages = 100;

    public async Task<GraphSubscription> CreateAsync(
        string mailbox, Uri notifications, Uri lifecycle, string secret, DateTimeOffset expires, CancellationToken cancellation)
    {
        var body = new Subscription
        {
            ChangeType = "created",
            NotificationUrl = notifications.AbsoluteUri,
            LifecycleNotificationUrl = lifecycle.AbsoluteUri,
            Resource = $"users/{Uri.EscapeDataString(mailbox)}/mailFolders('Inbox')/messages",
            ExpirationDateTime = expires,
            ClientState = secret,
        };
        return Of(await calls.RunAsync((graph, cancelled) => graph.Subscriptions.PostAsync(body, GraphMail.WithImmutableIds, cancelled), cancellation));
    }

    /// <summary>Renewing also answers a call to reauthorise.</summary>
    /// <returns>Until when it runs now.</returns>
    public async Task<DateTimeOffset> RenewAsync(string id, DateTimeOffset expires, CancellationToken cancellation) => Of(await calls.RunAsync(
        (graph, cancelled) => graph.Subscriptions[id].PatchAsync(new() { ExpirationDateTime = expires }, cancellationToken: cancelled), cancellation)).Expires;

    /// <summary>One that is gone already is deleted.</summary>
    public async Task DeleteAsync(string id, CancellationToken cancellation)
    {
        try
        {
            await calls.RunAsync((graph, cancelled) => graph.Subscriptions[id].DeleteAsync(cancellationToken: cancelled), cancellation);
        }
        catch (GraphException gone) when (gone.Trouble is GraphTrouble.NotFound or GraphTrouble.Gone)
        {
        }
    }

    /// <summary>All of the application's, of whatever deployment.</summary>
    public async Task<IReadOnlyList<GraphSubscription>> ListAsync(CancellationToken cancellation)
    {
        List<GraphSubscription> all = [];
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            var from = next;
            var answer = await calls.RunAsync(
                (graph, cancelled) => (from is null ? graph.Subscriptions : graph.Subscriptions.WithUrl(from)).GetAsync(cancellationToken: cancelled), cancellation);
            all.AddRange((answer.Value ?? []).Where(one => one is { Id: not null, NotificationUrl: not null, ExpirationDateTime: not null }).Select(Of));
            if ((next = answer.OdataNextLink) is null)
                return all;
            if (!calls.Address.Holds(next))
                throw new GraphException(GraphTrouble.Refused, "a link leads elsewhere");
        }

        throw new GraphException(GraphTrouble.Refused, "a list without end");
    }

    private static GraphSubscription Of(Subscription one) => one is { Id: { Length: > 0 and <= 200 } id, ExpirationDateTime: { } expires }
        ? new(id, one.NotificationUrl ?? "", expires)
        : throw new GraphException(GraphTrouble.NotNow, "an answer that names no subscription");
}
