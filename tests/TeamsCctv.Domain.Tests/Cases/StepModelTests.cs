using NodaTime;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Tests.Cases;

/// <summary>
/// Every kind of case of every policy and every position that the policy knows, held today, until yesterday or from
/// tomorrow: who may open the case and take its steps is held against the profile's own lists.
/// </summary>
public sealed class StepModelTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 14, 5);

    private static readonly LocalDate Today = new(2026, 11, 24);

    public static TheoryData<string, string> Kinds
    {
        get
        {
            TheoryData<string, string> kinds = [];
            foreach (var policy in World.Profiles)
            {
                foreach (var kind in policy.Matters!)
                    kinds.Add(policy.Id, kind.Id);
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Open_EveryPosition_IsForThoseTheProfileNames(string profile, string id)
    {
        var (policy, kind) = Find(profile, id);
        foreach (var (position, holds, scene) in Constellations(policy))
        {
            var ruling = MatterRules.Open(kind, World.Who("p1"), Filled.Nothing, scene);
            var reason = (ruling as Ruling<MatterOpened>.Refused)?.Refusal.Reason;
            var expected = kind.Forbidden is not null ? "forbidden" : !holds || !kind.Ask.Contains(position) ? "not-yours-to-ask" : null;
            Assert.True(reason == expected || (expected is null && reason is not ("forbidden" or "not-yours-to-ask")), $"{profile} {id}, {position}, {(holds ? "held" : "not held")}: {reason}");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Take_EveryPosition_IsForThoseTheStepNamesAndTheAskerWhereItSaysSo(string profile, string id)
    {
        var (policy, kind) = Find(profile, id);
        foreach (var step in kind.Steps ?? [])
        {
            foreach (var (position, holds, scene) in Constellations(policy))
            {
                foreach (var asker in new[] { "p0", "p1" })
                {
                    var ruling = MatterRules.Take(Case(kind, step, asker), kind, step.Id, World.Who("p1"), Filled.Nothing, scene);
                    var may = holds && (step.By.Contains(position) || (step.Asker && asker == "p1"));
                    var reason = (ruling as Ruling<IFact>.Refused)?.Refusal.Reason;
                    var taken = ruling is Ruling<IFact>.Allowed or Ruling<IFact>.Invalid || reason == "condition-not-met";
                    Assert.True(may ? taken : reason == "not-yours-to-do", $"{profile} {id} {step.Id}, {position}, {(holds ? "held" : "not held")}, asked by {asker}: {ruling}");
                }
            }
        }
    }

    private static (Policy Policy, MatterKind Kind) Find(string profile, string id)
    {
        var policy = World.Profiles.Single(known => known.Id == profile);
        return (policy, policy.Matter(id)!);
    }

    private static IEnumerable<(string Position, bool Holds, Scene Scene)> Constellations(Policy policy)
    {
        foreach (var position in policy.Positions)
        {
            Appointment held = new("p1", "oak", position.Id, position.Title, Today.PlusDays(-9), null);
            foreach (var (appointment, holds) in new[] { (held, true), (held with { Until = Today }, false), (held with { From = Today.PlusDays(1) }, false), (held with { School = "elm" }, false) })
            {
                yield return (position.Id, holds, new World { Policy = policy, Now = Now }.Scene with
                {
                    Staff = new("s", [World.Who("p0"), World.Who("p1")], [appointment]),
                });
            }
        }
    }

    /// <summary>A case in which this step is what comes next.</summary>
    private static Matter Case(MatterKind kind, MatterStep step, string asker)
    {
        Signatory by = new(asker, "Somebody", kind.Ask[0], "Title");
        List<IFact> facts = [new MatterOpened(kind.Id, kind.Title, kind.Clause, [], kind.Decision is not null, false, false, by, "s")];
        if (kind.Decision is not null)
            facts.Add(new MatterApproved(by, "I agree.", []));
        // What must not be followed up by its own doer was done by somebody else.
        facts.AddRange((step.Needs ?? []).Concat(step.NeedsOne?.Take(1) ?? []).Select(need => new MatterStepTaken(need, "Step", false, [], step.NotBy?.Contains(need) == true ? by with { Person = "p9" } : by)));
        return Matter.Fold("M-1", facts.Select((fact, i) => new Recorded(i, Now - Duration.FromHours(1), "any", fact)))!;
    }
}
