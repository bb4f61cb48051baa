using NodaTime;
using NodaTime.Text;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Clocks;
using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Domain.Cases.Matters;

/// <summary>The first review of a policy that nobody has reviewed on the record yet is counted from its adoption (AL-18.1, VL-18).</summary>
public static class FirstReview
{
    /// <summary>What the position is of a case that a policy opens by itself.</summary>
    public const string Position = "policy";

    /// <summary>The case, once its first reminder is due; null before, and of a kind that people open.</summary>
    /// <param name="adopted">When the school first ran this policy.</param>
    public static MatterOpened? Open(MatterKind kind, Instant adopted, Scene scene)
    {
        if (kind.Adoption is not { } rule || kind.Clocks?.FirstOrDefault(clock => clock.Kind == ClockKind.Months && clock.From == rule.On) is not { Months: { } months } clock)
            return null;
        var day = London.DayOf(adopted);
        if (London.DayOf(scene.Now) < MonthsClock.Review(day, months, clock.Clause).Day!.Value.PlusDays((clock.Remind ?? [0]).Min()))
            return null;
        List<FieldAnswer> answers =
        [
            .. Answer(rule.On, LocalDatePattern.Iso.Format(day), London.Say(day)), .. Answer(rule.What, Says, Says),
        ];
        return new(
            kind.Id, kind.Title, kind.Clause, answers, kind.Decision is not null, false, kind.IsDisclosure,
            new(scene.Policy.Id, scene.Policy.Title, Position, "the policy, by itself"), scene.Staff.Version);

        IEnumerable<FieldAnswer> Answer(string field, string value, string says) => kind.Form.Where(known => known.Id == field).Select(known => new FieldAnswer(field, known.Label, value, says));
    }

    private const string Says = "The policy as it was adopted: no review of it is on the record yet.";
}
