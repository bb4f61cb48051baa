using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Cases.Matters;

/// <summary>What keeps a person, or everybody, from a step that is otherwise theirs to take.</summary>
internal static class Guarding
{
    /// <summary>The step that this person took already and somebody else must follow up, or null.</summary>
    public static MatterStep? Own(Matter matter, MatterKind kind, MatterStep step, Person who) =>
        matter.Steps.FirstOrDefault(taken => step.NotBy?.Contains(taken.Fact.Step) == true && taken.Fact.By.Person == who.Key) is { } own ? kind.Step(own.Fact.Step) : null;

    /// <summary>The first rule that keeps the step back as the case stands, or null.</summary>
    public static StepGuard? Barring(Matter matter, MatterKind kind, MatterStep step) =>
        (step.Guards ?? []).FirstOrDefault(guard => Bars(matter, kind, guard));

    private static bool Bars(Matter matter, MatterKind kind, StepGuard guard)
    {
        var bars = guard.When.Step is null && Holds(matter.Given(guard.When.Field), guard.When);
        foreach (var taken in matter.Steps.Select(step => step.Fact))
        {
            if (taken.Step == guard.When.Step)
                bars = Holds(AnswerOf(taken, guard.When), guard.When) || (bars && IsTicks(kind, guard.When));
            if (taken.Step == guard.Until?.Step && Holds(AnswerOf(taken, guard.Until!), guard.Until!))
                bars = false;
        }

        return bars;
    }

    private static FieldAnswer? AnswerOf(MatterStepTaken taken, SaidBefore said) => taken.Answers.FirstOrDefault(answer => answer.Field == said.Field);

    private static bool Holds(FieldAnswer? answer, SaidBefore said) => answer?.Value.Split(',').Any(said.Is.Contains) == true;

    private static bool IsTicks(MatterKind kind, SaidBefore said) =>
        kind.Step(said.Step!)?.Form.FirstOrDefault(field => field.Id == said.Field)?.Type == FieldType.Ticks;
}
