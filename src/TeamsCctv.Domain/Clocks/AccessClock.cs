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
        var span = new AccessSpan(facts.Checked(), rule.Checked(), holidays, division);
        var first = span.Reach(0);
        var extended = span.Waiting is null && span.IsExtended(first);
        var reach = extended ? span.Reach(rule.ExtensionMonths) : first;
        LocalDate? noticeBy = rule.ExtensionMonths > 0 && span.Waiting is null ? first.Day : null;

        var reckoning = new Reckoning($"Answer within {rule.Words(extended)}", Source(rule), holidays, division);
        reckoning.Say($"Received {London.Say(facts.Received)}; that day is not counted.");
        reckoning.Say(span.Opening);
        if (span.Waiting is { } waiting)
            return reckoning.Waiting(span.Start, waiting);
        if (facts.ExtensionTold is { } told)
            reckoning.Say(Extension(told, rule, first, extended));
        reckoning.Say(reach.Lines);
        foreach (var left in reach.Paused)
            reckoning.Leave(new(left, "between question and answer", LeftOutKind.Paused));
        if (reach.Waiting is { } open)
            return reckoning.Waiting(span.Start, open);
        var due = rule.Rolls ? reckoning.Roll(reach.Unrolled) : reach.Unrolled;
        if (noticeBy is { } by && facts.ExtensionTold is null)
            reckoning.Say($"If it takes longer, tell the requester why by {London.Say(by)}.");
        var safe = rule.Months is null ? Today(reckoning, facts, holidays, division, due) : Safe(reckoning, span, reach);
        return reckoning.On(span.Start, due, safe, noticeBy) with { IsLawEarlier = rule.Months is null && safe < due };
    }

    private static string Source(AccessRule rule) => rule.Months is null ? rule.Clause : $"{rule.Clause}; UK GDPR Art 12A";

    private static string Extension(LocalDate told, AccessRule rule, AccessReach first, bool extended) => (rule.ExtensionMonths, first.Day) switch
    {
        (0, _) => $"An extension was told on {London.Say(told)}; {rule.Clause} knows none, so it changes nothing.",
        (_, { } by) when !extended => $"An extension was told on {London.Say(told)}, after the last day for it, {London.Say(by)}, so it changes nothing.",
        (_, { } by) => $"Extended by {Bounds.Count(rule.ExtensionMonths, "month")}: told on {London.Say(told)}, in time (last day for that: {London.Say(by)}).",
        _ => $"Extended by {Bounds.Count(rule.ExtensionMonths, "month")}: told on {London.Say(told)}, in time.",
    };

    /// <summary>Unsettled: how a pause's two ends count, and whether the pause or the move from a day off comes first.</summary>
    private static LocalDate? Safe(Reckoning reckoning, AccessSpan span, AccessReach reach)
    {
        if (reach.Pauses == 0)
            return null;
        var safe = reckoning.Back(reach.Unrolled.PlusDays(-reach.Pauses), LocalDate.Max(span.Start, reach.Paused.Max));
        reckoning.Say($"How a pause is counted is not settled (ask the DPO): {London.Say(safe)} is right on every reading.");
        return safe;
    }

    /// <summary>A policy's own days do not lengthen what the law of today gives.</summary>
    private static LocalDate? Today(Reckoning reckoning, AccessFacts facts, HolidayTable holidays, Division division, LocalDate due)
    {
        var law = Of(facts, AccessRule.Month("UK GDPR") with { ExtensionMonths = 0 }, holidays, division);
        var safe = law.Safe ?? law.Day;
        if (safe < due)
            reckoning.Say($"Today's law gives one month, whatever the policy says (UK GDPR Art 12A): answer by {London.Say(safe.Value)}.");
        return safe;
    }
}
