using NodaTime.Text;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.CctvLog;
using TeamsCctv.Features.Following;
using TeamsCctv.Features.Matters;
using TeamsCctv.Pages.Cases;
using TeamsCctv.Pages.Shared;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Matters;

/// <summary>
/// <c>/matters</c> and <c>/matters/{school}/{case}</c>: cases beside the downloads, for those whom they concern;
/// <c>/disclosures</c> and <c>/disclosures.csv</c>: the disclosure log, for those who read the CCTV log.
/// </summary>
public static class MatterEndpoints
{
    public static void MapMatters(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/matters", (HttpContext http, Gate gate, MatterList list) => gate.EnterAsync(http, async visitor =>
        {
            var all = await list.AllAsync(visitor.School.Id, http.RequestAborted);
            return Page.Of<MattersPage>(new { Visitor = visitor, Matters = all.Where(matter => MayRead(visitor, matter)).ToList(), IsCut = all.Count >= MatterList.Most });
        }));
        pages.MapGet("/matters/{school}/{case}", (HttpContext http, string school, string @case, Gate gate, RecordLog log) =>
            gate.EnterAsync(http, school, visitor => ShowAsync(visitor, @case, log)));
        pages.MapPost("/matters/{school}/{case}/erase", (HttpContext http, string school, string @case, Gate gate, RecordLog log, MatterActs acts) =>
            gate.EnterAsync(http, school, async visitor => await PostedForm.ReadAsync(http) is { } form
                ? await EraseAsync(visitor, @case, form, log, acts)
                : PostedForm.Rejected(http)));
        pages.MapGet("/disclosures", (HttpContext http, Gate gate, DisclosureLog log) => ReadAsync(http, gate, log, (visitor, rows) =>
            Page.Of<DisclosuresPage>(new { Visitor = visitor, Rows = rows })));
        pages.MapGet("/disclosures.csv", (HttpContext http, Gate gate, DisclosureLog log) => ReadAsync(http, gate, log, (visitor, rows) => Results.File(
            LogCsv.Write(DisclosureLog.Headings, rows.Select(row => row.Cells.Prepend(row.Case))),
            "text/csv; charset=utf-8; header=present",
            $"disclosures-{visitor.School.Id}-{LocalDatePattern.Iso.Format(London.DayOf(visitor.Scene.Now))}.csv")));
    }

    private static bool MayRead(Visitor visitor, Matter matter) => matter.Opened is null
        ? visitor.ReadsLog
        : visitor.Scene.Policy.Matter(matter.Opened.Matter) is { } kind
            ? MatterCard.MayRead(matter, kind, visitor.Person, visitor.Scene)
            : visitor.ReadsLog;

    private static async Task<IResult> EraseAsync(Visitor visitor, string caseId, PostedForm form, RecordLog log, MatterActs acts)
    {
        if (CaseCommands.KeyOf(CaseCommands.Erase, caseId, visitor.Person, form["key"]) is not { } key)
            return PageErrors.NotFound();
        var outcome = await acts.EraseAsync(visitor.School.Id, caseId, visitor.Caller, form["why"], key);
        return outcome switch
        {
            { NotNow: { } why } => PageErrors.NotNow(visitor, why.Says),
            { Ruling: Ruling<IFact>.Refused(var refusal) } => PageErrors.Refused(visitor, "The policy does not allow this", refusal.Clause, refusal.Instead),
            { Ruling: Ruling<IFact>.Invalid(var errors) } => await ShowAsync(visitor, caseId, log, new(StatusCodes.Status422UnprocessableEntity) { Act = CaseCommands.Erase, Typed = form.Values, Errors = errors }),
            { Ruling: Ruling<IFact>.OutOfDate } => await ShowAsync(visitor, caseId, log, CaseMessage.MovedOn),
            { Ruling: null } => PageErrors.NotFound(visitor, "case"),
            _ => Page.SeeOther($"/matters/{visitor.School.Id}/{caseId}"),
        };
    }

    private static async Task<IResult> ShowAsync(Visitor visitor, string caseId, RecordLog log, CaseMessage? say = null)
    {
        var records = caseId.Length > 40 ? [] : await log.ReadAsync(visitor.School.Id, reader => reader.Case(caseId));
        if (Matter.Fold(caseId, records) is not { } matter)
            return PageErrors.NotFound(visitor, "case");
        if (!MayRead(visitor, matter))
            return PageErrors.Refused(visitor, "This case is not open to you", visitor.Scene.Policy.Log.Clause, $"Ask the {visitor.TitlesOf(visitor.Scene.Policy.Log.Readers)}.");
        return Page.Of<MatterPage>(new { Visitor = visitor, Matter = matter, Say = say ?? CaseMessage.None }, say?.Status ?? StatusCodes.Status200OK);
    }

    private static Task<IResult> ReadAsync(HttpContext http, Gate gate, DisclosureLog log, Func<Visitor, IReadOnlyList<DisclosureRow>, IResult> answer) =>
        gate.EnterAsync(http, async visitor => visitor.ReadsLog
            ? answer(visitor, await log.RowsAsync(visitor.School.Id, http.RequestAborted))
            : PageErrors.Refused(
                visitor,
                "The disclosure log is not open to you",
                visitor.Scene.Policy.Log.Clause,
                $"Ask the {visitor.TitlesOf(visitor.Scene.Policy.Log.Readers)}. What you opened yourself is under Other cases."));
}
