namespace TeamsCctv.Features.Deliveries;

/// <summary>Runs the sender once the server listens: in Development the channel is this very process.</summary>
public sealed class Sending(IServiceProvider services, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        using var listening = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        using var stopping = stoppingToken.Register(() => started.TrySetCanceled(stoppingToken));
        try
        {
            await started.Task;
        }
        catch (OperationCanceledException)
        {
            return;
        }

        await services.GetRequiredService<CardSender>().RunAsync(stoppingToken);
    }
}
