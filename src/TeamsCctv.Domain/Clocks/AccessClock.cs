using NodaTime;

namespace TeamsCctv.Domain.Clocks;

/// <summary>
/// When an access request must be answered (UK GDPR Art 12A, or the policy's own days). The clock starts with the latest
/// of receipt and whatever was asked for in time; clarification pauses it; an extension counts from the same start. What
/// is asked for after the last day comes too late to change it.
/// </summary>
public static class AccessClock
{
    /// <exception cref="ArgumentOutOfRangeException">A day or a period out of bounds, or an answer before its question.</exception>
    public static Due Of(AccessFacts facts, AccessRule rule, HolidayTable holidays, Division division = Division.EnglandAndWales)
    {
        facts.Checked();
        rule.Checked();
        var reckoning = new Reckoning($"Answer within {rule.Words}", Source(rule), holidays, division);
        var span = new AccessSpan(facts, rule, holidays, division);
        reckoning.Say($"Received {London.Say(facts.Received)}; that day is not counted.");
        foreach (var line in span.Opening)
            reckoning.Say(line);
        if (span.Waiting is { } waiting)
            return reckoning.Waiting(span.Start, waiting);

        var first = span.Reach(0);
        var told = rule.ExtensionMonths > 0 ? facts.ExtensionTold : null;
        var extended = told is { } day && (first.Day is null || day <= first.Day);
        var reach = extended ? span.Reach(rule.ExtensionMonths) : first;
        SayExtension(reckoning, facts, rule, first, extended);
        foreach (var line in reach.Lines)
            reckoning.Say(line);
        foreach (var left in reach.Paused)
            reckoning.Leave(new(left, "between question and answer", LeftOutKind.Paused));
        var noticeBy = rule.ExtensionMonths > 0 ? first.Day : null;
        if (reach.Waiting is { } open)
            return reckoning.Waiting(span.Start, open, noticeBy);
        var due = rule.Rolls ? reckoning.Roll(reach.Unrolled) : reach.Unrolled;
        return reckoning.On(span.Start, due, Safe(reckoning, facts, rule, holidays, division, span, reach, due), noticeBy);
    }

    private static string Source(AccessRule rule) => rule.Months is null ? rule.Clause : $"{rule.Clause}; UK GDPR Art 12A";

    private static void SayExtension(Reckoning reckoning, AccessFacts facts, AccessRule rule, AccessReach first, bool extended)
    {
        if (facts.ExtensionTold is not { } told)
            return;
        var more = Bounds.Count(rule.ExtensionMonths, "month");
        if (rule.ExtensionMonths == 0)
            reckoning.Say($"An extension was told on {London.Say(told)}; {rule.Clause} knows none, so it changes nothing.");
        else if (!extended)
            reckoning.Say($"An extension was told on {London.Say(told)}, after the last day for it, {London.Say(first.Day!.Value)}, so it changes nothing.");
        else
            reckoning.Say(first.Day is { } by
                ? $"Extended by {more}: told on {London.Say(told)}, in time (last day for that: {London.Say(by)})."
                : $"Extended by {more}: told on {London.Say(told)}, in time.");
    }

    /// <summary>Unsettled: how a pause's two ends count, and whether the pause or the move from a day off comes first.</summary>
    private static LocalDate? Safe(
        Reckoning reckoning, AccessFacts facts, AccessRule rule, HolidayTable holidays, Division division, AccessSpan span, AccessReach reach, LocalDate due)
    {
        if (rule.Months is null)
            return Today(reckoning, facts, holidays, division, due);
        if (reach.Pauses == 0)
            return null;
        var safe = reckoning.Back(reach.Unrolled.PlusDays(-reach.Pauses), span.Start);
        reckoning.Say($"How a pause is counted is not settled (ask the DPO): {London.Say(safe)} is right on every reading.");
        return safe;
    }

    /// <summary>A policy's own days do not lengthen what the law of today gives.</summary>
    private static LocalDate? Today(Reckoning reckoning, AccessFacts facts, HolidayTable holidays, Division division, LocalDate due)
    {
        var law = Of(facts, AccessRule.Month("UK GDPR"), holidays, division);
        var safe = law.Safe ?? law.Day;
        if (safe < due)
            reckoning.Say($"Today's law gives one month, whatever the policy says (UK GDPR Art 12A): answer by {London.Say(safe.Value)}.");
        return safe;
    }
}
