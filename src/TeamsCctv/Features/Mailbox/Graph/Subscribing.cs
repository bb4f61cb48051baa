using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using TeamsCctv.Features.Messages;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox.Graph;

/// <summary>
/// Keeps one subscription for each mailbox. The secret is chosen and written first, and the address that Graph posts to
/// carries its fingerprint: after a lost answer the list of subscriptions tells which one was made with it.
/// </summary>
internal sealed class Subscribing(Database database, GraphSubscriptions graph, PublicAddress address, TimeProvider time)
{
    public const string Notifications = "/api/graph/notifications";
    public const string Lifecycle = "/api/graph/lifecycle";

    /// <summary>How long a new subscription may be missing from the list.</summary>
    private static readonly Duration ListLag = Duration.FromMinutes(5);

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <summary>Makes, renews or replaces the subscription, where it is time.</summary>
    public async Task KeepAsync(MailboxRow row, CancellationToken cancellation)
    {
        if (row is { Subscription: { } ended, Expires: { } expires } && expires <= Now)
            row = await ForgetAsync(row, ended);
        if (row.Subscription is null)
            await CreateAsync(row, cancellation);
        else if (row.IsToBeRenewed(Now))
            await RenewAsync(row, row.Subscription, cancellation);
    }

    /// <summary>Deletes what is ours and serves no mailbox, and finds mailboxes whose subscription has gone without a word.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        // In this order: whatever is on the list was made with a secret that was written before.
        var listed = await graph.ListAsync(cancellation);
        var rows = database.Read(MailboxTable.All);
        foreach (var stray in listed.Where(one => IsOurs(one) && !rows.Any(row => Serves(one, row))))
            await graph.DeleteAsync(stray.Id, cancellation);
        foreach (var row in rows)
        {
            if (row is { Subscription: { } id, Made: { } made } && Now - made > ListLag && listed.All(one => one.Id != id))
                await ForgetAsync(row, id);
        }
    }

    private static bool Serves(GraphSubscription one, MailboxRow row) =>
        row.Subscription is { } id ? one.Id == id : row.Secret is { } secret && QueryOf(one) == KeyOf(secret);

    private async Task CreateAsync(MailboxRow row, CancellationToken cancellation)
    {
        var secret = row.Secret ?? await ChooseSecretAsync(row.School);
        var url = UrlOf(Notifications, secret);
        var made = (await graph.ListAsync(cancellation)).Where(one => IsOurs(one) && QueryOf(one) == KeyOf(secret) && At(one.Expires) > Now)
            .OrderByDescending(one => one.Expires).ToList();

        // A crash from here on leaves a subscription that the list shows next time.
        var subscription = made.FirstOrDefault()
            ?? await graph.CreateAsync(row.Mailbox, url, UrlOf(Lifecycle, secret), secret, time.GetUtcNow() + GraphSubscriptions.Lifetime, cancellation);
        await database.WriteAsync(session =>
        {
            MailboxTable.Subscribed(session, row.School, secret, subscription.Id, Now, At(subscription.Expires));
            return true;
        });
        foreach (var copy in made.Skip(1))
            await graph.DeleteAsync(copy.Id, cancellation);
    }

    private async Task RenewAsync(MailboxRow row, string id, CancellationToken cancellation)
    {
        try
        {
            var expires = await graph.RenewAsync(id, time.GetUtcNow() + GraphSubscriptions.Lifetime, cancellation);
            await database.WriteAsync(session =>
            {
                MailboxTable.Renewed(session, row.School, id, row.RenewAsked, Now, At(expires));
                return true;
            });
        }
        catch (GraphException gone) when (gone.Trouble is GraphTrouble.NotFound or GraphTrouble.Gone)
        {
            await CreateAsync(await ForgetAsync(row, id), cancellation);
        }
    }

    private Task<MailboxRow> ForgetAsync(MailboxRow row, string id) => database.WriteAsync(session =>
    {
        MailboxTable.Unsubscribed(session, row.School, id);
        return MailboxTable.Find(session, row.School) ?? row with { Secret = null, Subscription = null };
    });

    /// <summary>256 bits; whoever knows them can make us look for a message, and nothing more.</summary>
    private Task<string> ChooseSecretAsync(string school) => database.WriteAsync(session =>
    {
        MailboxTable.ChooseSecret(session, school, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));
        return MailboxTable.Find(session, school)?.Secret ?? throw new GraphException(GraphTrouble.NotNow, "the mailbox was disconnected meanwhile");
    });

    private Uri UrlOf(string path, string secret) => address.Of($"{path}{KeyOf(secret)}");

    private bool IsOurs(GraphSubscription one) =>
        one.NotificationUrl.Split('?')[0].Equals(address.Of(Notifications).AbsoluteUri, StringComparison.OrdinalIgnoreCase);

    private static string QueryOf(GraphSubscription one) => one.NotificationUrl.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? one.NotificationUrl[at..] : "";

    /// <summary>Tells the secret from others without saying it.</summary>
    private static string KeyOf(string secret) => $"?key={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"graph-subscription/{secret}")))[..32]}";

    private static Instant At(DateTimeOffset moment) => Instant.FromDateTimeOffset(moment);
}
