using NodaTime;

namespace TeamsCctv.Domain.Clocks;

/// <summary>What clocks count a school's days by.</summary>
/// <param name="Terms">Null where the register holds none: then every working day counts as a school day, which makes dates earlier.</param>
public sealed record SchoolCalendar(HolidayTable Holidays, Division Division, SchoolTerms? Terms)
{
    /// <summary>A school in England or Wales whose terms nobody has entered.</summary>
    public static SchoolCalendar Official { get; } = new(HolidayTable.Official, Division.EnglandAndWales, null);

    /// <summary>A school's days out of the register's entries.</summary>
    public static SchoolCalendar Of(HolidayTable holidays, Division division, IEnumerable<SchoolDays> days)
    {
        var known = days.ToLookup(span => span.Kind, span => new DateInterval(span.From, span.Until));
        return new(holidays, division, known.Count == 0 ? null : new([.. known[SchoolDaysKind.Term]], [.. known[SchoolDaysKind.Closed]], [.. known[SchoolDaysKind.StaffOnly]]));
    }
}

/// <summary>A register entry: days of a school, both ends included.</summary>
public sealed record SchoolDays(string School, SchoolDaysKind Kind, LocalDate From, LocalDate Until);

/// <summary>What a school's days are.</summary>
public enum SchoolDaysKind
{
    /// <summary>A term, or half of one: sessions are held.</summary>
    Term,

    /// <summary>Within a term, without sessions: half-term, a polling day.</summary>
    Closed,

    /// <summary>Only staff are there.</summary>
    StaffOnly,
}
