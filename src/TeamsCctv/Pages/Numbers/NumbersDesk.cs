using System.Globalization;
using NodaTime;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Following;
using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.Numbers;

/// <summary>
/// A school's numbers without names, for its governing body: how often what happened in each month or term. No person, no
/// camera, no hour, and nothing that was typed.
/// </summary>
public sealed class NumbersDesk(Tally tally, CaseList cases)
{
    private static readonly string[] Counts = [Tally.Asked, Tally.Authorised, Tally.Refused, Tally.Downloaded, Tally.Viewed, Tally.Deleted];

    /// <summary>What is counted, in its order; what stands after it are the policy's refusals by clause.</summary>
    public static readonly IReadOnlyList<string> Headings =
    [
        "Downloads asked for", "Authorised", "Refused by whoever decides", "Made", "Viewings of a recording", "Recordings deleted",
        "Disclosures asked for", "Made", "Refused", "Overdue now", "Refused by the policy",
    ];

    public async Task<NumbersReading> ReadAsync(Visitor visitor, OversightRules rules, IQueryCollection asked, CancellationToken cancellation)
    {
        var (school, today) = (visitor.School.Id, London.DayOf(visitor.Scene.Now));
        var year = Period.YearOf(today);
        await tally.CatchUpAsync(school, cancellation);
        var first = tally.First(school) is { } at ? Math.Min(Period.YearOf(London.DayOf(at)), year) : year;
        var chosen = asked["year"] is [{ Length: <= 4 } text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var typed) && typed >= first && typed <= year ? typed : year;
        var byTerm = asked["per"] is ["term"];
        var overdue = await cases.OverdueAsync(school, today, cancellation);
        List<NumbersRow> rows = [];
        foreach (var period in (byTerm ? Period.Terms(chosen) : Period.Months(chosen)).Where(period => period.Start <= today))
            rows.Add(Row(period, await tally.CountAsync(school, period.From, period.To, cancellation), overdue, rules));
        return new(chosen, [.. Enumerable.Range(first, year - first + 1)], byTerm, rows, overdue.Count);
    }

    private static NumbersRow Row(Period period, IReadOnlyList<Counted> counted, IReadOnlyList<LocalDate> overdue, OversightRules rules)
    {
        return new(
            period.Name,
            [
                .. Counts.Select(Of), Of(Tally.DisclosureAsked), All(Tally.DisclosureEnded).Where(count => rules.Made.Contains(count.Detail)).Sum(count => count.Times),
                Of(Tally.DisclosureRefused), overdue.Count(period.Holds), Of(Tally.RefusedByPolicy),
            ],
            All(Tally.RefusedByPolicy).ToDictionary(count => count.Detail, count => count.Times));

        IEnumerable<Counted> All(string what) => counted.Where(count => count.What == what);
        int Of(string what) => All(what).Sum(count => count.Times);
    }
}

/// <summary>A school year's numbers.</summary>
/// <param name="Years">The school years that can be chosen, by the calendar year in which each begins.</param>
/// <param name="Overdue">Recordings that should be gone today, of whichever year.</param>
public sealed record NumbersReading(int Year, IReadOnlyList<int> Years, bool ByTerm, IReadOnlyList<NumbersRow> Rows, int Overdue)
{
    /// <summary>The clauses under which the policy refused anything in this year; the empty one stands for refusals whose names were erased.</summary>
    public IReadOnlyList<string> Clauses => [.. Rows.SelectMany(row => row.ByClause.Keys).Distinct().Order(StringComparer.Ordinal)];

    public NumbersRow Total => new(
        "The whole year",
        [.. Enumerable.Range(0, NumbersDesk.Headings.Count).Select(i => Rows.Sum(row => row.Counts[i]))],
        Clauses.ToDictionary(clause => clause, clause => Rows.Sum(row => row.ByClause.GetValueOrDefault(clause))));

    public static string Says(int year) => $"{year}/{(year + 1) % 100:00}";

    public static string ClauseSays(string clause) => clause.Length == 0 ? "names erased" : clause;
}

/// <summary>A period's numbers, in the order of the headings.</summary>
public sealed record NumbersRow(string Name, IReadOnlyList<int> Counts, IReadOnlyDictionary<string, int> ByClause);
