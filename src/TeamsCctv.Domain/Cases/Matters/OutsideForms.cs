using NodaTime;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Cases.Matters;

/// <summary>
/// Steps that somebody outside fills in through a link. A link is its record: it lives while it is the step's newest, its
/// time is not over and the step is still to be done, so it works once whoever sends it, and however often at once.
/// </summary>
public static class OutsideForms
{
    /// <summary>From making a link to its end.</summary>
    public static readonly Duration Lifetime = Duration.FromHours(72);

    /// <summary>What a signatory's position is who holds none: the name is what they typed.</summary>
    public const string Position = "outside";

    private const int LongestName = 100;

    /// <param name="made">How many links for the step the maker was shown: the same press again makes no second one.</param>
    public static Ruling<IFact> MakeLink(Matter matter, MatterKind kind, string step, int made, Person who, Scene scene)
    {
        if (kind.Step(step) is not { Outside: not null } rule || !IsOpen(matter, rule))
            return new Ruling<IFact>.OutOfDate();
        if (!MatterRules.May(matter, rule, who, scene))
            return scene.Refuse("not-yours-to-do", rule.Clause, $"Leave it to the {scene.FirstTitle(rule.By)}.");
        return CountOf(matter, step) != made
            ? new Ruling<IFact>.OutOfDate()
            : new MatterLinkMade(rule.Id, rule.Title, scene.Now + Lifetime, scene.SignAs(who, rule.By, kind.Ask));
    }

    /// <summary>The steps for which a person may make a link now.</summary>
    public static IEnumerable<MatterStep> StepsOf(Matter matter, MatterKind kind, Person who, Scene scene) =>
        MatterRules.StepsOf(matter, kind, who, scene).Where(step => step.Outside is not null);

    /// <summary>How many links a step has had.</summary>
    public static int CountOf(Matter matter, string step) => matter.Links.Count(link => link.Fact.Step == step);

    /// <summary>The link of a step that works now, or null.</summary>
    public static Signed<MatterLinkMade>? Live(Matter matter, MatterStep step, Instant now) =>
        IsOpen(matter, step) && matter.Links.LastOrDefault(link => link.Fact.Step == step.Id) is { } newest && now < newest.Fact.Until ? newest : null;

    /// <summary>The step that a link leads to, or null where it leads nowhere any more.</summary>
    /// <param name="link">The number of its record.</param>
    public static MatterStep? StepOf(Matter matter, MatterKind kind, long link, Instant now) =>
        matter.Links.FirstOrDefault(made => made.Record == link) is { } found && kind.Step(found.Fact.Step) is { Outside: not null } step
        && Live(matter, step, now)?.Record == link ? step : null;

    /// <summary>The step as somebody outside filled it in.</summary>
    /// <param name="signature">Their name, typed.</param>
    public static Ruling<IFact> Fill(Matter matter, MatterKind kind, long link, Filled filled, string? signature, Scene scene)
    {
        if (StepOf(matter, kind, link, scene.Now) is not { Outside: { } outside } step)
            return new Ruling<IFact>.OutOfDate();
        List<FieldError> errors = [];
        var check = FormCheck.OfOutside(step.Form, filled, scene, matter.Approved?.At);
        errors.AddRange(check.Errors);
        errors.Line("signature", signature, LongestName, "Type your name: it is your signature.");
        return errors.Count > 0
            ? new Ruling<IFact>.Invalid(errors)
            : new MatterStepTaken(
                step.Id, step.Title, step.Closes, [.. check.Answers, new("signature", "Signed with the words", outside.Says, outside.Says)],
                new($"link:{link}", signature!.Trim(), Position, $"not staff, by the one-time link of record {link}"), link);
    }

    private static bool IsOpen(Matter matter, MatterStep step) =>
        MatterRules.IsDue(matter, step) && step.IsReady(matter.HasDone);
}
