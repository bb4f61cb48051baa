namespace TeamsCctv.Domain.Policies;

/// <summary>What keeps a step back must be there: steps, fields and answers of the same kind of case.</summary>
internal static class GuardCheck
{
    public static IEnumerable<string> Errors(string path, MatterStep step, MatterKind kind) =>
    [
        .. MatterCheck.Needs($"{path}.notBy", step.NotBy, kind),
        .. (step.Guards ?? []).SelectMany((guard, i) => Guard($"{path}.guards[{i}]", guard, kind)),
    ];

    private static IEnumerable<string> Guard(string path, StepGuard guard, MatterKind kind) =>
    [
        .. string.IsNullOrWhiteSpace(guard.Reason) || string.IsNullOrWhiteSpace(guard.Instead) ? [$"{path}: nothing is said; give the refusal a reason and what to do instead"] : Array.Empty<string>(),
        .. Said($"{path}.when", guard.When, kind), .. guard.Until is { } until ? Said($"{path}.until", until, kind) : [],
    ];

    private static string[] Said(string path, SaidBefore said, MatterKind kind)
    {
        var form = said.Step is { } step ? kind.Step(step)?.Form : kind.Form;
        return form?.FirstOrDefault(field => field.Id == said.Field) is { Choices: not null } found && said.Is is [_, ..] && said.Is.All(answer => found.Choice(answer) is not null)
            ? []
            : [$"{path}: {said.Field} is no Choice and no Ticks of {said.Step ?? "the form"} with the answers {string.Join(", ", said.Is ?? [])}"];
    }
}
