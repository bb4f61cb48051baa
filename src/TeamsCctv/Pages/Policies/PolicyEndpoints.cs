using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Following;
using TeamsCctv.Pages.Shared;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Policies;

/// <summary><c>/policy</c>: the school's policy clause by clause, for everybody in office there. It names nobody.</summary>
public static class PolicyEndpoints
{
    public static void MapPolicy(this IEndpointRouteBuilder pages) => pages.MapGet(
        "/policy",
        (HttpContext http, Gate gate, ClauseFirings firings, RecordLog log) => gate.EnterAsync(http, async visitor =>
        {
            var (school, policy) = (visitor.School.Id, visitor.Scene.Policy);
            var places = ClausePlace.Of(policy).ToLookup(place => place.Clause, place => place.Says);
            var last = await firings.LastAsync(school, policy.Clauses.Select(clause => clause.Id), http.RequestAborted);
            var adopted = await log.ReadAsync(school, reader => reader.Case(PolicyAdopted.Case));
            return Page.Of<PolicyPage>(new
            {
                Visitor = visitor,
                Rows = policy.Clauses.Select(clause => new ClauseRow(clause, [.. places[clause.Id].Distinct()], last.GetValueOrDefault(clause.Id))).ToList(),
                Adopted = adopted is [.., { Fact: PolicyAdopted now } record] && now.Hash == policy.Hash ? record : null,
            });
        }));
}

/// <summary>A clause, the places that enforce it and the last time it fired.</summary>
public sealed record ClauseRow(Clause Clause, IReadOnlyList<string> Places, ClauseFiring? Last);
