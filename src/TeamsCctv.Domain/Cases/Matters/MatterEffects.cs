using NodaTime;
using NodaTime.Text;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Cases.Matters;

/// <summary>What a case enters in the staff register: an office, an absence, a training. Each case has one entry, which its later records change.</summary>
public static class MatterEffects
{
    /// <summary>The appointment that a case gives, or null while and where it gives none.</summary>
    public static Appointment? Gives(Matter matter, MatterKind kind, Scene scene)
    {
        if (kind.Appoints is not { } rule || !Counts(matter) || matter.Given(rule.Person)?.Value is not { } person)
            return null;
        if (DayOf(matter.Given(rule.From)) is not { } from || DayOf(matter.Given(rule.Until)) is not { } last)
            return null;
        var until = last.PlusDays(1);
        if (Ended(matter, rule.EndsWith) is { } ended)
            until = LocalDate.Max(from, LocalDate.Min(until, ended));
        var title = scene.Policy.Position(rule.Position)!.Title;
        return new(person, scene.School.Id, rule.Position, title, from, until, rule.IsAlternate ? matter.Opened!.By.Person : null);
    }

    /// <summary>The absence of whoever opened the case, or null. Who is back is there from that day on.</summary>
    public static Absence? Away(Matter matter, MatterKind kind, Scene scene)
    {
        if (kind.Absence is not { } rule || !Counts(matter) || DayOf(matter.Given(rule.Until)) is not { } last)
            return null;
        var (from, until) = (London.DayOf(matter.At), last.PlusDays(1));
        return new(matter.Opened!.By.Person, scene.School.Id, from, Ended(matter, rule.EndsWith) is { } back ? LocalDate.Min(until, back) : until);
    }

    /// <summary>The training that a case puts on the register, or null. Taken back it counts no longer.</summary>
    public static Training? Trained(Matter matter, MatterKind kind, Scene scene)
    {
        if (kind.Trains is not { } rule || !Counts(matter) || matter.Given(rule.Person)?.Value is not { } person || DayOf(matter.Given(rule.On)) is not { } on)
            return null;
        var (back, last) = (Ended(matter, rule.EndsWith)?.PlusDays(-1), DayOf(matter.Given(rule.Until)));
        return new(person, scene.School.Id, on, back < last || last is null ? back : last);
    }

    /// <summary>What is wrong with the days that such a case is opened with, or null.</summary>
    internal static FieldError? WrongDay(MatterKind kind, Person who, IReadOnlyList<FieldAnswer> answers, Scene scene)
    {
        var today = London.DayOf(scene.Now);
        if (kind.Appoints is { } gives)
        {
            var (from, until) = (Day(gives.From), Day(gives.Until));
            return from < today ? new(gives.From, "An office starts today or later.")
                : until < from ? new(gives.Until, "The last day must not be before the first.")
                : until > from?.PlusYears(1) ? new(gives.Until, "At most a year at once; it can be given again.")
                : null;
        }

        if (kind.Absence is { } away)
        {
            return scene.Staff.AwayUntil(who.Key, scene.Now) is { } back ? new(away.Until, $"You said already that you are away until {London.Say(back.PlusDays(-1))}. Say on that card that you are back first.")
                : Day(away.Until) < today ? new(away.Until, "Give the last day on which you are away: today or later.")
                : Day(away.Until) > today.PlusYears(1) ? new(away.Until, "At most a year at once.")
                : null;
        }

        return kind.Trains is not { } trains ? null
            : Day(trains.On) > today ? new(trains.On, "That day is still to come. Put the training on the record once it was given.")
            : Day(trains.Until) < Day(trains.On) ? new(trains.Until, "The last day on which it counts must not be before the training.")
            : null;

        LocalDate? Day(string field) => DayOf(answers.FirstOrDefault(answer => answer.Field == field));
    }

    private static bool Counts(Matter matter) => matter is { State: MatterState.Open or MatterState.Closed, Opened: not null };

    private static LocalDate? Ended(Matter matter, string? step) =>
        matter.Steps.FirstOrDefault(taken => taken.Fact.Step == step) is { } ended ? London.DayOf(ended.At) : null;

    private static LocalDate? DayOf(FieldAnswer? answer) =>
        answer is not null && LocalDatePattern.Iso.Parse(answer.Value) is { Success: true, Value: var day } ? day : null;
}
