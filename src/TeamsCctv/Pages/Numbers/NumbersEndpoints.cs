using System.Globalization;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.CctvLog;
using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.Numbers;

/// <summary><c>/numbers</c> and <c>/numbers.csv</c>: what may be given to the governing body (VL-5, AL-3.5).</summary>
public static class NumbersEndpoints
{
    public static void MapNumbers(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/numbers", (HttpContext http, Gate gate, NumbersDesk desk) => ReadAsync(http, gate, desk, (visitor, rules, reading) =>
            Page.Of<NumbersPage>(new { Visitor = visitor, Rules = rules, Reading = reading })));
        pages.MapGet("/numbers.csv", (HttpContext http, Gate gate, NumbersDesk desk) => ReadAsync(http, gate, desk, (visitor, _, reading) => Results.File(
            LogCsv.Write(Headings(reading), reading.Rows.Select(row => Cells(row, reading))),
            "text/csv; charset=utf-8; header=present",
            $"cctv-numbers-{visitor.School.Id}-{reading.Year}.csv")));
    }

    /// <summary>A heading says what it counts by itself: in a spreadsheet nothing stands above it.</summary>
    private static IEnumerable<string> Headings(NumbersReading reading) =>
    [
        "Period", "Downloads asked for", "Downloads authorised", "Downloads refused", "Downloads made", "Viewings of recordings", "Recordings deleted",
        "Disclosures asked for", "Disclosures made", "Disclosures refused", "Recordings overdue for deletion now", "Refused by the policy",
        .. reading.Clauses.Select(clause => $"Refused by the policy: {NumbersReading.ClauseSays(clause)}"),
    ];

    private static IEnumerable<string> Cells(NumbersRow row, NumbersReading reading) =>
    [
        row.Name, .. row.Counts.Concat(reading.Clauses.Select(clause => row.ByClause.GetValueOrDefault(clause))).Select(count => count.ToString(CultureInfo.InvariantCulture)),
    ];

    private static Task<IResult> ReadAsync(HttpContext http, Gate gate, NumbersDesk desk, Func<Visitor, OversightRules, NumbersReading, IResult> answer) =>
        gate.EnterAsync(http, async visitor => visitor.Scene.Policy.Oversight is not { } rules
            ? PageErrors.Unknown(visitor, "The policy asks for no numbers", "This school's policy names nobody who takes its numbers to the governing body, so none are made.")
            : visitor.ReadsNumbers
                ? answer(visitor, rules, await desk.ReadAsync(visitor, rules, http.Request.Query, http.RequestAborted))
                : PageErrors.Refused(visitor, "The numbers are not open to you", rules.NumbersClause, $"Ask the {visitor.TitlesOf(rules.Numbers)}. They may be given to the governing body: they carry no names."));
}
