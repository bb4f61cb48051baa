using NodaTime;

namespace TeamsCctv.Domain.Clocks;

/// <summary>
/// When a school holds sessions. Only days within the calendar, from the first to the last day that it names, can be
/// known to have none: a day beyond counts as one with sessions, so that a calendar that nobody has continued yet makes
/// a date earlier, never later.
/// </summary>
/// <param name="Sessions">The terms, or half-terms.</param>
/// <param name="Closed">Days within them without sessions: half-term holidays, a polling day.</param>
/// <param name="StaffOnly">Days on which staff alone are there (INSET), within terms or beside them.</param>
public sealed record SchoolTerms(
    IReadOnlyList<DateInterval> Sessions, IReadOnlyList<DateInterval>? Closed = null, IReadOnlyList<DateInterval>? StaffOnly = null)
{
    /// <summary>The last day that the calendar knows; null where it is empty.</summary>
    public LocalDate? KnownUntil => Sessions.Count == 0 ? null : Sessions.Max(term => term.End);

    /// <summary>Whether a weekday is known to be without sessions.</summary>
    /// <param name="countStaffOnly">A day for staff alone counts as one with sessions.</param>
    public bool IsClosed(LocalDate day, bool countStaffOnly = false)
    {
        if (Sessions.Count == 0 || day < Sessions.Min(term => term.Start) || day > KnownUntil)
            return false;
        return Has(StaffOnly, day) ? !countStaffOnly : !Has(Sessions, day) || Has(Closed, day);
    }

    private static bool Has(IReadOnlyList<DateInterval>? days, LocalDate day) => days?.Any(span => span.Contains(day)) == true;
}
