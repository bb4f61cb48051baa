using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Cases.Downloads;

/// <summary>Who may erase names, whatever they are in.</summary>
internal static class Erasing
{
    public static Ruling<IFact> Rule(Person who, string? why, Scene scene)
    {
        var rules = scene.Policy.Deletion;
        if (scene.OfficeOf(who, rules.Erase) is not { } office)
            return scene.Refuse("not-yours-to-erase", rules.EraseClause, $"Ask the {scene.FirstTitle(rules.Erase)}.");
        List<FieldError> errors = [];
        errors.Text("why", why, 200, "Say why the names may go.");
        return errors.Count > 0 ? new Ruling<IFact>.Invalid(errors) : new BodiesErased(office.Position, why!.Trim(), rules.EraseClause);
    }
}
