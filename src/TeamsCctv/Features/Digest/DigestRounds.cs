using NodaTime;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.Following;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Digest;

/// <summary>
/// On Mondays at seven in London, or as soon as the process is back within that week: says who must have the week's card. A copy is
/// named by school, week and person, so that it goes once, whatever a crash leaves undone. It is no record.
/// </summary>
public sealed class DigestRounds(Database database, MatterList matters, CaseList cases, Scenes scenes, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(10);

    /// <summary>One round; the number of cards that it found missing.</summary>
    public async Task<int> RoundAsync(CancellationToken cancellation)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var week = DigestWeek.Of(now);
        if (now < week.Due)
            return 0;
        var made = 0;
        foreach (var scene in scenes.All(now))
        {
            var school = scene.School.Id;
            if (database.Read(session => Missing(session, scene, week)) is not { Count: > 0 } missing)
                continue;

            // What the cards say is read from the lists as they are when each is drawn.
            await matters.CatchUpAsync(school, cancellation);
            await cases.CatchUpAsync(school, cancellation);
            made += await database.WriteAsync(session =>
            {
                foreach (var who in missing)
                    new DeliveryTable(session).Add(school, week.Id, Topics.Digest, who, 0);
                return missing.Count;
            });
        }

        return made;
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
                    await RoundAsync(stoppingToken);
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

    /// <summary>
    /// Who should have the week's card and has none: whoever holds a position for it now and held one when it was due. A school whose
    /// log began since then has missed nothing.
    /// </summary>
    private static List<string> Missing(Session session, Scene scene, DigestWeek week)
    {
        var school = scene.School.Id;
        if (scene.Policy.Mailbox?.Digest is not { } positions
            || session.First("SELECT at FROM record WHERE school = $1 AND seq = 0", row => (long?)row.GetInt64(0), school) is not { } began
            || began >= week.Due.ToUnixTimeMilliseconds())
        {
            return [];
        }

        var then = (scene with { Now = week.Due }).Holders(positions).Select(office => office.Person.Key).ToHashSet();
        var has = session.Query("SELECT who FROM delivery WHERE school = $1 AND case_id = $2 AND topic = $3", row => row.GetString(0), school, week.Id, Topics.Digest);
        return [.. scene.Holders(positions).Select(office => office.Person.Key).Where(who => then.Contains(who) && !has.Contains(who))];
    }
}
