using NodaTime;

namespace TeamsCctv.Domain.Clocks;

/// <summary>Where a period ends before it is moved from a day off, and where that leaves it.</summary>
/// <param name="Day">The last day; null while a question is open.</param>
/// <param name="Paused">The days left out, each once.</param>
/// <param name="Pauses">How many pauses left out at least one day.</param>
internal sealed record AccessReach(
    LocalDate Unrolled, LocalDate? Day, Paused? Waiting, SortedSet<LocalDate> Paused, int Pauses, IReadOnlyList<string> Lines);

/// <summary>An access request's start and pauses under one rule.</summary>
internal sealed class AccessSpan
{
    private readonly AccessFacts _facts;
    private readonly AccessRule _rule;
    private readonly HolidayTable _holidays;
    private readonly Division _division;
    private readonly List<string> _opening = [];

    public AccessSpan(AccessFacts facts, AccessRule rule, HolidayTable holidays, Division division)
    {
        (_facts, _rule, _holidays, _division) = (facts, rule, holidays, division);
        Start = facts.Received;
        var conditions = facts.Conditions.Concat(rule.AnswerRestarts ? Questions.Select(asked => ("enough information", asked)) : []);
        foreach (var (name, asked) in conditions.OrderBy(condition => condition.Item2.On))
            Await(name, asked);
    }

    /// <summary>The day from which the period is counted; the latest known while something is awaited.</summary>
    public LocalDate Start { get; private set; }

    public Paused? Waiting { get; private set; }

    public IReadOnlyList<string> Opening => _opening;

    private IEnumerable<Asked> Questions => (_facts.Clarifications ?? []).OrderBy(asked => asked.On).ThenBy(asked => asked.Answered ?? LocalDate.MaxIsoValue);

    /// <summary>The end of the period, longer by so many months. A question asked after the last day pauses nothing.</summary>
    public AccessReach Reach(int extension) => Reach(extension, LocalDate.MaxIsoValue);

    /// <summary>Told while the first period, which ends there, still runs.</summary>
    public bool IsExtended(AccessReach first) => _rule.ExtensionMonths > 0 && _facts.ExtensionTold is { } told && (first.Day is null || told <= first.Day);

    private AccessReach Reach(int extension, LocalDate until)
    {
        var end = _rule.Months is { } months ? Start.PlusMonths(months + extension) : Start.PlusDays(_rule.Days!.Value);
        var words = _rule.Words(extension > 0);
        var lines = new List<string> { $"Counted from {London.Say(Start)}, {words} {(words.EndsWith('s') ? "end" : "ends")} on {London.Say(end)}." };
        var (days, pauses) = (new SortedSet<LocalDate>(), 0);
        foreach (var asked in _rule.AnswerRestarts ? [] : Questions.Where(asked => asked.On <= until))
        {
            if (asked.On > Rolled(end))
            {
                lines.Add($"Clarification was asked for on {London.Say(asked.On)}, after the last day, so it changes nothing.");
                continue;
            }

            if (asked.Answered is not { } answered)
                return new(end, null, new("an answer to the clarification", asked.On), days, pauses, lines);
            // Asked after the end, while it was moved from a day off: one day is left when the answer comes.
            end = LocalDate.Max(end, asked.On);
            var before = days.Count;
            for (var day = LocalDate.Max(asked.On, Start.PlusDays(1)); day <= answered; day = day.PlusDays(1))
                days.Add(day);
            var added = days.Count - before;
            end = end.PlusDays(added);
            pauses += added > 0 ? 1 : 0;
            lines.Add(Told(asked.On, answered, added));
        }

        if (days.Count > 0)
            lines.Add($"With {Bounds.Count(days.Count, "day")} left out that is {London.Say(end)}.");
        return new(end, Rolled(end), null, days, pauses, lines);
    }

    /// <summary>What is asked for while the clock still runs starts it again when it comes.</summary>
    private void Await(string name, Asked asked)
    {
        var asking = $"{Capital(name)} was asked for on {London.Say(asked.On)}";
        if (Waiting is null && LastDayKnownOn(asked.On) is { } last && asked.On > last)
            _opening.Add($"{asking}, after the last day, {London.Say(last)}, so it changes nothing.");
        else if (asked.Answered is not { } came)
        {
            _opening.Add($"{asking} and has not come.");
            Waiting = Waiting is not { } other ? new(name, asked.On)
                : other.For.EndsWith(name, StringComparison.Ordinal) ? other
                : new($"{other.For} and {name}", other.Since);
        }
        else if (came <= Start)
            _opening.Add($"{asking} and came on {London.Say(came)}.");
        else
        {
            _opening.Add($"{asking} and came on {London.Say(came)}: the clock starts with that day, which is not counted.");
            Start = came;
        }
    }

    private LocalDate? LastDayKnownOn(LocalDate day)
    {
        var first = Reach(0, day);
        return (IsExtended(first) ? Reach(_rule.ExtensionMonths, day) : first).Day;
    }

    private string Told(LocalDate asked, LocalDate answered, int days)
    {
        var what = $"Clarification was asked for on {London.Say(asked)} and answered on {London.Say(answered)}";
        return days > 0 ? $"{what}: {Bounds.Count(days, "day")} {(days == 1 ? "is" : "are")} left out."
            : answered <= Start ? $"{what}, no later than the start: nothing is left out."
            : $"{what}: those days are left out already.";
    }

    private LocalDate Rolled(LocalDate day)
    {
        while (_rule.Rolls && !_holidays.IsWorkingDay(day, _division))
            day = day.PlusDays(1);
        return day;
    }

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
