using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using TeamsCctv.Features.Arrivals;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Protocols.Teams;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox.Graph;

/// <summary>
/// Where Graph announces mail and what happens to its subscriptions. 202: accepted for good, or of no effect; 400 and 413: the
/// body is at fault; 503: not known to be accepted, Graph sends it again. What an unknown subscription or a wrong secret says is of no
/// effect and answered 202 like everything else: another answer would have Graph repeat it for hours where the
/// subscription is an old one of ours, and would tell a guesser what was right.
/// </summary>
internal sealed partial class NotificationEndpoint(Database database, IArrivals arrivals, GraphSettings settings, TimeProvider time, ILogger<NotificationEndpoint> logger)
{
    /// <summary>Graph waits three seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    private const int LongestToken = 1024;

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            if (context.Request.Query.TryGetValue("validationToken", out var token))
                await ShakeHandsAsync(context, token.ToString());
            else
                context.Response.StatusCode = await TakeAsync(context);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            // Graph hung up; what it sent was accepted whole or not at all, and it sends it again.
        }
    }

    /// <summary>The token comes back decoded. It is opaque but never holds markup, so that nothing that could be a page is ever answered.</summary>
    private static Task ShakeHandsAsync(HttpContext context, string token)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (token.Length is 0 or > LongestToken || !token.All(IsPlain))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }

        context.Response.ContentType = MediaTypeNames.Text.Plain;
        return context.Response.WriteAsync(token, context.RequestAborted);
    }

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || " -_.:~+/=,;@()!*$".Contains(letter, StringComparison.Ordinal);

    private async Task<int> TakeAsync(HttpContext context)
    {
        if (context.Request.ContentLength > GraphNotices.LargestBody
            || await BoundedHttp.ReadAsync(context.Request.Body, GraphNotices.LargestBody, context.RequestAborted) is not { } body)
            return StatusCodes.Status413PayloadTooLarge;
        if (GraphNotices.Read(body) is not { } notices)
            return StatusCodes.Status400BadRequest;
        try
        {
            var rows = database.Read(MailboxTable.All);
            var meant = notices.Select(notice => (Row: Known(rows, notice), Notice: notice)).Where(one => one.Row is not null).ToList();
            if (meant.Count < notices.Count)
                LogDropped(notices.Count - meant.Count);
            if (meant.Count == 0)
                return StatusCodes.Status202Accepted;
            var announced = meant.Select(one => new MailboxNotice(one.Row!.School, one.Row.Subscription!, one.Notice.Message, one.Notice.Lifecycle));
            await arrivals.AcceptAsync(new NoticesHeard([.. announced], Instant.FromDateTimeOffset(time.GetUtcNow()))).WaitAsync(Patience, time, context.RequestAborted);
            return StatusCodes.Status202Accepted;
        }
        catch (Exception unknown) when (unknown is StoreFailedException or TimeoutException)
        {
            LogStoreFailed(unknown);
            return StatusCodes.Status503ServiceUnavailable;
        }
    }

    /// <summary>Whose subscription it is, if the secret is that subscription's and the tenant ours.</summary>
    private MailboxRow? Known(IReadOnlyList<MailboxRow> rows, GraphNotice notice)
    {
        var row = rows.FirstOrDefault(row => row.Subscription is not null && row.Subscription.Equals(notice.Subscription, StringComparison.OrdinalIgnoreCase));
        return row?.Secret is { } secret
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(notice.Secret))
            && (notice.Tenant is not { Length: > 0 } tenant || (Guid.TryParse(tenant, out var theirs) && theirs == settings.Tenant))
                ? row
                : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} announcements of mail came for no subscription of ours, or without its secret")]
    private partial void LogDropped(int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Announcements of mail could not be stored; Graph was told to send them again")]
    private partial void LogStoreFailed(Exception failure);
}
