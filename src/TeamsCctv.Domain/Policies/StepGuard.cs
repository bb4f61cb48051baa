namespace TeamsCctv.Domain.Policies;

/// <summary>What was said in a case and keeps a step from being taken, until something else is said.</summary>
/// <param name="Reason">The refusal's name, for example <c>authority-missing</c>.</param>
/// <param name="Instead">What to do instead, in a sentence.</param>
/// <param name="When">What bars the step.</param>
/// <param name="Until">What, said after it, lets it be taken all the same; null where nothing does.</param>
public sealed record StepGuard(string Reason, string Clause, string Instead, SaidBefore When, SaidBefore? Until = null);

/// <summary>
/// That a field holds one of these answers. Of a choice in a step that is taken again, the last answer counts; a tick stands once it
/// was set.
/// </summary>
/// <param name="Step">The step that was taken; null for the form that opened the case.</param>
public sealed record SaidBefore(string Field, IReadOnlyList<string> Is, string? Step = null);
