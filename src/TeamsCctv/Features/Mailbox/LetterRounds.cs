using NodaTime;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox;

/// <summary>
/// Looks once an hour for mail that has been set aside for so long that it goes. The list only says where to look; whether its time
/// is over is decided on its records, in the transaction that erases it.
/// </summary>
public sealed class LetterRounds(LetterList letters, LetterActs acts, Registers registers, TimeProvider time) : BackgroundService
{
    private const int AtOnce = 200;

    private static readonly TimeSpan Round = TimeSpan.FromHours(1);

    /// <summary>One round; the number of mails that went.</summary>
    public async Task<int> EraseAsync()
    {
        var gone = 0;
        var over = Instant.FromDateTimeOffset(time.GetUtcNow()) - Duration.FromDays(SetAside.KeptDays);
        foreach (var school in registers.Cameras.Schools)
        {
            foreach (var letter in letters.Until(school.Id, over, AtOnce))
            {
                if (await acts.EraseAsync(school.Id, letter))
                    gone++;
            }
        }

        return gone;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Round, time);
        try
        {
            do
            {
                try
                {
                    await EraseAsync();
                }
                catch (StoreFailedException)
                {
                    // The next round finds what this one did not get to.
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
