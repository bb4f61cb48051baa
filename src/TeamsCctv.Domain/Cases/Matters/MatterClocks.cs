using NodaTime;
using NodaTime.Text;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Clocks;
using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Domain.Cases.Matters;

/// <summary>A clock of a case as of its records, the policy's rule and the calendar.</summary>
/// <param name="Due">Null where the day from which it is counted is not known yet.</param>
/// <param name="Stopped">The step that stopped it, or null while it runs.</param>
public sealed record MatterClock(ClockRule Rule, Due? Due, Signed<MatterStepTaken>? Stopped)
{
    /// <summary>Whether it still has to be met.</summary>
    public bool Runs { get; init; }

    /// <summary>The date in ISO form, as records have it; null while it is paused or not known.</summary>
    public string? Value => Due switch
    {
        { Day: { } day } => LocalDatePattern.Iso.Format(day),
        { At: { } at } => InstantPattern.ExtendedIso.Format(at),
        _ => null,
    };

    /// <summary>The date to go by, for people: that of today's law where it gives less than the policy.</summary>
    public string GoesBy => Due is { IsLawEarlier: true, Safe: { } law } ? $"{London.Say(law)} by today's law ({Says} by the policy)" : Says;

    public string Says => Due switch
    {
        { Day: { } day } => London.Say(day),
        { At: { } at } => London.Say(at),
        { Paused: { } paused } => $"no date yet: waiting for {paused.For} since {London.Say(paused.Since)}",
        _ => "no date yet",
    };
}

/// <summary>Counts a case's clocks. Nothing is kept of a count but what was recorded; the same case gives the same date.</summary>
public static class MatterClocks
{
    private static readonly IReadOnlyList<int> Days = [-7, -2, 0, 1, 7, 14];
    private static readonly IReadOnlyList<int> Hours = [-48, -24, -6, 0, 24];

    public static IReadOnlyList<MatterClock> Of(Matter matter, MatterKind kind, Scene scene) =>
        [.. (kind.Clocks ?? []).Select(rule => Of(matter, rule, scene.Calendar)), .. UnsaidMail.Clocks(matter, kind, scene.Policy)];

    /// <summary>What has to be recorded for the case's clocks to stand as they are counted now.</summary>
    public static IReadOnlyList<MatterClockSet> Changes(Matter matter, MatterKind kind, Scene scene) =>
    [
        .. Of(matter, kind, scene)
            .Where(clock => clock is { Runs: true, Due: not null })
            .Select(clock => new MatterClockSet(
                clock.Rule.Id, clock.Rule.Title, clock.Value, clock.Says, clock.Due!.Lines,
                clock.Due.Safe is { } safe ? LocalDatePattern.Iso.Format(safe) : null, clock.Due.Paused?.For, clock.Due.HolidayVersion))
            .Where(set => matter.Clocks.GetValueOrDefault(set.Clock)?.Fact is not { } last || (last.Due, last.Safe, last.Paused) != (set.Due, set.Safe, set.Paused)),
    ];

    /// <summary>The reminders that are due and were not given, at most one a clock: the latest.</summary>
    public static IReadOnlyList<MatterDueReminded> Reminders(Matter matter, MatterKind kind, Scene scene, Instant now) =>
    [
        .. from clock in Of(matter, kind, scene)
           where clock is { Runs: true, Value: not null }
           let passed = Offsets(clock.Rule).Where(after => now >= Moment(clock.Due!, after)).ToList()
           where passed.Count > 0
           let reminder = new MatterDueReminded(clock.Rule.Id, clock.Rule.Title, clock.Value!, passed.Max())
           where !matter.DueReminders.Any(given => given.Clock == reminder.Clock && given.Due == reminder.Due && given.After >= reminder.After)
           select reminder,
    ];

    private static IReadOnlyList<int> Offsets(ClockRule rule) => rule.Remind ?? (rule.Kind == ClockKind.Hours ? Hours : Days);

    /// <summary>People are reminded of a day at seven in the morning.</summary>
    private static Instant Moment(Due due, int after) => due.At is { } at
        ? at + Duration.FromHours(after)
        : London.At(due.LastDay!.Value.PlusDays(after).At(new LocalTime(7, 0)));

