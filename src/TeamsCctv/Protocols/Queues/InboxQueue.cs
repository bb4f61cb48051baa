using System.Text;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace TeamsCctv.Protocols.Queues;

/// <summary>
/// A queue of Azure Storage, and a blob container for what is too large for a message. A message may come more than once
/// and in any order; it never expires.
/// </summary>
internal sealed class InboxQueue
{
    public const string PoisonSuffix = "-poison";

    /// <summary>Bytes before base64, which the Functions host expects; Storage takes 64 KiB after it.</summary>
    public const int LargestMessage = 48 * 1024;

    /// <summary>Bytes of a payload; nothing that is accepted comes near it.</summary>
    private const int LargestPayload = 16 * 1024 * 1024;

    private static readonly TimeSpan Never = TimeSpan.FromSeconds(-1);

    private readonly QueueClient _queue;
    private readonly QueueClient _poison;
    private readonly BlobContainerClient _payloads;

    public InboxQueue(QueueSettings settings)
    {
        var queues = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64, Diagnostics = { IsTelemetryEnabled = false } };
        var blobs = new BlobClientOptions { Diagnostics = { IsTelemetryEnabled = false } };
        Bound(queues.Retry);
        Bound(blobs.Retry);
        var service = settings.ConnectionString is { } connection
            ? new QueueServiceClient(connection, queues)
            : new QueueServiceClient(settings.Queues, settings.Credential, queues);
        _queue = service.GetQueueClient(settings.Queue);
        _poison = service.GetQueueClient(settings.Queue + PoisonSuffix);
        _payloads = (settings.ConnectionString is { } same
            ? new BlobServiceClient(same, blobs)
            : new BlobServiceClient(settings.Blobs, settings.Credential, blobs)).GetBlobContainerClient(settings.Payloads);
    }

    /// <summary>Returns once the queue has it.</summary>
    /// <exception cref="QueueFailedException">Nobody knows whether it has.</exception>
    public Task SendAsync(string text, CancellationToken cancellation) => TryAsync(async () =>
    {
        var message = Encoding.UTF8.GetByteCount(text) <= LargestMessage ? text : JsonSerializer.Serialize(new Pointer(await PutAsync(text, cancellation)));
        await WithQueueAsync(_queue, () => _queue.SendMessageAsync(message, timeToLive: Never, cancellationToken: cancellation), cancellation);
        return true;
    });

    /// <summary>What a message says, fetched where it is only pointed to; null where a copy of it was handled before.</summary>
    /// <exception cref="QueueFailedException">It cannot be fetched now, or is lost.</exception>
    public Task<string?> OpenAsync(string message, CancellationToken cancellation) => TryAsync(async () =>
    {
        if (PointerOf(message) is not { } payload)
            return message;
        var found = await _payloads.GetBlobClient(payload).DownloadContentAsync(cancellation);
        return found.Value.Content.ToMemory().Length == 0 ? null : found.Value.Content.ToString();
    });

    /// <summary>
    /// After the commit: a payload is emptied and not deleted, so that a copy of its message is told from one whose payload
    /// was lost. Failing leaves it for the next copy, or for ever; nothing is lost by it.
    /// </summary>
    public async Task HandledAsync(string message, CancellationToken cancellation)
    {
        if (PointerOf(message) is not { } payload)
            return;
        try
        {
            await _payloads.GetBlobClient(payload).UploadAsync(BinaryData.Empty, overwrite: true, cancellation);
        }
        catch (Exception failure) when (IsOfStorage(failure))
        {
        }
    }

    public Task<IReadOnlyList<QueuedMessage>> ReceiveAsync(int most, TimeSpan invisible, CancellationToken cancellation) => TryAsync<IReadOnlyList<QueuedMessage>>(async () =>
    {
        var received = await WithQueueAsync(_queue, () => _queue.ReceiveMessagesAsync(most, invisible, cancellation), cancellation);
        return [.. received.Value.Select(one => new QueuedMessage(one.MessageId, one.PopReceipt, one.DequeueCount, one.Body.ToString()))];
    });

    public Task DeleteAsync(QueuedMessage message, CancellationToken cancellation) =>
        IfOursAsync(() => _queue.DeleteMessageAsync(message.Id, message.Receipt, cancellation));

    /// <summary>Leaves a message for a later try.</summary>
    public Task DeferAsync(QueuedMessage message, TimeSpan wait, CancellationToken cancellation) =>
        IfOursAsync(() => _queue.UpdateMessageAsync(message.Id, message.Receipt, visibilityTimeout: wait, cancellationToken: cancellation));

    /// <summary>With a message that somebody else has received meanwhile, nothing is done.</summary>
    private static Task<bool> IfOursAsync(Func<Task> act) => TryAsync(async () =>
    {
        try
        {
            await act();
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
        }

        return true;
    });

    /// <summary>Sets a message aside for a person, for as long as that takes. A crash before it goes from the queue leaves it in both.</summary>
    public Task PoisonAsync(string message, CancellationToken cancellation) => TryAsync(() =>
        WithQueueAsync(_poison, () => _poison.SendMessageAsync(message, timeToLive: Never, cancellationToken: cancellation), cancellation));

    /// <summary>Puts what was set aside back, where somebody has mended what it failed at; how many those were. A crash leaves one in both queues, and it counts once.</summary>
    public Task<int> PutBackAsync(CancellationToken cancellation) => TryAsync(async () =>
    {
        var moved = 0;
        try
        {
            while ((await _poison.ReceiveMessagesAsync(32, TimeSpan.FromMinutes(1), cancellation)).Value is { Length: > 0 } received)
            {
                foreach (var message in received)
                {
                    await WithQueueAsync(_queue, () => _queue.SendMessageAsync(message.Body, timeToLive: Never, cancellationToken: cancellation), cancellation);
                    await _poison.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellation);
                    moved++;
                }
            }
        }
        catch (RequestFailedException none) when (none.ErrorCode == QueueErrorCode.QueueNotFound)
        {
        }

        return moved;
    });

    /// <summary>How many messages were set aside, and since when the oldest of them is; null where none was.</summary>
    public Task<(int Count, DateTimeOffset Since)?> PoisonedAsync(CancellationToken cancellation) => TryAsync<(int, DateTimeOffset)?>(async () =>
    {
        try
        {
            PeekedMessage[] peeked = (await _poison.PeekMessagesAsync(32, cancellation)).Value;
            if (peeked.Length == 0)
                return null;
            QueueProperties properties = await _poison.GetPropertiesAsync(cancellation);
            return (Math.Max(peeked.Length, properties.ApproximateMessagesCount), peeked.Min(one => one.InsertedOn) ?? DateTimeOffset.UnixEpoch);
        }
        catch (RequestFailedException none) when (none.Status == 404)
        {
            return null;
        }
    });

    private async Task<string> PutAsync(string text, CancellationToken cancellation)
    {
        var name = Guid.NewGuid().ToString("N");
        var bytes = BinaryData.FromString(text);
        if (bytes.ToMemory().Length > LargestPayload)
            throw new InvalidOperationException("What was accepted is larger than a payload may be.");
        try
        {
            await _payloads.GetBlobClient(name).UploadAsync(bytes, cancellation);
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await _payloads.CreateIfNotExistsAsync(cancellationToken: cancellation);
            await _payloads.GetBlobClient(name).UploadAsync(bytes, cancellation);
        }
        catch (RequestFailedException there) when (there.ErrorCode == BlobErrorCode.BlobAlreadyExists)
        {
            // Ours, by a try whose answer was lost: nobody else knows the name.
        }

        return name;
    }

    private static async Task<T> WithQueueAsync<T>(QueueClient queue, Func<Task<T>> act, CancellationToken cancellation)
    {
        try
        {
            return await act();
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellation);
            return await act();
        }
    }

    private static async Task<T> TryAsync<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception failure) when (IsOfStorage(failure))
        {
            throw new QueueFailedException(failure);
        }
    }

    // What several tries came to is an AggregateException; no token is an AuthenticationFailedException.
    private static bool IsOfStorage(Exception failure) =>
        failure is RequestFailedException or AggregateException or IOException or Azure.Identity.AuthenticationFailedException;

    private static string? PointerOf(string message)
    {
        try
        {
            return message.StartsWith("{\"Payload\":", StringComparison.Ordinal) && JsonSerializer.Deserialize<Pointer>(message) is { Payload: { Length: 32 } name } && name.All(char.IsAsciiHexDigitLower)
                ? name
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Recorders and Graph wait for seconds only.</summary>
    private static void Bound(Azure.Core.RetryOptions retry)
    {
        retry.MaxRetries = 2;
        retry.Delay = TimeSpan.FromMilliseconds(200);
        retry.MaxDelay = TimeSpan.FromSeconds(1);
        retry.NetworkTimeout = TimeSpan.FromSeconds(5);
    }

    private sealed record Pointer(string Payload);
}

/// <summary>A message that is ours until its time is over.</summary>
/// <param name="Tries">How often it has been received, this time included.</param>
internal sealed record QueuedMessage(string Id, string Receipt, long Tries, string Text);

/// <summary>The storage account did not confirm.</summary>
internal sealed class QueueFailedException(Exception inner) : Exception("The queue did not confirm.", inner);
