using NodaTime;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Trust;

/// <summary>A school as whoever watches over it sees it: numbers alone, each of which leads to that school's own page.</summary>
/// <param name="Open">Cases that are not closed, of any kind.</param>
/// <param name="Waiting">Those of them that wait for somebody's decision, the first of them since <paramref name="WaitingSince"/>.</param>
/// <param name="Due">Recordings to be deleted soon or being deleted; <paramref name="Overdue"/> of them should be gone.</param>
/// <param name="Disclosures">Disclosures that wait or are under way.</param>
/// <param name="Refusals">What the policy refused in the last <see cref="TrustDesk.RefusalDays"/> days.</param>
/// <param name="Recorders">How many there are; <paramref name="Silent"/> of them were not heard of for <see cref="TrustDesk.SilentAfter"/>.</param>
/// <param name="Faults">Conditions that a recorder told of in the last <see cref="TrustDesk.FaultDays"/> days and did not say are over.</param>
/// <param name="Clock">Why nothing can be recorded at the school now.</param>
public sealed record TrustRow(
    School School, int Open, int Waiting, Instant? WaitingSince, int Due, int Overdue, int Disclosures, int Refusals,
    int Recorders, int Silent, int Faults, ClockIsBehind? Clock)
{
    /// <summary>What must be looked at: nothing is recorded, kept too long, seen or decided as it should be.</summary>
    public bool NeedsAttention => Clock is not null || Overdue > 0 || Silent > 0 || Faults > 0 || Waiting > 0;

    /// <summary>The worst first: no records at all, then what is kept too long, then what is not recorded, then who waits longest.</summary>
    public static IReadOnlyList<TrustRow> Sort(IEnumerable<TrustRow> rows) =>
    [
        .. rows.OrderByDescending(row => row.Clock is not null)
            .ThenByDescending(row => row.Overdue)
            .ThenByDescending(row => row.Silent + row.Faults)
            .ThenBy(row => row.WaitingSince ?? Instant.MaxValue)
            .ThenByDescending(row => row.Due)
            .ThenBy(row => row.School.Name, StringComparer.Ordinal),
    ];
}
