using NodaTime;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Domain.Tests.Cases;

/// <summary>
/// Every kind of case of every policy that somebody decides, in every state, with three people in every constellation of
/// offices: what the rules allow is held against a statement of the same in plain words, made without them.
/// </summary>
public sealed class MatterModelTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 14, 5);

    private static readonly LocalDate Today = new(2026, 11, 24);

    /// <summary>What one person holds beside what lets them ask.</summary>
    private enum Holding
    {
        Nothing,
        Decides,
        DecidesAndIsAway,
        DecidedUntilYesterday,
        DecidesFromTomorrow,
        AlternateSinceYesterday,
        AlternateSinceAsking,
        ComesNext,
    }

    private enum Stand
    {
        Waiting,
        WaitingAndLeftByTheSecond,
        Approved,
        Refused,
    }

    public static TheoryData<string, string> Kinds
    {
        get
        {
            TheoryData<string, string> kinds = [];
            foreach (var policy in World.Profiles)
            {
                foreach (var kind in policy.Matters!.Where(kind => kind.Decision is not null))
                    kinds.Add(policy.Id, kind.Id);
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Decide_EveryConstellation_AllowsExactlyWhatTheWordsSay(string profile, string id)
    {
        var policy = World.Profiles.Single(known => known.Id == profile);
        var kind = policy.Matter(id)!;
        var (allowed, refused) = (0, 0);
        foreach (var first in Enum.GetValues<Holding>())
        {
            foreach (var second in Enum.GetValues<Holding>())
            {
                foreach (var third in new[] { Holding.Nothing, Holding.Decides, Holding.DecidesAndIsAway, Holding.ComesNext })
                {
                    Holding[] holdings = [first, second, third];
                    var scene = Scene(policy, kind, holdings);
                    foreach (var stand in Enum.GetValues<Stand>())
                    {
                        var matter = Case(kind, stand, scene);
                        for (var actor = 0; actor < 3; actor++)
                        {
                            foreach (var (approve, fresh) in new[] { (true, true), (true, false), (false, true), (false, false) })
                            {
                                DecideMatter command = new(World.Who($"p{actor}"), approve, "Because.", Fill(kind.Decision!), fresh ? "now" : "old");
                                var ruling = MatterRules.Decide(matter, kind, command, scene, "now");
                                var may = fresh && MayDecide(kind, policy.Alternates, holdings, stand, actor);
                                Assert.True(may == ruling is Ruling<IFact>.Allowed, $"{profile} {id}: {string.Join(", ", holdings)}; {stand}; p{actor}, {(approve ? "approve" : "refuse")}, {(fresh ? "fresh" : "stale")}: {ruling}");
                                if (ruling is Ruling<IFact>.Allowed(var fact))
                                    Assert.Equal($"p{actor}", fact is MatterApproved yes ? yes.By.Person : ((MatterRefused)fact).By.Person);
                                _ = may ? allowed++ : refused++;
                            }
                        }
                    }
                }
            }
        }

        // A test that allows or refuses nothing would prove nothing.
        Assert.True(allowed > 100 && refused > 1000, $"{allowed} allowed, {refused} not");
    }

    /// <summary>
    /// The first person asked, and never decides. Of the others those are asked who hold a deciding position today, also as an
    /// alternate of earlier days where the policy knows alternates; where there are none, those who come next. First those
    /// who are there and did not leave it to the others, then all who are there, then who is away and did not leave it, then all.
    /// </summary>
    private static bool MayDecide(MatterKind kind, bool alternates, Holding[] holdings, Stand stand, int actor)
    {
        if (stand is Stand.Approved or Stand.Refused)
            return false;
        int[] others = [1, 2], left = stand == Stand.WaitingAndLeftByTheSecond ? [1] : [];
        int[] away = [.. others.Where(who => holdings[who] == Holding.DecidesAndIsAway)];
        int[] named = [.. others.Where(who => holdings[who] is Holding.Decides or Holding.DecidesAndIsAway || (alternates && holdings[who] == Holding.AlternateSinceYesterday))];
        int[] next = [.. others.Where(who => kind.Decision!.Otherwise is not null && holdings[who] == Holding.ComesNext)];
        return new[]
        {
            named.Except(left).Except(away), next.Except(left).Except(away), named.Except(away), next.Except(away),
            named.Except(left), next.Except(left), named, next,
        }
            .FirstOrDefault(group => group.Any())?.Contains(actor) == true;
    }

    private static Scene Scene(Policy policy, MatterKind kind, Holding[] holdings)
    {
        var decides = kind.Decision!.By[0];
        List<Appointment> appointments = [Office("p0", kind.Ask.FirstOrDefault(position => !kind.Decision.By.Contains(position) && kind.Decision.Otherwise?.Contains(position) != true) ?? kind.Ask[0], -100)];
        for (var who = 0; who < holdings.Length; who++)
        {
            appointments.AddRange(holdings[who] switch
            {
                Holding.Decides or Holding.DecidesAndIsAway => [Office($"p{who}", decides, -100)],
                Holding.DecidedUntilYesterday => [Office($"p{who}", decides, -100) with { Until = Today }],
                Holding.DecidesFromTomorrow => [Office($"p{who}", decides, 1)],
                Holding.AlternateSinceYesterday => [Office($"p{who}", decides, -1) with { NominatedBy = "p0" }],
                Holding.AlternateSinceAsking => [Office($"p{who}", decides, 0) with { NominatedBy = "p0" }],
                Holding.ComesNext when kind.Decision.Otherwise is [var next, ..] => [Office($"p{who}", next, -100)],
                _ => Array.Empty<Appointment>(),
            });
        }

        return new World { Policy = policy, Now = Now }.Scene with
        {
            Staff = new("s", [World.Who("p0"), World.Who("p1"), World.Who("p2")], appointments, [.. Enumerable.Range(0, 3).Where(who => holdings[who] == Holding.DecidesAndIsAway).Select(who => new Absence($"p{who}", "oak", Today, Today.PlusDays(1)))]),
        };
    }

    private static Appointment Office(string who, string position, int day) => new(who, "oak", position, "Title", Today.PlusDays(day), null);

    private static Matter Case(MatterKind kind, Stand stand, Scene scene)
    {
        Signatory asker = new("p0", "p0 Example", kind.Ask[0], "Title"), other = new("p2", "p2 Example", kind.Decision!.By[0], "Title");
        List<IFact> facts = [new MatterOpened(kind.Id, kind.Title, kind.Clause, [], true, false, false, asker, scene.Staff.Version)];
        facts.AddRange((kind.Decision.Needs ?? []).Select(step => new MatterStepTaken(step, "Step", false, [], asker)));
        if (stand == Stand.WaitingAndLeftByTheSecond)
            facts.Add(new MatterPassedOn(other with { Person = "p1" }));
        if (stand == Stand.Approved)
            facts.Add(new MatterApproved(other, "I agree.", []));
        if (stand == Stand.Refused)
            facts.Add(new MatterRefused(other, "No."));
        return Matter.Fold("M-1", facts.Select((fact, i) => new Recorded(i, Now - Duration.FromHours(1), "any", fact)))!;
    }

    private static Filled Fill(MatterDecision decision)
    {
        var texts = (decision.Form ?? []).ToDictionary(
            field => field.Id,
            field => field.Type switch { FieldType.Choice => field.Choices!.First(choice => choice.Barred is null).Id, FieldType.Confirm => "true", _ => "Something." });
        if (decision.Refusals is [var ground, ..])
            texts["ground"] = ground.Id;
        return Filled.Nothing with { Texts = texts };
    }
}
