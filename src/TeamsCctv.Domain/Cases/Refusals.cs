using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Cases;

/// <summary>
/// A refused act that no case was opened for stands alone, under a number of its own. One that belongs to a case goes
/// with the case.
/// </summary>
public static class Refusals
{
    /// <summary>Whether the records are such a refusal, with its names.</summary>
    public static bool HasNames(IReadOnlyList<Recorded> records) => records is [{ Fact: ActRefused }, ..];

    public static bool MayErase(Person who, Scene scene) => scene.OfficeOf(who, scene.Policy.Deletion.Erase) is not null;

    /// <summary>The name in a refusal may be erased by whom the policy lets erase names; the sealed leaf stays.</summary>
    public static Ruling<IFact> Erase(IReadOnlyList<Recorded> records, Person who, string? why, Scene scene) =>
        HasNames(records) ? Erasing.Rule(who, why, scene) : new Ruling<IFact>.OutOfDate();
}