    private static MatterClock Of(Matter matter, ClockRule rule, SchoolCalendar calendar)
    {
        var stopped = matter.Steps.FirstOrDefault(step => rule.Stops.Contains(step.Fact.Step));
        return new(rule, Count(matter, rule, calendar), stopped) { Runs = stopped is null && matter.IsUnderWay };
    }

    private static Due? Count(Matter matter, ClockRule rule, SchoolCalendar calendar)
    {
        if (matter.Given(rule.From) is not { } from)
            return null;
        if (rule.Kind == ClockKind.Hours)
            return InstantPattern.ExtendedIso.Parse(from.Value) is { Success: true, Value: var at } ? HoursClock.Of(at, rule.Hours!.Value, $"{rule.Title} within {rule.Hours} hours", rule.Clause) : null;
        if (DayOf(from.Value) is not { } start)
            return null;
        return rule.Kind switch
        {
            ClockKind.Access => AccessClock.Of(Facts(matter, rule, start), RuleOf(rule), calendar.Holidays, calendar.Division),
            ClockKind.Foi => FoiClock.Of(new(start, Asked(matter, rule.Asks, rule.Asks?.Clarification)), rule.Clause, calendar.Holidays, rule.SchoolDays, calendar.Terms),
            ClockKind.Complaint => DaysClock.Complaint(start, rule.Clause, calendar.Holidays, calendar.Division),
            ClockKind.Days => DaysClock.Of(start, rule.Days!.Value, rule.Title, rule.Clause),
            ClockKind.Months => MonthsClock.Of(start, rule.Months!.Value, rule.Title, rule.Clause),
            _ => throw new InvalidOperationException($"A clock cannot count by {rule.Kind}."),
        };
    }

    private static AccessRule RuleOf(ClockRule rule) => rule.Months is { } months
        ? AccessRule.Month(rule.Clause, months) with { ExtensionMonths = rule.ExtensionMonths }
        : AccessRule.CalendarDays(rule.Clause, rule.Days!.Value);

    private static AccessFacts Facts(Matter matter, ClockRule rule, LocalDate received) => new(
        received,
        Asked(matter, rule.Asks, rule.Asks?.Identification) is [var identification, ..] ? identification : null,
        Asked(matter, rule.Asks, rule.Asks?.Fee) is [var fee, ..] ? fee : null,
        Asked(matter, rule.Asks, rule.Asks?.Authority) is [var authority, ..] ? authority : null,
        Asked(matter, rule.Asks, rule.Asks?.Clarification),
        matter.Steps.FirstOrDefault(step => step.Fact.Step == rule.Extend) is { } told ? LocalDate.Max(received, London.DayOf(told.At)) : null);

    /// <summary>Each time that something was asked for, with the day on which it came. Asked for again while it is open it is one question.</summary>
    private static List<Asked> Asked(Matter matter, AskedFor? asks, string? tick)
    {
        List<Asked> questions = [];
        if (asks is null || tick is null)
            return questions;
        foreach (var step in matter.Steps)
        {
            var day = London.DayOf(step.At);
            if (step.Fact.Step == asks.Ask && Has(step.Fact, asks.What) && questions is not [.., { Answered: null }])
                questions.Add(new(day));
            else if (step.Fact.Step == asks.Got && Has(step.Fact, asks.Arrived) && questions is [.., { Answered: null } open])
                questions[^1] = open with { Answered = LocalDate.Max(open.On, Answer(step.Fact, asks.On) is { } on ? DayOf(on) ?? day : day) };
        }

        return questions;

        bool Has(MatterStepTaken step, string field) => Answer(step, field)?.Split(',').Contains(tick) == true;
    }

    private static string? Answer(MatterStepTaken step, string field) => step.Answers.FirstOrDefault(answer => answer.Field == field)?.Value;

    /// <summary>The day of an answer that is a day or a moment.</summary>
    private static LocalDate? DayOf(string value) =>
        LocalDatePattern.Iso.Parse(value) is { Success: true, Value: var day } ? day
        : InstantPattern.ExtendedIso.Parse(value) is { Success: true, Value: var at } ? London.DayOf(at)
        : null;
}
