using NodaTime.Text;
using TeamsCctv.Domain;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.CctvLog;
using TeamsCctv.Features.Following;
using TeamsCctv.Features.Matters;
using TeamsCctv.Pages.Shared;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Matters;

/// <summary>
/// <c>/matters</c> and <c>/matters/{school}/{case}</c>: cases beside the downloads, for those whom they concern;
/// <c>/matters/new</c>: opening one; <c>/disclosures</c>, as page, CSV and PDF: the disclosure log, for those who read the CCTV log.
/// </summary>
public static class MatterEndpoints
{
    public static void MapMatters(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/matters", (HttpContext http, Gate gate, MatterList list, RecordLog log, Scenes scenes) => gate.EnterAsync(http, async visitor =>
        {
            var all = await list.AllAsync(visitor.School.Id, http.RequestAborted);
            var theirs = await log.ReadAsync(visitor.School.Id, reader => all
                .Where(matter => visitor.MaySee(matter) || MatterDesk.MayRead(visitor, matter, scenes.Of(reader, matter.Id, visitor.Scene.Now))).ToList());
            return Page.Of<MattersPage>(new { Visitor = visitor, Matters = theirs, IsCut = all.Count >= MatterList.Most });
        }));
        pages.MapGet("/matters/{school}/{case}", (HttpContext http, string school, string @case, Gate gate, MatterDesk desk) =>
            gate.EnterAsync(http, school, visitor => desk.ShowAsync(visitor, @case, asked: new(http.Request.Query["step"], http.Request.Query["as"]))));
        pages.MapPost("/matters/{school}/{case}/erase", (HttpContext http, string school, string @case, Gate gate, MatterDesk desk) =>
            gate.EnterAsync(http, school, async visitor => await PostedForm.ReadAsync(http) is { } form
                ? await desk.EraseAsync(visitor, @case, form)
                : PostedForm.Rejected(http)));
        pages.MapPost("/matters/{school}/{case}/link", (HttpContext http, string school, string @case, Gate gate, MatterDesk desk) =>
            gate.EnterAsync(http, school, async visitor => await PostedForm.ReadAsync(http) is { } form
                ? await desk.MakeLinkAsync(visitor, @case, form)
                : PostedForm.Rejected(http)));
        pages.MapPost("/matters/{school}/{case}/steps/{step}", (HttpContext http, string school, string @case, string step, Gate gate, StepDesk desk) =>
            gate.EnterAsync(http, school, visitor => desk.TakeAsync(http, visitor, @case, step)));
        pages.MapPost("/matters/{school}/{case}/sort", (HttpContext http, string school, string @case, Gate gate, StepDesk desk) =>
            gate.EnterAsync(http, school, visitor => desk.SortAsync(http, visitor, @case)));
        pages.MapPost("/matters/{school}/{case}/dismiss", (HttpContext http, string school, string @case, Gate gate, StepDesk desk) =>
            gate.EnterAsync(http, school, visitor => desk.DismissAsync(http, visitor, @case)));
        pages.MapGet("/matters/{school}/{case}/documents/{sha256}", (HttpContext http, string school, string @case, string sha256, Gate gate, DocumentDesk desk) =>
            gate.EnterAsync(http, school, visitor => desk.OpenAsync(http, visitor, @case, sha256)));
        pages.MapGet("/matters/{school}/{case}/form.pdf", (HttpContext http, string school, string @case, Gate gate, MatterDesk desk) =>
            gate.EnterAsync(http, school, visitor => desk.PaperAsync(visitor, @case)));
        pages.MapGet("/matters/new", (HttpContext http, Gate gate, OpenDesk desk) => gate.EnterAsync(http, visitor => Task.FromResult(desk.Choose(visitor))));
        pages.MapPost("/matters/new", (HttpContext http, Gate gate, OpenDesk desk) => gate.EnterAsync(http, visitor => desk.BeginAsync(http, visitor)));
        pages.MapGet("/matters/new/{kind}", (HttpContext http, string kind, Gate gate, OpenDesk desk) => gate.EnterAsync(http, visitor => desk.FormAsync(visitor, kind)));
        pages.MapPost("/matters/new/{kind}", (HttpContext http, string kind, Gate gate, OpenDesk desk) => gate.EnterAsync(http, visitor => desk.OpenAsync(http, visitor, kind)));
        pages.MapGet("/disclosures", (HttpContext http, Gate gate, DisclosureLog log) => ReadAsync(http, gate, log, (visitor, rows) =>
            Page.Of<DisclosuresPage>(new { Visitor = visitor, Rows = rows })));
        pages.MapGet("/disclosures.pdf", (HttpContext http, Gate gate, DisclosureLog log) => ReadAsync(http, gate, log, (visitor, rows) => Results.File(
            LogPdf.Write(LogPdf.TitleOf("Disclosure log", visitor.School.Name, visitor.Scene.Now), visitor.Scene.Now, DisclosureLog.Headings, rows.Select(row => row.Cells.Prepend(row.Case))),
            "application/pdf",
            NameOf(visitor, "pdf"))));
        pages.MapGet("/disclosures.csv", (HttpContext http, Gate gate, DisclosureLog log) => ReadAsync(http, gate, log, (visitor, rows) => Results.File(
            LogCsv.Write(DisclosureLog.Headings, rows.Select(row => row.Cells.Prepend(row.Case))),
            "text/csv; charset=utf-8; header=present",
            NameOf(visitor, "csv"))));
    }

    private static string NameOf(Visitor visitor, string extension) =>
        $"disclosures-{visitor.School.Id}-{LocalDatePattern.Iso.Format(London.DayOf(visitor.Scene.Now))}.{extension}";

    private static Task<IResult> ReadAsync(HttpContext http, Gate gate, DisclosureLog log, Func<Visitor, IReadOnlyList<DisclosureRow>, IResult> answer) =>
        gate.EnterAsync(http, async visitor => visitor.ReadsLog
            ? answer(visitor, await log.RowsAsync(visitor.School.Id, http.RequestAborted))
            : PageErrors.Refused(
                visitor,
                "The disclosure log is not open to you",
                visitor.Scene.Policy.Log.Clause,
                $"Ask the {visitor.TitlesOf(visitor.Scene.Policy.Log.Readers)}. What you opened yourself is under Other cases."));
}
