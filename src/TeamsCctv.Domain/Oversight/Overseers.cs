using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Oversight;

/// <summary>Who watches over a school, and who may read its numbers: the profile's word, at the scene's moment.</summary>
public static class Overseers
{
    /// <summary>
    /// Whether a person oversees the scene's school: by their own appointment there, in a position that the profile names, or
    /// under a job title that it names and counts as the position they hold.
    /// </summary>
    public static bool Oversees(Person person, Scene scene)
    {
        if (scene.Policy.Oversight is not { } rules)
            return false;
        if (scene.OfficeOf(person, rules.Positions) is not null)
            return true;
        return rules.Titles is { } titles && scene.Staff.OfficesOf(person, scene.School.Id, scene.Now).Any(office =>
            !office.Alternate && titles.Contains(office.Title, StringComparer.OrdinalIgnoreCase) && Counts(office, scene));
    }

    /// <summary>Whether a person may read the scene's school's numbers without names.</summary>
    public static bool MayReadNumbers(Person person, Scene scene) =>
        scene.Policy.Oversight is { } rules && (scene.OfficeOf(person, rules.Numbers) is not null || Oversees(person, scene));

    /// <summary>A title is the school's own text; it counts only where the policy knows it as the title of that position.</summary>
    private static bool Counts(Office office, Scene scene) =>
        scene.Policy.Position(office.Position) is { } position
        && (position.Synonyms ?? []).Prepend(position.Title).Contains(office.Title, StringComparer.OrdinalIgnoreCase);
}
