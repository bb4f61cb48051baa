using NodaTime;

namespace TeamsCctv.Domain.Clocks;

/// <summary>Something the requester was asked for, and the day on which it came; null while it has not.</summary>
public sealed record Asked(LocalDate On, LocalDate? Answered = null);

/// <summary>
/// Everything that an access request's clock depends on. What is not in here cannot stop it: there is no place for
/// absence, workload or the school's holidays.
/// </summary>
/// <param name="Received">The day it reached anybody at the school, whether or not a working day.</param>
/// <param name="Identification">Null where none was asked for.</param>
/// <param name="Fee">Null where none was asked for.</param>
/// <param name="Authority">A third party's proof that they may ask; null where it was not asked for.</param>
/// <param name="Clarifications">Questions that were reasonably needed to know what is asked for.</param>
/// <param name="ExtensionTold">The day the requester was told, with reasons, that it takes longer.</param>
public sealed record AccessFacts(
    LocalDate Received,
    Asked? Identification = null,
    Asked? Fee = null,
    Asked? Authority = null,
    IReadOnlyList<Asked>? Clarifications = null,
    LocalDate? ExtensionTold = null)
{
    /// <summary>What has to be there before the clock starts, in the order asked.</summary>
    internal IReadOnlyList<(string Name, Asked Asked)> Conditions => [.. new (string Name, Asked? Asked)[]
        {
            ("identification", Identification), ("the fee", Fee), ("proof of the third party's authority", Authority),
        }.Where(condition => condition.Asked is not null).Select(condition => (condition.Name, condition.Asked!)).OrderBy(condition => condition.Item2.On)];

    /// <exception cref="ArgumentOutOfRangeException">A day is implausible, or an answer is before its question.</exception>
    internal AccessFacts Checked()
    {
        Bounds.Plausible(Received);
        foreach (var asked in Conditions.Select(condition => condition.Asked).Concat(Clarifications ?? []))
            Bounds.Checked(asked);
        if (ExtensionTold is { } told && Bounds.Plausible(told) < Received)
            throw new ArgumentOutOfRangeException(nameof(ExtensionTold), $"{London.Say(told)} is before the request came on {London.Say(Received)}.");
        return this;
    }
}
