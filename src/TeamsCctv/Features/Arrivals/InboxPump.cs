using TeamsCctv.Protocols.Queues;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Arrivals;

/// <summary>
/// What the Functions host does where there is none: receives messages, deletes them after the commit, and sets those
/// aside that could not be taken for the fifth time. Several processes may pump one queue.
/// </summary>
internal sealed partial class InboxPump(InboxQueue queue, Intake intake, IHostApplicationLifetime lifetime, ILogger<InboxPump> logger) : BackgroundService
{
    private const int AtOnce = 16;

    /// <summary>How long a message is ours. What is not done by then comes again, here or elsewhere.</summary>
    private static readonly TimeSpan Invisible = TimeSpan.FromSeconds(10);

    /// <summary>A store that is down is not the message's fault: five tries last ten minutes, in which somebody may have mended it.</summary>
    private static readonly TimeSpan StoreDown = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan NextTry = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!await StartedAsync(stoppingToken))
            return;
        var wait = ShortestWait;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                wait = await StepAsync(stoppingToken) ? ShortestWait : wait * 2 < LongestWait ? wait * 2 : LongestWait;
                await Task.Delay(wait, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
        }
    }

    /// <summary>What is taken in belongs into tables that the other services make as they start; false where the process ends before.</summary>
    private async Task<bool> StartedAsync(CancellationToken stopping)
    {
        var started = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var afterStart = lifetime.ApplicationStarted.Register(() => started.TrySetResult(true));
        await using var atEnd = stopping.Register(() => started.TrySetResult(false));
        return await started.Task;
    }

    /// <summary>False where there was nothing, or the queue cannot be reached.</summary>
    private async Task<bool> StepAsync(CancellationToken cancellation)
    {
        try
        {
            var received = await queue.ReceiveAsync(AtOnce, Invisible, cancellation);

            // Together, so that they share a commit.
            await Task.WhenAll(received.Select(message => TakeAsync(message, cancellation)));
            return received.Count > 0;
        }
        catch (QueueFailedException failure)
        {
            LogUnreachable(failure);
            return false;
        }
    }

    private async Task TakeAsync(QueuedMessage message, CancellationToken cancellation)
    {
        try
        {
            await intake.TakeAsync(message.Text, cancellation);
        }
        catch (NotTakenException failure)
        {
            LogNotTaken(failure, message.Id, message.Tries);
            if (message.Tries < Intake.MostTries)
            {
                await queue.DeferAsync(message, failure.InnerException is StoreFailedException ? StoreDown * message.Tries : NextTry, cancellation);
                return;
            }

            await queue.PoisonAsync(message.Text, cancellation);
        }

        await queue.DeleteAsync(message, cancellation);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The inbox queue cannot be reached; it is tried again")]
    private partial void LogUnreachable(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Message {Message} of the inbox queue was not taken at try {Try}")]
    private partial void LogNotTaken(Exception failure, string message, long @try);
}
