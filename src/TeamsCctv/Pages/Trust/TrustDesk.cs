using System.Text.Json;
using NodaTime;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Recorders;
using TeamsCctv.Features.Following;
using TeamsCctv.Features.Recorders;
using TeamsCctv.Pages.Cases;
using TeamsCctv.Pages.Shared;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Trust;

/// <summary>
/// The schools that one person watches over, from the lists that are kept of them: a query a list for all of them together,
/// and no case is read.
/// </summary>
public sealed class TrustDesk(CaseList cases, MatterList matters, Tally tally, Sightings sightings, Database database)
{
    public const int RefusalDays = 30;

    /// <summary>How long a fault counts of which the recorder says nothing more: most never say that one is over.</summary>
    public const int FaultDays = 7;

    /// <summary>Ours, and no policy's: a recorder that is well is heard of at least daily.</summary>
    public static readonly Duration SilentAfter = Duration.FromHours(24);

    public async Task<IReadOnlyList<TrustRow>> RowsAsync(Visitor visitor, CancellationToken cancellation)
    {
        var (now, register) = (visitor.Scene.Now, visitor.Scene.Cameras);
        var today = London.DayOf(now);
        List<string> ids = [.. visitor.Overseen.Select(school => school.Id)];
        var downloads = (await cases.CountAsync(ids, today, today.PlusDays(CaseQueues.Soon), cancellation)).ToLookup(count => count.School);
        var others = (await matters.CountAsync(ids, cancellation)).ToLookup(count => count.School);
        var refusals = await tally.RefusalsAsync(ids, now - Duration.FromDays(RefusalDays), cancellation);
        var recorders = register.Recorders.ToLookup(recorder => recorder.School);
        var (last, faults, heard) = database.Read(session => (
            session.Query("SELECT school, at FROM log WHERE school IN (SELECT value FROM json_each($1))", row => (School: row.GetString(0), At: row.GetInt64(1)), JsonSerializer.Serialize(ids))
                .ToDictionary(row => row.School, row => Instant.FromUnixTimeMilliseconds(row.At)),
            EpisodeTable.Lasting(session, RecorderEventKinds.Faults, now - Duration.FromDays(FaultDays)).CountBy(recorder => recorder).ToDictionary(),
            sightings.Heard(session)));
        return TrustRow.Sort(visitor.Overseen.Select(Row));

        TrustRow Row(School school)
        {
            List<CaseCount> here = [.. downloads[school.Id]];
            List<MatterCount> beside = [.. others[school.Id]];
            List<CaseCount> decisions = [.. here.Where(count => count.State is DownloadState.AwaitingAuthorisation or DownloadState.AwaitingDeletion)];
            List<MatterCount> undecided = [.. beside.Where(count => count.State == MatterState.Waiting)];
            return new(
                school,
                here.Sum(count => count.Cases) + beside.Sum(count => count.Cases),
                decisions.Sum(count => count.Cases) + undecided.Sum(count => count.Cases),
                decisions.Select(count => (Instant?)count.Oldest).Concat(undecided.Select(count => (Instant?)count.Oldest)).Min(),
                here.Sum(count => count.Due), here.Sum(count => count.Overdue),
                beside.Sum(count => count.Disclosures),
                refusals.GetValueOrDefault(school.Id),
                recorders[school.Id].Count(),
                recorders[school.Id].Count(recorder => !heard.TryGetValue(recorder.Id, out var seen) || now - seen > SilentAfter),
                recorders[school.Id].Sum(recorder => faults.GetValueOrDefault(recorder.Id)),
                last.TryGetValue(school.Id, out var at) ? ClockIsBehind.Of(school.Id, at, now) : null);
        }
    }
}
