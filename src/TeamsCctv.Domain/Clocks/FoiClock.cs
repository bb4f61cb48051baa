using NodaTime;

namespace TeamsCctv.Domain.Clocks;

/// <summary>What an FOI request's clock depends on.</summary>
/// <param name="Clarifications">Questions without which the request could not be understood (FOIA s1(3)).</param>
public sealed record FoiFacts(LocalDate Received, IReadOnlyList<Asked>? Clarifications = null)
{
    /// <summary>In the order asked.</summary>
    internal IReadOnlyList<Asked> Questions => [.. (Clarifications ?? []).OrderBy(asked => asked.On).ThenBy(asked => asked.Answered ?? LocalDate.MaxIsoValue)];

    internal FoiFacts Checked()
    {
        Bounds.Plausible(Received);
        foreach (var asked in Clarifications ?? [])
            Bounds.Checked(asked);
        return this;
    }
}

/// <summary>
/// When an FOI request must be answered: the 20th working day following receipt (FOIA s10), for schools the 20th that is
/// also a school day or the 60th working day, whichever is first (SI 2004/3364 reg 3; academies by the 2010 regulations).
/// A bank holiday anywhere in the United Kingdom is no working day.
/// </summary>
public static class FoiClock
{
    public const int Days = 20, Cap = 60;

    /// <param name="schoolDays">The policy counts as the schools' regulations do; false: plain working days.</param>
    /// <param name="terms">Null where the school's calendar is not known; then working days are counted.</param>
    /// <exception cref="ArgumentOutOfRangeException">A day is implausible, or an answer is before its question.</exception>
    public static Due Of(FoiFacts facts, string clause, HolidayTable holidays, bool schoolDays, SchoolTerms? terms)
    {
        facts.Checked();
        var reckoning = new Reckoning(
            schoolDays ? "Answer within 20 school days, at most 60 working days" : "Answer within 20 working days",
            schoolDays ? $"{clause}; FOIA s10, SI 2004/3364 reg 3" : $"{clause}; FOIA s10(1)", holidays, null);
        var counted = schoolDays ? terms : null;
        reckoning.Say($"Received {London.Say(facts.Received)}; that day is not counted.");
        var start = facts.Received;
        var asking = new List<DateInterval>();
        foreach (var asked in facts.Questions)
        {
            if (asked.On > Count(start, holidays, counted).Day)
                reckoning.Say($"Clarification was asked for on {London.Say(asked.On)}, after the last day, so it changes nothing.");
            else if (asked.Answered is not { } answered)
                return reckoning.Waiting(start, new("an answer to the clarification", asked.On));
            else if (answered > start)
            {
                reckoning.Say($"Clarification was asked for on {London.Say(asked.On)} and answered on {London.Say(answered)}: the days are counted anew from then.");
                asking.Add(new(asked.On, answered));
                start = answered;
            }
        }

        var count = Count(start, holidays, counted);
        foreach (var left in count.Left)
            reckoning.Leave(left);
        Tell(reckoning, start, count, holidays, schoolDays, terms);
        return reckoning.On(start, count.Day, Safe(reckoning, facts.Received, start, count, holidays, counted, asking));
    }

    private static void Tell(Reckoning reckoning, LocalDate start, FoiCount count, HolidayTable holidays, bool schoolDays, SchoolTerms? terms)
    {
        foreach (var off in count.Left.Where(left => left.Kind == LeftOutKind.Holiday))
            reckoning.Say($"{London.Say(off.Day)} is {off.Why}, no working day.");
        var closed = count.Left.Count(left => left.Kind == LeftOutKind.NoSession);
        if (closed > 0)
            reckoning.Say($"{Bounds.Count(closed, "working day")} without sessions {(closed == 1 ? "is" : "are")} left out.");
        if (schoolDays && terms is null)
            reckoning.Say("The school's calendar is not known, so every working day counts as a school day.");
        if (schoolDays && terms?.KnownUntil < count.Day)
            reckoning.Say($"The school's calendar is known until {London.Say(terms.KnownUntil.Value)}; later working days count as school days.");
        reckoning.Say(count.Capped
            ? $"The 60th working day after {London.Say(start)} comes before the 20th school day."
            : $"The 20th {(schoolDays ? "school" : "working")} day after {London.Say(start)} is {London.Say(count.Day)}.");
        var other = Count(start, holidays, schoolDays ? null : terms).Day;
        if (other != count.Day)
            reckoning.Say(schoolDays
                ? $"Counted in plain working days it would be {London.Say(other)}."
                : $"The law for schools counts school days and would give {London.Say(other)}.");
    }

    /// <summary>Unsettled: whether staff-only days are school days, and whether a clarification starts the days anew.</summary>
    private static LocalDate? Safe(
        Reckoning reckoning, LocalDate received, LocalDate start, FoiCount count, HolidayTable holidays, SchoolTerms? terms, List<DateInterval> asking)
    {
        var strict = Count(received, holidays, terms, asking, countStaffOnly: true).Day;
        var safe = LocalDate.Max(LocalDate.Min(strict, count.Day), start);
        if (safe == count.Day)
            return null;
        List<string> unsettled = [];
        if (terms?.StaffOnly is { Count: > 0 })
            unsettled.Add("whether days for staff alone (INSET) are school days");
        if (asking.Count > 0)
            unsettled.Add("whether an answer starts the days anew");
        reckoning.Say($"Not settled (ask the DPO): {string.Join(", and ", unsettled)}. {London.Say(safe)} is right on every reading.");
        return safe;
    }

    private static FoiCount Count(LocalDate start, HolidayTable holidays, SchoolTerms? terms, IReadOnlyList<DateInterval>? asking = null, bool countStaffOnly = false)
    {
        var left = new List<LeftOut>();
        var (working, counted, day) = (0, 0, start);
        while (counted < Days && working < Cap)
        {
            day = day.PlusDays(1);
            var off = holidays.OffOn(day, null);
            if (off is null && asking?.Any(days => days.Contains(day)) == true)
                continue;
            working += off is null ? 1 : 0;
            if (off is null && terms?.IsClosed(day, countStaffOnly) == true)
                off = new(day, "a day without sessions", LeftOutKind.NoSession);
            if (off is null)
                counted++;
            else
                left.Add(off);
        }

        return new(day, left, counted < Days);
    }

    private sealed record FoiCount(LocalDate Day, IReadOnlyList<LeftOut> Left, bool Capped);
}
